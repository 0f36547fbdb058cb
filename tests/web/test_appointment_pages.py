"""Planning, moving and cancelling appointments on their pages, and the agenda."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import factories
import pytest
from addresses import addresses
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from reisgenoot.access.models import AccessLog
from reisgenoot.dossiers import actions
from reisgenoot.dossiers.models import Appointment

pytestmark = pytest.mark.django_db
DAY = timezone.localdate() + timedelta(days=30)
BODY = {"kind": "visit", "day": DAY.isoformat(), "since": "14:00", "until": "15:30", "place": "Kerkstraat 2"}


def planned(guided) -> Appointment:
    factories.be(guided.people["guide"])
    found = Appointment.objects.exclude(pk=guided.appointment.pk).exclude(kind="arranging_day").get()
    factories.be(None)
    return found


def test_planning_with_a_colleague_and_a_volunteer(guided):
    guide, volunteer = guided.people["guide"], guided.people["matched volunteer"]
    colleague, browser = guided.people["colleague"], guided.browser("guide")
    there = addresses(guided)["dossiers:appointments"]
    page = browser.get(there).content.decode()
    assert f'<option value="{colleague.pk}">' in page
    assert guided.people["volunteer"].name not in page  # not matched: does not see the dossier
    assert guided.people["other organisation"].name not in page
    body = {**BODY, "members": [guide.pk, volunteer.pk], "also": colleague.pk, "note": "Sleutel <mee>"}
    assert browser.post(there, body).status_code == 302
    made = planned(guided)
    here = ZoneInfo("Europe/Amsterdam")
    assert made.starts_at == datetime(DAY.year, DAY.month, DAY.day, 14, tzinfo=here)
    factories.be(guide)
    assert {it.member_id for it in made.attendees.all()} == {guide.pk, volunteer.pk, colleague.pk}
    factories.be(None)
    page = browser.get(there).content.decode()
    assert "Kerkstraat 2" in page
    assert "Sleutel &lt;mee&gt;" in page
    assert (
        "Er is een afspraak met u gepland."
        in guided.browser("colleague").get("/notifications/").content.decode()
    )


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("day", {"day": "2026-02-31"}),
        ("until", {"until": "13:00"}),
        ("since", {"since": "25:00"}),
        ("kind", {"kind": "feest"}),
        ("members", {"members": ["0"]}),
        ("since", {"day": "2027-03-28", "since": "02:30", "until": "04:00"}),  # the clock skips it
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(field, wrong, guided):
    body = {**BODY, "note": "Dit blijft staan", **wrong}
    answer = guided.browser("guide").post(addresses(guided)["dossiers:appointments"], body)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert "Dit blijft staan" in answer.content.decode()
    assert "Kerkstraat 2" in answer.content.decode()


def test_double_booking_is_said_beside_who_attends(guided):
    guide, browser = guided.people["guide"], guided.browser("guide")
    there = addresses(guided)["dossiers:appointments"]
    assert browser.post(there, {**BODY, "members": [guide.pk]}).status_code == 302
    answer = browser.post(there, {**BODY, "since": "15:00", "until": "16:00", "members": [guide.pk]})
    assert answer.status_code == 422
    assert f"{guide.name} heeft dan al een afspraak" in answer.content.decode()


def test_moving_and_cancelling(guided):
    browser, there = guided.browser("guide"), addresses(guided)
    body = {"day": DAY.isoformat(), "since": "09:00", "until": "09:45", "place": "Elders", "changes": "0"}
    page = browser.get(there["dossiers:appointment"]).content.decode()
    assert 'value="Markt 1"' in page
    assert browser.post(there["dossiers:appointment"], body).status_code == 302
    # Somebody else still looks at what was there before.
    late = guided.browser("colleague").post(there["dossiers:appointment"], {**body, "since": "09:15"})
    assert late.status_code == 409
    assert "09:00" in late.content.decode()
    nothing = browser.post(there["dossiers:appointment-cancel"], {"why": "", "changes": "1"})
    assert nothing.status_code == 422
    assert (
        browser.post(there["dossiers:appointment-cancel"], {"why": "Ziek", "changes": "1"}).status_code == 302
    )
    page = browser.get(there["dossiers:appointments"]).content.decode()
    assert "afgezegd" in page
    assert "Ziek" in page
    assert "Verzetten" not in browser.get(there["dossiers:appointment"]).content.decode()


def test_one_appointment_as_a_file_says_not_whom(guided, as_owner):
    answer = guided.browser("guide").get(addresses(guided)["dossiers:appointment-ics"])
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert answer.headers["Cache-Control"] == "no-store"
    event = Calendar.from_ical(answer.content).walk("VEVENT")[0]
    assert event["summary"] == "Huisbezoek"
    assert event["location"] == "Markt 1"
    assert b"Hala" not in answer.content
    with as_owner():
        assert AccessLog.objects.filter(act="export", part="appointment").count() == 1


def test_the_agenda_is_of_one_week_and_of_oneself(guided):
    begins = timezone.localtime(guided.appointment.starts_at)
    year, number, _day = begins.isocalendar()
    page = guided.browser("guide").get(f"/agenda/?week={year}-W{number:02}").content.decode()
    assert "Hala Voorbeeld" in page
    assert "Markt 1" in page
    assert (
        "Hala" not in guided.browser("colleague").get(f"/agenda/?week={year}-W{number:02}").content.decode()
    )
    empty = timezone.localtime() + timedelta(days=60)
    elsewhere = guided.browser("guide").get(f"/agenda/?week={empty:%G-W%V}").content.decode()
    assert "Hala" not in elsewhere
    for odd in ("2026-W54", "x", "2026-W5a", "%00", "0000-W01", "9999-W53"):
        assert guided.browser("guide").get(f"/agenda/?week={odd}").status_code == 200


def test_pages_ask_the_database_equally_often_with_few_and_with_many(guided):
    browser, guide = guided.browser("guide"), guided.people["guide"]
    begins = timezone.localtime(guided.appointment.starts_at)
    year, number, _day = begins.isocalendar()
    asking = [addresses(guided)["dossiers:appointments"], f"/agenda/?week={year}-W{number:02}"]
    factories.be(guide)
    past = timezone.now() - timedelta(days=300)
    plan = {"kind": "visit", "members": [guide, guided.people["matched volunteer"]], "note": "Let op"}
    actions.plan_appointment(guide, guided.dossier, starts_at=past, ends_at=past + timedelta(hours=1), **plan)
    factories.be(None)
    few = [_statements(browser, address) for address in asking]
    factories.be(guide)
    for hours in range(2, 12):
        for first in (begins, past):
            since = first + timedelta(hours=hours)
            actions.plan_appointment(
                guide, guided.dossier, starts_at=since, ends_at=since + timedelta(hours=1), **plan
            )
    factories.be(None)
    assert [_statements(browser, address) for address in asking] == few


def _statements(browser, address) -> int:
    browser.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)
