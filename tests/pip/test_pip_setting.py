"""Setting a plan (PIP): what the law asks, the terms that follow, changes of it, and that it stays as it was set."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import factories
import pytest
from django.db import DatabaseError, connection, transaction
from factories import AsOwner, be
from pip_world import TODAY, WHOLE, Newcomer, ago

from reisgenoot.access.errors import NotAllowed, NotFound, Refused
from reisgenoot.core.trajectory.terms import Term, add_months, last_day
from reisgenoot.dossiers.actions import involve, record_facts
from reisgenoot.pip import actions, queries
from reisgenoot.pip.models import Decision, DecisionPart, DraftPart, Objection
from reisgenoot.pip.parts import About, Must, Part, grounds, lacking, parts
from reisgenoot.pip.rules import Standing, last_of

pytestmark = pytest.mark.django_db
EVERY = [(part, must) for part in parts().values() for must in part.must]


def named(case: object) -> str:
    """The article in the test's name."""
    return case.ground.id if isinstance(case, Must) else case.id if isinstance(case, Part) else str(case)


def months_after(day: date, months: int) -> date:
    return date.fromordinal(add_months(day.toordinal(), months))


@pytest.mark.parametrize(("part", "must"), EVERY, ids=named)
def test_a_plan_without_it_is_not_set_and_says_its_article(part: Part, must: Must, hala: Newcomer) -> None:
    """Each statutory part of `parts.yaml`, with the whole rest of the plan there."""
    kind, scaled = ("level", {"level": {"level": "a2", "hours": 640, "effort": "Kwam altijd."}})
    whole = {**WHOLE, **(scaled if must.scaled else {})}
    hala.whole(**whole)
    if must.scaled:
        hala.set_plan(on=ago(600))
    left = {key: it for key, it in whole[part.id].items() if key not in must.fields}
    hala.write(part.id, left)
    with pytest.raises(Refused) as refused:
        hala.set_plan(kind if must.scaled else "first", reason="Het lukt niet.")
    told = str(refused.value.problems["missing"])
    assert must.ground.cited["nl"] in told
    assert part.text["nl"] in told
    assert Decision.objects.count() == must.scaled
    assert hala.fact("pip_set") == (ago(600).isoformat() if must.scaled else None)


def test_what_is_asked_depends_on_the_route_and_the_permit() -> None:
    asked = {
        about: {it.part.id for it in lacking({}, about)}
        for about in (About("b1", True), About("education", True), About("z", False), About("b1", True, True))
    }
    whole = {
        "route",
        "intensity",
        "pvt",
        "map",
        "support",
        "talks",
        "child",
        "participation",
        "relief",
        "objection",
    }
    assert asked[About("b1", True)] == whole
    assert asked[About("education", True)] == whole - {"map"}  # article 8(3)
    assert asked[About("z", False)] == whole - {"intensity", "relief"}  # articles 15(2) and 56a
    assert asked[About("b1", True, True)] == whole | {"level"}
    assert all(it.confirmed == (key != "withdrawal") for key, it in grounds().items())


def test_the_terms_start_on_the_day_after_the_date_and_the_day_after_sending(hala: Newcomer) -> None:
    hala.whole()
    made = hala.set_plan(on=ago(30), sent_on=ago(28))
    assert (hala.fact("pip_set"), hala.fact("pip_sent")) == (ago(30).isoformat(), ago(28).isoformat())
    assert hala.fact("learning_route") == "b1"
    assert hala.due("map_completed") == months_after(ago(30), 36)  # article 11: to the day of that date
    assert made.objection_until == last_of(ago(28), Term.parse("P6W"))
    assert made.objection_until >= ago(28) + timedelta(days=42)
    assert (made.number, made.kind, made.set_by, made.organisation) == (
        1, "first", hala.director, hala.director.organisation,
    )  # fmt: skip
    kept = {it.part: it.answers for it in DecisionPart.objects.filter(decision=made)}
    assert kept == WHOLE


def test_a_later_plan_does_not_move_the_term(hala: Newcomer) -> None:
    hala.whole()
    first = hala.set_plan(on=ago(200))
    hala.write("talks", {"number": 9})
    with pytest.raises(Refused) as refused:
        hala.set_plan("again", on=ago(10))
    assert set(refused.value.problems) == {"reason"}
    again = hala.set_plan("again", on=ago(10), reason="Meer gesprekken.")
    assert (again.number, again.term_from) == (2, ago(200))
    assert hala.fact("pip_set") == ago(200).isoformat()
    assert hala.due("map_completed") == months_after(ago(200), 36)
    assert [
        (part.id, [it.what["en"] for it in sides]) for part, sides in queries.compared(hala.pk, "1", "2")
    ] == [("talks", ["Number of talks", "Once in so many months"])]
    assert DecisionPart.objects.get(decision=first, part="talks").answers == WHOLE["talks"]


@pytest.mark.parametrize(
    ("days", "route", "because", "allowed"),
    [
        (0, "z", "progress", True),  # article 5.4(1): the last day
        (1, "z", "progress", False),
        (1, "z", "education", True),  # 5.4(2)
        (1, "z", "special", True),  # 5.4(3)
        (0, "z", "", False),
    ],
)
def test_another_route_within_a_year_and_a_half(
    hala: Newcomer, days: int, route: str, because: str, allowed: bool
) -> None:
    hala.whole()
    begun = ago(900)
    hala.set_plan(on=begun)
    on = months_after(begun, 18) + timedelta(days=days)
    hala.write("route", {"route": route, "why": "Het gaat te snel."})
    asked: dict[str, Any] = {"on": on, "reason": "De toetsen.", "because": because}
    if not allowed:
        with pytest.raises(Refused) as refused:
            hala.set_plan("route", **asked)
        assert set(refused.value.problems) == {"because"}
        return
    made = hala.set_plan("route", **asked)
    assert (made.route, made.because, hala.fact("learning_route")) == (route, because, route)
    assert hala.due("self_reliance_talk") == months_after(begun, 36)


def test_from_the_education_route_to_b1_always() -> None:
    it = Standing(date(2024, 1, 1), "education", None, None, None, 1)
    assert it.switch_until == date(2025, 7, 1)
    assert it.can_switch("b1", "progress", date(2026, 12, 1))
    assert not it.can_switch("z", "progress", date(2026, 12, 1))


def test_the_exam_goes_down_to_a2_after_600_hours(hala: Newcomer) -> None:
    hala.whole()
    hala.set_plan(on=ago(600))
    hala.write("level", {"level": "a2_part", "which": "schrijven", "hours": 599, "effort": "Kwam altijd."})
    with pytest.raises(Refused, match=r"5\.5"):
        hala.set_plan("level", reason="B1 lukt niet.")
    hala.write("level", {"level": "a2_part", "which": "schrijven", "hours": 600, "effort": "Kwam altijd."})
    made = hala.set_plan("level", reason="B1 lukt niet.")
    assert (made.kind, hala.fact("exam_level")) == ("level", "a2_part")
    assert DecisionPart.objects.filter(decision=made, part="level").exists()


def test_the_new_municipality_takes_over_the_route_and_the_term(hala: Newcomer, as_owner: AsOwner) -> None:
    hala.whole()
    hala.set_plan(on=ago(200))
    record_facts(hala.director, hala.pk, {"moved_municipality": ago(40)})
    assert hala.due("pip_after_move") == last_of(ago(40), Term.parse("P10W"))  # article 5.3(3)
    new = factories.member(as_owner, "director", factories.organisation(as_owner, "municipality"))
    involve(hala.director, hala.dossier, new.organisation)
    be(new)
    assert queries.plan_shown(new, hala.pk, TODAY).known.standing.kinds() == (Decision.Kind.MOVED,)
    asked = actions.Asked("moved", ago(5), ago(5))
    row = DraftPart.objects.get(part="route")
    actions.save_part(new, hala.pk, "route", {"route": "z", "why": "Anders."}, seen=row.changes)
    with pytest.raises(Refused, match="15 lid 4"):
        actions.set_plan(new, hala.pk, asked)
    actions.save_part(new, hala.pk, "route", WHOLE["route"], seen=row.changes + 1)
    made = actions.set_plan(new, hala.pk, asked)
    assert (made.number, made.organisation, made.term_from) == (2, new.organisation, ago(200))
    assert hala.fact("pip_after_move") == ago(5).isoformat()
    assert hala.fact("pip_set") == ago(200).isoformat()


def test_withdrawn_the_term_runs_on_and_a_signal_says_so(hala: Newcomer) -> None:
    hala.whole()
    hala.set_plan(on=ago(90))
    with pytest.raises(Refused):
        actions.withdraw(hala.director, hala.pk, dated_on=ago(5), sent_on=ago(5), reason=" ")
    made = actions.withdraw(hala.director, hala.pk, dated_on=ago(5), sent_on=ago(5), reason="Vertrokken.")
    assert (made.withdrawn, made.route, made.number) == (True, "b1", 2)
    assert hala.dossier.signals.filter(key="pip_withdrawn_none_instead").exists()
    with pytest.raises(NotFound):
        actions.withdraw(hala.director, hala.pk, dated_on=TODAY, sent_on=TODAY, reason="x")
    hala.set_plan("again", on=TODAY, reason="Toch hier.")
    assert not hala.dossier.signals.filter(key="pip_withdrawn_none_instead", until__isnull=True).exists()
    assert hala.fact("pip_set") == ago(90).isoformat()


def test_days_that_cannot_be_and_a_draft_that_changed(hala: Newcomer) -> None:
    hala.whole()
    for dated, sent, field in ((-1, -1, "dated_on"), (5, -1, "sent_on"), (5, 6, "sent_on")):
        with pytest.raises(Refused) as refused:
            hala.set_plan(on=ago(dated), sent_on=ago(sent))
        assert field in refused.value.problems
    with pytest.raises(Refused) as refused:
        hala.set_plan("again", reason="x")
    assert set(refused.value.problems) == {"kind"}
    with pytest.raises(Refused) as refused:
        hala.set_plan(seen=1)
    assert set(refused.value.problems) == {"seen"}


def test_only_the_municipality_sets_it_and_nobody_changes_it(hala: Newcomer, as_owner: AsOwner) -> None:
    hala.whole()
    guide = hala.people["vluchtelingenwerk"]
    be(guide)
    with pytest.raises(NotAllowed):
        actions.set_plan(guide, hala.pk, actions.Asked("first", TODAY, TODAY))
    made = hala.set_plan()
    for statement in (
        "UPDATE pip_decision SET reason = 'anders'",
        "UPDATE pip_decisionpart SET answers = '{}'",
        "DELETE FROM pip_decisionpart",
        "DELETE FROM pip_decision",
        "UPDATE pip_draftpart SET category = 'route'",
        "DELETE FROM pip_draftpart",
    ):
        assert attempt(statement) == -1, statement
    with as_owner(), connection.cursor() as cursor:  # as on the next day
        cursor.execute("UPDATE pip_decision SET set_at = set_at - interval '1 day'")
        cursor.execute("DELETE FROM pip_decisionpart WHERE part = 'goals'")
    be(hala.director)
    row = f"VALUES (77, {hala.pk}, {made.pk}, 'goals', 'work_education', '{{}}')"
    assert (
        attempt(f"INSERT INTO pip_decisionpart (id, dossier_id, decision_id, part, category, answers) {row}")
        == -1
    )
    be(guide)
    own = f"{guide.pk}, now(), {guide.organisation_id}"
    columns = (
        "id, dossier_id, number, kind, because, route, dated_on, sent_on, objection_until, term_from, reason,"
    )
    values = f"78, {hala.pk}, 9, 'first', '', 'b1', '{TODAY}', '{TODAY}', '{TODAY + timedelta(42)}', '{TODAY}', '', "
    insert = (
        f"INSERT INTO pip_decision ({columns} asylum, set_by_id, set_at, organisation_id) VALUES ({values}"
    )
    assert attempt(f"{insert} true, {own})") == -1
    for who in ("volunteer", "other organisation", "administrator"):
        be(hala.people[who])
        for table in (DraftPart, Decision, DecisionPart, Objection):
            assert not table.objects.exists(), (who, table)


def attempt(statement: str) -> int:
    """How many rows it touched; -1 if the database refused it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            return int(cursor.rowcount)
    except DatabaseError:
        return -1


@pytest.mark.parametrize("days", [ago(60), ago(31)], ids=["objection_is_over", "others_can_still_object"])
def test_an_objection_has_six_weeks_after_the_term_for_it(hala: Newcomer, days: date) -> None:
    hala.whole()
    made = hala.set_plan(on=days)
    with pytest.raises(Refused):
        actions.receive_objection(hala.director, hala.pk, made.pk, received_on=ago(61))
    it = actions.receive_objection(hala.director, hala.pk, made.pk, received_on=ago(30), about="De route")
    lawful = date.fromordinal(last_day(made.objection_until.toordinal(), Term.parse("P6W")))  # Awb 7:10(1)
    # The plan counts on from the six weeks themselves: sooner where a holiday moved the last day to object.
    until = last_of(days + timedelta(days=42), Term.parse("P6W"))
    assert hala.due("pip_objection_decided") == until <= lawful
    shown = queries.plan_shown(hala.director, hala.pk, TODAY).objections[0]
    assert (shown.decide_until, shown.in_time) == (lawful, True)
    with pytest.raises(Refused):  # one at a time
        actions.receive_objection(hala.director, hala.pk, made.pk, received_on=ago(29))
    with pytest.raises(Refused):
        actions.decide_objection(hala.director, hala.pk, it.pk, decided_on=ago(31), outcome="upheld")
    actions.decide_objection(
        hala.director, hala.pk, it.pk, decided_on=ago(3), outcome="upheld", reason="Z past beter."
    )
    assert hala.fact("pip_objection_decided") == ago(3).isoformat()
    actions.receive_objection(hala.director, hala.pk, made.pk, received_on=ago(2))
    assert hala.fact("pip_objection_decided") is None
    assert hala.due("pip_objection_decided") == until
