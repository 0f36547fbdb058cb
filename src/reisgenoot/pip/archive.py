"""What the person takes along of the plan (PIP): the draft, what was decided, and objections."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import override

from .models import Decision, DecisionPart, DraftPart, Objection
from .parts import parts

DRAFT = {"nl": "Uw plan (PIP): concept", "en": "Your plan (PIP): draft"}
SET = {"nl": "Uw plan (PIP)", "en": "Your plan (PIP)"}
OBJECTION = {"nl": "Uw bezwaar tegen het plan (PIP)", "en": "Your objection to the plan (PIP)"}


def lines(dossier_id: int) -> list[dict[str, Any]]:
    """Lines for ``keeping.archive``, as far as who makes it can read them. Four SQL statements."""
    with override("nl"):
        return list(_lines(dossier_id))


def _lines(dossier_id: int) -> Iterator[dict[str, Any]]:
    decisions = {
        it.pk: it
        for it in Decision.objects.filter(dossier_id=dossier_id)
        .select_related("organisation")
        .order_by("number")
    }
    for it in decisions.values():
        said = (f"versie {it.number}", str(it.get_kind_display()), str(it.get_route_display()), it.reason)
        yield _line(SET, it.dated_on, "work_education", it.organisation.name, *said)
    for row in DecisionPart.objects.filter(dossier_id=dossier_id).order_by("decision_id", "part"):
        made = decisions.get(row.decision_id)
        for question, answer in parts()[row.part].told(row.answers):
            version = f"versie {made.number}" if made else ""
            on = made.dated_on if made else None
            yield _line(SET, on, row.category, "", version, question["nl"], answer["nl"])
    for draft in DraftPart.objects.filter(dossier_id=dossier_id).order_by("part"):
        for question, answer in parts()[draft.part].told(draft.answers):
            yield _line(DRAFT, None, draft.category, "", question["nl"], answer["nl"])
    for made_of in Objection.objects.filter(dossier_id=dossier_id).order_by("received_on"):
        told = (made_of.about, str(made_of.get_outcome_display()), made_of.reason)
        yield _line(OBJECTION, made_of.received_on, "legal", "", *told)


def _line(
    what: dict[str, str], on: date | None, category: str, organisation: str, *said: str
) -> dict[str, Any]:
    return {
        "category": category,
        "on": on.isoformat() if on else None,
        "what": what,
        "text": ", ".join(filter(None, said)),
        "organisation": organisation,
    }
