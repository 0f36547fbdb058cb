"""The same form sent twice counts once, one after the other and at the same moment; another form is another form."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from addresses import addresses
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client

from reisgenoot.access import tasks
from reisgenoot.access.identity import acting_as
from reisgenoot.access.models import Sent
from reisgenoot.dossiers.models import ContactNote, Document, Dossier, Fact

NOTE = {"on": "2026-01-05", "kind": "visit", "sensitivity": "normal", "text": "Langs geweest.", "once": "k1"}


def notes(guided) -> int:
    with acting_as(guided.people["guide"]):
        return ContactNote.objects.filter(text="Langs geweest.").count()


@pytest.mark.django_db
def test_a_form_sent_twice_counts_once_and_answers_the_same(guided):
    browser, there = guided.browser("guide"), addresses(guided)
    first, second = browser.post(there["dossiers:note"], NOTE), browser.post(there["dossiers:note"], NOTE)
    assert first.headers["Location"] == second.headers["Location"]
    assert notes(guided) == 1
    assert "telt één keer" in browser.get(second.headers["Location"]).content.decode()


@pytest.mark.django_db
def test_every_other_form_counts(guided):
    """The same key with other words (a page taken back from the browser's history), another key, another person."""
    browser, there = guided.browser("guide"), addresses(guided)["dossiers:note"]
    browser.post(there, NOTE)
    browser.post(there, {**NOTE, "on": "2026-01-06"})
    browser.post(there, {**NOTE, "once": "k2"})
    guided.browser("colleague").post(there, NOTE)
    assert notes(guided) == 4


@pytest.mark.django_db
def test_a_form_that_was_refused_may_be_sent_again(guided):
    browser, there = guided.browser("guide"), addresses(guided)["dossiers:note"]
    for _again in range(2):
        assert browser.post(there, {**NOTE, "text": ""}).status_code == 422
    with acting_as(guided.people["guide"]):
        assert not Sent.objects.exists()


@pytest.mark.django_db
def test_files_are_told_apart_by_what_is_in_them(guided):
    browser, there = guided.browser("guide"), addresses(guided)["dossiers:documents"]
    for content in (b"%PDF-1.4 een", b"%PDF-1.4 een", b"%PDF-1.4 twee"):
        file = SimpleUploadedFile("brief.pdf", content)
        assert browser.post(there, {"file": file, "sensitivity": "normal", "once": "k"}).status_code == 302
    with acting_as(guided.people["guide"]):
        assert {bytes(it.content) for it in Document.objects.all()} > {b"%PDF-1.4 een", b"%PDF-1.4 twee"}
        assert Document.objects.count() == 3  # one was there before


@pytest.mark.django_db
def test_dossiers_and_tasks_too(guided):
    browser, there = guided.browser("guide"), addresses(guided)
    for _again in range(2):
        browser.post(there["dossiers:new"], {"family": "Tweemaal", "role": "head", "once": "k"})
        browser.post(there["dossiers:task-done"], {"on": "2026-01-05", "once": "k"})
    with acting_as(guided.people["guide"]):
        assert Dossier.objects.filter(name="Tweemaal").count() == 1
        assert Fact.objects.filter(key="gp_registered").count() == 1


@pytest.mark.django_db
def test_it_is_kept_for_a_day_and_seen_by_nobody_else(guided, as_owner):
    guided.browser("guide").post(addresses(guided)["dossiers:note"], NOTE)
    with acting_as(guided.people["colleague"]):
        assert not Sent.objects.exists()
    tasks.forget_sent()
    with as_owner(), connection.cursor() as cursor:
        assert Sent.objects.count() == 1
        cursor.execute("UPDATE access_sent SET at = at - interval '25 hours'")
    tasks.forget_sent()
    with as_owner():
        assert Sent.objects.count() == 0


def test_two_at_the_same_moment_count_once(guided_for_all):
    """Two connections: the second waits for the first, whose transaction holds the row until it ends."""
    there, together = addresses(guided_for_all)["dossiers:note"], threading.Barrier(2)
    form, browsers = dict(NOTE), [guided_for_all.browser("guide") for _each in range(2)]

    def send(browser: Client) -> tuple[int, str]:
        try:
            together.wait(10)
            answer = browser.post(there, form)
            return answer.status_code, answer.headers.get("Location", "")
        finally:
            connections.close_all()

    for _round in range(3):
        form["once"] += "x"
        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(send, browsers))
        assert answers[0] == answers[1]
        assert answers[0][0] == 302
    assert notes(guided_for_all) == 3


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["worklist", "dossier", "people", "new", "record", "questions", "fact"])
def test_every_form_has_its_key(name, guided):
    page = guided.browser("guide").get(addresses(guided)[f"dossiers:{name}"]).content.decode()
    forms = re.findall(r'<form[^>]*method="post".*?</form>', page, re.S)
    assert forms
    assert [form for form in forms if 'name="once" value="' not in form] == []
