"""What stands on the checklist can be set aside by a fact: it is gone from the plan, and holds up nothing."""

from __future__ import annotations

from datetime import date

import pytest

from reisgenoot.core.trajectory import Plan, catalogue, plan

ON = date(2026, 6, 15)
ADULT = {
    "arrived": "2025-01-10",
    "permit_granted": "2026-01-10",
    "moved_in": "2026-06-01",
    "born": "1990-05-17",
    "household_role": "head",
    "municipality": "Doetinchem",
}
CHILD = ADULT | {"born": "2018-05-17", "household_role": "child"}


def planned(facts: dict[str, str], **more: str) -> Plan:
    known = facts | more
    return plan(catalogue().resolve("nl-asylum", known, ON), known, ON)


def ids(facts: dict[str, str], **more: str) -> set[str]:
    return {task.id for task in planned(facts, **more).tasks if task.state != "done"}


def test_a_task_that_was_set_aside_is_gone_until_that_is_taken_back() -> None:
    assert "dentist_registered" in ids(ADULT)
    assert "dentist_registered" not in ids(ADULT, dentist_registered_not_applicable="2026-06-10")
    assert "dentist_registered" in ids(ADULT, dentist_registered_not_applicable="2026-06-16")  # not yet so


def test_what_waits_for_it_waits_no_longer() -> None:
    waiting = next(it for it in planned(ADULT).tasks if it.id == "digid_applied")
    assert waiting.waits_for == ("brp_registered",)
    free = planned(ADULT, brp_registered_not_applicable="2026-06-10")
    assert next(it for it in free.tasks if it.id == "digid_applied").waits_for == ()


def test_only_what_is_on_the_checklist_can_be_set_aside() -> None:
    known = ADULT | {"status_explained_not_applicable": "2026-06-10"}
    made = plan(catalogue().resolve("nl-asylum", known, ON), known, ON)
    assert "status_explained_not_applicable" in made.unread


def test_what_was_done_stays_done() -> None:
    made = planned(ADULT, gp_registered="2026-06-05", gp_registered_not_applicable="2026-06-10")
    assert next(it for it in made.tasks if it.id == "gp_registered").state == "done"


@pytest.mark.parametrize(
    "here", ["bank_account_opened", "digid_applied", "insured", "benefit_applied", "energy_arranged", "water_arranged",
             "internet_arranged", "contents_insured", "liability_insured", "special_assistance_applied",
             "pharmacy_registered", "waste_pass_fetched", "library_visited"],
)  # fmt: skip
def test_the_checklist_of_a_household_in_doetinchem(here: str) -> None:
    assert here in ids(ADULT)


def test_what_is_per_child_and_what_is_per_adult() -> None:
    child = ids(CHILD)
    assert {"school_enrolled", "child_benefit_applied", "child_health_registered", "insured"} <= child
    assert not child & {"bank_account_opened", "digid_applied", "benefit_applied", "childcare_arranged"}
    assert not ids(ADULT) & {"school_enrolled", "child_benefit_applied"}
    assert "childcare_arranged" in ids(CHILD | {"born": "2024-03-01"})


def test_ticking_the_fixed_costs_ticks_its_parts() -> None:
    parts = {
        "energy_arranged",
        "water_arranged",
        "internet_arranged",
        "contents_insured",
        "liability_insured",
    }
    assert parts <= ids(ADULT)
    assert not parts & ids(ADULT, fixed_costs_arranged="2026-06-10")


def test_the_municipality_changes_an_item() -> None:
    other = next(
        it for it in planned(ADULT | {"municipality": "Aalten"}).tasks if it.id == "internet_arranged"
    )
    here = next(it for it in planned(ADULT).tasks if it.id == "internet_arranged")
    assert (other.due, here.due) == (date(2026, 6, 15), date(2026, 6, 8))


def test_the_ground_of_a_right_is_named_where_its_term_is_our_own() -> None:
    item = next(it for it in planned(ADULT).tasks if it.id == "special_assistance_applied")
    assert item.ground is not None
    assert item.ground.id == "Pw35"
    assert item.ground.confirmed
