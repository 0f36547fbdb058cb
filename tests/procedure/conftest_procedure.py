"""Somebody who has just arrived, and the people of each organisation that acts in the procedure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

import factories
import pytest
from django.test import Client
from django.utils import timezone

from reisgenoot.access.models import Involvement, Member
from reisgenoot.dossiers import actions as dossiers
from reisgenoot.dossiers.models import Dossier
from reisgenoot.procedure import actions

KINDS = ("ind", "gza", "coa", "legal_aid", "vluchtelingenwerk", "municipality")


def worker(as_owner: factories.AsOwner, kind: str, role: str = "guide") -> Member:
    """A member of a new organisation of this kind."""
    made = factories.member(as_owner, role)
    with as_owner():
        made.organisation.kind = kind
        made.organisation.save()
    return made


def days_ago(days: int) -> date:
    """So many days before today."""
    return timezone.localdate() - timedelta(days=days)


def reception(gza: Member | None = None, days: int = 2, **more: object) -> actions.Reception:
    """An arrival so many days ago."""
    office = gza.organisation if gza else None
    about: dict[str, object] = {"place": "Loket Noord", "centre": "Azc De Proef", "gza": office, **more}
    return actions.Reception(timezone.now() - timedelta(days=days), **about)  # type: ignore[arg-type]


@dataclass
class Arrived:
    """Two people of one household, registered two days ago, and who acts for them by kind of organisation."""

    head: Dossier
    child: Dossier
    people: dict[str, Member] = field(default_factory=dict)

    def browser(self, who: str) -> Client:
        """A browser in which that person is logged in."""
        client = Client()
        client.force_login(self.people[who].user)
        return client


@pytest.fixture
def arrive(as_owner: factories.AsOwner) -> Callable[[], Arrived]:
    """Makes one; nobody acts when it is handed over."""

    def make() -> Arrived:
        people = {kind: worker(as_owner, kind) for kind in KINDS}
        ind = people["ind"]
        people["volunteer"] = factories.member(
            as_owner, "volunteer", people["vluchtelingenwerk"].organisation
        )
        people["coordinator"] = factories.member(as_owner, "coordinator", people["coa"].organisation)
        people["stranger"] = worker(as_owner, "coa")
        people["administrator"] = factories.member(as_owner, "administrator", ind.organisation)
        factories.be(ind)
        head, child = actions.register(
            ind,
            [
                actions.NewArrival("Salma", "Proefpersoon", born=date(1990, 3, 4), languages=["ar"]),
                actions.NewArrival(
                    "Omar", "Proefpersoon", born=days_ago(3000), languages=["ar"], role="child"
                ),
            ],
            reception(people["gza"]),
        )
        for kind in ("coa", "legal_aid", "vluchtelingenwerk", "municipality"):
            for each in (head, child):
                dossiers.involve(ind, each, people[kind].organisation, basis=Involvement.Basis.PHASE)
        factories.be(people["vluchtelingenwerk"])
        dossiers.match_volunteer(people["vluchtelingenwerk"], head, people["volunteer"])
        factories.be(None)
        return Arrived(head, child, people)

    return make


@pytest.fixture
def arrived(arrive: Callable[[], Arrived]) -> Arrived:
    """One."""
    return arrive()
