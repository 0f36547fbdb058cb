"""A newcomer under the duty, and a draft of a plan with all that the law asks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import factories
from django.test import Client
from django.utils import timezone
from factories import be

from reisgenoot.access.models import Member
from reisgenoot.dossiers.actions import involve
from reisgenoot.dossiers.models import Dossier
from reisgenoot.pip import actions
from reisgenoot.pip.models import Decision, DraftPart

TODAY = timezone.localdate()
WHOLE: dict[str, dict[str, Any]] = {
    "route": {"route": "b1", "why": "De toets wijst op B1."},
    "goals": {"goal": "Werken als elektricien", "steps": [
        {"step": "Kennismaken bij een installateur", "who": "Hala en de werkcoach", "by": "2027-03-01"},
        {"step": "Kinderopvang regelen", "who": "Hala en Omar", "together": True},
    ]},
    "intensity": {"hours": 15, "weeks": 40},
    "pvt": {"hours": 12},
    "map": {"hours": 64},
    "support": {"support": "Vooraan zitten.", "contact": "Ilse Regie"},
    "talks": {"number": 6, "every": 6},
    "child": {"applies": "agreed", "agreed": "Vier dagdelen voorschool."},
    "participation": {"applies": "attached", "decisions": [{"what": "Re-integratie", "on": "2026-01-05"}]},
    "relief": {"applies": "decided", "since": "2026-02-01", "costs": "Huur, energie en zorgpremie."},
    "objection": {"where": "College van B en W, Postbus 1, Voorbeeldstad"},
}  # fmt: skip


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

    def due(self, key: str) -> date | None:
        """The last day of a task of the stored plan."""
        task = self.dossier.tasks.filter(key=key).order_by("due_on").first()
        return task.due_on if task else None

    def write(self, part: str, answers: dict[str, Any]) -> None:
        """Put one part into the draft, whatever stood there."""
        be(self.director)
        row = DraftPart.objects.filter(dossier=self.dossier, part=part).first()
        actions.save_part(self.director, self.pk, part, answers, seen=row.changes if row else None)

    def whole(self, **instead: dict[str, Any]) -> None:
        """A draft with all that the law asks for."""
        for part, answers in {**WHOLE, **instead}.items():
            self.write(part, answers)

    def set_plan(self, kind: str = "first", on: date | None = None, **more: Any) -> Decision:
        """Set the draft, as the director."""
        be(self.director)
        dated = on or ago(20)
        sent = more.pop("sent_on", dated)
        return actions.set_plan(self.director, self.pk, actions.Asked(kind, dated, sent, **more))


def newcomer(as_owner: factories.AsOwner) -> Newcomer:
    """Registered five weeks ago; VluchtelingenWerk guides too."""
    director = factories.member(as_owner, "director")
    guiding = factories.member(as_owner, organisation=factories.organisation(as_owner, "vluchtelingenwerk"))
    people = {
        "director": director,
        "colleague": factories.member(as_owner, organisation=director.organisation),
        "vluchtelingenwerk": guiding,
        "volunteer": factories.member(as_owner, "volunteer", director.organisation),
        "other organisation": factories.member(as_owner, "director"),
        "administrator": factories.member(as_owner, "administrator", director.organisation),
    }
    facts = {
        "arrived": ago(1200), "permit_granted": ago(1100), "permit_kind": "asylum", "born": date(1990, 5, 17),
        "nationality": "SY", "brp_registered": ago(950), "moved_in": ago(950), "duty_notified": ago(950),
    }  # fmt: skip
    made = factories.dossier(director, "Hala Voorbeeld", facts=facts, worker=director)
    involve(director, made, guiding.organisation)
    return Newcomer(made, people)
