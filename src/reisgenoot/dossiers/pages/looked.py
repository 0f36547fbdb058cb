"""Who looked at a dossier, in words that the person understands; as page and as spreadsheet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from reisgenoot.access import rules
from reisgenoot.access.identity import member_required
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.web.paging import page_of
from reisgenoot.web.spreadsheet import dated
from reisgenoot.web.templatetags.web import moment, text

from .. import queries
from ..labels import LOG_PARTS
from ..queries.shapes import LogShown
from .worklist import _guide

PER_PAGE = 50
ACTS = dict(AccessLog.Act.choices)
ROLES = dict(Member.Role.choices)


@require_GET
@member_required
def looked(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """The page; its filter and page number stand in the address."""
    member, act, page = _guide(request), _act(request), max(1, page_of(request.GET))
    found = queries.who_looked(member, dossier_id, act=act, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    context = {
        "dossier_id": dossier_id,
        "looked": found,
        "act": act,
        "acts": ACTS,
        "log_parts": LOG_PARTS,
        "relations": rules.table().relations,
        "roles": ROLES,
        "page": page,
        "pages": max(page, -(-found.total // PER_PAGE)),
        "previous_page": page - 1,
        "next_page": page + 1,
    }
    return render(request, "dossiers/looked.html", context)


@require_GET
@member_required
def looked_xlsx(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """All of it as a spreadsheet, to give to the person."""
    found = queries.who_looked(_guide(request), dossier_id, act=_act(request))
    titles = [_("When"), _("Who"), _("Role"), _("Organisation"), _("What was done"), _("With what")]
    titles += [_("On which basis"), _("Times")]
    rows = (
        (
            moment(entry.at),
            entry.member,
            str(ROLES.get(entry.role, "")),
            entry.organisation,
            str(ACTS.get(entry.act, entry.act)),
            str(LOG_PARTS.get(entry.part, "")),
            _basis(entry),
            entry.times,
        )
        for entry in found.entries
    )
    return dated(_("who-looked"), _("Who looked"), titles, rows)


def _basis(entry: LogShown) -> str:
    """On which basis, with what the person had agreed to."""
    agreed = ", ".join(text(purpose) for purpose in entry.purposes)
    return ": ".join(filter(None, [text(rules.table().relations.get(entry.basis)), agreed]))


def _act(request: HttpRequest) -> str:
    act = request.GET.get("act", "")
    return act if act in ACTS else ""
