"""One shielded dossier: where somebody is, what is next, and everything that was noted; and adding to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reisgenoot.access.errors import Refused
from reisgenoot.dossiers.forms import RefusableForm, TickForm
from reisgenoot.dossiers.labels import KINDS, OWNERS
from reisgenoot.dossiers.route_picture import draw
from reisgenoot.people.models import HouseholdMember
from reisgenoot.vault.boxes import Vault

from .. import actions, queries
from ..forms import AboutForm, EndStayForm, NoteForm, PartnerForm, SafetyForm, StayForm
from ..labels import CATEGORIES, DANGERS, SAFETY, SHELTER_KINDS
from .common import revision_of, shielded


@shielded("GET")
def dossier(request: HttpRequest, vault: Vault, handle: str) -> HttpResponse:
    """The dossier."""
    return show(request, vault, handle)


def show(request: HttpRequest, vault: Vault, handle: str, **refused: RefusableForm) -> HttpResponse:
    """The page, with forms that were refused in their place."""
    page = queries.dossier_page(vault, vault.meant(handle), timezone.localdate())
    forms: dict[str, RefusableForm] = {
        "note_form": NoteForm(auto_id="note-%s"),
        "safety_form": SafetyForm(auto_id="safety-%s"),
        "partner_form": PartnerForm(auto_id="partner-%s"),
        "stay_form": StayForm(page.shelters, auto_id="stay-%s"),
        "end_form": EndStayForm(auto_id=False),
    }
    context = {
        **forms,
        **refused,
        **plan_context(page),
        "page": page,
        "picture": draw(page.definition, page.plan, _milestones(page)),
        "tick_form": TickForm(auto_id=False),
        "kinds": KINDS,
        "owners": OWNERS,
        "categories": CATEGORIES,
        "dangers": DANGERS,
        "shelter_kinds": SHELTER_KINDS,
        "roles": dict(HouseholdMember.Role.choices),
        "labels": {key: attribute.labels for key, attribute in page.definition.attributes.items()},
        "perspective": _perspective(page),
    }
    return render(request, "shielded/dossier.html", context, status=422 if refused else 200)


def plan_context(page: queries.Page) -> dict[str, Any]:
    """The tasks in the groups that the page shows, in the language of the page, and what is stuck."""
    lang, on = (get_language() or "nl")[:2], page.plan.on
    by_state: dict[str, list[dict[str, Any]]] = {"overdue": [], "open": [], "waiting": [], "done": []}
    for task in page.plan.tasks:
        known = page.definition.tasks[task.id]
        by_state[task.state].append(
            {"task": task, "text": task.text(lang), "why": task.why(lang), "help": known.help}
        )
    for state in ("overdue", "open", "waiting"):
        by_state[state].sort(key=lambda entry: entry["task"].due or entry["task"].expected or date.max)
    by_state["done"].sort(key=lambda entry: entry["task"].done_on or date.min, reverse=True)
    signals = [
        {"since": it.since, "why": it.why(lang), "text": it.text(lang)}
        for it in page.plan.signals
        if it.active(on)
    ]
    names = {phase.id: phase.text for phase in page.definition.phases}
    named = {key: milestone.text for key, milestone in page.definition.milestones.items()}
    named |= {key: task.text for key, task in page.definition.tasks.items()}
    phase = names.get(page.plan.phase or "")
    return {"by_state": by_state, "signals": signals, "phase_text": phase, "named": named}


def _milestones(page: queries.Page) -> dict[str, date]:
    standing = [fact for fact in page.facts if fact.milestone and fact.standing and fact.happened_on]
    reached = {it.key: it.happened_on for it in standing if it.happened_on and it.happened_on <= page.plan.on}
    return dict(sorted(reached.items(), key=lambda item: item[1]))


def _perspective(page: queries.Page) -> Any:
    """What is worked towards, by language, if the route asks for it."""
    known = page.definition.attributes.get("perspective")
    value = page.values.get("perspective")
    return known.labels.get(value, value) if known is not None and value else None


def _change(
    request: HttpRequest,
    vault: Vault,
    handle: str,
    form: RefusableForm,
    place: str,
    act: Callable[[dict[str, Any]], object],
    said: str,
) -> HttpResponse:
    """Do what a form on the page asks; ``place``: its name in the context, and its section."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, said)
            return redirect(reverse("shielded:dossier", args=[handle]) + f"#{place.removesuffix('_form')}")
    return show(request, vault, handle, **{place: form})


@shielded("POST")
def add_note(request: HttpRequest, vault: Vault, handle: str) -> HttpResponse:
    """Add a note."""
    key, seen, form = vault.meant(handle), revision_of(request), NoteForm(request.POST, auto_id="note-%s")
    act = lambda it: actions.add_note(vault, key, seen, **it)  # noqa: E731
    return _change(request, vault, handle, form, "note_form", act, _("The note was saved."))


@shielded("POST")
def add_safety(request: HttpRequest, vault: Vault, handle: str) -> HttpResponse:
    """Add a note about safety."""
    key, seen, form = vault.meant(handle), revision_of(request), SafetyForm(request.POST, auto_id="safety-%s")
    act = lambda it: actions.add_note(vault, key, seen, category=SAFETY, **it)  # noqa: E731
    return _change(request, vault, handle, form, "safety_form", act, _("The note was saved."))


@shielded("POST")
def add_partner(request: HttpRequest, vault: Vault, handle: str) -> HttpResponse:
    """Add somebody who helps."""
    key, seen, form = (
        vault.meant(handle),
        revision_of(request),
        PartnerForm(request.POST, auto_id="partner-%s"),
    )
    act = lambda it: actions.add_partner(vault, key, seen, **it)  # noqa: E731
    return _change(request, vault, handle, form, "partner_form", act, _("This was saved."))


@shielded("POST")
def remove_partner(request: HttpRequest, vault: Vault, handle: str, number: int) -> HttpResponse:
    """They do not help any more."""
    _or_say(request, lambda: actions.remove_partner(vault, vault.meant(handle), revision_of(request), number))
    return redirect(reverse("shielded:dossier", args=[handle]) + "#partner")


@shielded("POST")
def add_stay(request: HttpRequest, vault: Vault, handle: str) -> HttpResponse:
    """Let somebody sleep in a shelter."""
    key, seen = vault.meant(handle), revision_of(request)
    form = StayForm(queries.all_shelters(vault), request.POST, auto_id="stay-%s")
    act = lambda it: actions.add_stay(vault, key, seen, **it)  # noqa: E731
    return _change(request, vault, handle, form, "stay_form", act, _("The stay was saved."))


@shielded("POST")
def end_stay(request: HttpRequest, vault: Vault, handle: str, number: int) -> HttpResponse:
    """Say when a stay ends."""
    form = EndStayForm(request.POST)
    if form.is_valid():
        end = form.cleaned_data["ends_on"]
        _or_say(
            request,
            lambda: actions.end_stay(vault, vault.meant(handle), revision_of(request), number, ends_on=end),
        )
    else:
        messages.error(request, _("This is not a date."))
    return redirect(reverse("shielded:dossier", args=[handle]) + "#stay")


def _or_say(request: HttpRequest, act: Callable[[], object]) -> None:
    """Do it, and say that it was done or why not. Only reasons without content: messages go through a cookie."""
    try:
        act()
    except actions.Stale:
        messages.error(request, _("Meanwhile this dossier was changed. Look at it, and try once more."))
    except Refused as refused:
        messages.error(request, "; ".join(str(reason) for reason in refused.problems.values()))
    else:
        messages.success(request, _("This was saved."))


@shielded("GET", "POST")
def about(request: HttpRequest, vault: Vault, handle: str) -> HttpResponse:
    """Names and worker."""
    key = vault.meant(handle)
    page = queries.dossier_page(vault, key, timezone.localdate())
    others = "\n".join(page.content.names[1:])
    start = {"name": page.name, "other_names": others, "worker": page.content.worker}
    form = AboutForm(page.workers, request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_about(vault, key, revision_of(request), **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("This was saved."))
            return redirect("shielded:dossier", handle)
    return render(
        request, "shielded/about.html", {"page": page, "form": form}, status=422 if form.errors else 200
    )


@shielded("GET", "POST")
def family(request: HttpRequest, vault: Vault, handle: str) -> HttpResponse:
    """Who belongs to the household: search for their dossier, and link it."""
    key, today = vault.meant(handle), timezone.localdate()
    other, q = request.POST.get("other", ""), request.POST.get("q", "").strip()[:100]
    problem = ""
    if other:
        act = actions.unlink if "remove" in request.POST else actions.link
        how = {} if "remove" in request.POST else {"role": request.POST.get("role", "")}
        try:
            act(vault, key, revision_of(request), vault.meant(other), **how)
        except Refused as refused:
            problem = "; ".join(str(reason) for reason in refused.problems.values())
        else:
            messages.success(request, _("This was saved."))
            return redirect("shielded:family", handle)
    page = queries.dossier_page(vault, key, today)
    found = [row for row in queries.search(vault, q, today) if row.handle != handle] if q else None
    roles = HouseholdMember.Role.choices
    context = {
        "page": page,
        "q": q,
        "found": found,
        "problem": problem,
        "roles": roles,
        "role_names": dict(roles),
    }
    return render(request, "shielded/family.html", context, status=422 if problem else 200)
