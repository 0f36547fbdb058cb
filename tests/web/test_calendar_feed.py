"""The calendar address: who reads what there, until when, and what a wrong secret gets."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import factories
import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from reisgenoot.access.models import Involvement, Member
from reisgenoot.dossiers import actions
from reisgenoot.dossiers.calendar_file import Entry, as_calendar
from reisgenoot.dossiers.models import CalendarFeed

pytestmark = pytest.mark.django_db
HERE = ZoneInfo("Europe/Amsterdam")


@pytest.fixture(autouse=True)
def nobody_failed_before(as_owner):
    """Wrong secrets are counted per address, and all tests have the same one."""
    with as_owner():
        from reisgenoot.access.models import LogInAttempts

        LogInAttempts.objects.all().delete()


def made(guided, who="guide", **body) -> str:
    """The path that the page shows, once."""
    answer = guided.browser(who).post("/agenda/address/", body)
    assert answer.headers["Cache-Control"] == "no-store"
    found = re.search(r'value="http://testserver(/agenda/[\w-]{43}\.ics)"', answer.content.decode())
    assert found
    return found[1]


def read(path):
    """The answer, and its events about visits; the visit of the tests' arranging day is another one's."""
    answer = Client().get(path)
    assert answer.status_code == 200
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    return answer, [it for it in events if it["summary"] == "Huisbezoek"]


def test_it_tells_when_and_which_kind_and_never_whom(guided, as_owner):
    path = made(guided)
    answer, events = read(path)
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert answer.headers["Cache-Control"] == "no-store, private"
    (event,) = events
    assert event.decoded("dtstart") == guided.appointment.starts_at
    assert (event["summary"], str(event["status"]), event["sequence"]) == ("Huisbezoek", "CONFIRMED", 0)
    assert event["uid"] == f"{guided.appointment.pk}@reisgenoot"
    for word in (b"Hala", b"Voorbeeld", b"Markt", str(guided.dossier.pk).encode(), b"LOCATION"):
        assert word not in answer.content
    assert "sessionid" not in answer.cookies
    with as_owner():
        feed = CalendarFeed.objects.get()
        assert feed.used_on == timezone.localdate()
        secret = path.removeprefix("/agenda/").removesuffix(".ics")
        assert secret.encode() not in bytes(feed.digest)
    assert secret not in guided.browser("guide").get("/agenda/").content.decode()  # shown once


def test_the_place_only_if_its_owner_wants_it(guided):
    _answer, (event,) = read(made(guided, with_place="on"))
    assert event["location"] == "Markt 1"


def test_a_cancelled_one_says_so_under_the_same_uid(guided):
    path, guide = made(guided), guided.people["guide"]
    factories.be(guide)
    later = guided.appointment.starts_at + timedelta(days=1)
    actions.move_appointment(guide, guided.appointment, starts_at=later, ends_at=later + timedelta(hours=1))
    actions.cancel_appointment(guide, guided.appointment, why="Ziek")
    factories.be(None)
    answer, (event,) = read(path)
    assert (str(event["status"]), event["sequence"]) == ("CANCELLED", 2)
    assert event["uid"] == f"{guided.appointment.pk}@reisgenoot"
    assert b"Ziek" not in answer.content


def test_only_ones_own(guided):
    _answer, events = read(made(guided, "colleague"))
    assert events == []


@pytest.mark.parametrize("why", ["revoked", "made anew", "left", "closed account"])
def test_it_ends(why, guided, as_owner):
    path, guide = made(guided), guided.people["guide"]
    read(path)
    if why == "revoked":
        assert guided.browser("guide").post("/agenda/address/revoke/").status_code == 302
    elif why == "made anew":
        read(made(guided))
    with as_owner():
        if why == "left":
            Member.objects.filter(pk=guide.pk).update(ends_on=timezone.localdate())
        elif why == "closed account":
            type(guide.user).objects.filter(pk=guide.user_id).update(is_active=False)
    ended, never = Client().get(path), Client().get("/agenda/" + "A" * 43 + ".ics")
    assert (ended.status_code, never.status_code) == (404, 404)


def test_a_dossier_that_was_lost_is_gone_from_it(guided, as_owner):
    guide, partner = guided.people["guide"], guided.people["other organisation"]
    factories.be(guide)
    actions.involve(guide, guided.dossier, partner.organisation)
    since = guided.appointment.starts_at + timedelta(days=2)
    actions.plan_appointment(
        guide,
        guided.dossier,
        kind="visit",
        starts_at=since,
        ends_at=since + timedelta(hours=1),
        members=[partner],
    )
    factories.be(None)
    path = made(guided, "other organisation")
    assert len(read(path)[1]) == 1
    with as_owner():
        Involvement.objects.filter(organisation=partner.organisation).update(ends_on=timezone.localdate())
    assert read(path)[1] == []


def test_a_wrong_secret_is_like_any_wrong_address_and_is_counted(guided):
    path, stranger = made(guided), Client()
    statuses = [stranger.get(f"/agenda/{number:043}.ics").status_code for number in range(8)]
    assert statuses[0] == 404
    assert statuses[-1] == 429
    assert stranger.get(path).status_code == 200  # a colleague at the same address is not locked out
    assert Client().post(path).status_code == 405


def test_who_has_no_appointments_gets_no_address(guided):
    for who in ("administrator", "matched volunteer"):  # a volunteer reads theirs on their own page
        browser = guided.browser(who)
        assert browser.post("/agenda/address/").status_code == 403
        assert browser.get("/agenda/").status_code == 403
        assert "/agenda/" not in browser.get("/notifications/").content.decode()


@pytest.mark.parametrize(
    ("here", "in_utc"),
    [
        (datetime(2027, 1, 15, 10, tzinfo=HERE), "20270115T090000Z"),
        (datetime(2027, 7, 15, 10, tzinfo=HERE), "20270715T080000Z"),
        (datetime(2027, 3, 28, 1, 30, tzinfo=HERE), "20270328T003000Z"),  # before the clock goes forward
        (datetime(2027, 3, 28, 3, 30, tzinfo=HERE), "20270328T013000Z"),
        (datetime(2027, 10, 31, 2, 30, tzinfo=HERE), "20271031T003000Z"),  # half past two, the first time
        (datetime(2027, 10, 31, 2, 30, fold=1, tzinfo=HERE), "20271031T013000Z"),  # and the second
    ],
)
def test_moments_are_right_on_the_nights_on_which_the_clock_changes(here, in_utc):
    entry = Entry(1, "visit", here, here.astimezone(UTC) + timedelta(hours=1), "", 0, here, False)
    assert f"DTSTART:{in_utc}".encode() in as_calendar([entry])


def test_a_text_with_line_ends_stays_one_value():
    here = datetime(2027, 1, 15, 10, tzinfo=HERE)
    entry = Entry(1, "visit", here, here + timedelta(hours=1), "Markt\r\nATTENDEE:x;,", 0, here, False)
    made = as_calendar([entry])
    assert b"\r\nATTENDEE" not in made
    assert len(Calendar.from_ical(made).walk("VEVENT")) == 1
