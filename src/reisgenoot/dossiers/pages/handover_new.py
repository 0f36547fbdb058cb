"""Handing over: the tab of a dossier, choosing to whom, and editing the summary that is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from reisgenoot.access.errors import Refused, Text
from reisgenoot.access.identity import member_required
from reisgenoot.access.models import Member, Organisation
from reisgenoot.access.roles import require_professional
from reisgenoot.web.templatetags.web import text

from .. import actions
from ..actions import Offer
from ..handover_forms import HandoverForm
from ..models import Handover
from ..queries import handover as queries
from ..queries import heading
from ..queries.handover_summary import summary_of
from .handover import WORDS
from .overtaken import number_in
from .worklist import _guide


@dataclass
class Field:
    """One category of the summary in the form."""

    name: str
    label: str
    text: str
    keep: bool
    rows: int
    problem: Text = ""


@dataclass
class Person:
    """The summary of one dossier in the form."""

    dossier_id: int
    name: str
    fields: list[Field]


@require_GET
@member_required
def of_dossier(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """The hand-overs of one dossier."""
    member = _guide(request)
    require_professional(member)
    about = heading(member, dossier_id, "handover")
    rows = queries.handovers_of(member, dossier_id, timezone.localdate())
    context = {
        **WORDS,
        "heading": about,
        "rows": rows,
        "may_send": about.organisation_id == member.organisation_id
        and not any(row.state == Handover.State.OPEN for row in rows),
        "ours": about.organisation_id == member.organisation_id,
    }
    return render(request, "dossiers/handovers_of.html", context)


@require_http_methods(["GET", "POST"])
@member_required
def new(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """First to whom and why; then the summary, to edit and to send."""
    member, today = _guide(request), timezone.localdate()
    require_professional(member)
    about = heading(member, dossier_id, "handover")
    along = queries.goes_along(member, dossier_id, today)
    if dossier_id not in dict(along):
        messages.error(request, _("Only the organisation that is responsible hands over an open dossier."))
        return redirect("dossiers:handovers-of", dossier_id)
    cause = request.GET.get("cause", "")
    receiver = Organisation.objects.filter(pk=number_in(request.GET.get("to", ""))).first()
    if receiver is None or cause not in Handover.Cause.values:
        return _choose(request, member, about, along)
    together = [key for key, _name in along if str(key) in request.GET.getlist("with")] or [dossier_id]
    takers = queries.people(receiver.pk, today)
    form = HandoverForm(takers, receiver.pk == member.organisation_id, request.POST or None)
    people = [_person(request, member, key, receiver) for key in together]
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.send_handover(member, _offer(form, receiver, cause, people))
        except Refused as refused:
            _refuse(form, people, refused)
        else:
            told = _("Sent to %(receiver)s. Until they accept, everything stays as it is.")
            messages.success(request, told % {"receiver": receiver.name})
            return redirect("dossiers:handover", made.pk)
    context = {
        **WORDS,
        "heading": about,
        "receiver": receiver,
        "cause": cause,
        "form": form,
        "people": people,
        "nobody_answers": not takers,
        "within": receiver.pk == member.organisation_id,
    }
    return render(request, "dossiers/handover_new.html", context, status=422 if form.errors else 200)


def _choose(request: HttpRequest, member: Member, about: Any, along: Any) -> HttpResponse:
    first, others = queries.receivers(member, about.municipality, timezone.localdate())
    context = {
        **WORDS,
        "heading": about,
        "along": along,
        "suggested": first,
        "others": [it for it in others if it.pk != member.organisation_id],
        "own": member.organisation,
        "cause": request.GET.get("cause") or _usual_cause(member.organisation, about.municipality),
        "asked": bool(request.GET),
    }
    return render(
        request,
        "dossiers/handover_choose.html",
        context,
        status=422 if request.GET or request.method == "POST" else 200,
    )


def _usual_cause(sender: Organisation, municipality: str) -> str:
    """Why an organisation of this kind most often hands over; empty where it varies."""
    if sender.kind == Organisation.Kind.MUNICIPALITY and municipality not in ("", sender.municipality):
        return str(Handover.Cause.MOVED)
    usual = {"ind": Handover.Cause.PHASE, "coa": Handover.Cause.PHASE, "nidos": Handover.Cause.ADULT}
    return str(usual.get(sender.kind, ""))


def _person(request: HttpRequest, member: Member, dossier_id: int, receiver: Organisation) -> Person:
    """The summary as it was written, or as it was sent."""
    summary = summary_of(member, dossier_id, receiver, timezone.localdate())
    fields = []
    for part in summary.parts:
        name = f"{dossier_id}.{part.category}"
        typed = request.POST.get(f"text-{name}")
        words = part.text if typed is None else typed
        keep = part.usual and bool(part.text) if typed is None else f"keep-{name}" in request.POST
        rows = min(14, max(2, words.count("\n") + 1 + len(words) // 110))
        fields.append(Field(name, text(part.label), words, keep, rows))
    return Person(dossier_id, summary.name, fields)


def _offer(form: HandoverForm, receiver: Organisation, cause: str, people: list[Person]) -> Offer:
    asked = form.cleaned_data
    return Offer(
        receiver=receiver,
        cause=cause,
        # What is left out is not sent at all.
        summary={
            it.dossier_id: {
                field.name.split(".")[1]: field.text
                for field in it.fields
                if field.keep and field.text.strip()
            }
            for it in people
        },
        wanted=Member.objects.filter(pk=asked["wanted"]).first() if asked["wanted"] else None,
        words=asked["words"],
        returns_on=asked.get("returns_on"),
        moment=asked["moment"],
        moment_at=form.moment_at(),
        moment_place=asked["moment_place"],
    )


def _refuse(form: HandoverForm, people: list[Person], refused: Refused) -> None:
    """Each problem beside its field; those of the summary beside its text, and in the list above."""
    form.refuse(refused)
    for field in (field for person in people for field in person.fields):
        field.problem = refused.problems.get(field.name, "")
