"""The rights of the route without status, and our own terms, on the days on which they begin, end and change.

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

ROUTE = "without-status"
ON = date(2026, 11, 16)
MET = {"met": "2026-10-05"}
CHILD = {"household_role": "child"}
CHOSEN = {**MET, "perspective_chosen": "2026-11-02"}
ASYLUM = {**CHOSEN, "perspective": "permit", "application_kind": "asylum"}
FAMILY = {**CHOSEN, "perspective": "permit", "application_kind": "regular", "has_minor_children": True}

ASKED: Asked = {}


@pytest.fixture(scope="module", autouse=True)
def both_evaluators_agree() -> Iterator[None]:
    """Whatever the tests asked, the columns of the bulk evaluator say too."""
    yield
    assert_all_same(ASKED, catalogue(), ROUTE)


def planned(facts: dict[str, Any], on: date = ON) -> Plan:
    """The plan, by both evaluators."""
    ASKED.setdefault(on, []).append(facts)
    return plan(catalogue().resolve(ROUTE, facts, on), facts, on)


def task(key: str, facts: dict[str, Any], on: date = ON) -> PlannedTask | None:
    return next((task for task in planned(facts, on).tasks if task.id == key), None)


@pytest.mark.parametrize(
    ("key", "facts", "due", "ground"),
    [
        # What exists without lawful stay, each with its ground; the term to tell of it is our own.
        ("rights_explained", MET, "2026-10-19", "Vw10"),
        ("gp_registered", MET, "2026-11-02", "Zvw122a"),
        ("legal_aid_assigned", MET, "2026-10-26", "Wrb12"),
        ("medical_costs_answered", {**MET, "medical_costs_asked": "2026-11-13"}, "2026-11-16", "Zvw122a"),
        ("youth_health_known", {**MET, **CHILD, "born": "2024-01-01"}, "2026-11-16", "Wpg5"),
        # School: welcome from four, compulsory from five.
        ("school_requested", {**MET, **CHILD, "born": "2022-11-16"}, "2027-11-30", "WPO40"),
        ("school_requested", {**MET, **CHILD, "born": "2021-10-05"}, "2026-10-19", "WPO40"),
        ("school_requested", {**MET, **CHILD, "born": "2021-11-10"}, "2026-11-24", "WPO40"),
        ("school_enrolled", {**MET, **CHILD, "born": "2015-05-01"}, "2027-01-05", "Lpw2"),
        # The family.
        ("children_mapped", FAMILY, "2026-11-30", None),
        ("family_life_applied", FAMILY, "2027-02-02", "Vb3.71"),
        ("family_shelter_considered", {**MET, "has_minor_children": True}, "2026-11-02", "HR2012"),
        # Asylum, the first time or again.
        ("asylum_applied", ASYLUM, "2027-02-02", "Vw36"),
        ("new_elements_gathered", {**ASYLUM, "procedure_ended": "2024-03-01"}, "2026-12-28", "APR55"),
        ("procedure_advised", {**MET, "procedure_to_start": "2026-10-05"}, "2026-11-02", "Wrb12"),
        # Safety and health.
        ("trafficking_explained", {**MET, "trafficking_indicated": "2026-11-16"}, "2026-11-19", "Vw8k"),
        ("violence_permit_considered", {**MET, "violence_indicated": "2026-11-16"}, "2026-11-30", "Vb3.48-1ef"),
        ("medical_stay_asked", {**MET, "ill_cannot_travel": True}, "2026-11-02", "Vw64"),
        ("no_fault_asked", {**MET, "return_failed": "2026-11-02"}, "2026-12-14", "Vb3.48-2a"),
        ("guardian_asked", {**MET, "unaccompanied": True}, "2026-10-12", "BW1-302"),
        ("turning_18_prepared", {**MET, **CHILD, "born": "2009-02-28"}, "2027-01-28", None),
    ],
)  # fmt: skip
def test_when_it_is_due_and_on_what_it_rests(
    key: str, facts: dict[str, Any], due: str | None, ground: str | None
) -> None:
    last = max(day for day in facts.values() if str(day).startswith("20"))
    found = task(key, facts, date.fromisoformat(last))
    assert found is not None
    assert (found.due and found.due.isoformat()) == due
    assert (found.ground.id if found.ground else None) == ground


@pytest.mark.parametrize(
    ("key", "facts"),
    [
        ("school_requested", {**MET, **CHILD, "born": "2008-11-16"}),  # 18 today
        ("school_requested", {**MET, "born": "2015-01-01", "household_role": "head"}),
        ("school_answered", {**MET, **CHILD, "school_requested": "2026-10-12", "born": "2013-11-16"}),  # 13 today
        ("guardian_asked", {**MET, "unaccompanied": True, "born": "2008-11-16"}),
        ("turning_18_prepared", {**MET, "household_role": "head", "born": "2009-02-28"}),
        ("appeal_filed", {**MET, "permit_refused": "2026-11-02", "application_kind": "regular"}),
        ("objection_filed", {**MET, "permit_refused": "2026-11-02", "application_kind": "asylum"}),
        ("appeal_filed", {**MET, "permit_refused": "2026-08-16"}),  # three months ago: too late to do anything
        ("departure_decided", {**MET, "return_decision": "2026-08-16"}),
        ("family_life_applied", {**FAMILY, "has_minor_children": False}),
        ("family_life_applied", {**FAMILY, "perspective": "return"}),
        ("family_life_applied", {**FAMILY, "household_role": "partner"}),  # one application, by the head
        ("new_elements_gathered", ASYLUM),  # a first application needs none
        ("medical_stay_asked", MET),  # nobody is asked about their health to have a plan
        ("trafficking_explained", MET),
        ("rights_explained", {}),  # before the first meeting there is no route
        ("rights_explained", {**MET, "guidance_closed": "2026-11-16"}),
        ("rights_explained", {**MET, "permit_granted": "2026-11-16"}),
    ],
)  # fmt: skip
def test_for_whom_it_is_not(key: str, facts: dict[str, Any]) -> None:
    assert task(key, facts) is None


@pytest.mark.parametrize(
    ("facts", "phase"),
    [
        ({}, None),
        ({"met": "2026-11-17"}, None),
        ({"procedure_ended": "2026-01-01"}, None),  # not met yet
        ({"met": "2026-11-16"}, "met"),
        ({"guidance_started": "2026-11-03"}, "met"),
        ({"met": "2026-11-02"}, "stabilising"),  # two weeks, to the day
        ({"met": "2026-11-02", "perspective_chosen": "2026-11-17"}, "stabilising"),
        ({"met": "2026-11-10", "perspective_chosen": "2026-11-16"}, "perspective"),
        ({**CHOSEN, "permit_refused": "2026-11-09"}, "perspective"),  # a refusal does not end help
        ({**CHOSEN, "permit_granted": "2026-11-16"}, "ended"),
        ({**CHOSEN, "settled_elsewhere": "2026-11-16"}, "ended"),
        ({**MET, "departed": "2026-11-16"}, "ended"),
    ],
)  # fmt: skip
def test_the_phase(facts: dict[str, Any], phase: str | None) -> None:
    assert planned(facts).phase == phase


@pytest.mark.parametrize(
    ("key", "facts", "active"),
    [
        ("no_contact", {"met": "2026-10-17"}, True),  # 30 days, to the day
        ("no_contact", {"met": "2026-10-18"}, False),
        ("no_contact", {"met": "2026-10-01", "last_contact": "2026-10-18"}, False),
        ("no_shelter", {"met": "2026-11-09"}, True),
        ("no_shelter", {"met": "2026-11-10"}, False),
        ("no_shelter", {"met": "2026-11-09", "shelter_found": "2026-11-16"}, False),
        ("no_shelter", {"met": "2026-11-09", **CHILD}, False),  # said once, with the head of the household
        ("shelter_lost", {**MET, "shelter_found": "2026-10-08", "shelter_ended": "2026-11-16"}, True),
        ("shelter_lost", {**MET, "shelter_ended": "2026-11-10", "shelter_found": "2026-11-12"}, False),
        ("child_without_school", {"met": "2026-10-19", **CHILD, "born": "2021-11-16"}, True),  # five today
        ("child_without_school", {"met": "2026-10-20", **CHILD, "born": "2015-01-01"}, False),
        ("child_without_school", {"met": "2026-10-19", **CHILD, "born": "2021-11-17"}, False),
        ("turning_18", {**MET, **CHILD, "born": "2009-02-16"}, True),  # three months, to the day
        ("turning_18", {**MET, **CHILD, "born": "2009-02-17"}, False),
        ("turning_18", {**MET, **CHILD, "born": "2008-11-16"}, False),
        ("departure_term", {**MET, "return_decision": "2026-11-16"}, True),
        ("departure_term", {**MET, "return_decision": "2026-10-19"}, True),  # its last day
        ("departure_term", {**MET, "return_decision": "2026-10-15"}, False),
        ("departure_term", {**MET, "return_decision": "2026-11-02", "appeal_filed": "2026-11-09"}, False),
        ("reflection_ending", {**MET, "reflection_granted": "2026-09-07"}, True),
        ("reflection_ending", {**MET, "reflection_granted": "2026-09-08"}, False),
        ("stalled", {"met": "2026-05-16"}, True),
        ("stalled", {"met": "2026-05-17"}, False),
    ],
)  # fmt: skip
def test_when_a_signal_is_given(key: str, facts: dict[str, Any], active: bool) -> None:
    assert any(signal.id == key and signal.active(ON) for signal in planned(facts).signals) is active


def test_authorities_never_act() -> None:
    """Whoever acts in a route is let into its dossiers; here no authority ever is."""
    (version,) = catalogue().versions(ROUTE)
    ours = {"guide", "volunteer", "legal_aid", "newcomer"}
    assert {role for phase in version.phases for role in phase.acting} <= ours
    assert {task.owner for task in version.tasks.values()} <= ours


def test_what_endangers_somebody_is_in_a_category_of_its_own() -> None:
    (version,) = catalogue().versions(ROUTE)
    safety = {key for key, item in version.milestones.items() if item.category == "safety"}
    words = ("safety", "trafficking", "violence", "reflection")
    assert safety == {key for key in version.milestones if key.startswith(words)}
    # Ticking a task off is a fact too: what a task of safety is called must be a milestone of safety.
    assert {key for key in version.tasks if key.startswith(words)} <= safety


def test_a_right_says_on_what_it_rests_and_whether_that_was_read() -> None:
    found = task("family_shelter_considered", {**MET, "has_minor_children": True})
    assert found is not None
    assert found.why("nl").startswith(
        "berust op Hoge Raad 21 september 2012, ECLI:NL:HR:2012:BW5328 (grond nog niet"
    )
    right = task("rights_explained", MET)
    assert right is not None
    assert right.why("en").startswith("rests on Vreemdelingenwet 2000, article 10 lid 2. due 19 October 2026")
    assert right.ground is not None
    assert right.ground.confirmed
