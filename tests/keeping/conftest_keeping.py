"""A dossier of which the guidance is over, and the people who keep and erase it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import factories
import pytest
from django.utils import timezone

from reisgenoot.access.models import Member
from reisgenoot.dossiers import actions
from reisgenoot.dossiers.models import Dossier

TODAY = timezone.localdate()
NAME, V_NUMBER, NOTE = "Zebedea Quibbelaar", "4711471147", "Fluisterde iets over paarse olifanten."


def years_ago(years: int, days: int = 0) -> date:
    """The same date so many years ago, and that many days later."""
    day = (
        TODAY.replace(year=TODAY.year - years)
        if (TODAY.month, TODAY.day) != (2, 29)
        else TODAY.replace(TODAY.year - years, 2, 28)
    )
    return date.fromordinal(day.toordinal() + days)


@dataclass
class Kept:
    """A dossier and the people around it."""

    dossier: Dossier
    guide: Member
    coordinator: Member
    officer: Member
    extra: dict[str, Any] = field(default_factory=dict)


def organisation_of(as_owner: factories.AsOwner, kind: str) -> Member:
    """A guide of a new organisation of this kind."""
    guide = factories.member(as_owner)
    with as_owner():
        guide.organisation.kind = kind
        guide.organisation.save()
    return guide


@pytest.fixture
def over(as_owner: factories.AsOwner) -> Any:
    """Makes a dossier of which the guidance was closed on a day, with a bit of everything in it."""

    def make(closed_on: date | None, kind: str = "vluchtelingenwerk", guide: Member | None = None) -> Kept:
        guide = guide or organisation_of(as_owner, kind)
        facts: dict[str, Any] = {
            "arrived": date(2019, 3, 1),
            "born": date(1988, 2, 3),
            "learning_route": "b1",
        }
        if closed_on is not None:
            facts["guidance_closed"] = closed_on
        factories.be(guide)
        name = actions.NameParts(given="Zebedea", family="Quibbelaar")
        opened = actions.open_dossier(
            guide, name=name, facts=facts, numbers={"v_number": V_NUMBER}, worker=guide
        )
        actions.add_note(guide, opened, kind="visit", text=NOTE)
        begins = timezone.now() - timedelta(days=400)
        actions.plan_appointment(
            guide,
            opened,
            kind="visit",
            starts_at=begins,
            ends_at=begins + timedelta(hours=1),
            place="Olifantenpad 3",
            note="Paarse olifanten tellen.",
        )
        actions.add_document(guide, opened, name="brief.txt", content=f"Aan {NAME}".encode())
        coordinator = factories.member(as_owner, "coordinator", guide.organisation)
        officer = factories.member(as_owner, "privacy_officer", guide.organisation)
        factories.be(None)
        return Kept(opened, guide, coordinator, officer)

    return make
