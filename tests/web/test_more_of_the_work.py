"""Paging, taking back, wrong input kept, volunteers and documents; every page has the same frame."""

import re
from datetime import timedelta

import factories
import pytest
from addresses import addresses
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reisgenoot.access.identity import acting_as
from reisgenoot.dossiers import actions
from reisgenoot.dossiers.models import Fact, Task

pytestmark = pytest.mark.django_db
FRAMED = (
    *("worklist", "people", "new", "dossier", "record", "fact", "task-done"),
    *("insight:overview", "access:choose", "/nothing/"),
)


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def many(guide, number: int) -> None:
    """So many more dossiers, opened in bulk."""
    factories.be(guide)
    facts = {"arrived": timezone.localdate() - timedelta(days=100)}
    named = [actions.NameParts(full=f"Hala Veel {place}") for place in range(number)]
    actions.open_dossiers(guide, [actions.NewDossier(name=name, facts=facts, worker=guide) for name in named])
    factories.be(None)


def test_counts_are_right_and_each_task_stands_on_one_page(guided):
    many(guided.people["guide"], 30)
    browser, seen, due = guided.browser("guide"), [], []
    first = browser.get("/?scope=team")
    pages = first.context["pages"]
    for number in range(1, pages + 1):
        answer = browser.get(f"/?scope=team&page={number}")
        seen += [(row.dossier_id, row.key) for row in answer.context["worklist"].rows]
        due += [row.overdue_from or timezone.localdate().max for row in answer.context["worklist"].rows]
        assert answer.content.count(b"data-row") == len(answer.context["worklist"].rows) <= 25
    assert due == sorted(due)
    assert len(seen) == len(set(seen)) == first.context["worklist"].counts.total > 25
    today = timezone.localdate()
    with acting_as(guided.people["guide"]):
        overdue = Task.objects.filter(overdue_from__lte=today, starts_on__lte=today)
        assert first.context["worklist"].counts.overdue == overdue.exclude(ends_on__lte=today).count()
    assert 'rel="next" href="?scope=team&amp;page=2"' in first.content.decode()
    beyond = browser.get("/?scope=team&page=99999")
    assert (beyond.status_code, beyond.context["page"]) == (200, pages)


def test_pages_ask_the_database_equally_often_with_three_hundred_dossiers(guided):
    browser, there = guided.browser("guide"), addresses(guided)
    names = ("dossiers:worklist", "dossiers:dossier", "insight:overview", "dossiers:people")
    asking = [there[name] + ("?q=Hala" if name.endswith("people") else "") for name in names]
    few = [_statements(browser, address) for address in asking]
    many(guided.people["guide"], 299)
    assert dict(zip(names, [_statements(browser, address) for address in asking], strict=True)) == dict(
        zip(names, few, strict=True)
    )


def _statements(browser, address) -> int:
    browser.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


def test_looking_at_what_a_milestone_changes_writes_nothing_but_the_log(guided):
    there = addresses(guided)["dossiers:record"]
    body = {"key": "brp_registered", "on": str(timezone.localdate())}
    browser = guided.browser("guide")
    browser.get(there)
    with CaptureQueriesContext(connection) as asked:
        assert browser.post(there, body).status_code == 200
    written = {
        re.match(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"', query["sql"])
        for query in asked.captured_queries
    }
    assert {found[1] for found in written if found} <= {"access_accesslog", "django_session"}


@pytest.mark.parametrize("on", ["2026-02-31", "gisteren", "", "2999-01-01"])
def test_a_wrong_date_of_a_milestone_is_said_and_the_rest_kept(on, guided):
    body = {"key": "brp_registered", "on": on, "note": "Aan de balie", "save": "1"}
    answer = guided.browser("guide").post(addresses(guided)["dossiers:record"], body)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Aan de balie"' in page
    assert 'value="brp_registered" selected' in page
    assert re.search(r'<input[^>]*name="on"[^>]*aria-invalid="true"', page)
    assert f'value="{on}"' in page or not on


def test_a_wrong_correction_changes_nothing(guided):
    there = addresses(guided)["dossiers:fact"]
    for value in ("", "31-31-2026", "1026-01-05", "2999-01-05"):
        answer = guided.browser("guide").post(there, {"value": value, "note": "Typefout"})
        assert answer.status_code == 422, value
        assert "Typefout" in answer.content.decode()
    with acting_as(guided.people["guide"]):
        assert Fact.objects.filter(key="moved_in").count() == 1


def test_a_fact_is_taken_back_and_its_history_stays(guided):
    browser, there = guided.browser("guide"), addresses(guided)
    answer = browser.post(there["dossiers:fact"], {"retract": "1", "note": "Andere persoon"}, follow=True)
    assert answer.status_code == 200
    assert "Andere persoon" in text_of(answer)
    with acting_as(guided.people["guide"]):
        assert Fact.objects.filter(key="moved_in").count() == 2
        assert not Task.objects.filter(key="gp_registered").exists()


@pytest.mark.parametrize(
    "wanted", ["/\t/evil.example", "\\\\evil.example", "javascript:alert(1)", "///x.example"]
)
def test_a_form_returns_to_no_other_site(wanted, guided):
    answer = guided.browser("guide").post(
        addresses(guided)["dossiers:task-done"], {"on": "2026-01-05", "next": wanted}
    )
    assert answer.headers["Location"].startswith("/dossiers/")


def test_the_language_switch_returns_to_no_other_site(guided):
    answer = guided.browser("guide").post(
        "/language/setlang/", {"language": "en", "next": "https://evil.example/"}
    )
    assert answer.headers["Location"].startswith("/")
    assert "evil" not in answer.headers["Location"]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", FRAMED)
def test_every_page_has_one_heading_a_title_and_a_language(name, language, guided):
    browser = guided.browser("guide")
    browser.post("/language/setlang/", {"language": language, "next": "/"})
    there = addresses(guided)
    page_at = name if name.startswith("/") else there.get(name) or there[f"dossiers:{name}"]
    answer = browser.get(page_at)
    page = answer.content.decode()
    assert f'<html lang="{language}" dir="ltr">' in page
    assert page.count("<h1") == 1
    assert re.search(r"<title>\s*[^\s–][^<]* – Reisgenoot</title>", page)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", page)


def test_what_people_are_called_stands_in_a_row_as_text(guided):
    guide = guided.people["guide"]
    factories.be(guide)
    odd = "Hala <b>%(name)s</b> 100% & {x}"
    facts = {"arrived": timezone.localdate() - timedelta(days=100)}
    actions.open_dossier(guide, name=actions.NameParts(full=odd), facts=facts, worker=guide)
    factories.be(None)
    page = guided.browser("guide").get("/?scope=mine&q=Hala&x=%25s").content.decode()
    assert "Hala &lt;b&gt;%(name)s&lt;/b&gt; 100% &amp; {x}" in page
    assert 'name="next" value="/?scope=mine&amp;q=Hala&amp;x=%25s"' in page
