"""Two guides in one dossier: nothing is overwritten unseen; the second sees both versions and chooses."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from html import unescape

import factories
import pytest
from addresses import addresses
from django.db import connections
from django.test import Client

from reisgenoot.access.identity import acting_as
from reisgenoot.dossiers import actions
from reisgenoot.dossiers.models import Dossier, Fact


def text_of(answer) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def fields(answer, action: str = "") -> dict[str, str]:
    """The hidden fields of the form of the page's main part that goes to this address."""
    main = answer.content.decode().split("<main", 1)[1]
    forms = re.findall(r'<form method="post"(.*?)</form>', main, re.S)
    form = next(form for form in forms if not action or f'action="{action}"' in form)
    inputs = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form)
    return {name: unescape(value) for name, value in inputs}


def value(guided, key: str) -> object:
    with acting_as(guided.people["guide"]):
        return Fact.objects.filter(key=key).order_by("-id").first().value


@pytest.mark.django_db
def test_a_milestone_that_a_colleague_recorded_meanwhile(guided):
    mine, theirs = guided.browser("guide"), guided.browser("colleague")
    there = addresses(guided)["dossiers:record"]
    looked = mine.post(there, {"key": "brp_registered", "on": "2026-10-05", "note": "Aan de balie"})
    theirs.post(there, {"key": "brp_registered", "on": "2026-10-07", "note": "Uit de brief", "save": "1"})
    form = {"key": "brp_registered", "on": "2026-10-05", "note": "Aan de balie", "save": "1"}
    answer = mine.post(there, {**fields(looked), **form})
    assert answer.status_code == 409
    said = text_of(answer)
    colleague = guided.people["colleague"]
    for words in ("7 oktober 2026", "Uit de brief", "5 oktober 2026", "Aan de balie", colleague.name):
        assert words in said
    assert value(guided, "brp_registered") == "2026-10-07"
    again = mine.post(there, fields(answer, there))
    assert again.status_code == 302
    assert value(guided, "brp_registered") == "2026-10-05"
    with acting_as(guided.people["guide"]):
        newest = Fact.objects.filter(key="brp_registered").order_by("-id").first()
        assert newest.supersedes.note == "Uit de brief"


@pytest.mark.django_db
def test_what_was_known_is_said_before_it_is_replaced(guided):
    there = addresses(guided)["dossiers:record"]
    looked = guided.browser("guide").post(there, {"key": "moved_in", "on": "2026-10-05"})
    assert "Nu vastgelegd:" in text_of(looked)
    form = {**fields(looked), "key": "moved_in", "on": "2026-10-05", "save": "1"}
    assert guided.browser("guide").post(there, form).status_code == 302
    assert value(guided, "moved_in") == "2026-10-05"


@pytest.mark.django_db
def test_a_fact_that_a_colleague_corrected_meanwhile(guided):
    mine, there = guided.browser("guide"), addresses(guided)
    guided.browser("colleague").post(there["dossiers:fact"], {"value": "2026-10-07", "note": "Sleutel"})
    answer = mine.post(there["dossiers:fact"], {"value": "2026-10-05", "note": "Verhuizer"})
    assert answer.status_code == 409
    original = guided.fact.happened_on
    for words in (f"{original.day} ", "7 oktober 2026", "Sleutel", "5 oktober 2026", "Verhuizer"):
        assert words in text_of(answer)
    with acting_as(guided.people["guide"]):
        newest = Fact.objects.filter(key="moved_in").order_by("-id").first()
    action = there["dossiers:fact"].replace(f"facts/{guided.fact.pk}/", f"facts/{newest.pk}/")
    assert mine.post(action, fields(answer, action)).status_code == 302
    assert value(guided, "moved_in") == "2026-10-05"
    gone = mine.get(there["dossiers:fact"], follow=True)
    assert "intussen veranderd" in text_of(gone)


@pytest.mark.django_db
def test_a_fact_that_a_colleague_took_back_meanwhile(guided):
    mine, there = guided.browser("guide"), addresses(guided)["dossiers:fact"]
    guided.browser("colleague").post(there, {"retract": "1", "note": "Andere persoon"})
    answer = mine.post(there, {"value": "2026-10-05"})
    assert answer.status_code == 409
    assert "teruggenomen" in text_of(answer)
    assert "Andere persoon" in text_of(answer)


@pytest.mark.django_db
def test_a_task_that_a_colleague_ticked_off_meanwhile(guided):
    mine, there = guided.browser("guide"), addresses(guided)
    guided.browser("colleague").post(there["dossiers:task-done"], {"on": "2026-10-07", "note": "Samen"})
    answer = mine.post(there["dossiers:task-done"], {"on": "2026-10-05", "note": "Gebeld"})
    assert answer.status_code == 409
    for words in ("7 oktober 2026", "Samen", "5 oktober 2026", "Gebeld"):
        assert words in text_of(answer)
    assert value(guided, "gp_registered") == "2026-10-07"
    mine.post(there["dossiers:task-done"], fields(answer, there["dossiers:task-done"]))
    assert value(guided, "gp_registered") == "2026-10-05"


@pytest.mark.django_db
def test_taking_back_what_a_colleague_changed_meanwhile(guided):
    mine, there = guided.browser("guide"), addresses(guided)
    mine.post(there["dossiers:task-done"], {"on": "2026-10-05"})
    seen = fields(mine.get(there["dossiers:dossier"]), there["dossiers:task-undo"])["seen"]
    with acting_as(guided.people["colleague"]) as colleague:
        actions.correct_fact(colleague, int(seen), "2026-10-07")
    answer = mine.post(there["dossiers:task-undo"], {"seen": seen})
    assert answer.status_code == 409
    assert value(guided, "gp_registered") == "2026-10-07"
    mine.post(there["dossiers:task-undo"], fields(answer, there["dossiers:task-undo"]))
    assert value(guided, "gp_registered") is None
    late = mine.post(there["dossiers:task-undo"], {"seen": seen})
    assert late.status_code == 409
    assert "kan niet meer" in text_of(late)


@pytest.mark.django_db
def test_a_worker_whom_a_colleague_chose_meanwhile(guided, as_owner):
    mine, there = guided.browser("guide"), addresses(guided)
    seen = fields(mine.get(there["dossiers:dossier"]), there["dossiers:worker"])["seen"]
    colleague = guided.people["colleague"]
    third = factories.member(as_owner, "coordinator", colleague.organisation)
    guided.browser("colleague").post(there["dossiers:worker"], {"worker": colleague.pk, "seen": seen})
    answer = mine.post(there["dossiers:worker"], {"worker": third.pk, "seen": seen})
    assert answer.status_code == 409
    assert f"{colleague.name}, {colleague.organisation.name} heeft op" in text_of(answer)
    mine.post(there["dossiers:worker"], fields(answer, there["dossiers:worker"]))
    with acting_as(guided.people["guide"]):
        assert Dossier.objects.get(pk=guided.dossier.pk).worker == third


def test_two_who_save_at_the_same_moment(guided_for_all):
    """Two connections: one is saved, the other sees it. Never two, never an error of the server."""
    there, together = addresses(guided_for_all), threading.Barrier(2)

    def send(asked: tuple[Client, str, dict[str, str]]) -> int:
        browser, address, form = asked
        try:
            together.wait(10)
            return browser.post(address, form).status_code
        finally:
            connections.close_all()

    def race(address: str, forms: list[dict[str, str]]) -> list[int]:
        browsers = [guided_for_all.browser(who) for who in ("guide", "colleague")]
        with ThreadPoolExecutor(2) as pool:
            asked = [(browser, address, form) for browser, form in zip(browsers, forms, strict=True)]
            return sorted(pool.map(send, asked))

    days = ("2026-10-05", "2026-10-07")
    record = [{"key": "brp_registered", "on": day, "save": "1"} for day in days]
    assert race(there["dossiers:record"], record) == [302, 409]
    assert race(there["dossiers:fact"], [{"value": day} for day in days]) == [302, 409]
    assert race(there["dossiers:task-done"], [{"on": day} for day in days]) == [302, 409]
    with acting_as(guided_for_all.people["guide"]):
        assert Fact.objects.filter(key="brp_registered").count() == 1
        assert Fact.objects.filter(key="moved_in").count() == 2
        assert Fact.objects.filter(key="gp_registered").count() == 1
