"""A household, its guide and coordinator, and volunteers with and without a profile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import factories
from django.utils import timezone
from factories import AsOwner

from reisgenoot.access.models import Member
from reisgenoot.dossiers import actions as dossiers
from reisgenoot.dossiers.models import Dossier
from reisgenoot.people.models import Household
from reisgenoot.volunteers import actions
from reisgenoot.volunteers.actions import ProfileGiven
from reisgenoot.volunteers.models import Match

TODAY = timezone.localdate()
YEAR_AGO = TODAY - timedelta(days=365)


def days_ago(days: int) -> date:
    """So many days before today."""
    return TODAY - timedelta(days=days)


@dataclass
class Around:
    """Who is around a household: its dossiers (head and child), guide, coordinator and volunteers."""

    head: Dossier
    child: Dossier
    guide: Member
    coordinator: Member
    volunteer: Member
    unmatched: Member

    def match(self, volunteer: Member | None = None, **about: Any) -> list[Match]:
        """Match the volunteer with both, as the coordinator; who then acts."""
        factories.be(self.coordinator)
        chosen = volunteer or self.volunteer
        about = {"kind": "guide", **about}
        return actions.match_household(self.coordinator, [self.head.pk, self.child.pk], chosen.pk, **about)


def profile(coordinator: Member, volunteer: Member, *, vog: date | None = YEAR_AGO, **about: Any) -> None:
    """Give a volunteer a profile; the coordinator then acts."""
    factories.be(coordinator)
    languages = about.pop("languages", {"nl": "native", "ar": "good"})
    given = {"kinds": ["guide"], "postcode": "7001", "municipality": "Doetinchem", "households": 2, **about}
    actions.save_profile(
        coordinator,
        volunteer.pk,
        ProfileGiven(languages=languages, vog_issued_on=vog, vog_seen=True, **given),
    )


def around(as_owner: AsOwner) -> Around:
    """A mother and child who moved in forty days ago, guided by one organisation; nobody is matched, nobody acts."""
    guide = factories.member(as_owner)
    coordinator = factories.member(as_owner, "coordinator", guide.organisation)
    volunteer, unmatched = (factories.member(as_owner, "volunteer", guide.organisation) for _ in range(2))
    steps = {"arrived": 500, "asylum_applied": 495, "permit_granted": 200, "moved_in": 40}
    facts: dict[str, Any] = {key: days_ago(days) for key, days in steps.items()}
    facts |= {
        "born": date(1990, 5, 17),
        "nationality": "SY",
        "postcode": "7001 AB",
        "address": "Dorpsstraat 1",
    }
    facts |= {"phone": "0612345678", "languages": ["ar"], "municipality": "Doetinchem"}
    head = factories.dossier(guide, "Hala Voorbeeld", facts=facts, worker=guide, household_name="Voorbeeld")
    home = Household.objects.get(name="Voorbeeld")
    child = factories.dossier(
        guide, "Kind Voorbeeld", facts={"arrived": days_ago(500), "moved_in": days_ago(40)}, household=home,
        role="child", worker=guide,
    )  # fmt: skip
    dossiers.add_note(guide, head, kind="visit", text="Iets van de begeleider.")
    profile(coordinator, volunteer)
    profile(coordinator, unmatched)
    factories.be(None)
    return Around(head, child, guide, coordinator, volunteer, unmatched)
