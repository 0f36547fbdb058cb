"""A newcomer under the duty in a municipality, and the people around them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import factories
from django.test import Client
from django.utils import timezone

from reisgenoot.access.models import Member
from reisgenoot.dossiers import actions
from reisgenoot.dossiers.models import Dossier

TODAY = timezone.localdate()


def ago(days: int) -> date:
    """So many days before today."""
    return TODAY - timedelta(days=days)


@dataclass
class Newcomer:
    """The dossier, and the members by what they are."""

    dossier: Dossier
    people: dict[str, Member] = field(default_factory=dict)

    @property
    def director(self) -> Member:
        """Of the municipality."""
        return self.people["director"]

    @property
    def pk(self) -> int:
        """The dossier's number."""
        return self.dossier.pk

    def browser(self, who: str) -> Client:
        """A browser in which that person is logged in."""
        client = Client()
        client.force_login(self.people[who].user)
        return client

    def fact(self, key: str) -> object:
        """The value that stands; None for none."""
        newest = self.dossier.facts.filter(key=key, superseded_by__isnull=True).order_by("id").last()
        return newest.value if newest else None

    def signals(self) -> set[str]:
        """The signals that hold today."""
        held = self.dossier.signals.filter(since__lte=TODAY).values_list("key", "until")
        return {key for key, until in held if until is None or until > TODAY}


def newcomer(as_owner: factories.AsOwner) -> Newcomer:
    """Registered five weeks ago, permit of half a year ago; VluchtelingenWerk guides too."""
    director = factories.member(as_owner, "director")
    guiding = factories.member(as_owner, organisation=factories.organisation(as_owner, "vluchtelingenwerk"))
    people = {
        "director": director,
        "colleague": factories.member(as_owner, organisation=director.organisation),
        "vluchtelingenwerk": guiding,
        "volunteer": factories.member(as_owner, "volunteer", director.organisation),
        "other organisation": factories.member(as_owner),
        "administrator": factories.member(as_owner, "administrator", director.organisation),
    }
    facts = {
        "arrived": ago(700), "permit_granted": ago(180), "permit_kind": "asylum", "born": date(1990, 5, 17),
        "nationality": "SY", "brp_registered": ago(35), "moved_in": ago(36),
    }  # fmt: skip
    made = factories.dossier(director, "Hala Voorbeeld", facts=facts, worker=director)
    actions.involve(director, made, guiding.organisation)
    return Newcomer(made, people)
