"""The pages of the desk, as people use them: forms that keep what was typed, exports, and few SQL statements."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from desk_world import DAY, TODAY, Desk, about_entry, refer
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from factories import be

from reisgenoot.helpdesk import actions
from reisgenoot.helpdesk.models import DeskSession, MapEntry, Referral, Visit

pytestmark = pytest.mark.django_db


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def at(name: str, *args: Any) -> str:
    return reverse(f"helpdesk:{name}", args=args)


def test_a_visitor_goes_through_the_whole_desk_by_keyboard(desk: Desk) -> None:
    be(None)
    browser = desk.browser("guide")
    queue = at("session", desk.session.pk)
    added = browser.post(queue, {"called": "Roza", "language": "ti", "theme": ""}, follow=True)
    assert "Roza" in text_of(added)
    assert "Nummer 1 staat in de rij." in text_of(added)
    taken = browser.post(at("next", desk.session.pk), follow=True)
    be(desk.guide)
    visit = Visit.objects.get()
    be(None)
    assert taken.redirect_chain[-1][0] == at("visit", visit.pk)
    assert "de klok loopt" in text_of(taken)
    assert 'name="minutes"' in text_of(taken)
    assert 'name="minutes" value' not in text_of(taken)  # while the clock runs
    wrong = browser.post(at("visit", visit.pk), {"done": "1", "question": "Een lange vraag", "theme": ""})
    assert wrong.status_code == 422
    assert "Een lange vraag" in text_of(wrong)
    kept = browser.post(at("visit", visit.pk), {"keep": "1", "theme": "letter", "question": "Wat is dit?"})
    assert kept.status_code == 302
    done = {"done": "1", "theme": "letter", "language": "ti", "question": "Wat is dit?", "minutes": "12"}
    assert browser.post(at("visit", visit.pk), done)["Location"] == queue
    be(desk.guide)
    visit.refresh_from_db()
    assert (visit.state, visit.minutes, visit.helped_by) == ("done", 12, desk.guide)


def test_an_anonymous_visitor_takes_two_forms_and_two_words(desk: Desk) -> None:
    """Whoever comes while nobody waits: language and theme chosen, helped at once, an answer typed, done."""
    be(None)
    browser, queue = desk.browser("guide"), at("session", desk.session.pk)
    assert 'name="help"' in text_of(browser.get(queue))
    helped = browser.post(queue, {"language": "ar", "theme": "letter", "help": "1"})
    assert helped.status_code == 302
    page = text_of(browser.get(helped["Location"]))
    assert "de klok loopt" in page
    assert 'value="letter" selected' in page
    assert "Klaar, volgende helpen" not in page  # nobody waits
    done = {"theme": "letter", "language": "ar", "answer": "Brief uitgelegd", "done": "1"}
    assert browser.post(helped["Location"], done)["Location"] == queue
    be(desk.guide)
    visit = Visit.objects.get()
    assert (visit.state, visit.theme, visit.language, visit.known) == ("done", "letter", "ar", False)


def test_the_next_one_comes_with_the_same_button(desk: Desk) -> None:
    first, second = (actions.add_visitor(desk.guide, desk.session.pk, theme="money") for _each in range(2))
    actions.take(desk.guide, desk.session.pk, first.pk)
    be(None)
    browser = desk.browser("guide")
    assert "Klaar, volgende helpen (1 wacht)" in text_of(browser.get(at("visit", first.pk)))
    answer = browser.post(at("visit", first.pk), {"theme": "money", "done": "next"})
    assert answer["Location"] == at("visit", second.pk)
    be(desk.guide)
    second.refresh_from_db()
    assert (second.state, second.helped_by) == ("helped", desk.guide)
    be(None)
    last = browser.post(at("visit", second.pk), {"theme": "money", "done": "next"})
    assert last["Location"] == at("session", desk.session.pk)  # nobody waits any more


def test_the_worklist_says_which_referrals_must_be_followed_up(desk: Desk, as_owner: Any) -> None:
    """Those that should be known by now: one's own; a coordinator's, the team's. Until the outcome is noted."""
    sent = refer(desk, dossier_id=desk.dossier.pk)
    be(None)
    words = "Van een doorverwijzing weet nog niemand"
    assert words not in text_of(desk.browser("guide").get("/"))
    with as_owner():
        Referral.objects.update(made_on=TODAY - 9 * DAY, expected_on=TODAY - DAY)
    page = text_of(desk.browser("guide").get("/"))
    assert words in page
    assert f"{at('referrals')}?state=late&amp;whose=mine" in page
    assert words in text_of(desk.browser("colleague").get("/"))
    assert words not in text_of(desk.browser("stranger").get("/"))
    body = {"outcome": "helped", "reason": "", "known_on": TODAY.isoformat(), "note": "", "seen": ""}
    assert desk.browser("guide").post(at("referral", sent.pk), body).status_code == 302
    assert words not in text_of(desk.browser("guide").get("/"))


def test_a_visitor_is_linked_by_a_search_that_the_wall_allows(desk: Desk) -> None:
    visit = actions.add_visitor(desk.guide, desk.session.pk)
    be(None)
    page = text_of(desk.browser("guide").get(at("visit", visit.pk), {"q": "Hala"}))
    assert "Hala Bekend" in page
    posted = {"dossier": str(desk.dossier.pk)}
    assert desk.browser("guide").post(at("link", visit.pk), posted).status_code == 302
    assert "Hala Bekend" in text_of(desk.browser("guide").get(at("visit", visit.pk)))
    assert "Hala Bekend" in text_of(desk.browser("colleague").get(at("session", desk.session.pk)))
    for address in (at("visit", visit.pk), at("session", desk.session.pk)):
        page = text_of(desk.browser("volunteer").get(address, {"q": "Hala"}))
        assert "Hala Bekend" not in page
    assert desk.browser("volunteer").post(at("link", visit.pk), posted).status_code == 403


def test_who_opens_what_of_a_real_desk(desk: Desk) -> None:
    visit = actions.add_visitor(desk.guide, desk.session.pk)
    sent = refer(desk, visit_id=visit.pk)
    be(None)
    who = ("guide", "colleague", "volunteer", "other_volunteer", "stranger")
    pages = {
        at("session", desk.session.pk): (200, 200, 200, 404, 404),
        at("change", desk.session.pk): (200, 200, 403, 403, 404),
        at("visit", visit.pk): (200, 200, 200, 404, 404),
        at("visit-refer", visit.pk): (200, 200, 200, 404, 404),
        at("referral", sent.pk): (200, 200, 403, 403, 404),
        at("entry", desk.entry.pk): (200, 200, 200, 200, 404),
        at("entry-change", desk.entry.pk): (200, 200, 403, 403, 404),
    }
    for address, wanted in pages.items():
        assert tuple(desk.browser(each).get(address).status_code for each in who) == wanted, address
    changes = {
        at("take", visit.pk): (404, 404),
        at("move", visit.pk): (404, 404),
        at("entry-check", desk.entry.pk): (403, 404),
        at("referral-reopen", sent.pk): (403, 404),
    }
    for address, wanted in changes.items():
        body = {"move": "left"}
        got = tuple(
            desk.browser(each).post(address, body).status_code for each in ("other_volunteer", "stranger")
        )
        assert got == wanted, address


def test_sessions_are_opened_and_changed_on_the_page(desk: Desk) -> None:
    be(None)
    browser = desk.browser("guide")
    about = {
        "place": "Kerk",
        "day": TODAY.isoformat(),
        "begins": "13:00",
        "ends": "12:00",
        "manned": [desk.guide.pk],
    }
    wrong = browser.post(at("new"), about)
    assert wrong.status_code == 422
    assert 'value="Kerk"' in text_of(wrong)
    made = browser.post(at("new"), {**about, "ends": "15:00"})
    session = int(made["Location"].rstrip("/").split("/")[-1])
    assert browser.post(at("change", session), {**about, "place": "Zaal", "ends": "16:00"}).status_code == 302
    be(desk.guide)
    assert DeskSession.objects.get(pk=session).place == "Zaal"


def test_a_referral_is_made_and_known_on_the_pages(desk: Desk) -> None:
    be(None)
    browser = desk.browser("guide")
    body = {
        "entry": str(desk.entry.pk),
        "theme": "money",
        "about": "Toeslag",
        "how": "along",
        "expected_on": "2020-01-01",
    }
    wrong = browser.post(at("dossier", desk.dossier.pk), body)
    assert wrong.status_code == 422
    assert 'value="Toeslag"' in text_of(wrong)
    assert (
        browser.post(at("dossier", desk.dossier.pk), {**body, "expected_on": TODAY.isoformat()}).status_code
        == 302
    )
    assert "Toeslag" in text_of(browser.get(at("dossier", desk.dossier.pk)))
    be(desk.guide)
    sent = Referral.objects.get()
    be(None)
    address = at("referral", sent.pk)
    outcome = {
        "outcome": "turned_away",
        "reason": "",
        "known_on": TODAY.isoformat(),
        "note": "Te druk",
        "seen": "",
    }
    wrong = browser.post(address, outcome)
    assert wrong.status_code == 422
    assert "Te druk" in text_of(wrong)
    assert browser.post(address, {**outcome, "reason": "waiting_list"}).status_code == 302
    overtaken = desk.browser("colleague").post(address, {**outcome, "outcome": "helped", "seen": ""})
    assert overtaken.status_code == 409
    assert "weggestuurd" in text_of(overtaken)
    assert browser.post(at("referral-reopen", sent.pk)).status_code == 302


def test_the_map_is_kept_on_its_pages(desk: Desk) -> None:
    be(None)
    browser = desk.browser("guide")
    body = {
        "name": "Voedselbank",
        "kind": "food",
        "day1": "ochtend",
        "does": "Een pakket",
        "themes": ["money"],
    }
    wrong = browser.post(at("entry-new"), body)
    assert wrong.status_code == 422
    assert "Een pakket" in text_of(wrong)
    made = browser.post(at("entry-new"), {**body, "day1": "9-12, 13-17"})
    entry = int(made["Location"].rstrip("/").split("/")[-1])
    assert "9:00–12:00, 13:00–17:00" in text_of(browser.get(at("entry", entry)))
    form = text_of(browser.get(at("entry-change", entry)))
    assert 'value="9:00–12:00, 13:00–17:00"' in form
    assert browser.post(at("entry-change", entry), {**body, "day1": "", "seen": "1"}).status_code == 302
    assert browser.post(at("entry-change", entry), {**body, "day1": "", "seen": "1"}).status_code == 409
    assert browser.post(at("entry-check", entry), {"gone": "1"}).status_code == 302
    assert "Voedselbank" not in text_of(browser.get(at("map")))
    assert "Voedselbank" in text_of(browser.get(at("map"), {"checked": "gone"}))
    be(desk.guide)
    assert MapEntry.objects.get(pk=entry).gone_on == TODAY


def test_exports_are_spreadsheets_without_formulas(desk: Desk) -> None:
    refer(desk, about="=1+1")
    actions.add_entry(desk.guide, **about_entry(name="=HYPERLINK(1)"))
    be(None)
    for name in ("referrals-xlsx", "map-xlsx", "numbers-xlsx", "bottlenecks-xlsx"):
        answer = desk.browser("guide").get(at(name))
        with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
            told = b"".join(packed.read(it) for it in packed.namelist())
        assert b"<f>" not in told
        if name in ("numbers-xlsx", "bottlenecks-xlsx"):
            assert b"minder dan 5" in told


def statements(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_lists_take_as_many_statements_for_many_rows_as_for_one(desk: Desk) -> None:
    refer(desk, dossier_id=desk.dossier.pk)
    browser = desk.browser("guide")
    names = (
        at("referrals"),
        at("map"),
        at("session", desk.session.pk),
        at("dossier", desk.dossier.pk),
        at("desk"),
    )
    with override("nl"):
        few = {}
        for address in names:
            browser.get(address)
            few[address] = statements(browser, address)
        for number in range(6):
            refer(desk, dossier_id=desk.dossier.pk)
            visit = actions.add_visitor(desk.guide, desk.session.pk)
            actions.take(desk.guide, desk.session.pk)
            actions.add_entry(desk.guide, **about_entry(name=f"Nog een {number}"))
            assert visit.pk
        be(None)
        many = {address: statements(browser, address) for address in names}
    assert many == few
    assert max(many.values()) < 30
