"""Every statutory term on its day: tables of cases, each with its article in its id.

The tables are the YAML files beside this; `docs/law.md` names for each term the cases that hold it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from same import Asked, assert_all_same

from reisgenoot.core.trajectory import Plan, PlannedTask, catalogue, plan
from tools import law

TABLES = {
    path.stem: yaml.safe_load(path.read_text()) for path in sorted(Path(__file__).parent.glob("*.yaml"))
}
CASES = [
    {**case, "facts": {**table["people"][case["given"]], **case.get("but", {})}, "table": name, "route": table["route"]}
    for name, table in TABLES.items()
    for case in table["cases"]
]  # fmt: skip
BOTH_ACTS = ("wi2021_plan", "wi2021_term", "wi2021_after", "wi2013")
AGREED = ("2026-11-25", "2020-11-25")
"""The days of which the columns are asked about everybody: now, and under the act of 2013."""


@pytest.fixture(scope="module", autouse=True)
def both_evaluators_agree() -> Iterator[None]:
    """Of everybody in the tables the columns of the bulk evaluator say what the closures say."""
    yield
    for route in sorted({case["route"] for case in CASES}):
        rows = [known(case) for case in CASES if case["route"] == route]
        asked: Asked = {date.fromisoformat(day): rows for day in AGREED}
        assert_all_same(asked, catalogue(), route)


def known(case: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in case["facts"].items() if value is not None}


def planned(case: dict[str, Any]) -> Plan:
    facts, day = known(case), date.fromisoformat(case["day"])
    return plan(catalogue().resolve(case["route"], facts, day), facts, day)


def found(case: dict[str, Any]) -> PlannedTask | None:
    return next((task for task in planned(case).tasks if task.id == case["task"]), None)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['table']}: {case['case']}")
def test_case(case: dict[str, Any]) -> None:
    task = found(case)
    assert ",".join(planned(case).unread) == case.get("unread", "")
    if not case.get("there", True):
        assert task is None or task.done_on, "it is in the plan"
        return
    assert task is not None, "it is not in the plan"
    assert (task.due.isoformat() if task.due else None) == case["due"]
    assert (task.ground.id if task.ground else None) == case["ground"]
    if "starts" in case:
        assert task.starts == date.fromisoformat(case["starts"])
    assert "{" not in task.course("nl") + task.why("nl")


def test_the_tables_are_long_enough_and_name_each_case_once() -> None:
    both = [case for case in CASES if case["table"] in BOTH_ACTS]
    assert len(both) >= 150
    assert len({(case["table"], case["case"]) for case in CASES}) == len(CASES)
    routes = {case["facts"].get("learning_route") for case in both}
    assert {"b1", "education", "z"} <= routes


def test_every_reason_that_makes_a_term_longer_does_so_in_a_case() -> None:
    used = set()
    for case in CASES:
        task = found(case)
        if task and task.ground:
            used |= {(task.ground.id, step.key) for step in task.steps}
    for route in catalogue().ids:
        for version in catalogue().versions(route):
            for due in (due for task in version.tasks.values() for due in task.due):
                for longer in due.longer:
                    assert due.reason.ground
                    assert (due.reason.ground.id, longer.id) in used


def test_every_statutory_term_is_held_by_a_case() -> None:
    """Each term on a ground of law has a day in a table; `docs/law.md` says which."""
    held = set(law.cases())
    for route in catalogue().ids:
        for version in catalogue().versions(route):
            for task in version.tasks.values():
                for ground in (due.reason.ground for due in task.due):
                    assert ground is None or (route, task.id, ground.id) in held
    assert law.NO_TEST not in law.page()
