"""What a volunteer does on a phone, and what the guide gives and answers."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from factories import AsOwner, be, member
from volunteering import Around, around, days_ago

from reisgenoot.access.models import AccessLog, Member
from reisgenoot.dossiers import actions as dossiers
from reisgenoot.dossiers.models import ContactNote, Dossier, Fact, Task
from reisgenoot.notices.models import Notification

pytestmark = pytest.mark.django_db


def browser(who: Member) -> Client:
    """A browser in which somebody is logged in; nobody acts outside it."""
    be(None)
    client = Client()
    client.force_login(who.user)
    return client


def text_of(answer: Any) -> str:
    """The words of a page, without markup."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


@pytest.fixture
def home(as_owner: AsOwner) -> Around:
    """A household without a volunteer yet."""
    return around(as_owner)


def told(who: Member) -> list[str]:
    """The kinds of notification that somebody got."""
    be(who)
    return sorted(Notification.objects.values_list("kind", flat=True))


def test_a_volunteer_notes_ticks_and_undoes_on_the_phone(home: Around) -> None:
    home.match()
    client, one = browser(home.volunteer), [home.head.pk]
    visit = reverse("volunteers:visit", args=one)
    refused = client.post(visit, {"when": "0", "text": "Dit blijft staan."})
    assert refused.status_code == 422
    assert "Dit blijft staan." in text_of(refused)
    assert client.post(visit, {"when": "other", "kind": "visit"}).status_code == 422
    assert client.post(visit, {"when": "1", "kind": "visit"}).status_code == 302  # no text: three taps
    done = client.post(reverse("volunteers:done", args=[*one, "bank_account_opened"]), follow=True)
    assert "De taak is gedaan" in text_of(done)
    assert "Bankrekening openen" not in text_of(client.get(reverse("volunteers:mine")))
    be(home.guide)
    note = ContactNote.objects.get(author=home.volunteer)
    assert (note.on, note.text, note.dossier_id) == (days_ago(1), "", home.head.pk)
    assert Dossier.objects.get(pk=home.head.pk).last_contact == days_ago(
        0
    )  # the guide's own note is of today
    fact = Fact.objects.get(key="bank_account_opened", value__isnull=False)
    assert (fact.recorded_by, fact.category) == (home.volunteer, "route")
    browser(home.guide).get("/?scope=team")  # who opens a list brings the plan up to date
    be(home.guide)
    assert not Task.objects.filter(dossier=home.head, key="bank_account_opened").exists()
    assert AccessLog.objects.filter(member=home.volunteer, act="write", basis="volunteer").count() == 2
    undo = re.search(r'action="(/my-people/\d+/facts/\d+/undo/)"', done.content.decode())
    assert undo
    client = browser(home.volunteer)
    assert client.post(undo.group(1)).status_code == 302
    assert client.post(undo.group(1)).status_code == 404
    browser(home.guide).get("/?scope=team")
    assert "Bankrekening openen" in text_of(browser(home.volunteer).get(reverse("volunteers:mine")))


def test_tasks_are_given_with_a_note_and_a_day_and_taken_back(home: Around) -> None:
    home.match(kind="language_coach")
    guide, there = browser(home.guide), reverse("volunteers:give", args=[home.head.pk])
    body = {"volunteer": home.volunteer.pk, "note": "Neem de map mee.", "due_on": str(days_ago(-4))}
    assert guide.post(there, body).status_code == 422  # neither of the plan nor in words
    assert guide.post(there, body | {"key": "brp_registered"}).status_code == 302
    assert guide.post(there, body | {"key": "brp_registered"}).status_code == 422  # once
    assert guide.post(there, body | {"text": "Fiets uitzoeken"}).status_code == 302
    assert told(home.volunteer) == ["match_made", "task_given"]
    mine = browser(home.volunteer)
    page = mine.get(reverse("volunteers:mine"))
    for words in ("Fiets uitzoeken", "Neem de map mee.", f"gegeven door {home.guide.name}"):
        assert words in text_of(page)
    assert "Bankrekening openen" not in text_of(page)  # a coach has only what is given by name
    small = re.search(r'action="(/my-people/given/\d+/)"', page.content.decode())
    assert small
    assert mine.post(small.group(1)).status_code == 302
    assert mine.post(small.group(1), {"undo": "1"}).status_code == 302
    tab = browser(home.guide).get(reverse("volunteers:dossier", args=[home.head.pk]))
    back = re.findall(r'action="([^"]+/back/)"', tab.content.decode())
    assert len(back) == 2
    for address in back:
        assert browser(home.guide).post(address).status_code == 302
    assert "U hebt hier geen taken" in text_of(browser(home.volunteer).get(reverse("volunteers:mine")))


def test_help_is_asked_answered_once_and_seen(home: Around, as_owner: AsOwner) -> None:
    home.match()
    asked = browser(home.volunteer).post(
        reverse("volunteers:help", args=[home.head.pk]), {"question": "Wie belt de verhuurder?"}
    )
    assert asked.status_code == 302
    assert told(home.guide) == ["help_asked"]
    assert told(home.coordinator) == []  # there is a guide
    assert "Een vrijwilliger vraagt hulp" in text_of(browser(home.guide).get("/"))
    waiting = browser(home.guide).get(reverse("volunteers:questions"))
    assert "Wie belt de verhuurder?" in text_of(waiting)
    colleague = member(as_owner, organisation=home.guide.organisation)
    assert "verhuurder" not in text_of(browser(colleague).get(reverse("volunteers:questions")))
    answer = re.search(r'action="([^"#]+/answer/)', waiting.content.decode())
    assert answer
    there = answer.group(1)
    assert browser(home.guide).post(there, {"answer": "  "}).status_code == 422
    assert browser(home.guide).post(there, {"answer": "Dat doe ik morgen."}).status_code == 302
    assert browser(home.coordinator).post(there, {"answer": "Of toch niet."}).status_code == 409
    assert "help_answered" in told(home.volunteer)
    page = text_of(browser(home.volunteer).get(reverse("volunteers:mine")))
    assert f"{home.guide.name}: Dat doe ik morgen." in page
    assert browser(member(as_owner)).post(there, {"answer": "Vreemd."}).status_code == 404


def test_appointments_of_the_household_without_those_of_the_procedure(home: Around) -> None:
    from datetime import datetime, time

    from django.utils import timezone

    home.match()
    be(home.guide)
    for hour, kind, along in ((9, "visit", []), (11, "legal_aid", []), (13, "interview", [home.volunteer])):
        begins = timezone.make_aware(datetime.combine(days_ago(-2), time(hour)))
        dossiers.plan_appointment(
            home.guide, home.head, kind=kind, starts_at=begins, ends_at=begins + timedelta(hours=1),
            place=f"Zaal {hour}", note="Geheim van de begeleider", members=along or [home.guide],
        )  # fmt: skip
    page = text_of(browser(home.volunteer).get(reverse("volunteers:mine")))
    assert "Zaal 9" in page
    assert "Zaal 13" in page
    assert "u gaat mee" in page
    assert "Zaal 11" not in page
    assert "Geheim" not in page
