"""Furnishing a home on a budget."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from reisgenoot.access.errors import NotFound, Overtaken, Refused
from reisgenoot.access.identity import member_required
from reisgenoot.access.models import Member
from reisgenoot.access.roles import professional
from reisgenoot.web.numbers import number
from reisgenoot.web.overtaken import Difference, overtaken_page

from .. import actions, queries
from ..actions import ItemAsked
from ..forms import BudgetForm, LineForm, ListForms, StartForm
from ..models import FurnishingItem
from .common import part

LINES = "lines"
"""Prefix of the list's fields."""


@require_GET
@member_required
def furnishing(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """The money, the list, what is left, and where things are cheap."""
    return _show(request, professional(request), dossier_id)


def _show(request: HttpRequest, member: Member, dossier_id: int, **refused: Any) -> HttpResponse:
    """The page, with a form that was refused in its place."""
    about = part(member, dossier_id, "furnishing", "furnishing")
    shown = queries.furnishing(dossier_id, timezone.localdate())
    mates = shown.household.mates
    money = {"budget": shown.money.budget, "source": shown.money.source} if shown.money else None
    children = sum(mate.role == "child" for mate in mates)
    context = {
        **about,
        "shown": shown,
        "budget_form": BudgetForm(initial=money, auto_id="budget-%s"),
        "budget_seen": shown.money.changes if shown.money else 0,
        "start_form": StartForm(initial={"persons": len(mates), "children": children}, auto_id="start-%s"),
        "lines": ListForms(initial=[_as_initial(it) for it in shown.items], prefix=LINES),
        "counts": {state: shown.count(state) for state in FurnishingItem.State.values},
        "own_town": member.organisation.municipality == shown.household.head.municipality != "",
        "overspent": shown.left is not None and shown.left < 0,
        **refused,
    }
    return render(request, "settlement/furnishing.html", context, status=422 if refused else 200)


def _as_initial(it: FurnishingItem) -> dict[str, Any]:
    about = {"id": it.pk, "seen": it.changes, "what": it.what, "number": it.number}
    return {**about, "state": it.state, "price": it.price, "source": it.source}


def _head(dossier_id: int) -> int:
    """The dossier on which the household's things hang. Raises NotFound if the member does not see it."""
    return queries.household(dossier_id, timezone.localdate()).head.dossier_id


@require_POST
@member_required
def budget(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Set how much money there is."""
    member, form = professional(request), BudgetForm(request.POST, auto_id="budget-%s")
    head = _head(dossier_id)
    if form.is_valid():
        seen = number(request.POST.get("seen", ""))
        try:
            actions.set_budget(member, head, **form.cleaned_data, seen=seen)
        except Overtaken as overtaken:
            mine = Difference(_("Budget"), "", overtaken.now, str(form.cleaned_data["budget"]))
            again = {name: request.POST[name] for name in ("budget", "source")} | {"seen": overtaken.version}
            back = request.path.removesuffix("budget/")
            return overtaken_page(request, [mine], by=overtaken.by, at=overtaken.at, back=back, again=again)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The budget was saved."))
            return redirect("settlement:furnishing", dossier_id)
    return _show(request, member, dossier_id, budget_form=form)


@require_POST
@member_required
def start(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Begin the list with what a household of this size needs."""
    member, form = professional(request), StartForm(request.POST, auto_id="start-%s")
    head = _head(dossier_id)
    if form.is_valid():
        try:
            actions.start_list(member, head, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The list was made. Change it as this household needs."))
            return redirect("settlement:furnishing", dossier_id)
    return _show(request, member, dossier_id, start_form=form)


@require_POST
@member_required
def save(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Save the whole list."""
    member, head, sent = professional(request), _head(dossier_id), request.POST.copy()
    lines = ListForms(sent, prefix=LINES)
    if not lines.management_form.is_valid():
        raise NotFound
    if lines.is_valid():
        filled = [(at, form.cleaned_data) for at, form in enumerate(lines) if _is_filled(form)]
        try:
            actions.save_list(member, head, [ItemAsked(**about) for _at, about in filled])
        except Refused as refused:
            for field, reason in refused.problems.items():
                index, name = field.split(".")
                at = filled[int(index)][0] if filled else 0
                if name == "seen":  # sent again, it is known what stands there
                    sent[f"{LINES}-{at}-seen"] = str(reason)
                else:
                    lines[at].add_error(name, str(reason))
        else:
            messages.success(request, _("The list was saved."))
            return redirect("settlement:furnishing", dossier_id)
    return _show(request, member, dossier_id, lines=lines)


def _is_filled(form: LineForm) -> bool:
    return form.has_changed() and bool(form.cleaned_data["id"] or form.cleaned_data["what"])
