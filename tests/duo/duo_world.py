"""Somebody whom a municipality guides under the act of 2021, and the people around them."""

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

TODAY = timezone.localdate()


def ago(days: int) -> date:
    """So many days before today."""
    return TODAY - timedelta(days=days)


FACTS: dict[str, Any] = {
    "arrived": ago(900),
    "permit_granted": ago(420),
    "permit_kind": "asylum",
    "born": date(1990, 5, 17),
    "nationality": "SY",
    "brp_registered": ago(300),
    "moved_in": ago(301),
    "duty_started": ago(420),
    "duty_notified": ago(310),
    "learning_route": "z",
    "pip_set": ago(260),
}


@dataclass
class Person:
    """The dossier, and the members by what they are; the director acts."""

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

    def browser(self, who: str = "director") -> Client:
        """A browser in which that person is logged in."""
        client = Client()
        client.force_login(self.people[who].user)
        return client

    def fact(self, key: str) -> object:
        """The value that stands; None for none."""
        newest = self.dossier.facts.filter(key=key, superseded_by__isnull=True).order_by("id").last()
        return newest.value if newest else None


def person(as_owner: factories.AsOwner, **facts: Any) -> Person:
    """With a PIP of 260 days ago; VluchtelingenWerk guides too. A fact that is None is left out."""
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
    given = {key: value for key, value in {**FACTS, **facts}.items() if value is not None}
    made = factories.dossier(director, "Hala Voorbeeld", facts=given, worker=director)
    actions.involve(director, made, guiding.organisation)
    return Person(made, people)
