"""A household of three in Doetinchem that moved in 23 days ago, and the people around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import factories
from django.test import Client
from django.utils import timezone

from reisgenoot.access.models import Member
from reisgenoot.dossiers import actions
from reisgenoot.dossiers.models import Dossier
from reisgenoot.people.models import Household


def days_ago(days: int) -> date:
    """So many days before today; negative ones lie ahead."""
    return timezone.localdate() - timedelta(days=days)


@dataclass
class Home:
    """The dossiers by role in the household, and the members around them."""

    head: Dossier
    partner: Dossier
    child: Dossier
    people: dict[str, Member] = field(default_factory=dict)

    @property
    def guide(self) -> Member:
        """Who works on them."""
        return self.people["guide"]

    def browser(self, who: str) -> Client:
        """A browser in which that person is logged in."""
        client = Client()
        client.force_login(self.people[who].user)
        return client


def settled(as_owner: factories.AsOwner, guide: Member | None = None, moved_in: int = 23) -> Home:
    """The household; nobody acts when it is handed over."""
    guide = guide or factories.member(as_owner)
    organisation = guide.organisation
    people = {
        "guide": guide,
        "colleague": factories.member(as_owner, organisation=organisation),
        "volunteer": factories.member(as_owner, "volunteer", organisation),
        "other volunteer": factories.member(as_owner, "volunteer", organisation),
        "other organisation": factories.member(as_owner),
        "administrator": factories.member(as_owner, "administrator", organisation),
    }
    steps = {"arrived": 500, "asylum_applied": 495, "permit_granted": 200, "home_accepted": moved_in + 10}
    shared: dict[str, Any] = {key: days_ago(days) for key, days in steps.items()}
    shared |= {"moved_in": days_ago(moved_in), "municipality": "Doetinchem", "languages": ["ti"]}

    def opened(name: str, role: str, born: date) -> Dossier:
        made = factories.dossier(
            guide, name, facts=shared | {"born": born}, worker=guide, household=home, role=role
        )
        actions.match_volunteer(guide, made, people["volunteer"])
        return made

    with as_owner():
        home = Household.objects.create(name="Voorbeeld")
    head = opened("Hala Voorbeeld", "head", date(1990, 5, 17))
    partner = opened("Daniel Voorbeeld", "partner", date(1988, 2, 3))
    child = opened("Mira Voorbeeld", "child", days_ago(8 * 366))
    factories.be(None)
    return Home(head, partner, child, people)
