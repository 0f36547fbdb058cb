"""The tab on which guidance ends, as people use it, and the summary on paper."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pypdf
import pytest
from closing_world import TODAY, TOWN, Ending
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from factories import be

from reisgenoot.access.models import AccessLog
from reisgenoot.aftercare import actions, paper, queries
from reisgenoot.aftercare.models import Closing, HoursLine, Measurement, TaskLeft
from reisgenoot.aftercare.scale import scale

pytestmark = pytest.mark.django_db


def at(ending: Ending, name: str, *more: Any) -> str:
    return reverse(f"aftercare:{name}", args=[ending.head.pk, *more])


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_household_is_measured_decided_on_and_closed_on_the_pages(ending: Ending) -> None:
    be(None)
    browser = ending.browser("guide")
    about = {
        "moment": "",
        "on": TODAY.isoformat(),
        "housing": "4",
        "money": "2",
        "money_words": "Ik spaar nu.",
    }
    wrong = browser.post(at(ending, "measure"), about)
    assert wrong.status_code == 422
    assert 'value="Ik spaar nu."' in text_of(wrong)
    assert "niet besproken, of niet van toepassing" in text_of(wrong)
    assert browser.post(at(ending, "measure"), {**about, "moment": "start"}).status_code == 302
    page = text_of(browser.get(at(ending, "closing")))
    assert "<strong>4</strong> meestal alleen" in page
    assert "Ik spaar nu." in page
    be(ending.guide)
    tasks = queries.undecided(ending.both, TODAY)
    be(None)
    form = {f"what.{it.dossier_id}.{it.key}": "alone" for it in tasks}
    first = f"{tasks[0].dossier_id}.{tasks[0].key}"
    wrong = browser.post(
        at(ending, "tasks"), {**form, f"what.{first}": "referred", f"to.{first}": "Bestaat niet"}
    )
    assert wrong.status_code == 422
    assert 'value="Bestaat niet"' in text_of(wrong)
    form |= {f"what.{first}": "referred", f"to.{first}": "de brug", "how": "called"}
    assert browser.post(at(ending, "tasks"), form).status_code == 302
    again = text_of(browser.get(at(ending, "tasks")))
    assert 'value="De Brug"' in again
    be(ending.guide)
    before = TaskLeft.objects.count()
    assert before == len(tasks)
    be(None)
    decision = {
        "members": ending.both,
        "decided_on": TODAY.isoformat(),
        "present": "Beiden",
        "agreement": "objects",
    }
    wrong = browser.post(at(ending, "close"), decision)
    assert wrong.status_code == 422
    assert 'value="Beiden"' in text_of(wrong)
    assert browser.post(at(ending, "close"), {**decision, "words": "Te vroeg."}).status_code == 302
    page = text_of(browser.get(at(ending, "closing")))
    assert "Te vroeg." in page
    assert browser.post(at(ending, "undo")).status_code == 302
    assert browser.post(at(ending, "undo")).status_code == 404
    be(ending.guide)
    assert Closing.objects.filter(undone_on=TODAY).count() == 2


def test_hours_are_written_and_each_takes_back_their_own(ending: Ending) -> None:
    be(None)
    address, line = at(ending, "hours"), {"on": TODAY.isoformat(), "minutes": "45", "kind": "visit"}
    for who in ("guide", "coordinator"):
        wrong = ending.browser(who).post(address, {**line, "minutes": "0"})
        assert wrong.status_code == 422
        assert ending.browser(who).post(address, line).status_code == 302
    page = text_of(ending.browser("guide").get(address))
    assert "1 uur 30 min" in page
    be(ending.guide)
    lines = {it.member_id: it.pk for it in HoursLine.objects.all()}
    be(None)
    for whose, wanted in ((ending.coordinator, 404), (ending.guide, 302)):
        took = ending.browser("guide").post(at(ending, "hours-back", lines[whose.pk]))
        assert took.status_code == wanted
    for name in ("hours", "closing"):
        assert ending.browser("volunteer").get(at(ending, name)).status_code == 403
    assert ending.browser("volunteer").post(address, line).status_code == 403
    assert ending.browser("stranger").get(address).status_code == 404


def test_what_was_bought_is_entered_by_who_may_and_the_end_goes_into_the_plan(ending: Ending) -> None:
    be(None)
    address = reverse("aftercare:contracts")
    guiding = ending.guide.organisation_id
    form: dict[str, Any] = {
        "months": "14",
        "hours": "",
        "per": "household",
        "begins_on": "2020-01-01",
        "source": "",
    }
    municipal = ending.browser("policy_maker")
    wrong = municipal.post(address, {**form, "organisation": guiding})
    assert wrong.status_code == 422
    assert (
        municipal.post(address, {**form, "organisation": guiding, "source": "Overeenkomst 7"}).status_code
        == 302
    )
    assert "Overeenkomst 7" in text_of(ending.browser("guide").get(address))
    assert "Overeenkomst 7" not in text_of(ending.browser("stranger").get(address))
    assert ending.browser("guide").post(address, form).status_code == 403
    ours = ending.browser("coordinator").post(address, {**form, "municipality": TOWN, "source": "Offerte"})
    assert ours.status_code == 302
    browser = ending.browser("guide")
    assert "Overeenkomst 7" in text_of(browser.get(at(ending, "closing")))
    assert browser.post(at(ending, "end")).status_code == 302
    be(ending.guide)
    planned = queries.closing_page(ending.guide, ending.head.pk, TODAY).bought
    assert planned.planned == planned.to_plan is not None
    contract = planned.contract
    assert contract is not None
    be(None)
    end = reverse("aftercare:contract-end", args=[contract.pk])
    assert ending.browser("coordinator").post(end).status_code == 404  # the municipality entered it
    assert municipal.post(end).status_code == 302


def paper_of(ending: Ending, who: str = "guide") -> str:
    answer = ending.browser(who).get(at(ending, "summary"))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    read = pypdf.PdfReader(io.BytesIO(answer.content))
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    return " ".join(page.extract_text() for page in read.pages)


def test_the_summary_is_in_dutch_and_their_own_language_without_what_is_sensitive(ending: Ending) -> None:
    actions.measure(ending.guide, ending.head.pk, moment="start", levels={"money": 1, "housing": 4})
    ending.decide()
    ending.close(agreement="partly", words="Nog één keer samen naar school.", present="Hala en Sami")
    be(None)
    told = paper_of(ending)
    for words in (
        "Afsluiting van de begeleiding",
        "Hala Einde",
        "Wonen",
        "4: meestal alleen",
        "Hala en Sami",
    ):
        assert words in told
    assert "Nog één keer samen naar school." in told
    assert "Dit doet u zelf" in told
    assert "Geld" not in told
    assert "1: nog niet" not in told
    assert (
        len(pypdf.PdfReader(io.BytesIO(ending.browser("guide").get(at(ending, "summary")).content)).pages)
        >= 2
    )
    be(ending.guide)
    page = queries.closing_page(ending.guide, ending.head.pk, TODAY)
    assert paper.languages(paper.spoken(page)) == ["ar", "nl"]
    partner = queries.closing_page(ending.guide, ending.partner.pk, TODAY)
    household_only = "Woning inrichten, goedkoop en duurzaam"
    assert household_only in told
    assert household_only not in str(paper._part("nl", partner, TODAY)["groups"])
    kinds = {line for _group, lines in paper._part("nl", page, TODAY)["groups"] for line in lines}
    assert not any("huisarts" in line.lower() or "uitkering" in line.lower() for line in kinds)
    assert AccessLog.objects.filter(dossier_id=ending.head.pk, act="export", part="summary").exists()


def test_the_words_on_paper_are_the_same_in_every_language() -> None:
    dutch = paper.texts()["nl"]
    assert set(dutch["areas"]) == set(scale().areas)
    for lang, words in paper.texts().items():
        assert set(words) == set(dutch), lang
        for key in ("levels", "areas", "agreement"):
            assert set(words[key]) == set(dutch[key]), (lang, key)
        for key in ("closed", "running"):
            assert "{date}" in words[key], (lang, key)
        assert all(words[key] != dutch[key] for key in ("title", "alone", "later")) or lang == "nl"


def test_the_page_takes_as_many_statements_for_much_as_for_little(ending: Ending) -> None:
    be(None)
    browser, address = ending.browser("guide"), at(ending, "closing")

    def statements() -> int:
        with CaptureQueriesContext(connection) as found:
            assert browser.get(address).status_code == 200
        be(ending.guide)
        return len(found)

    statements()
    few = statements()
    for moment in ("start", "halfway", "end"):
        levels = dict.fromkeys(scale().areas, 3)
        actions.measure(ending.guide, ending.head.pk, moment=moment, levels=levels)
    for _each in range(5):
        actions.write_hours(ending.guide, ending.head.pk, minutes=5, kind="visit", on=date(2026, 1, 1))
    ending.decide()
    assert Measurement.objects.count() == 24
    assert statements() == few
    assert few < 36


def test_what_the_person_does_is_proposed_to_stay_with_them(ending: Ending) -> None:
    """Nothing is decided by that until it is saved; what guide and volunteer do is proposed to nobody."""
    be(None)
    form = ending.browser("guide").get(at(ending, "tasks")).context["form"]
    proposed = {(task.owner == "newcomer", fields["what"].value()) for task, fields in form.rows()}
    assert proposed == {(True, "alone"), (False, "")}
    be(ending.guide)
    assert not TaskLeft.objects.exists()
