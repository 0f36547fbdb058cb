"""The decision: chosen, looked at what follows, then saved."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reisgenoot.access.errors import Overtaken, Refused
from reisgenoot.access.identity import member_required
from reisgenoot.access.roles import professional
from reisgenoot.dossiers.models import Fact
from reisgenoot.dossiers.plan_changes import changes

from .. import actions, queries
from ..actions.deciding import OUTCOMES
from ..forms import DecisionForm

KEYS = sorted(
    {key for it in OUTCOMES.values() for key in (it.milestone, it.attribute, *(it.also or {})) if key}
)


@require_http_methods(["GET", "POST"])
@member_required
def decision(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """The form; the first POST shows what follows, the second saves."""
    member = professional(request)
    page = queries.procedure_page(member, dossier_id)
    form = DecisionForm(page.definition, request.POST or None)
    stands = _standing(dossier_id)
    context: dict[str, Any] = {
        "procedure": page,
        "heading": page.heading,
        "form": form,
        "seen": {key: request.POST.get(f"seen-{key}", stands.get(key, 0)) for key in KEYS},
    }
    if request.method == "POST" and form.is_valid():
        given = {"outcome": form.cleaned_data["outcome"], "on": form.cleaned_data["on"], "kind": form.kind}
        try:
            if "save" in request.POST:
                seen = {key: _number(request.POST.get(f"seen-{key}", "")) for key in KEYS}
                actions.decide(member, dossier_id, **given, note=form.cleaned_data["note"], seen=seen)
                messages.success(request, _("This was recorded, and the plan follows it."))
                return redirect(reverse("procedure:dossier", args=[dossier_id]) + "#decision")
            context["changes"] = changes(*actions.preview(member, dossier_id, **given))
            context["phases"] = {phase.id: phase.text for phase in page.definition.phases}
        except Overtaken as overtaken:
            context["seen"] = {key: stands.get(key, 0) for key in KEYS}
            context["overtaken"] = overtaken
            form.add_error("on", str(next(iter(overtaken.problems.values()))))
        except Refused as refused:
            form.refuse(refused)
    return render(request, "procedure/decision.html", context, status=422 if form.errors else 200)


def _standing(dossier_id: int) -> dict[str, int]:
    """The newest fact of each key, so that nobody's is overwritten unseen."""
    facts = Fact.objects.filter(dossier=dossier_id, key__in=KEYS, superseded_by__isnull=True)
    return dict(facts.order_by("id").values_list("key", "pk"))


def _number(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 19 else 0
