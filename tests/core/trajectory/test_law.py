"""The terms of the shipped routes on the days on which they begin, end and change.

The articles stand in the definitions, and in `docs/law.md`.
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
REFUSED = {"permit_refused": "2026-06-12"}
DISMISSED = {**REFUSED, "appeal_filed": "2026-06-15", "appeal_dismissed": "2026-09-01"}


@pytest.mark.parametrize(
    ("key", "facts", "due", "ground"),
    [
        # The decision: six months, under the act until 11 June 2026 and the regulation from 12 June 2026.
        ("decision_received", {"asylum_applied": "2026-06-11"}, "2026-12-11", "Vw42"),
        ("decision_received", {"asylum_applied": "2026-06-12"}, "2026-12-12", "APR35"),
        ("decision_received", {"asylum_applied": "2025-08-31"}, "2026-02-28", "Vw42"),
        # Appeal: four weeks, from 12 June 2026 two; a public holiday moves it, Algemene termijnenwet 1.
        ("appeal_filed", {"permit_refused": "2026-06-11"}, "2026-07-09", "Vw69"),
        ("appeal_filed", {"permit_refused": "2026-06-12"}, "2026-06-26", "Vw69-2026"),
        ("appeal_filed", {"permit_refused": "2026-12-11"}, "2026-12-28", "Vw69-2026"),
        ("appeal_filed", {"permit_refused": "2026-04-07"}, "2026-05-06", "Vw69"),  # 5 May, every year
        ("provisional_measure_considered", {"permit_refused": "2026-06-11"}, None, None),
        ("provisional_measure_considered", {"permit_refused": "2026-06-12"}, "2026-06-19", "Vw69-6"),
        ("provisional_measure_considered", {"permit_refused": "2026-12-18"}, "2026-12-28", "Vw69-6"),
        # What kind of refusal it is decides: one week, in the act of before and of now; a transfer always one week.
        ("appeal_filed", {"permit_refused": "2026-06-11", "refusal_kind": "inadmissible"}, "2026-06-18", "Vw69-2"),
        ("appeal_filed", {**REFUSED, "refusal_kind": "manifestly_unfounded"}, "2026-06-19", "Vw69-2a-2026"),
        ("appeal_filed", {**REFUSED, "refusal_kind": "set_aside"}, "2026-06-19", "Vw69-2a-2026"),
        ("appeal_filed", {**REFUSED, "refusal_kind": "unfounded"}, "2026-06-26", "Vw69-2026"),
        ("appeal_filed", {"transfer_decided": "2026-06-11"}, "2026-06-18", "Vw69-4"),
        ("appeal_filed", {"transfer_decided": "2026-06-12"}, "2026-06-19", "Vw69-4"),
        ("provisional_measure_considered", {"transfer_decided": "2026-06-12"}, "2026-06-19", "Vw69-7"),
        ("provisional_measure_considered", {"transfer_decided": "2026-06-11"}, None, None),
        ("higher_appeal_filed", {**DISMISSED, "refusal_kind": "unfounded"}, "2026-09-29", "Vw69-5b"),
        ("higher_appeal_filed", {**DISMISSED, "refusal_kind": "inadmissible"}, "2026-09-15", "Vw69-5a"),
        ("higher_appeal_filed", DISMISSED, None, None),
        ("withdrawal_appeal_considered", {**NEW, "permit_withdrawn": "2026-06-12"}, "2026-06-26", "Vw69-2026"),
        ("withdrawal_appeal_considered", {**NEW, "permit_withdrawn": "2026-06-11"}, None, None),
        # Family: three months after the permit; whom subsidiary protection is given, waits.
        ("family_reunification_applied", {"permit_granted": "2026-06-11"}, "2026-09-11", "Vw29"),
        ("family_reunification_applied", {"permit_granted": "2026-06-12"}, "2026-09-14", "Vw29c"),
        (
            "family_reunification_applied",
            {"permit_granted": "2026-06-12", "protection": "subsidiary"},
            "2026-09-12",
            None,
        ),
        (
            "refugee_status_appeal_considered",
            {"permit_granted": "2026-06-12", "protection": "subsidiary"},
            "2026-06-26",
            "Vw69-2026",
        ),
        # Registration: five days after the move, of which two are working days.
        ("brp_registered", {**NEW, "moved_in": "2026-08-03"}, "2026-08-10", "BRP2.39"),
        ("brp_registered", {**NEW, "moved_in": "2026-08-05"}, "2026-08-10", "BRP2.39"),
        ("brp_registered", {**NEW, "moved_in": "2026-08-06"}, "2026-08-11", "BRP2.39"),
        ("brp_registered", {**NEW, "moved_in": "2025-12-24"}, "2025-12-30", "BRP2.39"),
        # Insurance: four months, longer than three, so never moved.
        ("insured", {**NEW, "moved_in": "2026-06-15"}, "2026-10-15", "Zvw5"),
        ("insured", {**NEW, "moved_in": "2025-10-31"}, "2026-02-28", "Zvw5"),
        ("benefit_advance_paid", {**NEW, "benefit_applied": "2026-08-10"}, "2026-09-07", "Pw52"),
        ("relief_ended", {"benefit_applied": "2026-05-15", "relief_started": "2026-06-01"}, "2026-11-15", "Pw56a"),
        # PIP: ten weeks after the notice and the registration, whichever is later.
        ("pip_set", {**NEW, "brp_registered": "2026-08-10", "duty_notified": "2026-09-01"}, "2026-11-10", "W15"),
        ("pip_set", {**NEW, "brp_registered": "2026-09-07", "duty_notified": "2026-09-01"}, "2026-11-16", "W15"),
        ("pip_set", {**NEW, "brp_registered": "2026-08-01", "duty_notified": "2026-09-05"}, "2026-11-16", "W15"),
        ("pip_set", {**NEW, "brp_registered": "2026-08-01", "duty_notified": "2026-10-16"}, "2026-12-28", "W15"),
        ("pip_set", {**NEW, "brp_registered": "2026-08-10"}, None, None),
        ("pip_set", {**NEW, "duty_notified": "2026-09-01"}, None, None),
        ("pip_after_move", {**NEW, "pip_set": "2026-05-01", "moved_municipality": "2026-09-01"}, "2026-11-10", "W15"),
        # The route: three years from the PIP, never moved; switching within a year and a half.
        ("duty_fulfilled", {**NEW, "pip_set": "2026-05-31"}, "2029-05-31", "W11"),
        ("duty_fulfilled", {**NEW, "pip_set": "2026-02-25"}, "2029-02-25", "W11"),  # a Sunday
        ("duty_fulfilled", {**NEW, "pip_set": "2024-02-29"}, "2027-02-28", "W11"),
        ("pvt_signed", {**NEW, "pip_set": "2026-05-31"}, "2029-05-31", "W11"),
        ("route_reconsidered", {**NEW, "pip_set": "2025-06-30"}, "2026-12-30", "W17"),
        # Under the act of 2013: three years from the duty, the statement within a year of registration.
        ("duty_fulfilled", {"permit_granted": "2021-12-31"}, "2024-12-31", "Wi7b"),
        ("duty_fulfilled", {"permit_granted": "2017-09-30"}, "2020-09-30", "Wi7"),
        ("duty_fulfilled", {"permit_granted": "2017-10-01"}, "2020-10-01", "Wi7b"),
        ("language_reached", {**OLD, "duty_started": "2018-06-01"}, "2021-06-01", "Wi7b"),
        ("pvt_signed", {**OLD, "brp_registered": "2018-05-01"}, "2019-05-01", "Wi7a"),
        ("pvt_signed", {"permit_granted": "2017-09-30", "brp_registered": "2017-09-30"}, None, None),
    ],
)  # fmt: skip
def test_when_it_is_due(key: str, facts: dict[str, Any], due: str | None, ground: str | None) -> None:
    last = max(day for key, day in facts.items() if key not in ("protection", "refusal_kind"))
    found = task(key, facts, date.fromisoformat(last))
    assert found is not None
    assert (found.due and found.due.isoformat()) == due
    assert (found.ground.id if found.ground else None) == (
        ground if due else found.ground and found.ground.id
    )


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
