"""The pages of a plan (PIP): the draft by its form, setting it, the PDF, and what each of them shows to whom."""

from __future__ import annotations

import io
from typing import Any

import factories
import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from factories import AsOwner, be
from pip_world import TODAY, WHOLE, Newcomer, ago

from reisgenoot.dossiers.actions import record_facts
from reisgenoot.dossiers.models import Dossier
from reisgenoot.keeping import archive
from reisgenoot.people.models import HouseholdMember
from reisgenoot.pip import actions, paper, queries
from reisgenoot.pip.archive import lines
from reisgenoot.pip.models import Decision, DraftPart
from reisgenoot.pip.parts import parts

pytestmark = pytest.mark.django_db
WORD = "paarse olifanten"
MOST = 24
"""SQL statements of the overview, with those of the log-in and the frame of the page."""


def at(name: str, hala: Newcomer, *more: Any) -> str:
    return reverse(f"pip:{name}", args=[hala.pk, *more])


def test_a_part_is_saved_as_typed_and_nothing_is_lost(hala: Newcomer) -> None:
    here, browser = at("part", hala, "goals"), hala.browser("director")
    sent = {"seen": "", "goal": f"{WORD}\n<b>", "lines-TOTAL_FORMS": "2", "lines-INITIAL_FORMS": "0",
            "lines-0-step": "Bellen", "lines-0-by": "2027-03-01"}  # fmt: skip
    assert browser.post(here, sent).status_code == 302
    page = browser.get(here).content.decode()
    assert f"{WORD}\n&lt;b&gt;" in page
    assert 'value="2027-03-01"' in page
    wrong = browser.post(here, {**sent, "seen": "1", "lines-0-by": "morgen", "goal": "nieuw"})
    assert wrong.status_code == 422
    assert "nieuw" in wrong.content.decode()
    late = hala.browser("colleague").post(here, {**sent, "goal": "anders"})
    assert late.status_code == 409
    assert WORD in late.content.decode()
    assert "anders" in late.content.decode()
    again = hala.browser("colleague").post(here, {**sent, "seen": "1", "goal": "anders"})
    assert again.status_code == 302


def test_a_part_that_nobody_wrote_begins_with_what_is_known(hala: Newcomer) -> None:
    be(hala.director)
    record_facts(hala.director, hala.pk, {"learnability_result": "b1"})
    page = hala.browser("director").get(at("part", hala, "route")).content.decode()
    assert '<option value="b1" selected' in page
    assert not DraftPart.objects.exists()


def test_what_is_missing_stands_on_the_page_with_its_article(hala: Newcomer) -> None:
    browser = hala.browser("director")
    for page in ("plan", "set"):
        told = browser.get(at(page, hala)).content.decode()
        assert "artikel 15 lid 1 onder a" in told
        assert "Participatiewet, artikel 56a" in told
    refused = browser.post(at("set", hala), {"kind": "first", "dated_on": TODAY, "sent_on": TODAY})
    assert refused.status_code == 422
    assert "artikel 5.3 lid 4" in refused.content.decode()
    assert not Decision.objects.exists()


def test_set_changed_and_compared_in_the_browser(hala: Newcomer) -> None:
    hala.whole()
    browser = hala.browser("director")
    seen = queries.plan_shown(hala.director, hala.pk, TODAY).seen
    sent = {"kind": "first", "dated_on": ago(9), "sent_on": ago(8), "seen": seen}
    assert browser.post(at("set", hala), {**sent, "seen": 1}).status_code == 422
    answer = browser.post(at("set", hala), sent)
    be(hala.director)
    made = Decision.objects.get()
    assert answer.headers["Location"] == at("decision", hala, made.pk)
    assert "Vooraan zitten." in browser.get(at("decision", hala, made.pk)).content.decode()
    hala.write("talks", {"number": 9})
    for page in ("compare", "set"):
        told = browser.get(at(page, hala)).content.decode()
        assert "Aantal gesprekken" in told
        assert "De toets wijst op B1." not in told
    again = {"kind": "again", "dated_on": ago(2), "sent_on": ago(2), "reason": "Meer gesprekken."}
    assert browser.post(at("set", hala), again).status_code == 302
    sides = {"before": "1", "after": "2"}
    assert "Aantal gesprekken" in browser.get(at("compare", hala), sides).content.decode()
    for wrong in ("x", "7", "99999999999"):
        assert browser.get(at("compare", hala), {"before": wrong}).status_code == 404
    assert browser.post(at("withdraw", hala), {"reason": "weg"}).status_code == 422  # not certain
    gone = {"reason": "weg", "certain": "on", "dated_on": TODAY, "sent_on": TODAY}
    assert browser.post(at("withdraw", hala), gone).status_code == 302


def test_an_objection_in_the_browser(hala: Newcomer) -> None:
    hala.whole()
    made = hala.set_plan(on=ago(20))
    browser = hala.browser("director")
    assert browser.post(at("objection", hala, made.pk), {"received_on": ago(50)}).status_code == 422
    sent = {"received_on": ago(5), "about": WORD}
    assert browser.post(at("objection", hala, made.pk), sent).status_code == 302
    page = browser.get(at("plan", hala)).content.decode()
    assert WORD in page
    be(hala.director)
    shown = queries.plan_shown(hala.director, hala.pk, TODAY).objections[0]
    assert f"{shown.days_left} dagen" in page
    decide = at("decide", hala, shown.it.pk)
    assert browser.post(decide, {"decided_on": TODAY, "seen": 1}).status_code == 422
    assert browser.post(decide, {"decided_on": TODAY, "outcome": "dismissed", "seen": 1}).status_code == 302
    late = browser.post(decide, {"decided_on": TODAY, "outcome": "upheld", "seen": 1})
    assert late.status_code == 409


def test_who_sees_what(hala: Newcomer) -> None:
    hala.whole(support={"support": WORD})
    made = hala.set_plan()
    guide = hala.browser("vluchtelingenwerk")
    assert WORD in guide.get(at("decision", hala, made.pk)).content.decode()
    assert guide.get(at("set", hala)).status_code == 403
    assert guide.post(at("objection", hala, made.pk), {"received_on": TODAY}).status_code == 403
    for who, status in (("volunteer", 403), ("administrator", 403), ("other organisation", 404)):
        for page in (at("plan", hala), at("decision", hala, made.pk), at("pdf", hala, made.pk)):
            assert hala.browser(who).get(page).status_code == status, (who, page)


def test_the_overview_takes_as_many_statements_for_many_versions(hala: Newcomer) -> None:
    hala.whole()
    hala.set_plan(on=ago(90))
    browser, counts = hala.browser("director"), []
    for day in (80, 70, 60):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert browser.get(at("plan", hala)).status_code == 200
        counts.append(len(seen))
        hala.set_plan("again", on=ago(day), reason="x")
    assert counts[1] == counts[2] <= MOST, counts


def test_the_partners_plan_and_steps_together(hala: Newcomer, as_owner: AsOwner) -> None:
    omar = factories.dossier(hala.director, "Omar Voorbeeld", worker=hala.director)
    with as_owner():
        home = HouseholdMember.objects.filter(person_id=hala.pk).first()
        HouseholdMember.objects.filter(person_id=omar.pk).delete()
        assert home
        HouseholdMember.objects.create(household=home.household, person_id=omar.pk, role="partner")
    hala.whole()
    hala.set_plan()
    be(hala.director)
    shown = queries.plan_shown(hala.director, omar.pk, TODAY).partner
    assert shown
    assert (shown.dossier_id, [it["step"] for it in shown.shared]) == (hala.pk, ["Kinderopvang regelen"])
    page = hala.browser("director").get(reverse("pip:plan", args=[omar.pk])).content.decode()
    assert "Kinderopvang regelen" in page


def test_the_paper_is_tagged_and_ends_with_one_page_in_the_own_language(
    hala: Newcomer, as_owner: AsOwner
) -> None:
    hala.whole()
    made = hala.set_plan()
    dutch = "Uw leerroute"
    spoken = {"ti": "መንገዲ", "ar": "", "fr": "Votre parcours", "sw": dutch, "": dutch}
    for language, words in spoken.items():
        with as_owner():
            Dossier.objects.filter(pk=hala.pk).update(language=language)
        answer = hala.browser("director").get(at("pdf", hala, made.pk))
        assert answer.headers["Content-Type"] == "application/pdf"
        read = pypdf.PdfReader(io.BytesIO(answer.content))
        assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
        whole = "\n".join(page.extract_text() for page in read.pages)
        assert "artikel 15 lid 1 onder a" in whole
        assert "zes weken" in whole
        assert hala.director.name in whole
        assert words in read.pages[-1].extract_text()
        assert ("Geen moedertaalspreker" in whole) == (language in ("ti", "ar", "fr"))
        assert ("nog geen vertaling in het Swahili" in whole) == (language == "sw")


def test_every_language_of_the_summary_has_the_same_keys() -> None:
    texts = paper.texts()
    assert set(texts) == {"nl", "en", "ar", "fa", "prs", "ti", "tr", "uk", "fr"}
    for language, words in texts.items():
        assert set(words) == set(texts["nl"]), language
        assert set(words["routes"]) == {"b1", "education", "z"}
        for key, said in words.items():
            holes = {it for it in ("{n}", "{date}") if isinstance(said, str) and it in said}
            assert holes == {it for it in ("{n}", "{date}") if it in str(texts["nl"][key])}, (language, key)


def test_the_person_takes_it_along(hala: Newcomer) -> None:
    hala.whole(support={"support": WORD})
    made = hala.set_plan()
    actions.receive_objection(hala.director, hala.pk, made.pk, received_on=TODAY, about="Liever Z")
    be(hala.director)
    told = str(archive.gather(hala.director, hala.pk, []))
    for said in (WORD, "Liever Z", "eerste plan", "Huur, energie en zorgpremie."):
        assert said in told
    assert {it["category"] for it in lines(hala.pk)} == {"work_education", "finance", "family", "legal"}
    assert len(WHOLE) == len(parts()) - 1
