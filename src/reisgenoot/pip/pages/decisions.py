"""Decisions as they were made: reading, comparing, as a PDF, and objections to them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from reisgenoot.access.errors import NotAllowed, NotFound, Overtaken, Refused
from reisgenoot.access.identity import member_required
from reisgenoot.access.models import Member
from reisgenoot.access.roles import professional
from reisgenoot.web.numbers import number
from reisgenoot.web.overtaken import Difference, overtaken_page

from .. import actions, paper, queries
from ..forms import DecideForm, ObjectForm
from ..models import Objection
from ..parts import grounds
from ..queries.decisions import DRAFT
from .common import about


@require_GET
@member_required
def decision(request: HttpRequest, dossier_id: int, decision_id: int) -> HttpResponse:
    """One decision, whole."""
    return _show(request, professional(request), dossier_id, decision_id)


def _show(
    request: HttpRequest, member: Member, dossier_id: int, decision_id: int, **refused: Any
) -> HttpResponse:
    page = about(member, dossier_id)
    shown = queries.decision_shown(dossier_id, decision_id)
    context = {
        **page,
        "shown": shown,
        "plan": queries.plan_shown(member, dossier_id, timezone.localdate()),
        "grounds": grounds(),
        "object_form": ObjectForm(auto_id="object-%s"),
        **refused,
    }
    return render(request, "pip/decision.html", context, status=422 if refused else 200)


@require_GET
@member_required
def compare(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Two versions side by side, part by part; the draft against what stands unless told otherwise."""
    member = professional(request)
    page = about(member, dossier_id)
    shown = queries.plan_shown(member, dossier_id, timezone.localdate())
    numbers = [str(it.number) for it in shown.decisions if not it.withdrawn]
    before = request.GET.get("before") or (numbers[0] if numbers else DRAFT)
    after = request.GET.get("after") or DRAFT
    context = {
        **page,
        "shown": shown,
        "before": before,
        "after": after,
        "changed": queries.compared(dossier_id, before, after),
    }
    return render(request, "pip/compare.html", context)


@require_GET
@member_required
def pdf(request: HttpRequest, dossier_id: int, decision_id: int) -> HttpResponse:
    """The decision as it is sent, and a summary of one page in the person's language."""
    member = professional(request)
    page = about(member, dossier_id)
    shown = queries.decision_shown(dossier_id, decision_id)
    may = queries.plan_shown(member, dossier_id, timezone.localdate())
    if not may.reads_all:
        raise NotAllowed(_("The decision has parts that you may not read."))
    response = HttpResponse(
        paper.decision_paper(member, page["heading"], shown), content_type="application/pdf"
    )
    response["Content-Disposition"] = f'attachment; filename="PIP-{shown.it.number}.pdf"'
    return response


@require_POST
@member_required
def objection(request: HttpRequest, dossier_id: int, decision_id: int) -> HttpResponse:
    """An objection came in."""
    member, form = professional(request), ObjectForm(request.POST, auto_id="object-%s")
    if form.is_valid():
        try:
            actions.receive_objection(member, dossier_id, decision_id, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The objection was noted; deciding on it stands on the worklist."))
            return redirect("pip:plan", dossier_id)
    return _show(request, member, dossier_id, decision_id, object_form=form)


@require_POST
@member_required
def decide(request: HttpRequest, dossier_id: int, objection_id: int) -> HttpResponse:
    """What was decided on it."""
    member, form = professional(request), DecideForm(request.POST, auto_id="decide-%s")
    if form.is_valid():
        seen = number(request.POST.get("seen", ""))
        try:
            actions.decide_objection(member, dossier_id, objection_id, **form.cleaned_data, seen=seen)
        except Overtaken as overtaken:
            mine = str(dict(Objection.Outcome.choices)[form.cleaned_data["outcome"]])
            difference = Difference(_("Outcome"), "", str(overtaken.now), mine)
            return overtaken_page(
                request,
                [difference],
                by=overtaken.by,
                at=overtaken.at,
                back=reverse("pip:plan", args=[dossier_id]),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The decision on the objection was noted."))
            return redirect("pip:plan", dossier_id)
    page = about(member, dossier_id)
    shown = queries.plan_shown(member, dossier_id, timezone.localdate())
    if not any(it.it.pk == objection_id for it in shown.objections):
        raise NotFound(_("There is no such objection, or you have no access to it."))
    context = {**page, "shown": shown, "decide_form": form}
    return render(request, "pip/plan.html", context, status=422)
