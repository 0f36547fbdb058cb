"""DUO in one dossier: recording a notice, taking it back, and which messages are due."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from reisgenoot.access.errors import Refused
from reisgenoot.access.identity import member_required
from reisgenoot.access.models import Member
from reisgenoot.access.roles import professional, require_municipal
from reisgenoot.core.duo import shapes
from reisgenoot.dossiers.queries import heading

from .. import actions, queries
from ..forms import NoticeForm, TakeBackForm, event_lines


@require_http_methods(["GET", "POST"])
@member_required
def dossier(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Notices and messages; POST records a notice."""
    member = professional(request)
    if request.method == "GET":
        return _show(request, member, dossier_id)
    form = NoticeForm(request.POST, auto_id="notice-%s")
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.record_notice(
                member,
                dossier_id,
                given["code"],
                received_on=given["received_on"],
                happened_on=given["happened_on"],
                instead=given["instead"],
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            said = (
                _("The notice was recorded, and the plan follows it.")
                if made.fact_id
                else _("The notice was recorded.")
            )
            messages.success(request, said)
            return redirect("duo:dossier", dossier_id)
    return _show(request, member, dossier_id, notice_form=form)


def _show(request: HttpRequest, member: Member, dossier_id: int, **refused: Any) -> HttpResponse:
    """The page, with a form that was refused in its place."""
    require_municipal(member)
    page = {"heading": heading(member, dossier_id, "duo")}
    shown = queries.duo_shown(member, dossier_id, timezone.localdate())
    context = {
        **page,
        "shown": shown,
        "events": event_lines(),
        "kinds": list(shapes().values()),
        "notice_form": NoticeForm(auto_id="notice-%s"),
        "back_form": TakeBackForm(auto_id="back-%s"),
        **refused,
    }
    return render(request, "duo/dossier.html", context, status=422 if refused else 200)


@require_POST
@member_required
def notice_back(request: HttpRequest, dossier_id: int, letter_id: int) -> HttpResponse:
    """Take a notice back, with a reason."""
    member, form = professional(request), TakeBackForm(request.POST, auto_id="back-%s")
    if form.is_valid():
        try:
            actions.take_back(member, dossier_id, letter_id, why=form.cleaned_data["why"])
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Taken back; it stays to be seen."))
            return redirect("duo:dossier", dossier_id)
    return _show(request, member, dossier_id, back_form=form, back_of=letter_id)


@require_POST
@member_required
def notice_handled(request: HttpRequest, dossier_id: int, letter_id: int) -> HttpResponse:
    """What a notice asks to do was done."""
    actions.handled(professional(request), dossier_id, letter_id)
    messages.success(request, _("Noted as done."))
    return redirect("duo:dossier", dossier_id)
