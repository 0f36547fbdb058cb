"""The checklist of a household: ticked off in place, set aside with a reason, written with by all involved."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from factories import AsOwner, be
from settled_home import Home, settled

from reisgenoot.access.errors import NotAllowed, Overtaken, Refused
from reisgenoot.access.models import AccessLog
from reisgenoot.dossiers import actions as dossier_actions
from reisgenoot.settlement import actions, queries
from reisgenoot.settlement.queries import Cell

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def cell(home: Home, whose: Any, key: str) -> Cell | None:
    be(home.guide)
    rows = {row.key: row for row in queries.checklist(home.guide, home.head.pk, TODAY).rows}
    return rows[key].cells.get(whose.pk) if key in rows else None


def state(home: Home, whose: Any, key: str) -> str:
    found = cell(home, whose, key)
    return found.state if found else "not there"


def page(home: Home, who: str = "guide", whose: Any = None) -> str:
    address = reverse("settlement:checklist", args=[(whose or home.head).pk])
    answer = home.browser(who).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_item_stands_with_whom_it_is_for(home: Home) -> None:
    assert state(home, home.head, "benefit_applied") == "overdue"
    assert state(home, home.partner, "benefit_applied") == "not there"  # one for the household
    assert {state(home, it, "bank_account_opened") for it in (home.head, home.partner)} == {"overdue"}
    assert state(home, home.child, "bank_account_opened") == "not there"
    assert state(home, home.child, "school_enrolled") == "overdue"
    assert state(home, home.head, "school_enrolled") == "not there"
    assert state(home, home.child, "brp_registered") == "overdue"
    assert state(home, home.head, "library_visited") == "open"  # what Doetinchem adds
    assert state(home, home.head, "fixed_costs_arranged") == "overdue"
    shown = page(home)
    assert "Daniel Voorbeeld" in shown
    assert "Afvalpas" in shown  # and what it adds with a date


def test_from_each_of_them_one_comes_to_the_same_list(home: Home) -> None:
    be(home.guide)
    lists = [queries.checklist(home.guide, it.pk, TODAY) for it in (home.head, home.child)]
    assert lists[0].household.mates == lists[1].household.mates
    assert [row.key for row in lists[0].rows] == [row.key for row in lists[1].rows]
    assert "Mira Voorbeeld" in page(home, whose=home.child)


def test_ticking_off_in_place_and_taking_it_back(home: Home) -> None:
    browser, here = home.browser("guide"), reverse("settlement:checklist", args=[home.head.pk])
    done = reverse("dossiers:task-done", args=[home.partner.pk, "bank_account_opened"])
    answer = browser.post(done, {"on": TODAY.isoformat(), "note": "", "next": here})
    assert (answer.status_code, answer["Location"]) == (302, here)
    found = cell(home, home.partner, "bank_account_opened")
    assert found is not None
    assert found.state == "done"
    assert state(home, home.head, "bank_account_opened") == "overdue"
    assert found.recorded is not None
    undo = reverse("dossiers:task-undo", args=[home.partner.pk, "bank_account_opened"])
    assert f'action="{undo}"' in page(home)
    browser.post(undo, {"next": here, "seen": str(found.recorded.fact_id)})
    assert state(home, home.partner, "bank_account_opened") == "overdue"


def test_setting_aside_needs_a_reason_and_leaves_the_worklist(home: Home) -> None:
    at = reverse("settlement:set-aside", args=[home.head.pk, "dentist_registered"])
    assert home.browser("guide").post(at, {"why": "  "}).status_code == 422
    assert home.browser("guide").post(at, {"why": "Heeft al een tandarts in Arnhem."}).status_code == 302
    found = cell(home, home.head, "dentist_registered")
    assert found is not None
    assert found.state == "aside"
    assert "Heeft al een tandarts in Arnhem." in page(home)
    assert not home.head.tasks.filter(key="dentist_registered").exists()
    back = reverse("settlement:take-back", args=[home.head.pk, "dentist_registered"])
    assert home.browser("guide").post(back).status_code == 302
    assert state(home, home.head, "dentist_registered") == "open"
    assert home.head.tasks.filter(key="dentist_registered").exists()


def test_a_volunteer_neither_reads_it_nor_writes_on_it(home: Home) -> None:
    volunteer = home.people["volunteer"]
    be(volunteer)
    with pytest.raises(NotAllowed):
        actions.set_aside(volunteer, home.head.pk, "dentist_registered", why="Nee.")
    with pytest.raises(NotAllowed):
        actions.write_item(volunteer, home.head.pk, "dentist_registered", note="Nee.")
    browser, item = home.browser("volunteer"), [home.head.pk, "dentist_registered"]
    assert browser.get(reverse("settlement:checklist", args=[home.head.pk])).status_code == 403
    assert browser.post(reverse("settlement:set-aside", args=item), {"why": "Nee."}).status_code == 403
    assert browser.post(reverse("settlement:item", args=item), {"note": "Nee."}).status_code == 403


def test_what_was_done_is_not_set_aside(home: Home) -> None:
    be(home.guide)
    dossier_actions.complete_task(home.guide, home.head, "gp_registered")
    with pytest.raises(Refused):
        actions.set_aside(home.guide, home.head.pk, "gp_registered", why="Hoeft niet.")


def test_who_does_it_a_note_and_the_proof(home: Home) -> None:
    be(home.guide)
    proof = dossier_actions.add_document(
        home.guide, home.head, name="polis.txt", content=b"polis", sensitivity="normal"
    )
    at = reverse("settlement:item", args=[home.head.pk, "insured"])
    form = home.browser("guide").get(at).content.decode()
    assert home.people["volunteer"].name in form
    assert "polis.txt" in form
    volunteer = home.people["volunteer"]
    sent = {"owner": str(volunteer.pk), "note": "Belt maandag.", "proof": str(proof.pk), "seen": "0"}
    assert home.browser("guide").post(at, sent).status_code == 302
    found = cell(home, home.head, "insured")
    assert found is not None
    assert (found.written.member, found.written.note, found.written.proof) == (
        volunteer.name,
        "Belt maandag.",
        "polis.txt",
    )
    assert "Belt maandag." in page(home, "colleague")
    home.browser("guide").post(at, {"owner": "person", "note": "Doet het zelf.", "seen": "1"})
    found = cell(home, home.head, "insured")
    assert found is not None
    assert (found.written.by_person, found.written.member) == (True, "")


def test_who_does_it_must_see_the_dossier_and_the_proof_be_in_it(home: Home) -> None:
    be(home.guide)
    elsewhere = dossier_actions.add_document(home.guide, home.child, name="ander.txt", content=b"x")
    for problem, about in (
        ("owner", {"owner": str(home.people["other volunteer"].pk)}),
        ("proof", {"proof": elsewhere.pk}),
    ):
        with pytest.raises(Refused) as refused:
            actions.write_item(home.guide, home.head.pk, "insured", **about)
        assert list(refused.value.problems) == [problem]


def test_two_at_once_lose_nothing(home: Home) -> None:
    be(home.guide)
    actions.write_item(home.guide, home.head.pk, "insured", note="Eerst", seen=0)
    with pytest.raises(Overtaken):
        actions.write_item(home.guide, home.head.pk, "insured", note="Te laat", seen=0)
    at = reverse("settlement:item", args=[home.head.pk, "insured"])
    answer = home.browser("colleague").post(at, {"note": "Te laat", "seen": "0"})
    assert answer.status_code == 409
    assert "Eerst" in answer.content.decode()
    assert "Te laat" in answer.content.decode()


def test_reading_it_is_in_the_log_of_everybody_in_it(home: Home) -> None:
    page(home, "colleague")
    be(home.guide)
    read = AccessLog.objects.filter(part="checklist", act="read", member=home.people["colleague"])
    assert set(read.values_list("dossier_id", flat=True)) == {home.head.pk, home.partner.pk, home.child.pk}


def test_the_page_asks_the_database_equally_often_with_more(home: Home, as_owner: AsOwner) -> None:
    def asked(whose: Home) -> int:
        browser = whose.browser("guide")
        with CaptureQueriesContext(connection) as caught:
            browser.get(reverse("settlement:checklist", args=[whose.head.pk]))
        return len(caught)

    first = asked(home)
    be(home.guide)
    for key in ("insured", "gp_registered"):
        actions.write_item(home.guide, home.head.pk, key, note="Nog iets")
        dossier_actions.complete_task(home.guide, home.partner, key)
    assert asked(home) == first
    assert asked(settled(as_owner, home.guide)) == first


def test_before_there_is_a_home_it_says_so(home: Home, as_owner: AsOwner) -> None:
    from factories import dossier

    waiting = dossier(home.guide, "Nog Niet", facts={"arrived": TODAY})
    be(None)
    answer = home.browser("guide").get(reverse("settlement:checklist", args=[waiting.pk]))
    assert "empty" in answer.content.decode()
