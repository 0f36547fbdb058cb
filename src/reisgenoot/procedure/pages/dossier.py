"""The procedure of one person: what was done, told, asked and arranged, with a small form for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from reisgenoot.access.errors import Refused, Text
from reisgenoot.access.identity import member_required
from reisgenoot.access.models import Organisation
from reisgenoot.access.roles import professional
from reisgenoot.dossiers.forms import RefusableForm
from reisgenoot.vault.boxes import may_keep
from reisgenoot.vault.keys import has_key

from .. import actions, queries
from ..actions.steps import STEPS
from ..forms import (
    ActivityForm,
    AskForm,
    CloseForm,
    CounselForm,
    EndForm,
    ExpectedEndForm,
    StayForm,
    StepForm,
    StoryForm,
    TalkForm,
)
from ..models import Session
from ..queries.dossier import APPEALS


@dataclass(frozen=True, slots=True)
class Adding:
    """One form of the page: in which category it adds, what it does, what is said then, and under which heading."""

    form: type[RefusableForm]
    act: Callable[..., Any]
    category: str
    said: Text
    section: str


_STEP = gettext_lazy("This was recorded, and the plan follows it.")
_NOTED = gettext_lazy("This was noted.")
ADDING = {
    "step": Adding(StepForm, actions.record_step, "route", _STEP, "days"),
    "end": Adding(
        ExpectedEndForm,
        actions.change_expected_end,
        "route",
        gettext_lazy("The expected end was changed."),
        "days",
    ),
    "talk": Adding(TalkForm, actions.record_talk, "legal", gettext_lazy("The talk was noted."), "told"),
    "story": Adding(
        StoryForm, actions.record_talk, "travel_story", gettext_lazy("The travel story was kept."), "story"
    ),
    "check": Adding(AskForm, actions.ask_check, "route", gettext_lazy("The check was asked."), "checks"),
    "stay": Adding(
        StayForm, actions.move_centre, "contact", gettext_lazy("The move was noted."), "reception"
    ),
    "activity": Adding(ActivityForm, actions.start_activity, "work_education", _NOTED, "activities"),
    "counsel": Adding(
        CounselForm, actions.set_counsel, "legal", gettext_lazy("The lawyer was noted."), "legal"
    ),
}
"""By the word in the address."""


@require_GET
@member_required
def procedure(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """The page."""
    return _show(request, dossier_id)


@require_POST
@member_required
def add(request: HttpRequest, dossier_id: int, kind: str) -> HttpResponse:
    """What one of the forms asks."""
    member = professional(request)
    if kind not in ADDING:
        raise Http404
    queries.works_on(member, dossier_id)
    it = ADDING[kind]
    form = it.form(request.POST, auto_id=f"{kind}-%s")
    if form.is_valid():
        try:
            it.act(member, dossier_id, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, str(it.said))
            return redirect(reverse("procedure:dossier", args=[dossier_id]) + f"#{it.section}")
    return _show(request, dossier_id, {kind: form})


@require_POST
@member_required
def end_activity(request: HttpRequest, dossier_id: int, activity_id: int) -> HttpResponse:
    """An activity is over."""
    member = professional(request)
    queries.works_on(member, dossier_id)
    form = EndForm(request.POST, auto_id=f"over-{activity_id}-%s")
    if form.is_valid():
        try:
            actions.end_activity(member, dossier_id, activity_id, on=form.cleaned_data["on"])
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("This was noted."))
            return redirect(reverse("procedure:dossier", args=[dossier_id]) + "#activities")
    return _show(request, dossier_id, over=(activity_id, form))


@require_POST
@member_required
def close(request: HttpRequest, check_id: int) -> HttpResponse:
    """A check was done, or not. Back to the list, or to the dossier it was closed at."""
    member = professional(request)
    form = CloseForm(request.POST)
    back = request.POST.get("back") == "dossier"
    if not form.is_valid():
        messages.warning(request, _("Nothing was saved: choose whether it was done, and a date."))
        return redirect("procedure:checks")
    try:
        found = actions.close_check(member, check_id, **form.cleaned_data)
    except Refused as refused:
        messages.warning(request, str(next(iter(refused.problems.values()))))
        return redirect("procedure:checks")
    messages.success(request, _("The check was closed."))
    if back:
        return redirect(reverse("procedure:dossier", args=[found.dossier_id]) + "#checks")
    return redirect("procedure:checks")


def _show(
    request: HttpRequest,
    dossier_id: int,
    refused: Mapping[str, RefusableForm] | None = None,
    over: tuple[int, RefusableForm] | None = None,
) -> HttpResponse:
    """The page, with a form that was refused in its place: of ``ADDING``, or to end an activity."""
    member = professional(request)
    page = queries.procedure_page(member, dossier_id)
    form = {
        kind: (refused or {}).get(kind) or it.form(auto_id=f"{kind}-%s", initial=_initial(kind, page))
        for kind, it in ADDING.items()
        if it.category in page.addable
    }
    ending = {it.pk: EndForm(auto_id=f"over-{it.pk}-%s") for it in page.activities} | dict(
        [over] if over else []
    )
    if member.organisation.kind == Organisation.Kind.GZA:
        for kind in (
            "step",
            "end",
        ):  # GZA closes its checks; identity, interview and decision are the work of others
            form.pop(kind, None)
    milestones = page.definition.milestones
    decided = {key for key, _on in page.decided}
    context = {
        "procedure": page,
        "heading": page.heading,
        "form": form,
        "activities": [(it, ending[it.pk]) for it in page.activities],
        "steps": STEPS,
        "today": timezone.localdate(),
        "own": member.organisation_id,
        "topics": dict(Session.Topic.choices),
        "decided": [(milestones[key].text, on) for key, on in page.decided],
        "after": [(milestones[key].text, on) for key, on in page.after],
        "appeals": [(key, milestones[key].text) for key in APPEALS if key not in page.facts],
        "turned_away": decided & {"permit_refused", "transfer_decided", "application_withdrawn"},
        "keeps_shielded": may_keep(member) and has_key(member.organisation.slug),
        "is_gza": member.organisation.kind == Organisation.Kind.GZA,
    }
    return render(request, "procedure/dossier.html", context, status=422 if refused or over else 200)


def _initial(kind: str, page: queries.ProcedurePage) -> dict[str, Any]:
    if kind == "end" and page.arrival is not None:
        return {"expected_end": page.arrival.expected_end}
    spoken = page.facts.get("languages") or [""]
    return {"language": spoken[0]} if kind in ("talk", "story") else {}
