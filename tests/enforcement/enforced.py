"""A case of enforcement in every stage, for these tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import factories
from django.test import Client
from django.utils import timezone

from reisgenoot.access.models import Member
from reisgenoot.dossiers import actions as dossiers
from reisgenoot.dossiers.models import Dossier
from reisgenoot.enforcement import actions
from reisgenoot.enforcement.models import Case, Circumstance

TODAY = timezone.localdate()
NOTHING = {kind: actions.Asked("Gevraagd; niets bijzonders.") for kind in Circumstance.Kind.values}


def ago(days: int) -> date:
    """So many days before today."""
    return TODAY - timedelta(days=days)


@dataclass
class Enforced:
    """Somebody under the duty with a PIP, and the people around them."""

    dossier: Dossier
    people: dict[str, Member] = field(default_factory=dict)

    @property
    def pk(self) -> int:
        """The dossier's number."""
        return self.dossier.pk

    def be(self, who: str) -> Member:
        """Act as them."""
        factories.be(self.people[who])
        return self.people[who]

    def browser(self, who: str) -> Client:
        """A browser in which that person is logged in."""
        client = Client()
        client.force_login(self.people[who].user)
        return client

    def fact(self, key: str) -> object:
        """The value that stands; None for none."""
        newest = self.dossier.facts.filter(key=key, superseded_by__isnull=True).order_by("id").last()
        return newest.value if newest else None

    def case(
        self, upto: str = "judged", *, kind: str = "intake", degree: str = "ordinary", back: int = 0
    ) -> Case:
        """A case as a guide leads it: ``new``, ``asked``, ``reminded``, ``heard`` or ``judged``."""
        guide = self.be("guide")
        made = actions.add_case(
            guide,
            self.pk,
            kind=kind,
            happened_on=ago(60 + back),
            noticed_on=ago(59 + back),
            what="Niet verschenen.",
        )
        stages = ("new", "asked", "reminded", "heard", "judged")
        wanted = stages.index(upto)
        if wanted >= 1:
            actions.ask_circumstances(guide, self.pk, made.pk, NOTHING)
        if wanted >= 2:
            actions.remind(guide, self.pk, made.pk, on=ago(50 + back), until=ago(36 + back))
            if kind not in ("intake", "intake_again"):
                actions.report(guide, self.pk, made.pk, on=ago(35 + back))
        if wanted >= 3:
            actions.hear(
                guide, self.pk, made.pk, on=ago(20 + back), present="Mevrouw Voorbeeld", language="ar",
                interpreter="Tolkentelefoon", silence_told=True, said="Ik had geen zin.",
            )  # fmt: skip
        if wanted >= 4:
            actions.judge(guide, self.pk, made.pk, degree=degree, reason="Geen reden genoemd.")
        return made


def decision(amount: str = "250", **other: Any) -> actions.Decision:
    """What a director decides, of article 22 unless told otherwise."""
    given: dict[str, Any] = {
        "amount": Decimal(amount),
        "reason": "Herinneren en praten hielp niet.",
        "persistence": "Drie keer, zonder reden.",
        "means": "Werkt, met voldoende inkomen.",
        "not_lowered": True,
        "decided_on": TODAY,
        "new_term_until": TODAY + timedelta(days=30),
    }
    given |= other
    return actions.Decision(**given)


PLAN = {"new_term_until": None}
"""For a fine of article 23, which sets no new term."""


def enforced(as_owner: factories.AsOwner) -> Enforced:
    """Registered a year ago, with a PIP of half a year."""
    director = factories.member(as_owner, "director")
    guiding = factories.member(as_owner, organisation=factories.organisation(as_owner, "vluchtelingenwerk"))
    people = {
        "director": director,
        "guide": factories.member(as_owner, organisation=director.organisation),
        "coordinator": factories.member(as_owner, "coordinator", director.organisation),
        "vluchtelingenwerk": guiding,
        "their coordinator": factories.member(as_owner, "coordinator", guiding.organisation),
        "volunteer": factories.member(as_owner, "volunteer", director.organisation),
        "administrator": factories.member(as_owner, "administrator", director.organisation),
        "policy maker": factories.member(as_owner, "policy_maker", director.organisation),
        "other municipality": factories.member(as_owner, "director"),
    }
    facts = {
        "arrived": ago(900), "permit_granted": ago(500), "permit_kind": "asylum", "born": date(1990, 5, 17),
        "nationality": "SY", "brp_registered": ago(400), "moved_in": ago(400), "duty_notified": ago(390),
    }  # fmt: skip
    made = factories.dossier(director, "Hala Voorbeeld", facts=facts, worker=director)
    dossiers.involve(director, made, guiding.organisation)
    return Enforced(made, people)
