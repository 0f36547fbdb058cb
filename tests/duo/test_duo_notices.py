"""DUO's notices: what each records in the dossier, and taking it back."""

from __future__ import annotations

import pytest
from django.urls import reverse
from duo_world import Person, ago, person
from factories import AsOwner, be

from reisgenoot.access.errors import NotAllowed, NotFound, Refused
from reisgenoot.access.models import AccessLog
from reisgenoot.core.duo import events
from reisgenoot.dossiers import actions as dossiers
from reisgenoot.dossiers.models import Task
from reisgenoot.duo import actions
from reisgenoot.duo.models import Notice
from reisgenoot.integration.duty_facts import EVENTS

pytestmark = pytest.mark.django_db
START: dict[str, None] = {"duty_notified": None, "pip_set": None, "learning_route": None}


def test_ss139_starts_the_ten_weeks_and_taking_it_back_stops_them(as_owner: AsOwner) -> None:
    new = person(as_owner, **START)
    pip = Task.objects.filter(dossier_id=new.pk, key="pip_set")
    assert pip.get().due_on is None
    made = actions.record_notice(new.director, new.pk, "SS139", received_on=ago(8))
    assert new.fact("duty_notified") == ago(8).isoformat()
    assert (pip.get().due_on - ago(8)).days in range(70, 74)  # a holiday or weekend moves the end on
    with pytest.raises(Refused) as twice:
        actions.record_notice(new.director, new.pk, "SS139", received_on=ago(8))
    assert "code" in twice.value.problems
    with pytest.raises(Refused):
        actions.take_back(new.director, new.pk, made.pk, why="  ")
    actions.take_back(new.director, new.pk, made.pk, why="Ander dossier")
    assert new.fact("duty_notified") is None
    assert pip.get().due_on is None
    made.refresh_from_db()
    assert (made.taken_back_by, made.why) == (new.director, "Ander dossier")
    with pytest.raises(NotFound):
        actions.take_back(new.director, new.pk, made.pk, why="Nog eens")
    assert AccessLog.objects.filter(dossier_id=new.pk, part="duo notice", act="write").count() == 2


def test_another_day_is_put_in_the_place_only_if_one_says_so_and_comes_back(hala: Person) -> None:
    with pytest.raises(Refused) as refused:
        actions.record_notice(hala.director, hala.pk, "SS139", received_on=ago(300))
    assert set(refused.value.problems) == {"instead"}
    made = actions.record_notice(hala.director, hala.pk, "SS139", received_on=ago(300), instead=True)
    assert hala.fact("duty_notified") == ago(300).isoformat()
    actions.take_back(hala.director, hala.pk, made.pk, why="Toch niet")
    assert hala.fact("duty_notified") == ago(310).isoformat()


def test_what_was_corrected_since_is_left(hala: Person) -> None:
    made = actions.record_notice(hala.director, hala.pk, "SS106", received_on=ago(3), happened_on=ago(9))
    assert hala.fact("duty_fulfilled") == ago(9).isoformat()
    dossiers.record_fact(hala.director, hala.pk, "duty_fulfilled", ago(10))
    actions.take_back(hala.director, hala.pk, made.pk, why="Dubbel")
    assert hala.fact("duty_fulfilled") == ago(10).isoformat()


def test_what_was_known_is_not_taken_away_with_the_notice(hala: Person) -> None:
    made = actions.record_notice(hala.director, hala.pk, "SS139", received_on=ago(310))
    assert made.fact_id is None
    actions.take_back(hala.director, hala.pk, made.pk, why="Dubbel")
    assert hala.fact("duty_notified") == ago(310).isoformat()


@pytest.mark.parametrize(
    ("code", "given", "field"),
    [
        ("SS999", {}, "code"),
        ("SS139", {"received_on": ago(-1)}, "received_on"),
        ("SS106", {}, "happened_on"),
        ("SS108", {"happened_on": ago(-1)}, "happened_on"),
    ],
)
def test_what_can_not_be(hala: Person, code: str, given: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.record_notice(hala.director, hala.pk, code, **{"received_on": ago(0), **given})
    assert set(refused.value.problems) == {field}


def test_every_event_can_be_recorded(hala: Person) -> None:
    """Those that record a fact, that ask something to be done, and that are only noted."""
    before = hala.dossier.facts.count()
    for code, event in events().items():
        happened = ago(5) if event.own_day else None
        made = actions.record_notice(
            hala.director, hala.pk, code, received_on=ago(4), happened_on=happened, instead=True
        )
        assert bool(made.fact_id) == bool(event.fact), code
        if event.record:  # the page of the duty knows it
            assert event.record in EVENTS, code
    assert hala.dossier.facts.count() - before == sum(1 for it in events().values() if it.fact)


def test_what_it_asks_is_noted_as_done(hala: Person) -> None:
    made = actions.record_notice(hala.director, hala.pk, "SS199", received_on=ago(1))
    assert made.waits
    assert not actions.handled(hala.director, hala.pk, made.pk).waits
    with pytest.raises(NotFound):
        actions.handled(hala.director, hala.pk, made.pk)


def test_only_the_municipality(hala: Person) -> None:
    made = actions.record_notice(hala.director, hala.pk, "SS199", received_on=ago(1))
    for who in ("vluchtelingenwerk", "volunteer", "administrator"):
        be(hala.people[who])
        assert not Notice.objects.exists(), who
        with pytest.raises(NotAllowed):
            actions.record_notice(hala.people[who], hala.pk, "SS199", received_on=ago(2))
        with pytest.raises(NotAllowed):
            actions.take_back(hala.people[who], hala.pk, made.pk, why="Weg")
    be(hala.people["other organisation"])
    with pytest.raises(NotFound):
        actions.handled(hala.people["other organisation"], hala.pk, made.pk)


def test_in_the_browser(hala: Person) -> None:
    """By code, by a word of its meaning, refused with what was typed, and taken back."""
    page, browser = reverse("duo:dossier", args=[hala.pk]), hala.browser()
    for typed in ("ss199", "SS137: Aangemeld voor de leerbaarheidstoets", "overleden"):
        assert browser.post(page, {"code": typed, "received_on": ago(2)}).status_code == 302, typed
    assert set(Notice.objects.values_list("code", flat=True)) == {"SS199", "SS137", "SS111"}
    for typed in ("verzoek", "xyz", ""):
        wrong = browser.post(page, {"code": typed, "received_on": "2026-01-31"})
        assert wrong.status_code == 422
        assert 'value="2026-01-31"' in wrong.content.decode()
    refused = browser.post(page, {"code": "SS139", "received_on": ago(300)})
    assert refused.status_code == 422
    assert 'name="instead"' in refused.content.decode()
    sent = browser.post(page, {"code": "SS139", "received_on": ago(300), "instead": "on"}, follow=True)
    assert "SS139" in sent.content.decode()
    made = Notice.objects.get(code="SS139")
    back = reverse("duo:notice-back", args=[hala.pk, made.pk])
    assert browser.post(back, {"why": ""}).status_code == 422
    assert "Verkeerde" in browser.post(back, {"why": "Verkeerde persoon"}, follow=True).content.decode()
    waiting = Notice.objects.get(code="SS199")
    browser.post(reverse("duo:notice-handled", args=[hala.pk, waiting.pk]))
    waiting.refresh_from_db()
    assert waiting.handled_by == hala.director
