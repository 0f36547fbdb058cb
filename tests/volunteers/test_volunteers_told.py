"""What a volunteer is told leads to their own page, at the right household; a calendar reads what they go along to."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from factories import AsOwner, be
from icalendar import Calendar
from volunteering import Around, around

from reisgenoot.access.models import Involvement, Member
from reisgenoot.dossiers import actions as dossiers
from reisgenoot.dossiers.models import Appointment, Dossier
from reisgenoot.notices.actions import notify
from reisgenoot.notices.kinds import KINDS
from reisgenoot.notices.models import Notification
from reisgenoot.volunteers import actions
from reisgenoot.volunteers.models import Match

pytestmark = pytest.mark.django_db
MINE = "/my-people/"


@pytest.fixture
def home(as_owner: AsOwner) -> Around:
    made = around(as_owner)
    made.match()
    return made


def browser(who: Member) -> Client:
    be(None)
    client = Client()
    client.force_login(who.user)
    return client


def visit(home: Around, dossier: Dossier, members: list[Member]) -> Appointment:
    be(home.guide)
    begins = timezone.now().replace(microsecond=0) + timedelta(days=2)
    ends = begins + timedelta(hours=1)
    return dossiers.plan_appointment(
        home.guide, dossier, kind="visit", starts_at=begins, ends_at=ends, place="Thuis", members=members
    )


@pytest.mark.parametrize("whose", ["head", "child"])
def test_every_kind_leads_to_where_they_stand_on_the_own_page(home: Around, whose: str) -> None:
    about = getattr(home, whose)
    be(home.guide)
    for kind in KINDS:
        notify(kind, to=[home.volunteer], dossier_id=about.pk)
    client = browser(home.volunteer)
    listed = client.get("/notifications/").content.decode()
    assert listed.count(about.name) >= len(KINDS)
    assert "niet (meer) ziet" not in listed
    for it in list(Notification.objects.filter(recipient=home.volunteer)):
        answer = client.post(f"/notifications/{it.pk}/read/", {"open": "1"})
        assert answer.status_code == 302
        page, anchor = answer["Location"].split("#")
        assert page == MINE
        assert f'id="{anchor}"' in client.get(page).content.decode()


def test_after_the_match_no_name_and_no_link(home: Around, as_owner: AsOwner) -> None:
    visit(home, home.head, [home.guide, home.volunteer])
    with as_owner():
        Involvement.objects.filter(member=home.volunteer).update(ends_on=timezone.localdate())
    client = browser(home.volunteer)
    listed = client.get("/notifications/?kind=appointment_planned").content.decode()
    assert home.head.name not in listed
    assert 'name="open"' not in listed


def test_a_calendar_address_of_ones_own(home: Around) -> None:
    visit(home, home.head, [home.guide, home.volunteer])
    with_guide_alone = visit_later(home)
    client = browser(home.volunteer)
    made = client.post(reverse("volunteers:feed-make"), {})
    assert made["Cache-Control"] == "no-store"
    found = re.search(r'value="http://testserver(/agenda/[\w-]{43}\.ics)"', made.content.decode())
    assert found
    read = Client().get(found[1])
    (event,) = Calendar.from_ical(read.content).walk("VEVENT")
    assert (event["summary"], "location" in event) == ("Huisbezoek", False)
    assert home.head.name.encode() not in read.content
    assert str(with_guide_alone.pk).encode() not in read.content
    page = client.get(MINE).content.decode()
    assert "Intrekken" in page
    assert found[1] not in page  # shown once
    assert client.post(reverse("volunteers:feed-revoke")).status_code == 302
    assert Client().get(found[1]).status_code == 404


def visit_later(home: Around) -> Appointment:
    be(home.guide)
    begins = timezone.now().replace(microsecond=0) + timedelta(days=4)
    return dossiers.plan_appointment(
        home.guide, home.head, kind="visit", starts_at=begins, ends_at=begins + timedelta(hours=1)
    )


def test_the_calendar_is_empty_once_the_match_has_ended(home: Around) -> None:
    visit(home, home.head, [home.guide, home.volunteer])
    be(home.volunteer)
    secret = dossiers.make_feed(home.volunteer)
    be(home.coordinator)
    match = Match.objects.filter(member=home.volunteer).first()
    assert match
    actions.end_match(home.coordinator, match.pk, how="done")
    be(None)
    read = Client().get(reverse("dossiers:feed", args=[secret]))
    assert read.status_code == 200
    assert b"VEVENT" not in read.content
