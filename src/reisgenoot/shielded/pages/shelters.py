"""Shelters: two weeks of nights, who sleeps where, and how many places are free."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import Refused
from reisgenoot.vault.boxes import Vault

from .. import actions, queries
from ..forms import ShelterForm
from ..labels import SHELTER_KINDS
from .common import shielded

FARTHEST = timedelta(days=3650)


@shielded("GET", "POST")
def shelters(request: HttpRequest, vault: Vault) -> HttpResponse:
    """All shelters, and the form to add one."""
    form = ShelterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_shelter(vault, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("This was saved."))
            return redirect("shielded:shelters")
    today = timezone.localdate()
    first, step = _first(request, today), timedelta(days=queries.NIGHTS)
    shown = queries.shelters(vault, first, today)
    context = {
        "form": form,
        "shelters": shown,
        "nights": [first + timedelta(days=number) for number in range(queries.NIGHTS)],
        "first": first,
        "today": today,
        "earlier": first - step,
        "later": first + step,
        "free_tonight": sum(it.nights[0].free for it in shown) if first == today else None,
        "kinds": SHELTER_KINDS,
    }
    return render(request, "shielded/shelters.html", context, status=422 if form.errors else 200)


def _first(request: HttpRequest, today: date) -> date:
    try:
        first = date.fromisoformat(request.GET.get("from", ""))
    except ValueError:
        return today
    return first if abs(first - today) < FARTHEST else today


@shielded("GET", "POST")
def shelter(request: HttpRequest, vault: Vault, number: int) -> HttpResponse:
    """Change a shelter."""
    known = next((it for it in queries.all_shelters(vault) if it.number == number), None)
    if known is None:
        raise Http404
    start = {"name": known.name, "city": known.city, "kind": known.kind, "capacity": known.capacity}
    form = ShelterForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_shelter(vault, number, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("This was saved."))
            return redirect("shielded:shelters")
    context = {"form": form, "shelter": known}
    return render(request, "shielded/shelter.html", context, status=422 if form.errors else 200)
