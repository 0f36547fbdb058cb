"""Redistributing the dossiers of one worker: choosing, seeing it beforehand, doing it, and undoing it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reisgenoot.access.errors import Refused
from reisgenoot.access.identity import member_required
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.web.paging import PER_PAGE, page_of, paging
from reisgenoot.web.spreadsheet import dated
from reisgenoot.web.templatetags.web import language_name

from .. import actions
from ..actions.redistribution import CAUSES
from ..models import Redistribution
from ..queries import redistribution as queries
from .overtaken import number_in
from .worklist import _guide

MOST_EXPORTED = 1000
"""Households in a spreadsheet: no step holds more."""


@dataclass(frozen=True)
class Asked:
    """What an address or a form asks for: whose dossiers (``only``: that came with one redistribution), and over whom.

    ``picked``: who gets which household, as far as it was chosen. ``planned``: that is all of what was seen, in a form
    that holds the choices of every page; in an address they are only what differs from the proposal.
    """

    source: int
    only: int
    takers: list[int]
    picked: dict[str, int]
    planned: bool

    @classmethod
    def by(cls, asked: QueryDict) -> Asked:
        """Read it; what can't be read is left out."""
        plan = asked.get("plan", "")
        picked = dict(re.findall(r"([\d-]+):(\d+)", plan))
        picked |= {name[5:]: asked[name] for name in asked if name.startswith("goes-")}
        return cls(
            number_in(asked.get("of", "")),
            number_in(asked.get("only", "")),
            [key for it in asked.getlist("over") if (key := number_in(it))],
            {key: number_in(taker) for key, taker in picked.items()},
            bool(plan),
        )

    def address(self, groups: Iterable[queries.Group]) -> str:
        """The same as the query of an address: with what differs from the proposal."""
        query = QueryDict(mutable=True)
        query["of"] = str(self.source)
        if self.only:
            query["only"] = str(self.only)
        query.setlist("over", [str(key) for key in self.takers])
        for it in groups:
            if it.taker != it.proposed:
                query[f"goes-{it.key}"] = str(it.taker)
        return query.urlencode()


@require_http_methods(["GET", "POST"])
@member_required
def redistribute(request: HttpRequest) -> HttpResponse:
    """Whose dossiers, over whom; who would get which, changed per row; and then all at once, over all pages."""
    member, today = _guide(request), timezone.localdate()
    actions.require_coordinator(member)
    form = request.POST if request.method == "POST" else request.GET
    asked, page = Asked.by(form), max(1, page_of(form))
    seen = queries.spread_of(
        member,
        asked.source,
        asked.takers,
        asked.picked,
        today,
        only=asked.only,
        planned=asked.planned,
        limit=PER_PAGE,
        offset=(page - 1) * PER_PAGE,
    )
    problems: dict[str, object] = {}
    if request.method == "POST" and "save" in request.POST:
        made, problems = _give(member, asked, seen, form.get("cause", ""))
        if made:
            told = ngettext(
                "%(many)d dossier was given away.", "%(many)d dossiers were given away.", made.many
            )
            messages.success(request, told % {"many": made.many})
            return redirect(reverse("dossiers:redistribute") + f"#made-{made.id}")
    context = {
        "seen": seen,
        "takers": asked.takers,
        "only": asked.only,
        "plan": ",".join(f"{it.key}:{it.taker}" for it in seen.groups),
        "query": asked.address(seen.groups),
        "cause": form.get("cause", ""),
        "causes": CAUSES,
        "all_causes": dict(Redistribution.Cause.choices),
        "problems": problems,
        "made": queries.redistributions(member),
        "carriers": seen.carriers,
        **paging(page, len(seen.groups)),
    }
    return render(request, "dossiers/redistribute.html", context, status=422 if problems else 200)


class Given(NamedTuple):
    """A redistribution, and how many dossiers changed hands in it."""

    id: int
    many: int


def _give(
    member: Member, asked: Asked, seen: queries.Spread, cause: str
) -> tuple[Given | None, dict[str, object]]:
    """Do what was seen, or tell why not."""
    # What was shown and is not there any more was changed by somebody else.
    if set(asked.picked) - {it.key for it in seen.groups}:
        return None, {"dossiers": _("Somebody changed the worker of one of them meanwhile. Look at it anew.")}
    chosen = {key: it.taker for it in seen.groups if it.taker for key in it.ids}
    try:
        made = actions.redistribute(member, asked.source, chosen, cause=cause)
    except Refused as refused:
        return None, dict(refused.problems)
    return Given(made.pk, len(chosen)), {}


@require_GET
@member_required
def redistribute_xlsx(request: HttpRequest) -> HttpResponse:
    """What would happen, as a spreadsheet: all pages, with what was changed by hand."""
    member, asked = _guide(request), Asked.by(request.GET)
    seen = queries.spread_of(
        member,
        asked.source,
        asked.takers,
        asked.picked,
        timezone.localdate(),
        only=asked.only,
        limit=MOST_EXPORTED,
        act=AccessLog.Act.EXPORT,
    )
    names = {it.id: it.name for it in seen.carriers}
    headings = [_("Household"), _("Dossiers"), _("Language"), _("Municipality"), _("Goes to")]
    lines = (
        (
            ", ".join(it.names),
            len(it.ids),
            ", ".join(str(language_name(code)) for code in it.languages),
            it.municipality,
            names.get(it.taker, "") if it.taker else _("stays where it is"),
        )
        for it in seen.groups
    )
    return dated(_("redistribution"), _("Redistribute dossiers"), headings, lines)


@require_POST
@member_required
def undo(request: HttpRequest, redistribution_id: int) -> HttpResponse:
    """Give all of it back in one step."""
    member = _guide(request)
    try:
        actions.undo_redistribution(member, redistribution_id)
        messages.success(request, _("Undone: the dossiers are with who carried them before."))
    except Refused as refused:
        messages.error(request, " ".join(str(why) for why in refused.problems.values()))
    return redirect("dossiers:redistribute")
