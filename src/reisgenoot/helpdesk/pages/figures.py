"""Figures of the desk: visitors, and where referral gets stuck; as pages and as spreadsheets."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from reisgenoot.access.identity import acting, member_required
from reisgenoot.access.roles import require_professional
from reisgenoot.web.spreadsheet import Cell, dated
from reisgenoot.web.templatetags.web import language_name

from .. import queries
from ..models import MapKind, Theme
from .common import period_of, word

DAY = timedelta(days=1)


@require_GET
@member_required
def numbers(request: HttpRequest) -> HttpResponse:
    """Visitors by theme, language, place and hour."""
    since, upto, place, tables = _numbers(request)
    context = {
        "since": since,
        "upto": upto,
        "place": place,
        "places": queries.desk(acting(request), timezone.localdate()).places,
        "tables": tables,
        "query": request.GET.urlencode(),
    }
    return render(request, "helpdesk/numbers.html", context)


def _numbers(
    request: HttpRequest,
) -> tuple[date, date, str, list[tuple[str, list[tuple[str, queries.Visits]]]]]:
    member, (since, upto), place = acting(request), period_of(request.GET), word(request.GET, "place")
    require_professional(member)
    found = queries.visit_figures(member, since, upto + DAY, place)
    titles = {
        "theme": _("By theme"),
        "language": _("By language"),
        "place": _("By place"),
        "hour": _("By hour of arrival"),
    }
    return (
        since,
        upto,
        place,
        [(titles[what], [(_label(what, row.label), row) for row in rows]) for what, rows in found.items()],
    )


def _label(what: str, label: str) -> str:
    if what == "hour":
        return f"{int(label)}:00–{int(label) + 1}:00"
    shown = {
        "theme": lambda: str(dict(Theme.choices).get(label, "")),
        "language": lambda: language_name(label),
    }
    return (shown[what]() if what in shown else label) or _("not noted")


@require_GET
@member_required
def numbers_xlsx(request: HttpRequest) -> HttpResponse:
    """The same as a spreadsheet."""
    _since, _upto, _place, tables = _numbers(request)
    titles = [_("By"), _("What"), _("Visitors"), _("Known"), _("Left without help"), _("Minutes in all")]
    titles += [_("Median of minutes"), _("Median of minutes waited"), _("Referred")]
    lines = (
        (
            title,
            label,
            *_cells(row.visitors, row.known, row.left_early, row.minutes),
            *_cells(row.median_minutes, row.median_waiting, row.referred),
        )
        for title, rows in tables
        for label, row in rows
    )
    return dated(_("walk-in-numbers"), _("Walk-in hours"), titles, lines)


def _cells(*values: int | None) -> list[Cell]:
    """Fewer than five is said in words, in a spreadsheet too: an empty cell would be taken for none."""
    return [_("fewer than 5") if value is None else value for value in values]


@require_GET
@member_required
def bottlenecks(request: HttpRequest) -> HttpResponse:
    """By kind of organisation: how many were sent, arrived, were turned away and why."""
    since, upto, theme, rows = _bottlenecks(request)
    context = {
        "since": since,
        "upto": upto,
        "theme": theme,
        "themes": Theme.choices,
        "rows": rows,
        "query": request.GET.urlencode(),
    }
    return render(request, "helpdesk/bottlenecks.html", context)


def _bottlenecks(request: HttpRequest) -> tuple[date, date, str, list[tuple[str, Any]]]:
    member, (since, upto) = acting(request), period_of(request.GET)
    theme = word(request.GET, "theme", Theme.values)
    kinds = dict(MapKind.choices)
    found = queries.bottlenecks(member, since, upto + DAY, theme)
    return since, upto, theme, [(str(kinds.get(row.kind, row.kind)), row) for row in found]


@require_GET
@member_required
def bottlenecks_xlsx(request: HttpRequest) -> HttpResponse:
    """The same as a spreadsheet."""
    _since, _upto, _theme, rows = _bottlenecks(request)
    titles = [
        _("Kind of organisation"),
        _("Referred"),
        _("Nothing known yet"),
        _("Outcome known"),
        _("Arrived, %"),
    ]
    titles += [_("Turned away"), _("Waiting list"), _("Language"), _("Unsure who is responsible"), _("Costs")]
    titles += [_("Something else"), _("Median of days until known")]
    lines = (
        (
            kind,
            *_cells(
                row.made, row.waiting, row.known, row.arrived, row.turned_away, row.waiting_list, row.language
            ),
            *_cells(row.responsible, row.costs, row.other, row.median_days),
        )
        for kind, row in rows
    )
    return dated(_("bottlenecks"), _("Where it gets stuck"), titles, lines)
