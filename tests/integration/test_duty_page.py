"""Who is under which act, what is missing, and the terms: read, recorded, stopped and extended on one page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from factories import be
from integration_world import TODAY, Newcomer, ago

from reisgenoot.access.errors import NotAllowed, Overtaken, Refused
from reisgenoot.core.duty.missing import missing
from reisgenoot.dossiers.actions import record_facts
from reisgenoot.integration import actions, queries

pytestmark = pytest.mark.django_db


def shown(hala: Newcomer, who: str = "director") -> queries.DutyShown:
    be(hala.people[who])
    return queries.duty_shown(hala.people[who], hala.pk, TODAY)


def test_the_answer_with_its_ground_and_what_could_change_it(hala: Newcomer) -> None:
    page = shown(hala)
    assert page.answer
    assert (page.answer.standing, page.answer.law, page.answer.kind) == ("under", "2021", "asylum")
    assert [it.key for it in page.missing] == ["duty_notified"]
    assert "pip_set" in {task.id for task in page.pending}
    text = hala.browser("director").get(reverse("integration:duty", args=[hala.pk])).content.decode()
    assert "Inburgeringsplichtig" in text
    assert "https://wetten.overheid.nl/BWBR0044770/2025-10-21#Artikel3" in text
    assert "?event=duty_notified#event" in text


def test_missing_facts_are_those_that_would_change_the_answer() -> None:
    known = {
        "permit_granted": "2026-01-01",
        "permit_kind": "asylum",
        "nationality": "SY",
        "arrived": "2025-01-01",
    }
    assert "born" in missing(known, TODAY)
    assert missing({**known, "born": "1990-05-17"}, TODAY) == ()
    assert "nationality" in missing({**known, "born": "1990-05-17", "nationality": None}, TODAY)


def test_duos_notice_starts_the_ten_weeks_and_the_course_is_told(hala: Newcomer) -> None:
    browser, at = hala.browser("director"), reverse("integration:event", args=[hala.pk])
    sent = {"key": "duty_notified", "on": ago(20).isoformat(), "note": "", "seen-duty_notified": "0"}
    assert browser.post(at, sent).status_code == 302
    page = shown(hala)
    (term,) = [it for it in page.terms if it.first.id == "pip_set"]
    last = ago(20) + timedelta(weeks=10)
    assert (term.first.due, term.days_left, term.state, term.confirmed) == (last, 50, "runs", True)
    text = browser.get(reverse("integration:duty", args=[hala.pk])).content.decode()
    assert "tien weken na" in text
    assert "nog 50 dagen" in text
    assert (
        browser.post(at, {**sent, "on": ago(19).isoformat()}).status_code == 409
    )  # somebody recorded it already
    assert browser.post(at, {**sent, "on": (TODAY + timedelta(days=1)).isoformat()}).status_code == 422


def test_an_interruption_stops_the_term_and_its_end_makes_it_longer(hala: Newcomer) -> None:
    record_facts(hala.director, hala.pk, {"duty_notified": ago(400), "pip_set": ago(380)})
    actions.add_interruption(hala.director, hala.pk, since=ago(100), until=None)
    (still,) = {it.state for it in shown(hala).terms if it.first.id == "language_reached"} or {""}
    assert shown(hala).answer.standing == "interrupted"
    actions.add_interruption(hala.director, hala.pk, since=ago(100), until=ago(40))
    page = shown(hala)
    assert [it.written for it in page.spans] == [f"{ago(100)}/{ago(40)}"]
    (term,) = [it for it in page.terms if "pvt_signed" in {task.id for task in it.tasks}]
    assert "+ 60 dagen" in term.first.course("nl")
    actions.add_extension(hala.director, hala.pk, "extended_no_blame", decided_on=ago(5), months=6)
    (term,) = [it for it in shown(hala).terms if "pvt_signed" in {task.id for task in it.tasks}]
    assert "+ zes maanden" in term.first.course("nl")
    actions.take_out(hala.director, hala.pk, "extended_no_blame", f"{ago(5)}/P6M")
    assert [it.key for it in shown(hala).spans] == ["interrupted"]
    dossier = hala.browser("director").get(reverse("dossiers:dossier", args=[hala.pk]))
    assert dossier.status_code == 200
    assert "Inburgeringsplicht onderbroken" in dossier.content.decode()
    assert still in ("", "still")


def test_two_editors_do_not_overwrite_each_others_spans(hala: Newcomer) -> None:
    first = actions.add_interruption(hala.director, hala.pk, since=ago(300), until=ago(290), seen=0)
    assert first
    with pytest.raises(Overtaken):
        actions.add_interruption(hala.director, hala.pk, since=ago(200), until=ago(190), seen=0)
    with pytest.raises(Refused):
        actions.add_interruption(hala.director, hala.pk, since=ago(10), until=ago(20))
    with pytest.raises(Refused):
        actions.add_extension(hala.director, hala.pk, "extended_no_blame", decided_on=ago(1))


def test_a_diploma_that_exempts_ends_the_answer_and_the_tasks(hala: Newcomer) -> None:
    assert hala.dossier.tasks.filter(key="pip_set").exists()
    actions.record_event(hala.director, hala.pk, "exempting_diploma", ago(3))
    assert shown(hala).answer.standing == "exempt"
    assert not hala.dossier.tasks.filter(key="pip_set").exists()


def test_what_the_duty_depends_on_is_filled_in_on_the_page(hala: Newcomer) -> None:
    at = reverse("integration:about", args=[hala.pk])
    page = shown(hala)
    sent = {f"seen-{key}": str(page.newest.get(key, 0)) for key in page.about} | {"nationality": "pl"}
    assert hala.browser("director").post(at, sent).status_code == 302
    assert shown(hala).answer.standing == "not_liable"


def test_others_read_and_only_the_municipality_records(hala: Newcomer) -> None:
    at = reverse("integration:duty", args=[hala.pk])
    read = hala.browser("vluchtelingenwerk").get(at)
    assert read.status_code == 200
    assert "Leg vast" not in read.content.decode()
    be(hala.people["vluchtelingenwerk"])
    with pytest.raises(NotAllowed):
        actions.record_event(hala.people["vluchtelingenwerk"], hala.pk, "duty_notified", ago(1))
    for who, status in (("volunteer", 403), ("other organisation", 404), ("administrator", 403)):
        assert hala.browser(who).get(at).status_code == status


def test_a_constant_number_of_statements(hala: Newcomer, django_assert_num_queries: object) -> None:
    be(hala.director)
    with django_assert_num_queries(3):  # type: ignore[operator]
        queries.duty_shown(hala.director, hala.pk, timezone.localdate())
    with django_assert_num_queries(5):  # type: ignore[operator]
        queries.intake_shown(hala.director, hala.pk, timezone.localdate())
