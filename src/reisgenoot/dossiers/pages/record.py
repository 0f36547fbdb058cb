"""Recording a milestone, seen beforehand; correcting and taking back what was recorded."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reisgenoot.access.errors import Overtaken, Refused
from reisgenoot.access.identity import member_required

from .. import actions, queries
from ..forms import CorrectForm, RecordForm
from ..plan_changes import changes
from ..queries import DossierPage, FactShown
from .overtaken import fact_overtaken, number_in
from .worklist import _guide


@require_http_methods(["GET", "POST"])
@member_required
def record(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Choose a milestone and a date, look at what it changes, then save."""
    member = _guide(request)
    page = queries.dossier_page(member, dossier_id, timezone.localdate())
    form = RecordForm(page.definition, request.POST or None, initial={"key": request.GET.get("key", "")})
    context: dict[str, Any] = {"page": page, "person": page.person, "form": form}
    if request.method == "POST" and form.is_valid():
        key, on, note = (form.cleaned_data[name] for name in ("key", "on", "note"))
        context["known"] = _head(page, key)
        try:
            if "save" in request.POST:
                seen = {key: number_in(request.POST.get(f"seen-{key}", ""))}
                actions.record_fact(member, dossier_id, key, on, note=note, seen=seen)
                messages.success(request, _("This was recorded, and the plan follows it."))
                return redirect("dossiers:dossier", dossier_id)
            context["changes"] = changes(*actions.preview_facts(member, dossier_id, {key: on}))
            context["phases"] = {phase.id: phase.text for phase in page.definition.phases}
        except Overtaken as overtaken:
            again = {"key": key, "on": str(on), "note": note, "save": "1", f"seen-{key}": overtaken.version}
            what = page.definition.milestones[key].text
            return fact_overtaken(
                request, page, overtaken, what=what, mine=on.isoformat(), note=note, again=again
            )
        except Refused as refused:
            form.refuse(refused)
    return render(request, "dossiers/record.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@member_required
def correct(request: HttpRequest, dossier_id: int, fact_id: int) -> HttpResponse:
    """Put another value in the place of a fact, or take it back; its history stays."""
    member = _guide(request)
    page = queries.dossier_page(member, dossier_id, timezone.localdate())
    fact = _asked_for(page, fact_id)
    if request.method == "GET" and not fact.standing:
        messages.warning(request, _("This was changed meanwhile; here is what stands now."))
        return redirect(reverse("dossiers:dossier", args=[dossier_id]) + "#facts")
    dated = fact.milestone
    form = CorrectForm(request.POST or None, dated=dated, initial={"value": _entered(fact)})
    here = reverse("dossiers:dossier", args=[dossier_id]) + "#facts"
    note, value = request.POST.get("note", "")[:1000], None
    try:
        if "retract" in request.POST:
            actions.retract_fact(member, fact.id, note=note)
            messages.success(request, _("The fact was taken back; its history stays."))
            return redirect(here)
        if request.method == "POST" and form.is_valid():
            value = _typed(page, fact, form.cleaned_data["value"])
            actions.correct_fact(member, fact.id, value, note=form.cleaned_data["note"])
            messages.success(request, _("The fact was corrected; the old value stays in its history."))
            return redirect(here)
    except Overtaken as overtaken:
        again = {name: request.POST[name] for name in ("value", "note", "retract") if name in request.POST}
        return fact_overtaken(
            request,
            page,
            overtaken,
            what=fact.text,
            mine=value,
            note=note,
            again=again,
            action=reverse("dossiers:fact", args=[dossier_id, int(overtaken.version)]),
        )
    except Refused as refused:
        form.refuse(refused)
    history = [other for other in page.facts if other.key == fact.key]
    context = {
        "page": page,
        "person": page.person,
        "fact": fact,
        "form": form,
        "history": history,
        "labels": {key: attribute.labels for key, attribute in page.definition.attributes.items()},
    }
    return render(request, "dossiers/correct.html", context, status=422 if form.errors else 200)


def _asked_for(page: DossierPage, fact_id: int) -> FactShown:
    for fact in page.facts:
        if fact.id == fact_id:
            return fact
    raise Http404


def _head(page: DossierPage, key: str) -> FactShown | None:
    """The newest fact of a key, taken back or not: what a new one will supersede."""
    return next((fact for fact in page.facts if fact.key == key and fact.superseded_by is None), None)


def _entered(fact: FactShown) -> Any:
    return ", ".join(fact.value) if isinstance(fact.value, list) else fact.value


def _typed(page: DossierPage, fact: FactShown, entered: Any) -> Any:
    """What was typed, as the attribute's type wants it."""
    attribute = page.definition.attributes.get(fact.key)
    if attribute is not None and attribute.type in ("list", "spans"):
        return [part.strip() for part in str(entered).split(",") if part.strip()]
    if attribute is not None and attribute.type == "boolean":
        return str(entered).strip().lower() in ("true", "1", "ja", "yes", "waar")
    return entered
