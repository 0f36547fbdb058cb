"""A plan (PIP) of the first organisation, with an objection to it, full of canaries."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from wall import out_of_the_wall

from reisgenoot.access.models import Member
from reisgenoot.dossiers.models import Dossier
from reisgenoot.pip.models import Decision, DecisionPart, DraftPart, Objection


def plans(people: dict[str, Member], dossier: Dossier, word: str) -> dict[str, tuple[Any, ...]]:
    """Something of each; returns what addresses name of it."""
    guide, today = people["guide"], timezone.localdate()
    route = {"route": "b1", "why": f"{word} leert snel"}
    with out_of_the_wall():
        made = Decision.objects.create(
            dossier=dossier, number=1, kind="first", route="b1", dated_on=today, sent_on=today,
            objection_until=today + timedelta(days=42), term_from=today, reason=f"{word} verhuist",
            set_by=guide, organisation=guide.organisation,
        )  # fmt: skip
        own = {"dossier": dossier, "part": "route", "category": "work_education"}
        DecisionPart.objects.create(decision=made, answers=route, **own)
        DraftPart.objects.create(changed_by=guide, answers=route, **own)
        costs = {"applies": "decided", "costs": f"{word} betaalt huur"}
        relief = {"dossier": dossier, "part": "relief", "category": "finance", "answers": costs}
        DecisionPart.objects.create(decision=made, **relief)
        DraftPart.objects.create(changed_by=guide, **relief)
        objection = Objection.objects.create(
            dossier=dossier, decision=made, received_on=today, about=f"{word} wil anders", changed_by=guide
        )
    return {"decision_id": (made.pk,), "objection_id": (objection.pk,), "plan_part": ("route", "relief")}
