"""What the shipped route of asylum says on the days that matter: which act, which phase, for whom a task is.

On which day each statutory term ends, is held by `tests/core/law`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from same import Asked, assert_all_same

from reisgenoot.core.trajectory import PlannedTask, catalogue, plan
from reisgenoot.core.trajectory.plan import Plan

ON = date(2026, 11, 16)
ADULT = {"born": "1990-05-17"}

ASKED: Asked = {}


@pytest.fixture(scope="module", autouse=True)
def both_evaluators_agree() -> Iterator[None]:
    """Whatever the tests asked, the columns of the bulk evaluator say too."""
    yield
    assert_all_same(ASKED, catalogue(), "nl-asylum")


def planned(facts: dict[str, Any], on: date = ON) -> Plan:
    """The plan of an adult, unless the facts say otherwise, by the version that the facts lead to."""
    known = {**ADULT, **facts}
    ASKED.setdefault(on, []).append(known)
    return plan(catalogue().resolve("nl-asylum", known, on), known, on)


def task(key: str, facts: dict[str, Any], on: date = ON) -> PlannedTask | None:
    return next((task for task in planned(facts, on).tasks if task.id == key), None)


NEW = {"permit_granted": "2026-03-02"}
OLD = {"permit_granted": "2018-03-05"}


@pytest.mark.parametrize(
    ("facts", "version"),
    [
        ({"permit_granted": "2021-12-31"}, "wi2013"),
        ({"permit_granted": "2022-01-01"}, "wi2021"),
        ({"permit_granted": "2021-06-01", "duty_started": "2022-01-01"}, "wi2021"),
        ({"permit_granted": "2022-06-01", "duty_started": "2021-12-31"}, "wi2013"),
        ({"permit_granted": "2023-06-01", "law": "2013"}, "wi2013"),
        ({"arrived": "2019-01-01"}, "wi2021"),  # no permit yet: it will fall under the act of today
    ],
)
def test_which_act(facts: dict[str, Any], version: str) -> None:
    assert planned(facts).version == version


@pytest.mark.parametrize(
    ("facts", "phase"),
    [
        ({}, None),
        ({"arrived": "2026-11-17"}, None),
        ({"arrived": "2026-11-16"}, "registration"),
        ({"arrived": "2026-11-13"}, "registration"),
        ({"arrived": "2026-11-12"}, "procedure"),  # four days on average
        ({"arrived": "2026-11-13", "asylum_applied": "2026-11-14"}, "procedure"),
        ({"arrived": "2026-03-01", "permit_granted": "2026-11-16"}, "housing"),
        ({"arrived": "2026-03-01", "permit_granted": "2026-11-17"}, "procedure"),
        ({**NEW, "moved_in": "2026-11-16"}, "settling"),
        ({**NEW, "moved_in": "2026-10-05", "pip_set": "2026-10-10"}, "integration"),  # six weeks, to the day
        ({**NEW, "moved_in": "2026-10-06", "pip_set": "2026-10-10"}, "settling"),
        ({**NEW, "moved_in": "2026-01-06"}, "settling"),  # no PIP yet
        ({**NEW, "moved_in": "2026-01-06", "pip_set": "2026-11-16"}, "integration"),
        ({**OLD, "moved_in": "2018-06-01"}, "integration"),  # under the 2013 act there is no PIP to wait for
        ({"arrived": "2026-01-01", "permit_refused": "2026-11-02"}, "ended"),
        ({"arrived": "2026-01-01", "permit_refused": "2026-11-02", "appeal_filed": "2026-11-03"}, "procedure"),
        ({**NEW, "departed": "2026-11-16"}, "ended"),
    ],
)  # fmt: skip
def test_the_phase(facts: dict[str, Any], phase: str | None) -> None:
    assert planned(facts).phase == phase


MOVED = {**NEW, "moved_in": "2026-10-12", "brp_registered": "2026-10-14", "duty_notified": "2026-10-20"}


@pytest.mark.parametrize(
    ("facts", "there"),
    [
        ({"born": "2008-11-16"}, True),  # 18 today
        ({"born": "2008-11-17"}, True),  # tomorrow: in the plan, with its beginning
        ({"household_role": "child", "born": None}, True),  # a notice of DUO says that the duty is there
        ({"born": "1959-11-17"}, True),
        ({"born": "1959-11-16"}, False),  # 67 today
        ({"duty_released": "2026-11-16"}, False),
        ({"permit_withdrawn": "2026-11-16"}, False),
    ],
)
def test_for_whom_the_pip_is(facts: dict[str, Any], there: bool) -> None:
    assert (task("pip_set", {**MOVED, **facts}) is not None) is there


def test_a_child_has_no_duty_before_18_without_a_notice() -> None:
    child = {key: day for key, day in MOVED.items() if key != "duty_notified"}
    assert task("pip_set", {**child, "household_role": "child", "born": None}) is None
    soon = task("pip_set", {**child, "household_role": "child", "born": "2010-01-05"})
    assert soon is not None
    assert (soon.starts, soon.state) == (date(2028, 1, 5), "waiting")


def test_what_is_for_the_household_stands_with_its_head_alone() -> None:
    for role, there in (("head", True), ("partner", False), ("child", False)):
        found = {it.id: it.per for it in planned({**MOVED, "household_role": role}).tasks}
        assert ("benefit_applied" in found) is there
        assert ("household" in found.values()) is there
        assert "gp_registered" in found


@pytest.mark.parametrize(("on", "state"), [("2026-12-28", "open"), ("2026-12-29", "overdue")])
def test_the_last_day_is_in_time(on: str, state: str) -> None:
    """Ten weeks after 16 October end on Christmas Day; the first working day after it is the last day."""
    facts = {**NEW, "brp_registered": "2026-08-01", "duty_notified": "2026-10-16"}
    facts |= dict.fromkeys(("intake_started", "intake_completed", "learnability_tested"), "2026-11-02")
    found = task("pip_set", facts, date.fromisoformat(on))
    assert found is not None
    assert found.state == state
    assert found.overdue_from == date(2026, 12, 29)
    assert "artikel 15" in found.why("nl")
    assert "Algemene termijnenwet, artikel 1" in found.why("nl")


@pytest.mark.parametrize(
    ("facts", "warned"),
    [
        ({**NEW}, True),  # before there is an address: the warning comes before registration there
        ({**NEW, "moved_in": "2026-11-02", "brp_registered": "2026-11-04"}, True),
        ({**NEW, "permit_withdrawn": "2026-11-16"}, False),
        ({**NEW, "departed": "2026-11-16"}, False),
        ({**NEW, "allowance_partner_without_status": False}, False),
    ],
)
def test_a_partner_without_status_puts_allowances_at_risk(facts: dict[str, Any], warned: bool) -> None:
    made = planned({"allowance_partner_without_status": True, **facts})
    found = next((s for s in made.signals if s.id == "partner_without_status" and s.active(ON)), None)
    assert (found is not None) is warned
    if found:
        assert "Algemene wet inkomensafhankelijke regelingen, artikel 9 lid 2" in found.why("nl")


def test_expected_dates_are_never_due_dates() -> None:
    found = task("moved_in", {"permit_granted": "2026-08-31"})
    assert found is not None
    assert (found.due, found.expected) == (None, date(2026, 12, 15))
    assert found.state != "overdue"


@pytest.mark.parametrize(
    ("facts", "phase"),
    [
        ({"application_withdrawn": "2026-07-01"}, "ended"),
        ({"transfer_decided": "2026-07-01"}, "ended"),
        ({"transfer_decided": "2026-07-01", "appeal_filed": "2026-07-03"}, "procedure"),
        ({"permit_refused": "2026-07-01", "appeal_filed": "2026-07-03"}, "procedure"),
        ({"permit_refused": "2026-07-01", "appeal_filed": "2026-07-03", "appeal_dismissed": "2026-09-01"}, "ended"),
        ({"permit_granted": "2026-07-01", "appeal_filed": "2026-07-03", "appeal_dismissed": "2026-09-01"}, "housing"),
        (
            {
                "permit_refused": "2026-07-01",
                "appeal_filed": "2026-07-03",
                "appeal_dismissed": "2026-09-01",
                "higher_appeal_filed": "2026-09-04",
            },
            "procedure",
        ),
    ],
)  # fmt: skip
def test_where_a_decision_leaves_somebody(facts: dict[str, Any], phase: str) -> None:
    """An appeal keeps the procedure open; nobody with a permit loses it because an appeal for more was dismissed."""
    made = planned({"arrived": "2026-05-01", "asylum_applied": "2026-05-05", **facts})
    assert made.phase == phase
    assert "decision_received" not in {task.id for task in made.tasks if task.done_on is None}
