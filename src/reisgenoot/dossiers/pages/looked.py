"""Who looked at a dossier, in words that the person understands; as page and as spreadsheet."""

import io

import xlsxwriter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from reisgenoot.access import rules
from reisgenoot.access.identity import member_required
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.web.templatetags.web import moment, text

from .. import queries
from ..labels import LOG_PARTS
from .worklist import _guide, page_of

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
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(_("Who looked")[:31])
        titles = [_("When"), _("Who"), _("Role"), _("Organisation"), _("What was done"), _("With what")]
        titles += [_("On which basis"), _("Times")]
        sheet.write_row(0, 0, titles, book.add_format({"bold": True}))
        sheet.freeze_panes(1, 0)
        for place, entry in enumerate(found.entries, start=1):
            shown = [moment(entry.at), entry.member, str(ROLES.get(entry.role, "")), entry.organisation]
            shown += [str(ACTS.get(entry.act, entry.act)), str(LOG_PARTS.get(entry.part, ""))]
            agreed = ", ".join(text(purpose) for purpose in entry.purposes)
            shown += [": ".join(filter(None, [text(rules.table().relations.get(entry.basis)), agreed]))]
            for column, words in enumerate(shown):
                sheet.write_string(place, column, words)
            sheet.write_number(place, len(shown), entry.times)
        sheet.autofit()
    response = HttpResponse(
        out.getvalue(), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    name = _("who-looked")
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate()}.xlsx"'
    return response


def _act(request: HttpRequest) -> str:
    act = request.GET.get("act", "")
    return act if act in ACTS else ""
