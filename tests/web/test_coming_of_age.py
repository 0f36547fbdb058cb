"""The eighteenth birthday of who came without parents: suggested in time to the guardian, and done by handing over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from factories import AsOwner, be, dossier, member, organisation

from reisgenoot.access.models import Member
from reisgenoot.dossiers import actions
from reisgenoot.dossiers.models import Dossier, Fact, Signal, Task

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
TASK = "adulthood_handed_over"


def born(until: int) -> date:
    """Of who is eighteen in so many days."""
    day = TODAY + timedelta(days=until)
    return day.replace(year=day.year - 18, day=min(day.day, 28))


def minor(guardian: Member, until: int) -> Dossier:
    facts = {
        "born": born(until),
        "unaccompanied": True,
        "arrived": TODAY - timedelta(days=300),
        "asylum_applied": TODAY - timedelta(days=294),
        "permit_granted": TODAY - timedelta(days=100),
    }
    return dossier(guardian, "Filmon Proefpersoon", facts=facts)


def browser(who: Member) -> Client:
    be(None)
    client = Client()
    client.force_login(who.user)
    return client


@pytest.mark.parametrize(
    ("until", "suggested", "pressing"), [(250, False, False), (150, True, False), (70, True, True)]
)
def test_the_guardian_is_told_in_time(as_owner: AsOwner, until: int, suggested: bool, pressing: bool) -> None:
    guardian = member(as_owner, organisation=organisation(as_owner, "nidos"))
    opened = minor(guardian, until)
    begun = Task.objects.filter(dossier=opened, key=TASK, starts_on__lte=TODAY).exists()
    assert begun == suggested
    assert Signal.objects.filter(dossier=opened, key="turning_18", since__lte=TODAY).exists() == pressing
    worklist = browser(guardian).get("/").content.decode()
    assert ("Overdragen voor de achttiende verjaardag" in worklist) == suggested
    signalled = browser(guardian).get("/?signal=turning_18").content.decode()
    assert (f"/dossiers/{opened.pk}/" in signalled) == pressing
    page = browser(guardian).get(f"/dossiers/{opened.pk}/").content.decode()
    assert (f'href="/dossiers/{opened.pk}/handovers/new/"' in page) == suggested


def test_handing_over_does_it(as_owner: AsOwner) -> None:
    """Suggested are the municipality and VluchtelingenWerk, for this cause; no task or signal of it is left."""
    guardian = member(as_owner, organisation=organisation(as_owner, "nidos"))
    town = organisation(as_owner, "municipality")
    with as_owner():
        town.municipality = "Doetinchem"
        town.save()
    guide = member(as_owner, organisation=organisation(as_owner, "vluchtelingenwerk"))
    director = member(as_owner, "director", town)
    opened = minor(guardian, 70)
    actions.record_fact(guardian, opened, "municipality", "Doetinchem")
    page = browser(guardian).get(f"/dossiers/{opened.pk}/handovers/new/").content.decode()
    assert 'value="adult" selected' in page or 'value="adult" checked' in page
    assert page.index(town.name) < page.index(guide.organisation.name)
    be(guardian)
    offer = actions.Offer(town, "adult", {opened.pk: {"route": "Bijna achttien."}})
    made = actions.send_handover(guardian, offer)
    be(director)
    actions.accept_handover(director, made.pk)
    assert Fact.objects.get(dossier=opened, key=TASK).recorded_by == director
    assert not Task.objects.filter(dossier=opened, key=TASK).exists()
    assert not Signal.objects.filter(dossier=opened, key="turning_18", since__lte=TODAY, until=None).exists()
