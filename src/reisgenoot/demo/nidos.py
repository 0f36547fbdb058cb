"""Minors who came without parents, with their guardian at Nidos: one is eighteen in ten weeks, one in five months."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils import timezone

from reisgenoot.access.identity import acting_as
from reisgenoot.access.models import Member
from reisgenoot.dossiers import actions
from reisgenoot.dossiers.actions import NameParts
from reisgenoot.dossiers.models import Fact

_MINORS = (
    # Names (invented), nationality, language, days until the birthday, days since arrival, municipality.
    ("Filmon", "Voorbeeld", "ER", "ti", 70, 420, "Doetinchem"),
    ("Ayaan", "Voorbeeld", "SO", "so", 150, 200, "Winterswijk"),
)


def fill(members: Mapping[str, Member]) -> None:
    """Open them by their guardian, with a note about what is to come."""
    guardian, today = members["voogd"], timezone.localdate()
    with acting_as(guardian):
        for given, family, nationality, language, until, since, municipality in _MINORS:
            arrived = today - timedelta(days=since)
            facts = {
                "born": _eighteen_on(today + timedelta(days=until)),
                "nationality": nationality,
                "languages": [language],
                "household_role": "head",
                "unaccompanied": True,
                "municipality": municipality,
                "arrived": arrived,
                **{step: arrived + timedelta(days=day) for step, day in _STEPS.items()},
            }
            made = actions.open_dossier(
                guardian, name=NameParts(given=given, family=family), facts=facts, source=Fact.Source.DEMO
            )
            actions.add_note(
                guardian,
                made,
                kind="visit",
                text="Woont in een kleinschalige opvang; gaat graag naar school.",
            )


_STEPS = {
    "identity_checked": 1,
    "health_checked": 2,
    "first_interview": 4,
    "asylum_applied": 6,
    "legal_aid_assigned": 14,
    "medical_intake": 30,
    "social_check": 35,
    "permit_granted": 170,
}
"""Days after arrival."""


def _eighteen_on(day: date) -> date:
    """The birth date of who comes of age on that day."""
    return day.replace(year=day.year - 18, day=min(day.day, 28))
