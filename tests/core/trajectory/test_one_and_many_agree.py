"""plan() and plan_many() are compiled from the same definition, and say the same to the letter."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented import ON, caseloads, definitions, near, some_spans
from same import assert_same

from reisgenoot.core.trajectory import Definition, catalogue, grounds, plan

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(definition=definitions(), rows=caseloads())
def test_for_any_definition_and_any_facts(definition: Definition, rows: list[dict[str, Any]]) -> None:
    assert_same(definition, rows, ON)
    for row in rows:
        whole = {task.id: task.ground for task in plan(definition, row, ON).tasks if task.ground}
        assert grounds(definition, row, ON, [*whole, "unknown"]) == whole


@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
@given(definition=definitions(), rows=caseloads(), days=st.integers(1, 400))
def test_a_plan_does_not_age_before_the_day_it_names(
    definition: Definition, rows: list[dict[str, Any]], days: int
) -> None:
    """Until `good_until` only the states follow from the date; nothing needs to be computed again at night."""
    later = ON + timedelta(days=days)
    for row in rows:
        today, then = plan(definition, row, ON), plan(definition, row, later)
        if today.good_until is None or later < today.good_until:
            kept = [t for t in today.tasks if t.ends is None or later < t.ends or t.state == "done"]
            dates = ("id", "starts", "due", "expected", "overdue_from", "done_on", "ends", "ready_from")
            assert [[getattr(t, d) for d in dates] for t in kept] == [
                [getattr(t, d) for d in dates] for t in then.tasks
            ]
            assert today.phases == then.phases
            if today.phase_until is None or later < today.phase_until:
                assert today.phase == then.phase


@pytest.mark.parametrize("route", catalogue().ids)
@settings(max_examples=15, deadline=None, suppress_health_check=SLOW)
@given(data=st.data())
def test_for_the_shipped_definitions(route: str, data: st.DataObject) -> None:
    kinds: dict[str, st.SearchStrategy[Any]] = {}
    for version in catalogue().versions(route):
        for key in sorted(version.fact_ids):
            kinds[key] = st.one_of(near.map(date.isoformat), st.just("junk"))
        for key, item in version.attributes.items():
            texts = st.sampled_from([*item.values, "Doetinchem", "junk"])
            lists = {"list": st.lists(texts, max_size=2), "spans": some_spans}
            kinds[key] = {"boolean": st.booleans(), **lists}.get(
                item.type, kinds[key] if item.type == "date" else texts
            )
    chosen = data.draw(st.lists(st.sampled_from(sorted(kinds)), unique=True, min_size=5))
    rows = [{key: data.draw(st.none() | kinds[key]) for key in chosen} for _ in range(4)]
    assert_same(catalogue(), rows, ON, route)
