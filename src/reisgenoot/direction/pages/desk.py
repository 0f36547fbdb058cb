"""The terms that run, the first day first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from reisgenoot.access.identity import member_required
from reisgenoot.access.roles import professional
from reisgenoot.web.paging import page_of, paging, without_page
from reisgenoot.web.spreadsheet import Cell, dated
from reisgenoot.web.templatetags.web import text

from .. import queries
from ..queries import Row
from ..terms import KINDS
from .filters import WEEKS, filters_of, who_of

ROUTE_NAMES = (
    ("b1", gettext_lazy("B1 route")),
    ("education", gettext_lazy("Education route")),
    ("z", gettext_lazy("Self-reliance route")),
    ("none", gettext_lazy("No route yet")),
)


@require_GET
@member_required
def desk(request: HttpRequest) -> HttpResponse:
    """The desk."""
    member = professional(request)
    who, page = who_of(request.GET, member), page_of(request.GET)
    filters = filters_of(request.GET, who, member)
    shown = queries.desk(member, filters, timezone.localdate(), page=page)
    query = without_page(request)
    context = {
        "shown": shown,
        "filters": filters,
        "who": who,
        "filtered": bool(filters.kind or filters.route or filters.weeks or filters.week or filters.overdue),
        "kinds": list(KINDS.values()),
        "routes": ROUTE_NAMES,
        "weeks": WEEKS,
        "query": query.urlencode(),
        **paging(page, shown.total),
    }
    return render(request, "direction/desk.html", context)


@require_GET
@member_required
def desk_xlsx(request: HttpRequest) -> HttpResponse:
    """All that pass the filters, as a spreadsheet; a text is never a formula in it."""
    member = professional(request)
    rows = queries.exported(
        member, filters_of(request.GET, who_of(request.GET, member), member), timezone.localdate()
    )
    headings = [_("Last day"), _("Days left"), _("Name"), _("Kind"), _("What"), _("Ground"), _("Confirmed")]
    headings += [_("If you do nothing"), _("Ground"), _("Confirmed"), _("Worker")]
    return dated(_("terms-of-direction"), _("Terms"), headings, map(_line, rows))


def _line(row: Row) -> tuple[Cell, ...]:
    otherwise = _("The term has passed.") if row.ground else _("Nothing by law: the day is our own choice.")
    yes, no = _("yes"), _("not yet")
    return (
        row.due,
        row.days,
        row.name,
        text(row.kind.text),
        text(row.text),
        text(row.ground.cited) if row.ground else _("our own choice"),
        (yes if row.ground.confirmed else no) if row.ground else "",
        text(row.after.text) if row.after else otherwise,
        row.after.ground.where if row.after else "",
        (yes if row.after.ground.confirmed else no) if row.after else "",
        row.worker,
    )
