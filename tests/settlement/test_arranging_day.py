"""The arranging day: drawn up in one go, nobody booked twice, held and ticked off, on paper and in a calendar."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from typing import Any

import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from factories import AsOwner, be
from icalendar import Calendar
from settled_home import Home, days_ago, settled

from reisgenoot.access.errors import NotAllowed, Overtaken, Refused
from reisgenoot.access.models import AccessLog, Involvement
from reisgenoot.dossiers.actions import plan_appointment
from reisgenoot.dossiers.models import Appointment, Dossier, Fact
from reisgenoot.settlement import actions, queries
from reisgenoot.settlement.actions import SlotAsked
from reisgenoot.settlement.day_paper import texts
from reisgenoot.settlement.day_templates import RECORDS, drawn_up, usual
from reisgenoot.settlement.models import ArrangingDay, DaySlot

pytestmark = pytest.mark.django_db
ON = timezone.localdate() + timedelta(days=7)


def visit(hour: int, what: str = "brp", minutes: int = 60, **more: Any) -> SlotAsked:
    return SlotAsked(time(hour, 0), minutes, what, **more)


def save(home: Home, *slots: SlotAsked, on: date = ON, **more: Any) -> ArrangingDay:
    be(home.guide)
    return actions.save_day(home.guide, home.head.pk, on=on, slots=slots, **more)


def booked() -> list[tuple[datetime, str]]:
    found = Appointment.objects.filter(kind="arranging_day", cancelled=False).order_by("starts_at")
    return [(it.starts_at, ", ".join(a.member.name for a in it.attendees.all())) for it in found]


def test_every_language_has_the_same_words() -> None:
    dutch = texts()["nl"]
    for lang, words in texts().items():
        assert words.keys() == dutch.keys(), lang
        for kind in ("purposes", "things"):
            assert words[kind].keys() == dutch[kind].keys(), lang
            assert all(words[kind].values()), lang
    assert set(RECORDS) <= set(dutch["purposes"])


def test_the_usual_template_is_a_day_by_the_half_hour() -> None:
    for at, entry in drawn_up(usual(), time(9, 0)):
        assert at.minute in (0, 30)
        assert entry.minutes % 30 == 0
        assert set(entry.bring) <= set(texts()["nl"]["things"])
        assert entry.what in texts()["nl"]["purposes"]
    assert {entry.what for entry in usual()} >= {
        *("key", "brp", "bank", "benefit", "insurance", "energy", "water", "internet")
    }


def test_drawn_up_from_the_template_and_saved_at_once(home: Home) -> None:
    browser, new = home.browser("guide"), reverse("settlement:day-new", args=[home.head.pk])
    page = browser.get(new, {"on": ON.isoformat(), "start": "09:00"})
    assert page.status_code == 200
    assert not ArrangingDay.objects.exists()
    visits = page.context["visits"]
    assert [form["starts"].value() for form in visits][:3] == [time(9), time(10), time(11)]
    sent = {"visits-TOTAL_FORMS": str(len(visits.forms)), "visits-INITIAL_FORMS": "0", "on": ON.isoformat()}
    sent |= _as_sent([form.initial for form in visits])
    assert browser.post(new, sent).status_code == 302
    be(home.guide)
    slots = list(DaySlot.objects.all())
    assert len(slots) == len(usual())
    assert slots[1].organisation == "Gemeente, Burgerzaken"
    names = {name for _at, name in booked()}
    assert names == {home.people["volunteer"].name, home.guide.name}
    assert len(booked()) == len(slots)


def _as_sent(initial: list[dict[str, Any]]) -> dict[str, Any]:
    sent: dict[str, Any] = {}
    for at, about in enumerate(initial):
        for name, value in about.items():
            shown = f"{value:%H:%M}" if isinstance(value, time) else value
            sent[f"visits-{at}-{name}"] = shown if isinstance(shown, list) else str(shown)
    return sent


def test_nobody_goes_along_at_two_places_and_the_rest_is_not_saved_either(
    home: Home, as_owner: AsOwner
) -> None:
    other = settled(as_owner, home.guide)
    save(other, visit(10, companion=home.guide.pk, interpreter="Tolk Tekle"))
    with pytest.raises(Refused) as refused:
        save(
            home,
            visit(9, companion=home.guide.pk),
            visit(10, companion=home.guide.pk),
            visit(11, companion=home.guide.pk),
            visit(10, "bank", companion=home.people["volunteer"].pk, interpreter="tolk  tekle"),
        )
    assert set(refused.value.problems) == {"1.companion", "3.interpreter"}
    assert home.guide.name in str(refused.value.problems["1.companion"])
    assert ArrangingDay.objects.filter(dossier=home.head).count() == 0
    assert len(booked()) == 1


def test_who_is_booked_twice_is_told_where_as_far_as_one_may_see_it(home: Home, as_owner: AsOwner) -> None:
    """A conversation against a visit, the same interpreter, and a day against a conversation; named and logged."""
    other = settled(as_owner, home.guide)
    be(home.guide)
    at = timezone.make_aware(datetime.combine(ON, time(10)))
    talk = {"kind": "conversation", "starts_at": at, "ends_at": at + timedelta(minutes=90)}
    plan_appointment(home.guide, other.head, **talk, interpreter="Tolk Tekle")
    with pytest.raises(Refused) as refused:
        save(
            home,
            visit(11, companion=home.guide.pk),
            visit(10, companion=home.people["volunteer"].pk, interpreter="tolk tekle"),
        )
    assert set(refused.value.problems) == {"0.companion", "1.interpreter"}
    for reason in map(str, refused.value.problems.values()):
        assert "10:00–11:30" in reason
        assert "gesprek, Hala Voorbeeld" in reason
    seen = AccessLog.objects.filter(act="appeared_in_list", part="appointment", member=home.guide)
    assert [it.dossiers for it in seen] == [[other.head.pk]]
    save(home, visit(14, companion=home.guide.pk))
    later = {"starts_at": at + timedelta(hours=4), "ends_at": at + timedelta(hours=5)}
    with pytest.raises(Refused) as refused:
        plan_appointment(home.guide, other.head, kind="visit", **later)
    assert "regeldag, Hala Voorbeeld" in str(refused.value.problems["members"])
    assert [home.head.pk] in [it.dossiers for it in seen.all()]


def test_of_a_dossier_that_one_does_not_see_only_the_time_is_told(home: Home, as_owner: AsOwner) -> None:
    """Another organisation works on this household too, and not on the one that the guide is busy with."""
    save(settled(as_owner, home.guide), visit(10, companion=home.guide.pk))
    outsider = home.people["other organisation"]
    with as_owner():
        Involvement.objects.create(
            dossier_id=home.head.pk, organisation=outsider.organisation, member=outsider
        )
    be(outsider)
    with pytest.raises(Refused) as refused:
        actions.save_day(outsider, home.head.pk, on=ON, slots=[visit(10, companion=home.guide.pk)])
    reason = str(refused.value.problems["0.companion"])
    assert "10:00–11:00" in reason
    assert "Voorbeeld" not in reason
    assert "regeldag" not in reason


def test_conflicts_stand_beside_their_row_and_nothing_typed_is_lost(home: Home, as_owner: AsOwner) -> None:
    other = settled(as_owner, home.guide)
    save(other, visit(10, companion=home.guide.pk))
    rows = [
        {"starts": "09:00", "minutes": "60", "what": "brp", "companion": home.guide.pk, "more": "Foto's"},
        {
            "starts": "10:00",
            "minutes": "60",
            "what": "bank",
            "companion": home.guide.pk,
            "bring": ["permit", "bsn"],
        },
    ]
    sent = {"visits-TOTAL_FORMS": "2", "visits-INITIAL_FORMS": "0", "on": ON.isoformat(), **_as_sent(rows)}
    answer = home.browser("guide").post(reverse("settlement:day-new", args=[home.head.pk]), sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'id="id_visits-1-companion-errors"' in page
    assert 'id="id_visits-0-companion-errors"' not in page
    assert "Foto&#x27;s" in page
    assert 'value="bsn" aria' in page or 'value="bsn" id="id_visits-1-bring_2" checked' in page
    assert "10:00" in page


@pytest.mark.parametrize(
    ("slots", "problem"),
    [
        ([], "on"),
        ([SlotAsked(time(9, 15), 30, "brp")], "0.starts"),
        ([SlotAsked(time(9, 0), 45, "brp")], "0.minutes"),
        ([SlotAsked(time(23, 0), 60, "brp")], "0.minutes"),
        ([SlotAsked(time(9, 0), 30, "party")], "0.what"),
        ([SlotAsked(time(9, 0), 30, "brp", bring=("gold",))], "0.bring"),
        ([SlotAsked(time(9, 0), 30, "brp", interpreter="Tolk")], "0.companion"),
        ([SlotAsked(time(9, 0), 30, "brp", companion=1)], "0.companion"),
    ],
)
def test_what_cannot_be_is_refused(home: Home, slots: list[SlotAsked], problem: str) -> None:
    with pytest.raises(Refused) as refused:
        save(home, *slots)
    assert list(refused.value.problems) == [problem]


def test_an_unmatched_volunteer_does_not_go_along_and_a_volunteer_draws_up_nothing(home: Home) -> None:
    with pytest.raises(Refused) as refused:
        save(home, visit(9, companion=home.people["other volunteer"].pk))
    assert list(refused.value.problems) == ["0.companion"]
    be(home.people["volunteer"])
    with pytest.raises(NotAllowed):
        actions.save_day(home.people["volunteer"], home.head.pk, on=ON, slots=[visit(9)])


def test_changing_it_moves_the_appointments(home: Home) -> None:
    made = save(
        home, visit(9, companion=home.guide.pk), visit(10, "bank", companion=home.guide.pk), visit(11, "key")
    )
    slots = queries.day(home.head.pk, made.pk).slots
    kept = [
        visit(10, companion=home.guide.pk, id=slots[0].id),  # swapped: each in the place of the other
        visit(9, "bank", companion=home.guide.pk, id=slots[1].id),
    ]
    save(home, *kept, day_id=made.pk, seen=made.changes)
    shown = queries.day(home.head.pk, made.pk)
    assert [(it.starts.hour, it.what, it.booked) for it in shown.slots] == [
        (9, "bank", True),
        (10, "brp", True),
    ]
    assert [timezone.localtime(at).hour for at, _name in booked()] == [9, 10]
    with pytest.raises(Overtaken):
        save(home, *kept, day_id=made.pk, seen=made.changes)
    later = ON + timedelta(days=1)
    save(home, *kept, on=later, day_id=made.pk)
    assert {timezone.localtime(at).date() for at, _name in booked()} == {later}


def test_what_stays_as_it_was_keeps_its_appointment(home: Home) -> None:
    made = save(home, visit(9, companion=home.guide.pk))
    before = DaySlot.objects.get().appointment_id
    slot = DaySlot.objects.get()
    save(home, visit(9, companion=home.guide.pk, id=slot.pk, more="Foto"), day_id=made.pk)
    assert DaySlot.objects.get().appointment_id == before
    assert DaySlot.objects.get().more == "Foto"


def test_an_appointment_that_was_cancelled_elsewhere_shows_and_is_booked_again(home: Home) -> None:
    from reisgenoot.dossiers.actions import cancel_appointment

    made = save(home, visit(9, companion=home.guide.pk))
    slot = DaySlot.objects.get()
    cancel_appointment(home.guide, Appointment.objects.get(), why="Ziek.")
    assert not queries.day(home.head.pk, made.pk).slots[0].booked
    save(home, visit(9, companion=home.guide.pk, id=slot.pk), day_id=made.pk)
    assert queries.day(home.head.pk, made.pk).slots[0].booked


def test_cancelling_needs_a_reason_and_frees_who_went_along(home: Home) -> None:
    made = save(home, visit(9, companion=home.guide.pk))
    at = reverse("settlement:day-cancel", args=[home.head.pk, made.pk])
    assert home.browser("guide").post(at, {"why": ""}).status_code == 422
    assert home.browser("guide").post(at, {"why": "De sleutel is er niet."}).status_code == 302
    be(home.guide)
    assert booked() == []
    made.refresh_from_db()
    assert (made.state, made.cancelled_why) == ("cancelled", "De sleutel is er niet.")
    save(home, visit(9, companion=home.guide.pk))  # a new one can be drawn up


def test_there_is_one_planned_day_at_a_time(home: Home) -> None:
    save(home, visit(9))
    with pytest.raises(Refused):
        save(home, visit(11))


def test_holding_it_ticks_off_for_everybody_for_whom_it_is_open(home: Home, as_owner: AsOwner) -> None:
    made = save(home, visit(9), visit(10, "bank"), visit(11, "energy"), visit(12, "insurance"))
    slots = queries.day(home.head.pk, made.pk).slots
    with pytest.raises(Refused):  # it has not come yet
        actions.hold_day(home.guide, home.head.pk, made.pk, done=[])
    with as_owner():
        ArrangingDay.objects.update(on=days_ago(1))
    done = [slots[0].id, slots[1].id, slots[2].id]
    address = reverse("settlement:day-held", args=[home.head.pk, made.pk])
    assert home.browser("volunteer").post(address, {"done": done}).status_code == 403
    assert home.browser("guide").post(address, {"done": done}).status_code == 302
    be(home.guide)
    facts = Fact.objects.filter(happened_on=days_ago(1)).values_list("dossier_id", "key")
    head, partner, child = home.head.pk, home.partner.pk, home.child.pk
    assert set(facts) == {
        *((it, "brp_registered") for it in (head, partner, child)),
        *((it, "bank_account_opened") for it in (head, partner)),
        (head, "energy_arranged"),
        (head, "arranging_day"),
    }
    assert [it.done for it in queries.day(head, made.pk).slots] == [True, True, True, False]
    made.refresh_from_db()
    assert made.state == "held"


def test_the_paper_is_in_their_language_beside_dutch_and_can_be_read_out(home: Home) -> None:
    bring = ["permit", "bsn"]
    made = save(
        home, visit(9, organisation="Gemeente", place="Markt 1", companion=home.guide.pk, bring=bring)
    )
    answer = home.browser("guide").get(reverse("settlement:day-pdf", args=[home.child.pk, made.pk]))
    assert answer["Content-Type"] == "application/pdf"
    reader = pypdf.PdfReader(io.BytesIO(answer.content))
    text = " ".join(page.extract_text() for page in reader.pages)
    for words in ("Uw regeldag", "09:00", "Markt 1", "Gemeente", home.guide.name, "Uw verblijfsdocument"):
        assert words in text
    assert any("\u1200" <= letter <= "\u137f" for letter in text)  # Ethiopic
    assert "Geen moedertaalspreker" in text
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize("language", sorted(texts()))
def test_every_language_makes_a_paper(home: Home, language: str) -> None:
    from reisgenoot.settlement.day_paper import day_paper

    made = save(home, visit(9, bring=["permit"], more="Foto"), visit(10, "school", interpreter=""))
    content = day_paper(queries.day(home.head.pk, made.pk), name="Hala", language=language)
    assert content.startswith(b"%PDF")


def test_the_calendar_file_names_nobody(home: Home) -> None:
    about = {
        "organisation": "Gemeente",
        "place": "Markt 1",
        "bring": ["permit", "bsn"],
        "more": "Foto's; twee",
    }
    made = save(home, visit(9, companion=home.guide.pk, **about))
    answer = home.browser("guide").get(reverse("settlement:day-ics", args=[home.head.pk, made.pk]))
    assert answer["Content-Type"].startswith("text/calendar")
    content = answer.content.decode()
    assert "Voorbeeld" not in content
    assert home.guide.name not in content
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert timezone.localtime(event["DTSTART"].dt).strftime("%H:%M") == "09:00"
    assert str(event["LOCATION"]) == "Gemeente, Markt 1"
    assert str(event["DESCRIPTION"]).endswith("Uw verblijfsdocument, De brief met uw BSN, Foto's; twee")


def test_the_calendar_file_is_valid_and_a_changed_day_takes_the_place_of_the_earlier(home: Home) -> None:
    """RFC 5545: what must be there, no time zone that is not described, lines of 75 octets at most that end in CRLF."""
    made = save(home, visit(9, place="Een lange straat met een lange naam " * 4), visit(10, "bank"))
    slots = queries.day(home.head.pk, made.pk).slots

    def events() -> tuple[list[Any], bytes]:
        content = (
            home.browser("guide").get(reverse("settlement:day-ics", args=[home.head.pk, made.pk])).content
        )
        return Calendar.from_ical(content).walk("VEVENT"), content

    first, content = events()
    assert b"TZID" not in content
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "SUMMARY"} <= set(first[0])
    assert len({str(it["UID"]) for it in first}) == 2
    later = [visit(11, id=slots[0].id), visit(12, "bank", id=slots[1].id)]
    save(home, *later, day_id=made.pk, seen=made.changes)
    second, _content = events()
    assert [str(it["UID"]) for it in second] == [str(it["UID"]) for it in first]
    assert second[0]["SEQUENCE"] > first[0]["SEQUENCE"]


def test_in_a_language_without_words_the_paper_is_in_dutch_and_says_so(home: Home, as_owner: AsOwner) -> None:
    made = save(home, visit(9, bring=["permit"]))
    with as_owner():
        Dossier.objects.filter(pk=home.head.pk).update(language="so")
    browser = home.browser("guide")
    answer = browser.get(reverse("settlement:day-pdf", args=[home.head.pk, made.pk]))
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
    assert "nog geen vertaling in het Somalisch" in text
    assert "Uw verblijfsdocument" in text
    page = browser.get(reverse("settlement:day", args=[home.head.pk])).content.decode()
    assert "Somalisch" in page


def test_the_pages_ask_the_database_equally_often_with_more(home: Home) -> None:
    made = save(home, visit(9))
    at = [
        reverse("settlement:day", args=[home.head.pk]),
        reverse("settlement:day-change", args=[home.head.pk, made.pk]),
    ]

    def asked() -> list[int]:
        browser, found = home.browser("guide"), []
        for address in at:
            with CaptureQueriesContext(connection) as caught:
                assert browser.get(address).status_code == 200
            found.append(len(caught))
        return found

    first = asked()
    slots = [visit(hour, companion=home.guide.pk) for hour in range(8, 18)]
    save(home, *slots, day_id=made.pk)
    assert asked() == first
