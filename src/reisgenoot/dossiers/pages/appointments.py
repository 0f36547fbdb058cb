"""Appointments of a dossier: planning, moving, cancelling, and one of them as a file for a calendar."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reisgenoot.access.errors import Overtaken, Refused
from reisgenoot.access.identity import member_required
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.web.overtaken import Difference, overtaken_page
from reisgenoot.web.paging import page_of

from .. import actions, queries
from ..appointment_forms import CancelForm, PlanForm, WhenForm
from ..calendar_file import TYPE, as_calendar, entry_of
from ..models import NOTES, Appointment
from ..queries import AppointmentShown
from ..queries.granted import addable
from .overtaken import number_in
from .worklist import _guide


@require_http_methods(["GET", "POST"])
@member_required
def appointments(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """What is planned, what is over, and the form for a new one."""
    member = _guide(request)
    heading = queries.heading(member, dossier_id, "appointments")
    may_plan = NOTES in addable(dossier_id)
    form = None
    if may_plan or request.method == "POST":
        form = PlanForm(
            queries.may_attend(member, heading),
            member.organisation_id,
            request.POST or None,
            initial={"members": [member.pk], "since": "10:00", "until": "11:00"},
        )
    if request.method == "POST" and form is not None and form.is_valid():
        given = form.cleaned_data
        try:
            actions.plan_appointment(
                member,
                dossier_id,
                members=form.chosen(),
                **{
                    key: given[key]
                    for key in ("kind", "starts_at", "ends_at", "place", "interpreter", "note")
                },
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Planned. Who else attends gets a notification."))
            return redirect("dossiers:appointments", dossier_id)
    page = max(1, page_of(request.GET))
    past, total = queries.over(member, dossier_id, page=page)
    context = {
        "heading": heading,
        "form": form,
        "to_come": queries.to_come(member, dossier_id),
        "past": past,
        "may_change": may_plan,
        "page": page,
        "pages": max(1, -(-total // queries.PER_PAGE)),
        "previous_page": page - 1,
        "next_page": page + 1,
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "dossiers/appointments.html", context, status=status)


@require_http_methods(["GET", "POST"])
@member_required
def appointment(request: HttpRequest, dossier_id: int, appointment_id: int) -> HttpResponse:
    """One appointment, to move or to cancel. POST moves it."""
    member = _guide(request)
    heading = queries.heading(member, dossier_id, "appointments")
    found = queries.appointment(member, dossier_id, appointment_id)
    form = WhenForm(request.POST or None, initial=_when(found))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.move_appointment(
                member,
                appointment_id,
                starts_at=given["starts_at"],
                ends_at=given["ends_at"],
                place=given["place"],
                seen=number_in(request.POST.get("changes", "")),
            )
        except Overtaken as overtaken:
            return _overtaken(request, overtaken, found, mine=_in_words(given))
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Moved. Who else attends gets a notification."))
            return redirect("dossiers:appointments", dossier_id)
    return _page(request, heading, found, form=form, cancel=CancelForm(auto_id="cancel-%s"))


@require_POST
@member_required
def cancel(request: HttpRequest, dossier_id: int, appointment_id: int) -> HttpResponse:
    """Cancel an appointment, with a reason."""
    member = _guide(request)
    heading = queries.heading(member, dossier_id, "appointments")
    found = queries.appointment(member, dossier_id, appointment_id)
    form = CancelForm(request.POST, auto_id="cancel-%s")
    if form.is_valid():
        try:
            actions.cancel_appointment(
                member,
                appointment_id,
                why=form.cleaned_data["why"],
                seen=number_in(request.POST.get("changes", "")),
            )
        except Overtaken as overtaken:
            return _overtaken(request, overtaken, found, mine=_("cancelled"))
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Cancelled. Who else attends gets a notification."))
            return redirect("dossiers:appointments", dossier_id)
    return _page(request, heading, found, form=WhenForm(initial=_when(found)), cancel=form)


@require_GET
@member_required
def appointment_ics(request: HttpRequest, dossier_id: int, appointment_id: int) -> HttpResponse:
    """One appointment for a calendar: time, kind and place, not whom."""
    member: Member = _guide(request)
    queries.appointment(member, dossier_id, appointment_id)
    log(member, [dossier_id], AccessLog.Act.EXPORT, "appointment")
    content = as_calendar([entry_of(Appointment.objects.get(pk=appointment_id))])
    response = HttpResponse(content, content_type=TYPE)
    response["Content-Disposition"] = f'attachment; filename="{_("appointment")}.ics"'
    response["Cache-Control"] = "no-store"
    return response


def _when(found: AppointmentShown) -> dict[str, Any]:
    return {
        "day": found.starts_at.date(),
        "since": found.starts_at.time(),
        "until": found.ends_at.time(),
        "place": found.place,
    }


def _in_words(given: dict[str, Any]) -> str:
    return f"{given['day']:%d-%m-%Y}, {given['since']:%H:%M}\u2013{given['until']:%H:%M}"


def _overtaken(
    request: HttpRequest, overtaken: Overtaken, found: AppointmentShown, *, mine: str
) -> HttpResponse:
    again = None
    if overtaken.version:
        left_out = ("csrfmiddlewaretoken", "once")
        sent = {key: str(value) for key, value in request.POST.items() if key not in left_out}
        again = {**sent, "changes": overtaken.version}
    back = reverse("dossiers:appointments", args=[found.dossier_id])
    difference = Difference(_("When"), "", str(overtaken.now), mine)
    return overtaken_page(request, [difference], by=overtaken.by, at=overtaken.at, back=back, again=again)


def _page(
    request: HttpRequest,
    heading: queries.Heading,
    found: AppointmentShown,
    *,
    form: WhenForm,
    cancel: CancelForm,
) -> HttpResponse:
    context = {
        "heading": heading,
        "it": found,
        "form": form,
        "cancel": cancel,
        "may_change": NOTES in addable(heading.dossier_id) and not found.cancelled,
    }
    status = 422 if form.errors or cancel.errors else 200
    return render(request, "dossiers/appointment.html", context, status=status)
