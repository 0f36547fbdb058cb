"""One dossier with something in it, and somebody of each kind who may or may not open it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, time, timedelta

import factories
from django.test import Client
from django.utils import timezone

from reisgenoot.access.models import Consent, Member
from reisgenoot.dossiers import actions
from reisgenoot.dossiers.models import Appointment, Document, Dossier, Fact
from reisgenoot.keeping import actions as keeping
from reisgenoot.keeping.models import Request
from reisgenoot.settlement import actions as settlement
from reisgenoot.settlement.models import ArrangingDay
from reisgenoot.volunteers import actions as volunteers
from reisgenoot.volunteers.models import Match

AsOwner = Callable[[], AbstractContextManager[None]]


def days_ago(days: int) -> date:
    """So many days before today."""
    return timezone.localdate() - timedelta(days=days)


@dataclass
class Guided:
    """A dossier, what is in it by kind, and the people around it by what they are."""

    dossier: Dossier
    document: Document
    fact: Fact
    consent: Consent
    asked: Request
    appointment: Appointment
    day: ArrangingDay
    match: Match
    people: dict[str, Member | None] = field(default_factory=dict)

    def browser(self, who: str) -> Client:
        """A browser in which that person is logged in."""
        client, member = Client(), self.people[who]
        if member is not None:
            client.force_login(member.user)
        return client


def make_guided(as_owner: AsOwner) -> Guided:
    """The dossier of the tests, and the people around it."""
    guide = factories.member(as_owner)
    people = {
        "guide": guide,
        "colleague": factories.member(as_owner, organisation=guide.organisation),
        "coordinator": factories.member(as_owner, "coordinator", guide.organisation),
        "matched volunteer": factories.member(as_owner, "volunteer", guide.organisation),
        "volunteer": factories.member(as_owner, "volunteer", guide.organisation),
        "administrator": factories.member(as_owner, "administrator", guide.organisation),
        "other organisation": factories.member(as_owner),
        "nobody": None,
    }
    steps = {"arrived": 500, "asylum_applied": 495, "permit_granted": 200, "moved_in": 40}
    facts = {key: days_ago(days) for key, days in steps.items()} | {"born": date(1990, 5, 17)}
    dossier = factories.dossier(guide, "Hala Voorbeeld", facts=facts, worker=guide)
    match = _matched(people, dossier)
    actions.add_note(guide, dossier, kind="visit", text="Gewoon bezoek.")
    actions.add_note(guide, dossier, kind="phone", text="Iets gevoeligs.", sensitivity="sensitive")
    document = actions.add_document(guide, dossier, name="brief.pdf", content=b"%PDF-1.4\n%%EOF\n")
    fact = dossier.facts.get(key="moved_in")
    church = factories.organisation(as_owner, "church")
    asked = actions.Asked("daily_help", church, until=timezone.localdate(), how="talk", language="ar")
    consent = actions.give_consent(guide, dossier, asked)
    request = keeping.record_request(
        guide, dossier.pk, kind="see", received_on=days_ago(3), identity="known", words="Wat weet u van mij?"
    )
    begins = timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=7)
    appointment = actions.plan_appointment(
        guide, dossier, kind="visit", starts_at=begins, ends_at=begins + timedelta(hours=1), place="Markt 1"
    )
    visits = [settlement.SlotAsked(time(9), 60, "brp", companion=guide.pk)]
    day = settlement.save_day(guide, dossier.pk, on=timezone.localdate(), slots=visits)
    factories.be(None)
    return Guided(dossier, document, fact, consent, request, appointment, day, match, people)


def _matched(people: dict[str, Member | None], dossier: Dossier) -> Match:
    """The volunteer's match; the coordinator makes it, and the guide acts again after that."""
    coordinator, volunteer, guide = people["coordinator"], people["matched volunteer"], people["guide"]
    assert coordinator
    assert volunteer
    assert guide
    factories.be(coordinator)
    known = volunteers.ProfileGiven(kinds=["guide"], vog_issued_on=days_ago(100), vog_seen=True)
    volunteers.save_profile(coordinator, volunteer.pk, known)
    (match,) = volunteers.match_household(coordinator, [dossier.pk], volunteer.pk, kind="guide")
    factories.be(guide)
    return match
