"""The broad intake in parts, its calls with the steps of the law, the test, and completing it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from factories import AsOwner, be
from integration_world import TODAY, Newcomer, ago

from reisgenoot.access.errors import NotAllowed, NotFound, Overtaken, Refused
from reisgenoot.dossiers.actions import record_facts
from reisgenoot.dossiers.models import Document
from reisgenoot.integration import actions, queries
from reisgenoot.integration.intake import parts
from reisgenoot.integration.models import CATEGORY_OF, IntakePart, IntakeTalk
from reisgenoot.keeping import archive

pytestmark = pytest.mark.django_db
WORD = "paarse olifanten"


def write(
    hala: Newcomer, part: str, answers: Mapping[str, Any], *, done: bool = True, seen: int | None = None
) -> Any:
    be(hala.director)
    return actions.save_part(hala.director, hala.pk, part, answers, done=done, seen=seen)


def shown(hala: Newcomer, who: str = "director") -> queries.IntakeShown:
    be(hala.people[who])
    return queries.intake_shown(hala.people[who], hala.pk, TODAY)


def called(hala: Newcomer, on: int, by: int, **more: Any) -> IntakeTalk:
    be(hala.director)
    return actions.call(hala.director, hala.pk, kind="talk", called_on=ago(on), answer_by=ago(by), **more)


def missed(hala: Newcomer, on: int, by: int) -> IntakeTalk:
    it = called(hala, on, by)
    return actions.settle(hala.director, it.pk, state="missed", on=ago(by))


def finish(hala: Newcomer) -> None:
    for part in parts().values():
        if part.must:
            write(hala, part.id, {})


def test_every_part_has_its_questions_and_a_category_of_the_table() -> None:
    assert {it.id: it.category for it in parts().values()} == CATEGORY_OF
    for part in parts().values():
        for it in (*part.fields, *(part.lines.fields if part.lines else ())):
            assert {"nl", "en"} <= set(it.text), (part.id, it.id)
            assert "yes" not in (it.values or {}) or isinstance(next(iter(it.values or {})), str)
    education = parts()["education"]
    given = education.kept({"more": "  x ", "schools": [{"kind": "primary"}, {}], "script": "", "other": "y"})
    assert given == {"more": "x", "schools": [{"kind": "primary"}]}
    wrong = {"years_in_all": 5000, "schools": [{"kind": "no such"}]}
    assert set(education.problems(wrong, "no")) == {"years_in_all", "0.kind"}


def test_a_part_is_saved_as_typed_by_its_form_and_a_draft_survives(hala: Newcomer) -> None:
    at, browser = reverse("integration:part", args=[hala.pk, "education"]), hala.browser("director")
    sent = {"seen": "", "years_in_all": "9", "more": f"{WORD}\n<b>", "lines-TOTAL_FORMS": "2",
            "lines-INITIAL_FORMS": "0", "lines-0-kind": "primary", "lines-0-years": "6",
            "lines-0-country": "Syrië"}  # fmt: skip
    assert browser.post(at, sent).status_code == 302
    it = shown(hala).parts[0]
    assert (it.state, it.answered) == ("draft", 3)
    page = browser.get(at).content.decode()
    assert f"{WORD}\n&lt;b&gt;" in page
    assert 'value="Syrië"' in page
    wrong = browser.post(at, {**sent, "seen": "1", "years_in_all": "x", "more": "nieuw"})
    assert wrong.status_code == 422
    assert "nieuw" in wrong.content.decode()
    assert shown(hala).parts[0].row.answers["more"].startswith(WORD)


def test_two_editors_see_both_versions(hala: Newcomer) -> None:
    at = reverse("integration:part", args=[hala.pk, "voice"])
    hala.browser("director").post(at, {"seen": "", "important": "werk"})
    late = hala.browser("colleague").post(at, {"seen": "", "important": "school"})
    assert late.status_code == 409
    assert "werk" in late.content.decode()
    assert "school" in late.content.decode()
    with pytest.raises(Overtaken):
        write(hala, "voice", {"important": "x"}, seen=0)
    assert hala.browser("colleague").post(at, {"seen": "1", "important": "school"}).status_code == 302


def test_who_may_not_read_a_category_sees_nothing_of_the_part(hala: Newcomer) -> None:
    write(hala, "health", {"place": WORD})
    write(hala, "work", {"skills": "koken"})
    guide = hala.people["vluchtelingenwerk"]
    states = {it.part.id: it.state for it in shown(hala, "vluchtelingenwerk").parts}
    assert (states["health"], states["work"]) == ("unreadable", "done")
    assert not IntakePart.objects.filter(part="health").exists()
    with pytest.raises(NotFound):
        queries.part_shown(hala.pk, "health")
    with pytest.raises(NotAllowed):
        actions.save_part(guide, hala.pk, "health", {"place": "x"}, done=False, seen=None)
    browser = hala.browser("vluchtelingenwerk")
    assert browser.get(reverse("integration:part", args=[hala.pk, "health"])).status_code == 404
    assert WORD not in browser.get(reverse("integration:intake", args=[hala.pk])).content.decode()
    be(guide)
    assert actions.save_part(guide, hala.pk, "network", {"people": "buren"}, done=False, seen=None)
    for who in ("volunteer", "other organisation", "administrator"):
        be(hala.people[who])
        for table in (IntakePart, IntakeTalk):
            assert not table.objects.exists(), who


def attempt(statement: str) -> int:
    """How many rows it touched; -1 if the database refused it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            return int(cursor.rowcount)
    except DatabaseError:
        return -1


def test_the_database_holds_it_whatever_the_application_asks(hala: Newcomer) -> None:
    write(hala, "health", {"place": "x"})
    called(hala, 10, 1)
    for statement in (
        "UPDATE integration_intakepart SET category = 'route'",
        f"UPDATE integration_intakepart SET changed_by_id = {hala.people['colleague'].pk}, changes = 2",
        (
            "INSERT INTO integration_intakepart (id, dossier_id, part, category, answers, done, changed_by_id, changes)"
            f" VALUES (5, {hala.pk}, 'voice', 'route', '{{}}', false, {hala.director.pk}, 0)"
        ),
        "UPDATE integration_intaketalk SET warned_on = now()",  # nobody missed it
        "DELETE FROM integration_intakepart",
    ):
        assert attempt(statement) == -1, statement
    be(hala.people["vluchtelingenwerk"])
    assert attempt("UPDATE integration_intaketalk SET note = note") <= 0
    assert attempt("UPDATE integration_intakepart SET done = done") == 0


def test_the_steps_of_the_law_when_somebody_does_not_come(hala: Newcomer) -> None:
    first = missed(hala, 60, 50)
    assert (shown(hala).next_step, hala.fact("intake_call_missed")) == ("warn", ago(50).isoformat())
    assert "intake_no_show" in hala.signals()
    with pytest.raises(Refused):
        called(hala, 48, 40)  # before the warning
    actions.warn(hala.director, first.pk, on=ago(49))
    assert shown(hala).next_step == "call"
    second = missed(hala, 48, 40)
    actions.warn(hala.director, second.pk, on=ago(39))
    third = called(hala, 38, 30)
    assert "intake_no_show" not in hala.signals()  # called again
    with pytest.raises(Refused):
        called(hala, 5, 1)  # one runs
    actions.settle(hala.director, third.pk, state="unwilling", on=ago(30))
    assert (shown(hala).next_step, hala.fact("intake_thrice_missed")) == ("absence", ago(30).isoformat())
    assert "intake_three_no_shows" in hala.signals()
    with pytest.raises(Refused):
        called(hala, 5, 1)
    actions.complete(hala.director, hala.pk, on=TODAY, in_absence=True)
    assert (hala.fact("intake_completed"), shown(hala).in_absence) == (TODAY.isoformat(), True)
    assert not hala.signals() & {"intake_no_show", "intake_three_no_shows"}


def test_an_excuse_takes_the_step_back(hala: Newcomer) -> None:
    it = missed(hala, 20, 10)
    actions.settle(hala.director, it.pk, state="excused", on=ago(10))
    assert (shown(hala).without_effect, hala.fact("intake_call_missed")) == (0, None)
    assert "intake_no_show" not in hala.signals()
    with pytest.raises(Refused):
        actions.complete(hala.director, hala.pk, on=TODAY, in_absence=True)


def test_who_came_begins_anew(hala: Newcomer) -> None:
    actions.warn(hala.director, missed(hala, 60, 50).pk, on=ago(49))
    came = called(hala, 48, 40)
    actions.settle(hala.director, came.pk, state="held", on=ago(41), language="ar", alone_told=True)
    assert (shown(hala).without_effect, hala.fact("intake_started")) == (0, ago(41).isoformat())
    assert shown(hala).told_alone


def test_a_call_with_a_time_is_an_appointment(hala: Newcomer) -> None:
    browser, at = hala.browser("director"), reverse("integration:call", args=[hala.pk])
    day = (TODAY + timedelta(days=7)).isoformat()
    sent = {"kind": "talk", "called_on": TODAY.isoformat(), "answer_by": day, "day": day, "since": "10:00"}
    assert browser.post(at, sent).status_code == 422  # no end
    assert browser.post(at, {**sent, "until": "11:00", "place": "Raadhuis"}).status_code == 302
    (it,) = shown(hala).talks
    assert it.appointment
    assert it.appointment.place == "Raadhuis"
    assert "Raadhuis" in browser.get(reverse("integration:intake", args=[hala.pk])).content.decode()


def test_it_is_complete_only_with_all_that_the_law_asks_for(hala: Newcomer) -> None:
    at, browser = reverse("integration:complete", args=[hala.pk]), hala.browser("director")
    refused = browser.post(at, {"on": TODAY.isoformat()})
    assert refused.status_code == 422
    assert "artikel 14 lid 3 onder b" in refused.content.decode()
    finish(hala)
    assert [it.part for it in shown(hala).lacking] == [""]  # the test
    actions.record_result(hala.director, hala.pk, on=ago(2), result="b1", score="45", needed="40")
    assert hala.fact("learnability_tested") == ago(2).isoformat()
    assert browser.post(at, {"on": TODAY.isoformat()}).status_code == 302
    assert hala.fact("intake_completed") == TODAY.isoformat()
    assert browser.post(reverse("integration:reopen", args=[hala.pk])).status_code == 302
    assert hala.fact("intake_completed") is None


def test_who_is_released_from_the_test_needs_none_and_others_do_not_read_why(hala: Newcomer) -> None:
    record_facts(hala.director, hala.pk, {"duty_notified": ago(10)})
    assert hala.dossier.tasks.filter(key="learnability_tested").exists()
    actions.exempt(hala.director, hala.pk, "test_exempt_sight", on=ago(1))
    assert not hala.dossier.tasks.filter(key="learnability_tested").exists()
    finish(hala)
    assert shown(hala).lacking == ()
    at = reverse("integration:learnability", args=[hala.pk])
    assert "14 lid 6 onder a" in hala.browser("director").get(at).content.decode()
    assert "14 lid 6 onder a" not in hala.browser("vluchtelingenwerk").get(at).content.decode()
    be(hala.director)
    actions.take_exemption_back(hala.director, hala.pk)
    assert hala.dossier.tasks.filter(key="learnability_tested").exists()


def test_a_result_is_not_overwritten_unseen(hala: Newcomer) -> None:
    at, browser = reverse("integration:learnability", args=[hala.pk]), hala.browser("director")
    sent = {"seen": "", "on": ago(2).isoformat(), "result": "not_b1"}
    assert browser.post(at, {**sent, "on": "x"}).status_code == 422
    assert browser.post(at, sent).status_code == 302
    assert hala.browser("colleague").post(at, {**sent, "result": "b1"}).status_code == 409
    be(hala.people["vluchtelingenwerk"])
    with pytest.raises(NotAllowed):
        actions.record_result(hala.people["vluchtelingenwerk"], hala.pk, on=ago(1), result="b1")


def test_the_person_gets_it_and_it_is_erased(hala: Newcomer, as_owner: AsOwner) -> None:
    for part, question in (
        ("voice", "important"),
        ("health", "place"),
        ("finances", "more"),
        ("work", "skills"),
    ):
        write(hala, part, {question: f"{WORD} {part}"})
    missed(hala, 9, 2)
    actions.record_result(hala.director, hala.pk, on=ago(2), result="b1", note=WORD)
    content = archive.gather(hala.director, hala.pk, list(Document.objects.filter(dossier=hala.dossier)))
    told = " ".join(it["text"] for it in content["lines"])
    assert f"{WORD} health" in told
    assert f"{WORD} work" in told
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        number = "11111111-1111-1111-1111-111111111111"
        for part, left in (("health", 3), ("finance", 2), ("notes", 1), ("work_education", 0)):
            cursor.execute("SELECT keeping_erase_part(%s, %s, %s)", [number, hala.pk, part])
            cursor.execute("SELECT count(*) FROM integration_intakepart")
            assert cursor.fetchone()[0] == left, part
        cursor.execute("SELECT count(*) FROM integration_learnabilitytest")
        assert cursor.fetchone()[0] == 0
        cursor.execute("SELECT keeping_erase_dossier(%s, %s)", [number, hala.pk])
        for table in ("intakepart", "intaketalk", "intake", "learnabilitytest"):
            cursor.execute(f"SELECT count(*) FROM integration_{table}")
            assert cursor.fetchone()[0] == 0, table
