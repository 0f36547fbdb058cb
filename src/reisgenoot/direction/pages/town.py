"""The whole municipality, by route; and the people behind each number."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from reisgenoot.access.identity import member_required
from reisgenoot.access.roles import professional
from reisgenoot.web.paging import page_of, paging, without_page
from reisgenoot.web.spreadsheet import dated

from .. import queries
from .desk import ROUTE_NAMES

STATE_NAMES = (
    ("in_time", gettext_lazy("In time")),
    ("late", gettext_lazy("A term has passed")),
    ("fulfilled", gettext_lazy("Ended: fulfilled")),
    ("released", gettext_lazy("Ended: released or exempt")),
    ("gone", gettext_lazy("Ended: left or permit withdrawn")),
)


def _asked(request: HttpRequest) -> tuple[str, str]:
    """Route and state in the address; empty: all."""
    route, state = request.GET.get("route", ""), request.GET.get("state", "")
    return (route if route in queries.ROUTES else "", state if state in queries.STATES else "")


@require_GET
@member_required
def town(request: HttpRequest) -> HttpResponse:
    """How many by route and state; each number leads to its people."""
    names: dict[str, Any] = dict(ROUTE_NAMES)
    rows = [
        (route, names[route], list(counts.items()))
        for route, counts in queries.town(professional(request), timezone.localdate())
    ]
    return render(request, "direction/town.html", {"rows": rows, "states": STATE_NAMES})


@require_GET
@member_required
def people(request: HttpRequest) -> HttpResponse:
    """Who they are."""
    route, state = _asked(request)
    page = page_of(request.GET)
    found = queries.people(professional(request), route, state, timezone.localdate(), page=page)
    context = {
        "rows": [(it, dict(ROUTE_NAMES)[it.route], dict(STATE_NAMES)[it.state]) for it in found.rows],
        "found": found,
        "route": route,
        "state": state,
        "routes": ROUTE_NAMES,
        "states": STATE_NAMES,
        "query": without_page(request).urlencode(),
        **paging(page, found.total),
    }
    return render(request, "direction/people.html", context)


@require_GET
@member_required
def people_xlsx(request: HttpRequest) -> HttpResponse:
    """The same as a spreadsheet."""
    rows = queries.exported_people(professional(request), *_asked(request), timezone.localdate())
    headings = [_("Name"), _("Route"), _("State"), _("Worker")]
    lines = (
        (it.name, str(dict(ROUTE_NAMES)[it.route]), str(dict(STATE_NAMES)[it.state]), it.worker)
        for it in rows
    )
    return dated(_("people-under-the-duty"), _("People"), headings, lines)
