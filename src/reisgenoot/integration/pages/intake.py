"""The broad intake: the overview, one part of it, completing it and opening it again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reisgenoot.access.errors import NotAllowed, Overtaken, Refused
from reisgenoot.access.identity import member_required
from reisgenoot.access.models import Member
from reisgenoot.access.roles import professional
from reisgenoot.web.numbers import number
from reisgenoot.web.overtaken import Difference, overtaken_page
from reisgenoot.web.templatetags.web import text

from .. import actions, queries
from ..forms import CallForm, CompleteForm, HeldForm, PartForm, WarnForm
from ..intake import Part, parts
from .common import about, sent

TAB = "intake"


@require_GET
@member_required
def intake(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Which parts are filled, what is missing, the talks, and what the law asks next."""
    return overview(request, professional(request), dossier_id)


def overview(request: HttpRequest, member: Member, dossier_id: int, **refused: Any) -> HttpResponse:
    """The page, with a form that was refused in its place."""
    page = about(member, dossier_id, TAB, "intake")
    shown = queries.intake_shown(member, dossier_id, timezone.localdate())
    kind = request.GET.get("call", "talk")
    context = {
        **page,
        "shown": shown,
        "counts": {state: shown.count(state) for state in ("done", "draft", "empty", "unreadable")},
        "open_call": shown.open_call,
        "call_form": CallForm(initial={"kind": kind}),
        "held_form": HeldForm(auto_id="held-%s"),
        "warn_form": WarnForm(auto_id="warn-%s"),
        "complete_form": CompleteForm(auto_id="complete-%s"),
        **refused,
    }
    return render(request, "integration/intake.html", context, status=422 if refused else 200)


@require_http_methods(["GET", "POST"])
@member_required
def part(request: HttpRequest, dossier_id: int, part: str) -> HttpResponse:
    """One part: its questions, saved as far as they are answered."""
    member = professional(request)
    page = about(member, dossier_id, TAB, "intake")
    shown = queries.part_shown(dossier_id, part)
    row = shown.row
    held, done = (row.answers, row.done) if row else ({}, False)
    form = PartForm(shown.part, held, done, request.POST or None)
    if request.method == "POST":
        if not shown.rights.writes:
            raise NotAllowed(_("You cannot write in this part."))
        if form.is_valid():
            try:
                actions.save_part(
                    member,
                    dossier_id,
                    part,
                    form.answers(),
                    done=form.cleaned_data["part_done"],
                    seen=number(request.POST.get("seen", "")),
                )
            except Overtaken as overtaken:
                return _overtaken(request, dossier_id, shown, form, overtaken)
            except Refused as refused:
                form.refuse(refused)
            else:
                messages.success(request, _("Saved. You can go on with it at another time."))
                further = "integration:part" if "stay" in request.POST else "integration:intake"
                return redirect(further, *([dossier_id, part] if "stay" in request.POST else [dossier_id]))
    may = queries.rights(dossier_id)
    keys = [it.id for it in parts().values() if may[it.category].reads]
    at = keys.index(part)
    context = {
        **page,
        "shown": shown,
        "form": form,
        "told": shown.part.told(held),
        "seen": request.POST.get("seen", row.changes if row else ""),
        "next_part": keys[at + 1] if at + 1 < len(keys) else "",
    }
    return render(
        request, "integration/part.html", context, status=422 if form.errors or _wrong(form) else 200
    )


def _wrong(form: PartForm) -> bool:
    return form.is_bound and not form.is_valid()


def _overtaken(
    request: HttpRequest, dossier_id: int, shown: queries.PartShown, form: PartForm, overtaken: Overtaken
) -> HttpResponse:
    """Both versions, question by question: those in which they differ."""
    theirs, mine = shown.row.answers if shown.row else {}, shown.part.kept(form.answers())
    return overtaken_page(
        request,
        _differences(shown.part, theirs, mine),
        by=overtaken.by,
        at=overtaken.at,
        back=reverse("integration:part", args=[dossier_id, shown.part.id]),
        again=sent(request, seen=overtaken.version),
    )


def _differences(part: Part, theirs: dict[str, Any], mine: dict[str, Any]) -> list[Difference]:
    found = []
    for it in part.fields:
        now, own = (text(it.told(said[it.id])) if it.id in said else "" for said in (theirs, mine))
        if now != own:
            found.append(Difference(text(it.text), "", now, own))
    if part.lines and theirs.get(part.lines.id) != mine.get(part.lines.id):
        lines = [
            "\n".join(text(said) for what, said in part.told(each) if what is part.lines.text)
            for each in (theirs, mine)
        ]
        found.append(Difference(text(part.lines.text), "", *lines))
    return found or [Difference(text(part.text), "", "", "")]


@require_POST
@member_required
def complete(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """The intake is complete; or completed in absence, after three calls."""
    member, form = professional(request), CompleteForm(request.POST, auto_id="complete-%s")
    if form.is_valid():
        try:
            actions.complete(
                member, dossier_id, on=form.cleaned_data["on"], in_absence="in_absence" in request.POST
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The intake is complete. The plan (PIP) can be made of it."))
            return redirect("integration:intake", dossier_id)
    return overview(request, member, dossier_id, complete_form=form)


@require_POST
@member_required
def reopen(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Undo that it was completed."""
    actions.reopen(professional(request), dossier_id)
    messages.success(request, _("The intake is open again."))
    return redirect("integration:intake", dossier_id)
