"""What a guide does in a day, through the pages, without JavaScript."""

import io
import re
from datetime import timedelta

import factories
import pytest
import python_calamine
from addresses import addresses
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reisgenoot.access.identity import acting_as
from reisgenoot.dossiers import actions
from reisgenoot.dossiers.models import ContactNote, Dossier, Fact, SavedView, Task

pytestmark = pytest.mark.django_db


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_the_worklist_shows_what_is_overdue_first(guided):
    page = text_of(guided.browser("guide").get("/"))
    assert page.index("Te laat") < page.index("Later")
    assert "Inschrijven bij een huisarts" in page


def test_the_address_holds_the_filters(guided):
    browser = guided.browser("guide")
    assert "huisarts" in text_of(browser.get("/?scope=team&kind=health"))
    assert "huisarts" not in text_of(browser.get("/?scope=team&kind=family"))
    assert "huisarts" in text_of(browser.get("/?scope=team&q=voorbeelt"))
    assert "Geen open taak past bij deze filters" in text_of(browser.get("/?scope=team&q=Zzyzx"))


def test_nonsense_in_the_address_filters_nothing(guided):
    answer = guided.browser("guide").get("/?scope=x&worker=x&page=-1&due=soon&q=%00")
    assert answer.status_code == 200
    assert "huisarts" in text_of(answer)


def test_a_task_is_ticked_off_with_date_and_note_and_taken_back(guided):
    browser, there = guided.browser("guide"), addresses(guided)
    yesterday = timezone.localdate() - timedelta(days=1)
    answer = browser.post(
        there["dossiers:task-done"],
        {"on": yesterday, "note": "Samen gedaan", "next": "/?scope=team"},
        follow=True,
    )
    assert "De taak is gedaan." in text_of(answer)
    assert answer.redirect_chain[-1][0] == "/?scope=team"
    with acting_as(guided.people["guide"]):
        fact = Fact.objects.get(key="gp_registered")
        assert (fact.happened_on, fact.note) == (yesterday, "Samen gedaan")
        assert not Task.objects.filter(key="gp_registered").exists()
    browser.post(there["dossiers:task-undo"])
    with acting_as(guided.people["guide"]):
        assert Task.objects.filter(key="gp_registered").exists()


def test_a_date_ahead_is_refused_beside_its_field_and_the_note_is_kept(guided):
    tomorrow = timezone.localdate() + timedelta(days=1)
    answer = guided.browser("guide").post(
        addresses(guided)["dossiers:task-done"], {"on": tomorrow, "note": "Nog te doen"}
    )
    assert answer.status_code == 422
    assert "Nog te doen" in answer.content.decode()
    assert 'aria-invalid="true"' in answer.content.decode()


def test_another_site_is_not_where_a_form_returns_to(guided):
    for wanted in ("https://evil.example/", "//evil.example", "/\\evil.example"):
        answer = guided.browser("guide").post(
            addresses(guided)["dossiers:task-done"], {"on": "2026-01-05", "next": wanted}
        )
        assert answer.headers["Location"].startswith("/dossiers/")
        guided.browser("guide").post(addresses(guided)["dossiers:task-undo"])


def test_a_milestone_is_seen_before_it_is_saved(guided):
    browser, there = guided.browser("guide"), addresses(guided)["dossiers:record"]
    body = {"key": "brp_registered", "on": str(timezone.localdate()), "note": ""}
    seen = browser.post(there, body)
    assert "Wat dit verandert" in text_of(seen)
    assert "Inschrijven in de BRP" in text_of(seen)
    with acting_as(guided.people["guide"]):
        assert not Fact.objects.filter(key="brp_registered").exists()
    assert browser.post(there, {**body, "save": "1"}).status_code == 302
    with acting_as(guided.people["guide"]):
        assert Fact.objects.filter(key="brp_registered").exists()


def test_a_correction_keeps_what_was_there(guided):
    browser, there = guided.browser("guide"), addresses(guided)["dossiers:fact"]
    browser.post(there, {"value": "2026-01-05", "note": "Verkeerd gelezen"})
    with acting_as(guided.people["guide"]):
        newest = Fact.objects.filter(key="moved_in").order_by("-id").first()
        assert newest.value == "2026-01-05"
        assert newest.supersedes_id == guided.fact.pk
    history = browser.get(there.replace(f"facts/{guided.fact.pk}/", f"facts/{newest.pk}/"))
    assert "Verkeerd gelezen" in text_of(history)
    assert "#facts" in browser.get(there).headers["Location"]  # it no longer stands


def test_every_fact_has_a_page_to_correct_it(guided):
    with acting_as(guided.people["guide"]) as guide:
        facts = {"municipality": "Aalten", "sex": "v", "languages": ["ti"], "postcode": "7001 AB"}
        actions.record_facts(
            guide, guided.dossier, facts | {"born_uncertain": True, "household_role": "head"}
        )
        keys = list(guided.dossier.facts.values_list("pk", flat=True))
    for key in keys:
        there = addresses(guided)["dossiers:fact"].replace(f"facts/{guided.fact.pk}/", f"facts/{key}/")
        assert guided.browser("guide").get(there).status_code == 200


def test_an_empty_note_says_so_beside_the_field(guided):
    answer = guided.browser("guide").post(addresses(guided)["dossiers:note"], {"kind": "visit", "text": ""})
    assert answer.status_code == 422
    with acting_as(guided.people["guide"]):
        assert ContactNote.objects.count() == 2


def test_a_document_must_be_what_it_says_and_is_only_ever_downloaded(guided):
    browser, there = guided.browser("guide"), addresses(guided)
    false = io.BytesIO(b"<script>alert(1)</script>")
    false.name = "brief.pdf"
    answer = browser.post(there["dossiers:documents"], {"file": false, "sensitivity": "normal"})
    assert answer.status_code == 422
    assert "past niet bij de naam" in text_of(answer)
    got = browser.get(there["dossiers:document"])
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert got.headers["X-Content-Type-Options"] == "nosniff"


def test_a_dossier_is_opened_by_hand_and_needs_only_a_name(guided):
    browser = guided.browser("guide")
    assert browser.post("/people/new/", {"role": "head"}).status_code == 422
    answer = browser.post("/people/new/", {"given": "Rima", "family": "Nieuw", "role": "head"})
    assert answer.status_code == 302
    assert "Rima Nieuw" in text_of(browser.get(answer.headers["Location"]))
    assert "Rima Nieuw" in text_of(browser.get("/people/?q=Riema"))


def test_a_dossier_is_opened_with_all_that_the_form_asks(guided):
    entered = {
        "given": "Rima",
        "family": "Nieuw",
        "role": "partner",
        "language": "ti",
        "second_language": "en",
    }
    entered |= {"born": "1991-02-03", "born_uncertain": "on", "sex": "v", "arrived": "2026-01-05"}
    answer = guided.browser("guide").post("/people/new/", entered)
    assert answer.status_code == 302
    with acting_as(guided.people["guide"]):
        opened = Dossier.objects.get(name="Rima Nieuw")
        facts = dict(opened.facts.values_list("key", "value"))
    assert facts["languages"] == ["ti", "en"]
    assert (facts["born"], facts["sex"], facts["household_role"]) == ("1991-02-03", "v", "partner")


def test_what_has_no_municipality_is_found_from_the_overview(guided):
    factories.be(guided.people["guide"])
    actions.open_dossier(
        guided.people["guide"], name=actions.NameParts(full="Niemands Kind"), facts={"arrived": "2026-11-01"}
    )
    factories.be(None)
    browser = guided.browser("guide")
    assert "scope=team&amp;municipality=none" in browser.get("/overview/").content.decode()
    nowhere = browser.get("/?scope=team&municipality=none").context["worklist"]
    assert "Niemands Kind" in {row.name for row in nowhere.rows}


def test_a_view_is_saved_used_and_removed(guided):
    browser = guided.browser("guide")
    browser.post("/views/", {"name": "Gezondheid", "query": "scope=team&kind=health"})
    assert 'href="?scope=team&amp;kind=health"' in browser.get("/").content.decode()
    with acting_as(guided.people["guide"]):
        view = SavedView.objects.get()
    assert guided.browser("colleague").post(f"/views/{view.pk}/delete/").status_code == 404
    browser.post(f"/views/{view.pk}/delete/")
    with acting_as(guided.people["guide"]):
        assert not SavedView.objects.exists()


def test_the_spreadsheet_holds_the_list_and_no_formula(guided):
    with acting_as(guided.people["guide"]):
        actions.change_main_name(
            guided.people["guide"], guided.dossier, actions.NameParts(full='=HYPERLINK("http://x","y")')
        )
    answer = guided.browser("guide").get("/worklist.xlsx?scope=team")
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0][0] == "Taak"
    assert any(str(row[3]).startswith("=HYPERLINK") for row in rows)
    assert b"<f>" not in answer.content


def test_the_screen_speaks_english_when_asked(guided):
    browser = guided.browser("guide")
    browser.post("/language/setlang/", {"language": "en", "next": "/"})
    assert "Register with a GP" in text_of(browser.get("/"))


@pytest.mark.parametrize("name", ["worklist", "dossier", "people", "record", "new"])
def test_pages_run_nothing_that_is_not_ours(name, guided):
    answer = guided.browser("guide").get(addresses(guided)[f"dossiers:{name}"])
    page = answer.content.decode()
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert " style=" not in page
    assert not re.search(r"\son\w+=", page)
    assert page.count("<h1") == 1
    assert '<html lang="nl" dir="ltr">' in page


def statements(browser, address) -> int:
    browser.get(address)  # warm: sessions, caches of texts
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize(
    "name", ["dossiers:worklist", "dossiers:dossier", "insight:overview", "dossiers:people"]
)
def test_a_page_asks_the_database_equally_often_with_one_dossier_and_with_many(name, guided):
    browser, guide = guided.browser("guide"), guided.people["guide"]
    address = addresses(guided)[name] + ("?q=Hala" if name.endswith("people") else "")
    few = statements(browser, address)
    factories.be(guide)
    arrived = timezone.localdate() - timedelta(days=100)
    actions.open_dossiers(
        guide,
        [
            actions.NewDossier(
                name=actions.NameParts(full=f"Hala Veel {number}"), facts={"arrived": arrived}, worker=guide
            )
            for number in range(60)
        ],
    )
    factories.be(None)
    assert statements(browser, address) == few
    with acting_as(guide):
        assert Dossier.objects.count() == 61


def test_who_looked_says_who_what_when_and_why(guided):
    guide, volunteer, there = guided.browser("guide"), guided.browser("matched volunteer"), addresses(guided)
    volunteer.get(there["volunteers:mine"])
    for _again in range(3):
        guide.get("/?scope=team")
    page = text_of(guide.get(there["dossiers:looked"]))
    assert f"{guided.people['matched volunteer'].name} Vrijwilliger" in page
    assert "Gelezen: de vrijwilliger" in page
    assert "Vrijwilliger die gekoppeld is" in page
    assert "Stond in een lijst: de werklijst 3 keer die dag" in page
    only = guide.get(there["dossiers:looked"] + "?act=read").context["looked"]
    assert {entry.act for entry in only.entries} == {"read"}
    answer = guide.get(there["dossiers:looked-xlsx"])
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0][0] == "Wanneer"
    assert len(rows) - 1 == guide.get(there["dossiers:looked"]).context["looked"].total - 1
    assert "Wie heeft gekeken" in text_of(guide.get(there["dossiers:looked"] + "?page=99&act=x"))


def test_the_dossier_says_why_one_sees_it(guided):
    there = addresses(guided)["dossiers:dossier"]
    own = guided.browser("guide").get(there).context["page"].why
    assert [(it.relation["en"], it.until) for it in own] == [("Has a task in this phase", None)]
    assert "Waarom kan ik dit zien? Heeft een taak in deze fase, sinds" in text_of(
        guided.browser("guide").get(there)
    )
