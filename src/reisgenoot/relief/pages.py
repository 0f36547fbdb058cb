"""The page of relief of finances, and what is sent from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from reisgenoot.access.errors import NotFound, Overtaken, Refused
from reisgenoot.access.identity import member_required
from reisgenoot.access.models import Member
from reisgenoot.access.roles import professional
from reisgenoot.dossiers.forms import RefusableForm
from reisgenoot.web.numbers import number

from . import actions, forms, queries
from .law import GROUNDS
from .models import Cost

FORMS: dict[str, type[RefusableForm]] = {
    "begin": forms.BeginForm,
    "month": forms.MonthForm,
    "step": forms.StepForm,
    "stop": forms.StopForm,
}
TOLD = {
    "begin": gettext_lazy("Relief begins."),
    "month": gettext_lazy("The month was saved; it adds up."),
    "step": gettext_lazy("The step was noted."),
    "stop": gettext_lazy("Relief was stopped."),
}


@require_GET
@member_required
def relief(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Who is under it until when, what was paid each month, and the steps."""
    return _show(request, professional(request), dossier_id)


def _show(
    request: HttpRequest, member: Member, dossier_id: int, *, seen: str = "", **refused: RefusableForm
) -> HttpResponse:
    shown = queries.relief(member, dossier_id, timezone.localdate())
    context = {
        "shown": shown,
        "heading": shown.heading,
        "kinds": Cost.Kind.choices,
        "grounds": GROUNDS,
        "seen": seen or (shown.now.changes if shown.now else ""),
        "forms": {name: form(auto_id=f"{name}-%s") for name, form in FORMS.items()} | refused,
        "refused": next(iter(refused), ""),
    }
    return render(request, "relief/relief.html", context, status=422 if refused else 200)


@require_POST
@member_required
def change(request: HttpRequest, dossier_id: int, step: str) -> HttpResponse:
    """Begin, write a month, take a step or stop: a key of ``FORMS``."""
    member = professional(request)
    if step not in FORMS:
        raise NotFound(_("There is no such page."))
    form, seen = FORMS[step](request.POST, auto_id=f"{step}-%s"), request.POST.get("seen", "")
    if form.is_valid():
        try:
            _DO[step](member, dossier_id, form, number(seen))
        except Overtaken as overtaken:
            told = _("%(who)s changed this meanwhile. Save again to put yours in its place.")
            form.add_error(None, told % {"who": overtaken.by})
            seen = overtaken.version
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, str(TOLD[step]))
            return redirect("relief:relief", dossier_id)
    return _show(request, member, dossier_id, seen=seen, **{step: form})


def _month(member: Member, dossier_id: int, form: Any, seen: int | None) -> None:
    sent = form.cleaned_data
    actions.write_month(
        member, dossier_id, month=sent["month"], benefit=sent["benefit"], costs=form.costs(), seen=seen
    )


_DO: dict[str, Callable[[Member, int, Any, int | None], object]] = {
    "begin": lambda member, dossier_id, form, _seen: actions.begin(member, dossier_id, **form.cleaned_data),
    "month": _month,
    "step": lambda member, dossier_id, form, _seen: actions.take_step(
        member, dossier_id, **form.cleaned_data
    ),
    "stop": lambda member, dossier_id, form, seen: actions.stop(
        member, dossier_id, **form.cleaned_data, seen=seen
    ),
}
