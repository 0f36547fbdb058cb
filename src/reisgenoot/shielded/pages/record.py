"""Recording what happened and what is so; correcting it; ticking tasks off."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import Refused
from reisgenoot.dossiers.forms import CorrectForm, RecordForm, TickForm
from reisgenoot.dossiers.plan_changes import changes
from reisgenoot.vault.boxes import Vault

from .. import actions, queries
from ..forms import AttributesForm
from .common import revision_of, shielded


@shielded("GET", "POST")
def record(request: HttpRequest, vault: Vault, handle: str) -> HttpResponse:
    """Choose a milestone and a date, look at what it changes, then save."""
    key = vault.meant(handle)
    page = queries.dossier_page(vault, key, timezone.localdate())
    form = RecordForm(page.definition, request.POST or None)
    context: dict[str, Any] = {"page": page, "form": form}
    if request.method == "POST" and form.is_valid():
        name, on, note = (form.cleaned_data[field] for field in ("key", "on", "note"))
        try:
            if "save" in request.POST:
                actions.record(vault, key, revision_of(request), {name: on.isoformat()}, note=note)
                messages.success(request, _("This was recorded, and the plan follows it."))
                return redirect("shielded:dossier", handle)
            context["changes"] = changes(*actions.preview(vault, key, {name: on.isoformat()}))
            context["phases"] = {phase.id: phase.text for phase in page.definition.phases}
        except actions.Stale as stale:
            form.add_error(None, str(stale.problems["revision"]))
        except Refused as refused:
            form.refuse(refused)
    return render(request, "shielded/record.html", context, status=422 if form.errors else 200)


@shielded("GET", "POST")
def attributes(request: HttpRequest, vault: Vault, handle: str) -> HttpResponse:
    """What is so: everything that the route asks for, on one page."""
    key = vault.meant(handle)
    page = queries.dossier_page(vault, key, timezone.localdate())
    before = dict(page.values)
    form = AttributesForm(page.definition, before, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            entered = form.values(before)
            if entered:
                actions.record(vault, key, revision_of(request), entered, note=form.cleaned_data["note"])
            messages.success(request, _("This was recorded, and the plan follows it."))
            return redirect("shielded:dossier", handle)
        except Refused as refused:
            form.refuse(refused)
    return render(
        request, "shielded/attributes.html", {"page": page, "form": form}, status=422 if form.errors else 200
    )


@shielded("GET", "POST")
def correct(request: HttpRequest, vault: Vault, handle: str, number: int) -> HttpResponse:
    """Put another value in the place of a fact, or take it back; its history stays."""
    key = vault.meant(handle)
    page = queries.dossier_page(vault, key, timezone.localdate())
    fact = next((it for it in page.facts if it.id == number and it.standing), None)
    if fact is None:
        raise Http404
    known = page.definition.attributes.get(fact.key)
    dated = fact.milestone or (known is not None and known.type == "date")
    shown = ", ".join(fact.value) if isinstance(fact.value, list) else fact.value
    form = CorrectForm(request.POST or None, dated=dated, initial={"value": shown})
    here = reverse("shielded:dossier", args=[handle]) + "#facts"
    try:
        if "retract" in request.POST:
            note = request.POST.get("note", "")[:1000]
            actions.retract(vault, key, revision_of(request), number, note=note)
            messages.success(request, _("The fact was taken back; its history stays."))
            return redirect(here)
        if request.method == "POST" and form.is_valid():
            value = _typed(known.type if known else "", form.cleaned_data["value"])
            actions.correct(vault, key, revision_of(request), number, value, note=form.cleaned_data["note"])
            messages.success(request, _("The fact was corrected; the old value stays in its history."))
            return redirect(here)
    except actions.Stale as stale:
        form.add_error(None, str(stale.problems["revision"]))
    except Refused as refused:
        form.refuse(refused)
    labels = {name: attribute.labels for name, attribute in page.definition.attributes.items()}
    history = [other for other in page.facts if other.key == fact.key]
    context = {"page": page, "fact": fact, "form": form, "history": history, "labels": labels}
    return render(request, "shielded/correct.html", context, status=422 if form.errors else 200)


def _typed(kind: str, entered: Any) -> Any:
    """What was typed, as the attribute's type wants it."""
    if hasattr(entered, "isoformat"):
        return entered.isoformat()
    if kind == "list":
        return [part.strip() for part in str(entered).split(",") if part.strip()]
    if kind == "boolean":
        return str(entered).strip().lower() in ("true", "1", "ja", "yes", "waar")
    return entered


@shielded("GET", "POST")
def done(request: HttpRequest, vault: Vault, handle: str, task: str) -> HttpResponse:
    """Tick a task off; with errors, a page of its own that keeps what was entered."""
    key, form = vault.meant(handle), TickForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.complete(vault, key, revision_of(request), task, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The task is done."))
            return redirect("shielded:dossier", handle)
    page = queries.dossier_page(vault, key, timezone.localdate())
    known = page.definition.tasks.get(task)
    if known is None:
        raise Http404
    context = {"page": page, "form": form, "task": known.text}
    return render(request, "shielded/tick.html", context, status=422 if form.errors else 200)


@shielded("POST")
def undo(request: HttpRequest, vault: Vault, handle: str, task: str) -> HttpResponse:
    """Take back that a task was done."""
    try:
        actions.undo(vault, vault.meant(handle), revision_of(request), task)
        messages.success(request, _("The task is open again."))
    except actions.Stale:
        messages.error(request, _("Meanwhile this dossier was changed. Look at it, and try once more."))
    return redirect("shielded:dossier", handle)
