"""What the person takes along of civic integration: the intake, its talks, and the learnability test."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import override

from .intake import parts
from .models import IntakePart, IntakeTalk, LearnabilityTest

INTAKE = {"nl": "Uw brede intake", "en": "Your broad intake"}
TALKS = {"nl": "Uw intakegesprekken en oproepen", "en": "Your talks and calls for the intake"}
TEST = {"nl": "Uw leerbaarheidstoets", "en": "Your learnability test"}


def lines(dossier_id: int) -> list[dict[str, Any]]:
    """Lines for ``keeping.archive``, as far as who makes it can read them. Three SQL statements."""
    with override("nl"):
        return list(_lines(dossier_id))


def _lines(dossier_id: int) -> Iterator[dict[str, Any]]:
    for row in IntakePart.objects.filter(dossier_id=dossier_id).order_by("part"):
        part = parts()[row.part]
        for question, answer in part.told(row.answers):
            yield _line(INTAKE, None, row.category, part.text["nl"], question["nl"], answer["nl"])
    for it in IntakeTalk.objects.filter(dossier_id=dossier_id).order_by("settled_on"):
        said = (str(it.get_kind_display()), str(it.get_state_display()), it.interpreter, it.note)
        yield _line(TALKS, it.settled_on or it.called_on, "route", *said)
    for test in LearnabilityTest.objects.filter(dossier_id=dossier_id):
        yield _line(
            TEST, test.taken_on, "work_education", str(test.get_result_display()), test.score, test.note
        )


def _line(what: dict[str, str], on: date | None, category: str, *said: str) -> dict[str, Any]:
    return {
        "category": category,
        "on": on.isoformat() if on else None,
        "what": what,
        "text": ", ".join(filter(None, said)),
        "organisation": "",
    }
