"""One's own agenda: a week of appointments, and the address at which a calendar reads them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from reisgenoot.access import attempts
from reisgenoot.access.identity import member_required
from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_professional
from reisgenoot.web import errors

from .. import actions, queries
from ..appointment_forms import FeedForm
from ..calendar_file import TYPE, as_calendar
from .worklist import _guide


@require_GET
@member_required
def agenda(request: HttpRequest) -> HttpResponse:
    """A week of one's own appointments; ``week`` in the address is an ISO week: 2027-W09."""
    return render(request, "dossiers/agenda.html", _context(_guide(request), request.GET.get("week", "")))


def _context(member: Member, asked: str) -> dict[str, Any]:
    today = timezone.localdate()
    monday = _monday(asked) or today - timedelta(days=today.weekday())
    return {
        "week": queries.week(member, monday),
        "last": monday + timedelta(days=6),
        "number": monday.isocalendar().week,
        "today": today,
        "this_week": _name(today),
        "previous": _name(monday - timedelta(days=7)),
        "next": _name(monday + timedelta(days=7)),
        "feed": queries.own_feed(member),
        "feed_form": FeedForm(),
    }


def _monday(week: str) -> date | None:
    try:
        return date.fromisoformat(f"{week}-1") if len(week) == len("2027-W09") else None
    except ValueError:
        return None


def _name(day: date) -> str:
    year, number, _weekday = day.isocalendar()
    return f"{year}-W{number:02}"


@require_POST
@member_required
def make_feed(request: HttpRequest) -> HttpResponse:
    """Make an address for one's calendar. It is shown in this answer alone, and nowhere kept."""
    member, form = _guide(request), FeedForm(request.POST)
    require_professional(member)  # a volunteer has their own page
    form.is_valid()  # a box that is ticked or not
    secret = actions.make_feed(member, with_place=form.cleaned_data["with_place"])
    address = request.build_absolute_uri(reverse("dossiers:feed", args=[secret]))
    response = render(request, "dossiers/agenda.html", {**_context(member, ""), "address": address})
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@member_required
def revoke_feed(request: HttpRequest) -> HttpResponse:
    """Nobody reads one's appointments at the address any more."""
    member = _guide(request)
    require_professional(member)
    if actions.revoke_feed(member):
        messages.success(request, _("Revoked. Your calendar gets nothing from Reisgenoot any more."))
    return redirect("dossiers:agenda")


@require_GET
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """What a calendar reads, without logging in: the secret in the address is what lets it in.

    A wrong secret, a revoked one and that of somebody who left look like an address that does not exist. Wrong ones are
    counted as log-ins that failed, per address; a right one is never made to wait by them.
    """
    found = queries.feed(actions.digest_of(secret))
    if found is None:
        try:
            attempts.begin(request, "calendar feed")
        except attempts.TooOften:
            return errors.too_many(request)
        return errors.not_found(request, Http404())  # not raised: the count must stay
    response = HttpResponse(as_calendar(found), content_type=TYPE)
    response["Content-Disposition"] = 'inline; filename="reisgenoot.ics"'
    response["Cache-Control"] = "no-store, private"
    return response
