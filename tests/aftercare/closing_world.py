"""A household near the end of its guidance, and everybody around it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import factories
from django.test import Client
from django.utils import timezone
from factories import AsOwner, be

from reisgenoot.access.models import Member, Organisation
from reisgenoot.aftercare import actions, queries
from reisgenoot.aftercare.actions import Decision
from reisgenoot.dossiers import actions as dossiers
from reisgenoot.dossiers.models import Dossier
from reisgenoot.helpdesk import actions as helpdesk
from reisgenoot.helpdesk.models import MapEntry
from reisgenoot.people.models import Household

TODAY = timezone.localdate()
TOWN = "Doetinchem"
STARTED = TODAY - timedelta(days=400)


@dataclass
class Ending:
    """Head and partner, guided by VluchtelingenWerk beside their municipality."""

    guide: Member
    coordinator: Member
    volunteer: Member
    director: Member
    policy_maker: Member
    stranger: Member
    head: Dossier
    partner: Dossier
    entry: MapEntry

    def browser(self, who: str) -> Client:
        """A browser in which that person is logged in."""
        client = Client()
        client.force_login(getattr(self, who).user)
        return client

    @property
    def both(self) -> list[int]:
        """The dossiers of the household."""
        return [self.head.pk, self.partner.pk]

    def decide(self, what: str = "alone", why: str = "") -> None:
        """Decide on all that is open, in one way."""
        open_now = queries.undecided(self.both, TODAY)
        made = {(it.dossier_id, it.key): Decision(what, why) for it in open_now}
        actions.decide_tasks(self.guide, self.both, made, today=TODAY)

    def close(self, **more: Any) -> Any:
        """Close for both."""
        about = {"decided_on": TODAY, "present": "Beiden, tolk", "agreement": "agreed"}
        return actions.close(self.guide, self.both, **{**about, **more})


def of_kind(as_owner: AsOwner, kind: str, role: str, municipality: str = "") -> Member:
    """A member of a new organisation of this kind."""
    made = factories.member(as_owner, role)
    with as_owner():
        Organisation.objects.filter(pk=made.organisation_id).update(kind=kind, municipality=municipality)
        made.organisation.refresh_from_db()
    return made


def make_ending(as_owner: AsOwner) -> Ending:
    """It; the guide acts when it is handed over."""
    guide = of_kind(as_owner, "vluchtelingenwerk", "guide")
    coordinator = factories.member(as_owner, "coordinator", guide.organisation)
    volunteer = factories.member(as_owner, "volunteer", guide.organisation)
    director = of_kind(as_owner, "municipality", "director", TOWN)
    policy_maker = factories.member(as_owner, "policy_maker", director.organisation)
    stranger = of_kind(as_owner, "municipality", "coordinator", "Elders")
    steps: dict[str, Any] = {"arrived": 700, "permit_granted": 500, "moved_in": 410}
    facts: dict[str, Any] = {key: TODAY - timedelta(days=days) for key, days in steps.items()}
    facts |= {
        "guidance_started": STARTED,
        "municipality": TOWN,
        "born": date(1990, 5, 17),
        "languages": ["ar"],
    }
    head = factories.dossier(guide, "Hala Einde", worker=guide, facts=facts, household_name="Einde")
    home = Household.objects.get(name="Einde")
    partner = factories.dossier(
        guide, "Sami Einde", worker=guide, facts=facts, household=home, role="partner"
    )
    for it in (head, partner):
        dossiers.match_volunteer(guide, it, volunteer)
        dossiers.involve(guide, it, director.organisation, basis="phase")
    entry = helpdesk.add_entry(guide, name="De Brug", kind="legal", place=TOWN)
    return Ending(guide, coordinator, volunteer, director, policy_maker, stranger, head, partner, entry)


__all__ = ["STARTED", "TODAY", "TOWN", "Ending", "be", "make_ending", "of_kind"]
