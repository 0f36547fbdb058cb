"""Calls and talks: calling, noting what came of it, and the written warning."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from reisgenoot.access.errors import Overtaken, Refused
from reisgenoot.access.identity import member_required
from reisgenoot.access.roles import is_municipal, professional
from reisgenoot.web.numbers import number
from reisgenoot.web.overtaken import Difference, overtaken_page

from .. import actions, queries
from ..forms import CallForm, HeldForm, SettleForm, WarnForm
from ..models import IntakeTalk
from .common import about, sent
from .intake import TAB, overview


@require_POST
@member_required
def call(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Call somebody."""
    member, form = professional(request), CallForm(request.POST)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("kind", "called_on", "answer_by", "note")}
        try:
            actions.call(member, dossier_id, **given, when=form.when())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The call was noted. When its term is over, note what came of it."))
            return redirect("integration:intake", dossier_id)
    return overview(request, member, dossier_id, call_form=form)


@require_POST
@member_required
def held(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Note a talk that was held without a call."""
    member, form = professional(request), HeldForm(request.POST, auto_id="held-%s")
    if form.is_valid():
        try:
            actions.write_held(member, dossier_id, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The talk was noted."))
            return redirect("integration:intake", dossier_id)
    return overview(request, member, dossier_id, held_form=form)


@require_http_methods(["GET", "POST"])
@member_required
def talk(request: HttpRequest, dossier_id: int, talk_id: int) -> HttpResponse:
    """One call or talk: what came of it."""
    member = professional(request)
    page = about(member, dossier_id, TAB, "intake")
    it = queries.talk_of(dossier_id, talk_id)
    form = SettleForm(it, request.POST or None, initial=_initial(it))
    if request.method == "POST" and form.is_valid():
        try:
            actions.settle(member, talk_id, **form.cleaned_data, seen=number(request.POST.get("seen", "")))
        except Overtaken as overtaken:
            return _overtaken(request, overtaken, dict(IntakeTalk.State.choices)[form.cleaned_data["state"]])
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("This was noted, and the plan follows it."))
            return redirect("integration:intake", dossier_id)
    context = {
        **page,
        "it": it,
        "form": form,
        "seen": request.POST.get("seen", it.changes),
        "may_write": is_municipal(member) and queries.rights(dossier_id)["route"].writes,
    }
    return render(request, "integration/talk.html", context, status=422 if form.errors else 200)


def _initial(it: IntakeTalk) -> dict[str, object]:
    if it.state == IntakeTalk.State.OPEN:
        return {"on": timezone.localdate(), "note": it.note}
    names = ("state", "language", "interpreter", "alone_told", "note")
    return {"on": it.settled_on, **{name: getattr(it, name) for name in names}}


def _overtaken(request: HttpRequest, overtaken: Overtaken, mine: object) -> HttpResponse:
    difference = Difference(_("What came of it"), "", str(overtaken.now), str(mine))
    again = sent(request, seen=overtaken.version)
    return overtaken_page(
        request, [difference], by=overtaken.by, at=overtaken.at, back=request.path, again=again
    )


@require_POST
@member_required
def warned(request: HttpRequest, dossier_id: int, talk_id: int) -> HttpResponse:
    """Note the date of the written warning."""
    member, form = professional(request), WarnForm(request.POST, auto_id="warn-%s")
    queries.talk_of(dossier_id, talk_id)
    if form.is_valid():
        try:
            actions.warn(member, talk_id, on=form.cleaned_data["on"])
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The warning was noted."))
            return redirect("integration:intake", dossier_id)
    return overview(request, member, dossier_id, warn_form=form)
