"""Setting the plan, and withdrawing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reisgenoot.access.errors import Refused
from reisgenoot.access.identity import member_required
from reisgenoot.access.roles import professional, require_municipal
from reisgenoot.web.numbers import number

from .. import actions, queries
from ..forms import SetForm, WithdrawForm
from ..models import Decision
from ..parts import grounds
from ..queries.decisions import DRAFT
from .common import about


@require_http_methods(["GET", "POST"])
@member_required
def set_plan(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """What would be set, what is missing with its article, and the decision."""
    member = professional(request)
    page = about(member, dossier_id)
    require_municipal(member)
    scaled = request.POST.get("kind") == Decision.Kind.LEVEL
    shown = queries.plan_shown(member, dossier_id, timezone.localdate(), scaled=scaled)
    form = SetForm(shown.known.standing.kinds(), request.POST or None)
    refused_for = ""
    if request.method == "POST" and form.is_valid():
        asked = actions.Asked(**form.cleaned_data, seen=number(request.POST.get("seen", "")))
        try:
            made = actions.set_plan(member, dossier_id, asked)
        except Refused as refused:
            refused_for = str(refused.problems.pop("missing", ""))
            form.refuse(refused)
            if refused_for:
                form.add_error(None, _("The plan cannot be set: a part that the law asks for is missing."))
        else:
            messages.success(request, _("The plan is set. Send the PDF, and hand over the summary."))
            return redirect("pip:decision", dossier_id, made.pk)
    context = {
        **page,
        "shown": shown,
        "form": form,
        "grounds": grounds(),
        "seen": request.POST.get("seen", shown.seen),
        "changed": queries.compared(dossier_id, str(shown.newest.number), DRAFT) if shown.newest else None,
    }
    wrong = form.is_bound and not form.is_valid()
    return render(request, "pip/set.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "POST"])
@member_required
def withdraw(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Take the plan away: asked once more, as it can't be undone."""
    member = professional(request)
    page = about(member, dossier_id)
    require_municipal(member)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {key: form.cleaned_data[key] for key in ("dated_on", "sent_on", "reason")}
        try:
            made = actions.withdraw(member, dossier_id, **given)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The plan is withdrawn. Send the PDF."))
            return redirect("pip:decision", dossier_id, made.pk)
    context = {**page, "form": form, "ground": grounds()["withdrawal"], "term": grounds()["W11"]}
    wrong = form.is_bound and not form.is_valid()
    return render(request, "pip/withdraw.html", context, status=422 if wrong else 200)
