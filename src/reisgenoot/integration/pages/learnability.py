"""The learnability test: calls, result, or release from it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from reisgenoot.access.errors import Overtaken, Refused
from reisgenoot.access.identity import member_required
from reisgenoot.access.models import Member
from reisgenoot.access.roles import is_municipal, professional
from reisgenoot.web.numbers import number
from reisgenoot.web.overtaken import Difference, overtaken_page

from .. import actions, queries
from ..forms import ExemptForm, ResultForm
from ..models import LearnabilityTest
from .common import about, sent


@require_http_methods(["GET", "POST"])
@member_required
def learnability(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """How it stands with the test; POST records its result."""
    member = professional(request)
    if request.method == "GET":
        return _show(request, member, dossier_id)
    form = ResultForm(request.POST, auto_id="result-%s")
    if form.is_valid():
        seen = number(request.POST.get("seen", ""))
        try:
            actions.record_result(member, dossier_id, **form.cleaned_data, seen=seen)
        except Overtaken as overtaken:
            mine = str(dict(LearnabilityTest.Result.choices)[form.cleaned_data["result"]])
            difference = Difference(_("Result"), "", str(overtaken.now), mine)
            again = sent(request, seen=overtaken.version)
            return overtaken_page(
                request, [difference], by=overtaken.by, at=overtaken.at, back=request.path, again=again
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The result was recorded, and the plan follows it."))
            return redirect("integration:learnability", dossier_id)
    return _show(request, member, dossier_id, result_form=form)


def _show(request: HttpRequest, member: Member, dossier_id: int, **refused: Any) -> HttpResponse:
    """The page, with a form that was refused in its place."""
    page = about(member, dossier_id, "learnability", "learnability")
    shown = queries.test_shown(dossier_id)
    it = shown.result
    initial = None
    if it:
        initial = {
            "on": it.taken_on,
            **{name: getattr(it, name) for name in ("result", "score", "needed", "note")},
        }
    elif shown.tested:
        initial = {"on": shown.tested}
    context = {
        **page,
        "shown": shown,
        "may_write": is_municipal(member) and shown.may_write,
        "result_form": ResultForm(initial=initial, auto_id="result-%s"),
        "exempt_form": ExemptForm(auto_id="exempt-%s"),
        "seen": it.changes if it else "",
        **refused,
    }
    return render(request, "integration/learnability.html", context, status=422 if refused else 200)


@require_POST
@member_required
def exempt(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Release somebody from the test."""
    member, form = professional(request), ExemptForm(request.POST, auto_id="exempt-%s")
    if form.is_valid():
        try:
            actions.exempt(member, dossier_id, form.cleaned_data["ground"], on=form.cleaned_data["on"])
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The release was recorded; the test leaves the plan."))
            return redirect("integration:learnability", dossier_id)
    return _show(request, member, dossier_id, exempt_form=form)


@require_POST
@member_required
def exempt_back(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Take the release back."""
    actions.take_exemption_back(professional(request), dossier_id)
    messages.success(request, _("Taken back; the history of the dossier keeps it."))
    return redirect("integration:learnability", dossier_id)
