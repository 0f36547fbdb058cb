"""Whatever happens, in whatever order: one answer, one running term of a kind, and no term comes back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented import some_spans
from same import assert_same

from reisgenoot.core.duty import duty, rules
from reisgenoot.core.duty.answer import LIABLE, ROUTE
from reisgenoot.core.trajectory import Definition, PlannedTask, catalogue, plan
from reisgenoot.core.trajectory.spans import read_span

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
days = st.dates(date(2016, 1, 1), date(2027, 12, 31))
born = st.dates(date(1953, 1, 1), date(2012, 12, 31))
STANDINGS = {"not_liable", "exempt", "ended", "unknown", *LIABLE}
LAST = date(2028, 6, 1)
ENDS = ("duty_fulfilled", "duty_released", "permit_withdrawn", "departed", "deceased")
SPANS = (
    "interrupted",
    "extended_no_blame",
    "extended_effort",
    "extended_education",
    "extended_for_all",
    "extended_literacy",
    "extended_pvt",
)
# Of one kind are the terms by which the same thing must be done.
KINDS = {
    "exam": ("language_reached", "knm_passed", "self_reliance_talk"),
    "statement": ("pvt_signed",),
}


def fact(version: Definition, key: str) -> st.SearchStrategy[Any]:
    """A value for a fact, sometimes junk."""
    item = version.attributes.get(key)
    if key == "born":
        return born.map(date.isoformat)
    if item is None or item.type == "date":
        return days.map(date.isoformat) | st.just("junk")
    if item.type == "spans":
        return some_spans
    if item.type == "boolean":
        return st.booleans()
    return st.sampled_from([*item.values, "TR", "SY", "PL", "junk"])


@st.composite
def people(draw: st.DrawFn, version: Definition) -> dict[str, Any]:
    keys = draw(st.lists(st.sampled_from(sorted(version.fact_ids)), unique=True, max_size=14))
    always = [key for key in ("born", "permit_granted") if draw(st.integers(0, 9))]
    return {key: draw(fact(version, key)) for key in dict.fromkeys([*always, *keys])}


@settings(max_examples=150, deadline=None, suppress_health_check=SLOW)
@given(facts=st.sampled_from(rules().versions(ROUTE)).flatmap(people), on=days)
def test_there_is_always_one_answer_with_its_reasons(facts: dict[str, Any], on: date) -> None:
    answer = duty(facts, on)
    assert answer.standing in STANDINGS
    assert (answer.law is None) == (answer.standing in ("not_liable", "unknown"))
    assert answer.standing == "unknown" or answer.because
    assert answer.since is None or answer.since <= on
    assert on >= date(2022, 1, 1) or answer.law != "2021"
    assert all(it.because("nl") and it.because("en") for it in answer.because)


@settings(max_examples=100, deadline=None, suppress_health_check=SLOW)
@given(facts=st.sampled_from(rules().versions(ROUTE)).flatmap(people), on=days, later=st.integers(1, 900))
def test_the_act_does_not_change_by_what_is_yet_to_come(facts: dict[str, Any], on: date, later: int) -> None:
    """Who is under an act on a day, was so by what had happened until then."""
    cut = {
        key: value for key, value in facts.items() if not (isinstance(value, str) and value > on.isoformat())
    }
    then = duty(cut, on)
    known = {**cut, "interrupted": []}
    if "interrupted" not in cut and "law" not in cut and "duty_started" not in cut and on >= date(2022, 1, 1):
        after = duty(known, on + timedelta(days=later))
        assert then.law is None or after.law is None or then.law == after.law


@settings(max_examples=6, deadline=None, suppress_health_check=SLOW)
@given(rows=st.lists(people(rules().versions(ROUTE)[1]), min_size=6, max_size=20), on=days)
def test_the_rules_say_the_same_in_columns(rows: list[dict[str, Any]], on: date) -> None:
    keys = sorted({key for row in rows for key in row})
    assert_same(rules(), [{key: row.get(key) for key in keys} for row in rows], on, ROUTE)


ROUTES = catalogue().versions("nl-asylum")
EVENTS = sorted({key for version in ROUTES for key in version.dated_ids if "_not_applicable" not in key})


@st.composite
def histories(draw: st.DrawFn) -> dict[str, Any]:
    facts: dict[str, Any] = {"born": "1990-05-17", "permit_granted": draw(days).isoformat()}
    facts["learning_route"] = draw(st.sampled_from(["b1", "education", "z"]))
    marks = ["pip_set", "duty_notified", "brp_registered", "fined_exam", "fined_pvt", *ENDS]
    for key in draw(st.lists(st.sampled_from([*marks, *EVENTS]), unique=True, max_size=8)):
        facts[key] = draw(days).isoformat()
    for key in SPANS:
        if draw(st.booleans()):
            facts[key] = draw(some_spans)
    return facts


def terms(facts: dict[str, Any], on: date) -> dict[str, PlannedTask]:
    """The statutory terms of civic integration that run on a day."""
    made = plan(catalogue().resolve("nl-asylum", facts, on), facts, on)
    keys = {key for kind in KINDS.values() for key in kind}
    return {task.id: task for task in made.tasks if task.id in keys and task.done_on is None and task.base}


@settings(max_examples=150, deadline=None, suppress_health_check=SLOW)
@given(facts=histories(), on=days)
def test_at_most_one_term_of_a_kind_runs(facts: dict[str, Any], on: date) -> None:
    running = terms(facts, on)
    for kind in KINDS.values():
        found = [running[key] for key in kind if key in running]
        assert (
            len({(task.base and task.base[0], task.due, task.ground and task.ground.id) for task in found})
            <= 1
        )


@settings(max_examples=150, deadline=None, suppress_health_check=SLOW)
@given(facts=histories(), on=days, key=st.sampled_from(EVENTS), wait=st.integers(1, 500), again=st.data())
def test_a_later_event_brings_no_earlier_term_back(
    facts: dict[str, Any], on: date, key: str, wait: int, again: st.DataObject
) -> None:
    """Neither one that had ended, nor the term before the one that runs."""
    past = {
        name: value for name, value in facts.items() if not isinstance(value, str) or value <= on.isoformat()
    }
    past["law"] = again.draw(st.sampled_from(["2013", "2021"]))
    later = on + timedelta(days=wait)
    if key in past or later > LAST:
        return
    before, after = terms(past, on), terms({**past, key: later.isoformat()}, later)
    for name, task in after.items():
        if name in before and task.base and before[name].base:
            assert task.base[0] >= before[name].base[0]  # type: ignore[index]
    if any(end in past for end in ENDS):
        assert not set(after) - set(before)


@settings(max_examples=150, deadline=None, suppress_health_check=SLOW)
@given(
    facts=histories(),
    on=days,
    wait=st.integers(1, 300),
    lasts=st.integers(0, 400),
    key=st.sampled_from(SPANS),
)
def test_a_term_that_has_passed_is_not_made_longer_by_what_comes_after_it(
    facts: dict[str, Any], on: date, wait: int, lasts: int, key: str
) -> None:
    """By an illness or an absence that begins after its last day: a decision can come later, but nothing else."""
    begins, later = on + timedelta(days=wait), on + timedelta(days=wait + 200)
    span = f"{begins}/{begins + timedelta(days=lasts)}" if lasts else f"{begins}/.."
    written = [text for text in facts.get(key, ()) if read_span(text)]
    before = terms({**facts, key: written}, later)
    after = terms({**facts, key: [*written, span]}, later)
    for name, task in before.items():
        if task.due and task.due < begins:
            assert after[name].due == task.due


@settings(max_examples=3, deadline=None, suppress_health_check=SLOW)
@given(rows=st.lists(histories(), min_size=12, max_size=20), on=days)
def test_the_terms_are_the_same_in_columns(rows: list[dict[str, Any]], on: date) -> None:
    keys = sorted({key for row in rows for key in row})
    assert_same(catalogue(), [{key: row.get(key) for key in keys} for row in rows], on, "nl-asylum")
