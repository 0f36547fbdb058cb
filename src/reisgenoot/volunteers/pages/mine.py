"""*My people*: the start page of a volunteer, made for a phone at somebody's kitchen table."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from reisgenoot.access.errors import Refused
from reisgenoot.access.identity import current_member, member_required
from reisgenoot.access.models import Member
from reisgenoot.dossiers import actions as dossiers
from reisgenoot.dossiers import queries as of_dossiers
from reisgenoot.dossiers.appointment_forms import FeedForm
from reisgenoot.dossiers.models import Appointment, ContactNote
from reisgenoot.web import once

from .. import actions, queries
from ..forms import HelpForm, VisitForm
from ..roles import require_volunteer


def _volunteer(request: HttpRequest) -> Member:
    member = current_member(request)
    assert member is not None  # member_required saw to it
    require_volunteer(member)
    return member


@require_GET
@member_required
def mine(request: HttpRequest) -> HttpResponse:
    """The volunteer's households."""
    return _show(request, _volunteer(request))


def _show(
    request: HttpRequest,
    member: Member,
    *,
    dossier_id: int = 0,
    visit_form: VisitForm | None = None,
    help_form: HelpForm | None = None,
    address: str = "",
) -> HttpResponse:
    """The page, with a form that was refused at its household, ``dossier_id``. NotFound if that is not theirs."""
    if dossier_id:
        actions.require_mine(member, dossier_id)
    homes = []
    for home in queries.my_households(member, timezone.localdate()):
        here = home.dossier_id == dossier_id
        visit = visit_form if here and visit_form else VisitForm(auto_id=f"visit-{home.dossier_id}-%s")
        ask = help_form if here and help_form else HelpForm(auto_id=f"help-{home.dossier_id}-%s")
        homes.append({"home": home, "visit_form": visit, "help_form": ask})
    context: dict[str, Any] = {
        "homes": homes,
        "appointment_kinds": dict(Appointment.Kind.choices),
        "note_kinds": dict(ContactNote.Kind.choices),
        "feed": of_dossiers.own_feed(member),
        "feed_form": FeedForm(),
        "address": address,
    }
    refused = visit_form is not None or help_form is not None
    return render(request, "volunteers/mine.html", context, status=422 if refused else 200)


def _back(dossier_id: int) -> HttpResponse:
    return redirect(f"{reverse('volunteers:mine')}#home-{dossier_id}")


@require_POST
@member_required
def visit(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Note a visit or another contact."""
    member = _volunteer(request)
    form = VisitForm(request.POST, auto_id=f"visit-{dossier_id}-%s")
    if form.is_valid():
        about = form.cleaned_data
        try:
            actions.note_visit(member, dossier_id, kind=about["kind"], on=about["on"], text=about["text"])
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Noted. Your guide can read it."))
            return _back(dossier_id)
    return _show(request, member, dossier_id=dossier_id, visit_form=form)


@require_POST
@member_required
def ask(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Ask the professional for help."""
    member = _volunteer(request)
    form = HelpForm(request.POST, auto_id=f"help-{dossier_id}-%s")
    if form.is_valid():
        try:
            actions.ask_help(member, dossier_id, form.cleaned_data["question"])
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Your question was sent. The answer will stand here."))
            return _back(dossier_id)
    return _show(request, member, dossier_id=dossier_id, help_form=form)


@require_POST
@member_required
def make_feed(request: HttpRequest) -> HttpResponse:
    """Make an address for one's calendar, with what the volunteer goes along to. It is shown in this answer alone."""
    member, form = _volunteer(request), FeedForm(request.POST)
    form.is_valid()  # a box that is ticked or not
    secret = dossiers.make_feed(member, with_place=form.cleaned_data["with_place"])
    response = _show(
        request, member, address=request.build_absolute_uri(reverse("dossiers:feed", args=[secret]))
    )
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@member_required
def revoke_feed(request: HttpRequest) -> HttpResponse:
    """Nobody reads one's appointments at the address any more."""
    if dossiers.revoke_feed(_volunteer(request)):
        messages.success(request, _("Revoked. Your calendar gets nothing from Reisgenoot any more."))
    return redirect("volunteers:mine")


@require_POST
@member_required
def done(request: HttpRequest, dossier_id: int, key: str) -> HttpResponse:
    """Tick a task of the plan off."""
    fact_id = actions.tick(_volunteer(request), dossier_id, key)
    undo_there = reverse("volunteers:undo", args=[dossier_id, fact_id])
    messages.success(request, _undoable(request, undo_there, ""))
    return _back(dossier_id)


@require_POST
@member_required
def undo(request: HttpRequest, dossier_id: int, fact_id: int) -> HttpResponse:
    """Take that back."""
    actions.untick(_volunteer(request), dossier_id, fact_id)
    messages.success(request, _("The task is open again."))
    return _back(dossier_id)


@require_POST
@member_required
def small(request: HttpRequest, given_id: int) -> HttpResponse:
    """Tick a small task off, or take that back (``undo``)."""
    over = "undo" not in request.POST
    task = actions.small_task(_volunteer(request), given_id, done=over)
    if over:
        there = reverse("volunteers:small", args=[given_id])
        messages.success(request, _undoable(request, there, "undo"))
    else:
        messages.success(request, _("The task is open again."))
    return _back(task.dossier_id)


def _undoable(request: HttpRequest, there: str, name: str) -> str:
    """The message that a task was done, with a button that takes it back."""
    return format_html(
        '{} <form method="post" action="{}"><input type="hidden" name="csrfmiddlewaretoken" value="{}">{}'
        '<button class="plain-button" type="submit" name="{}" value="1">{}</button></form>',
        _("The task is done."),
        there,
        get_token(request),
        once.field(),
        name or "undo",
        _("Undo"),
    )
