"""Lists over dossiers: arrivals, checks, terms of the law; and how long the phases take."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from reisgenoot.access.identity import member_required
from reisgenoot.access.models import AccessLog
from reisgenoot.access.roles import professional
from reisgenoot.web.paging import page_of
from reisgenoot.web.spreadsheet import as_download, dated, spreadsheet
from reisgenoot.web.templatetags.web import language_name, moment, text

from .. import queries
from ..models import AskedCheck
from ..queries.dossier import FOUR_DAYS
from ..queries.lists import MOST_EXPORTED
from .common import clean, paging

EXPORT = AccessLog.Act.EXPORT
WEEK = timedelta(days=7)


def _week(request: HttpRequest) -> date:
    """The Monday that the address names; of this week, if it names none."""
    try:
        day = date.fromisoformat(request.GET.get("week", ""))
    except ValueError:
        day = timezone.localdate()
    return day - timedelta(days=day.weekday()) if day.year > 1900 else timezone.localdate()


def _centre(request: HttpRequest) -> str:
    return clean(request.GET.get("centre", ""))


@require_GET
@member_required
def arrivals(request: HttpRequest) -> HttpResponse:
    """Who arrived in a week, with the steps of the first days."""
    member, week, centre = professional(request), _week(request), _centre(request)
    shown = queries.arrivals(member, week=week, centre=centre, page=page_of(request.GET))
    context = {
        "week": week,
        "week_end": week + timedelta(days=6),
        "before": week - WEEK,
        "after": week + WEEK if week + WEEK <= timezone.localdate() else None,
        "centre": centre,
        **paging(shown),
    }
    return render(request, "procedure/arrivals.html", context)


@require_GET
@member_required
def arrivals_xlsx(request: HttpRequest) -> HttpResponse:
    """The same as a spreadsheet."""
    shown = queries.arrivals(
        professional(request),
        week=_week(request),
        centre=_centre(request),
        per_page=MOST_EXPORTED,
        act=EXPORT,
    )
    titles = [
        _("Name"),
        _("Arrived"),
        _("Where they reported"),
        _("Centre"),
        _("First days expected to end on"),
    ]
    titles += [_("Identity"), _("Health check"), _("First interview"), _("Application signed")]
    rows = (
        (
            row.name,
            moment(row.at),
            row.place,
            row.centre,
            row.expected_end,
            *(row.done[key] for key in FOUR_DAYS),
        )
        for row in shown.rows
    )
    return as_download(f"{_('arrivals')}-{_week(request)}.xlsx", spreadsheet(_("Arrivals"), titles, rows))


def _kind(request: HttpRequest) -> str:
    kind = request.GET.get("kind", "")
    return kind if kind in AskedCheck.Kind.values else ""


@require_GET
@member_required
def checks(request: HttpRequest) -> HttpResponse:
    """The checks asked of one's organisation, to tick off."""
    kind = _kind(request)
    shown = queries.checks(professional(request), kind=kind, page=page_of(request.GET))
    context = {"kind": kind, "kinds": AskedCheck.Kind.choices, "today": timezone.localdate(), **paging(shown)}
    return render(request, "procedure/checks.html", context)


@require_GET
@member_required
def checks_xlsx(request: HttpRequest) -> HttpResponse:
    """The same as a spreadsheet."""
    shown = queries.checks(professional(request), kind=_kind(request), per_page=MOST_EXPORTED, act=EXPORT)
    titles = [_("Name"), _("Which check"), _("Asked on"), _("Asked by"), _("Language"), _("Centre")]
    rows = (
        (row.name, row.kind, row.asked_on, row.asked_by, language_name(row.language), row.centre)
        for row in shown.rows
    )
    return dated(_("checks"), _("Checks asked"), titles, rows)


def _due(request: HttpRequest) -> str:
    due = request.GET.get("due", "")
    return due if due in ("overdue", "week") else ""


@require_GET
@member_required
def terms(request: HttpRequest) -> HttpResponse:
    """The terms of the law that run, the first day first, with the ground."""
    due = _due(request)
    shown = queries.terms(professional(request), due=due, page=page_of(request.GET))
    return render(request, "procedure/terms.html", {"due": due, **paging(shown)})


@require_GET
@member_required
def terms_xlsx(request: HttpRequest) -> HttpResponse:
    """The same as a spreadsheet."""
    shown = queries.terms(professional(request), due=_due(request), per_page=MOST_EXPORTED, act=EXPORT)
    titles = [_("Last day"), _("Name"), _("What"), _("Ground"), _("Confirmed")]
    rows = (
        (
            row.due,
            row.name,
            text(row.text),
            text(row.ground.cited) if row.ground else "",
            (_("yes") if row.ground.confirmed else _("not yet")) if row.ground else "",
        )
        for row in shown.rows
    )
    return dated(_("terms"), _("Legal terms"), titles, rows)


@require_GET
@member_required
def durations(request: HttpRequest) -> HttpResponse:
    """What is expected, and the spread of what one sees."""
    context = {"spreads": queries.spreads(professional(request)), "enough": queries.ENOUGH}
    return render(request, "procedure/durations.html", context)
