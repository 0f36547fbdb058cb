"""A table of cases, each on a day that matters, with its article in its id: who is under the duty, and under which act.

The table is `cases.yaml`.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from reisgenoot.core.duty import Answer, duty, rules
from reisgenoot.core.duty.answer import ROUTE
from reisgenoot.core.trajectory.model import Signal

TABLE: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text(encoding="utf-8"))
PEOPLE: dict[str, dict[str, Any]] = TABLE["people"]
CASES: list[dict[str, Any]] = TABLE["cases"]
NEW, OLD, FAMILY = PEOPLE["new"], PEOPLE["old"], PEOPLE["family"]


def answered(facts: dict[str, Any], on: str) -> Answer:
    return duty({key: value for key, value in facts.items() if value is not None}, date.fromisoformat(on))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_case(case: dict[str, Any]) -> None:
    answer = answered({**PEOPLE.get(case.get("given", ""), {}), **case.get("but", {})}, case["day"])
    assert (answer.standing, answer.law) == (case["standing"], case["act"]), [it.id for it in answer.rules]
    assert answer.unread == ()
    if case["rule"] is not None:
        assert case["rule"] in {it.id for it in answer.because}
    for finding in answer.because:
        assert finding.ground.url.startswith("https://")
        for lang, word in (("nl", "artikel"), ("en", "article")):
            said = finding.because(lang)
            assert word in said or finding.ground.kind in ("policy", "case_law")
            assert finding.ground.confirmed or said.endswith(("(niet bevestigd)", "(not confirmed)"))


def test_the_table_is_long_enough_and_over_both_acts() -> None:
    assert len(CASES) >= 60
    assert len({case["case"] for case in CASES}) == len(CASES)
    assert {case["act"] for case in CASES} == {"2013", "2021", None}


def test_every_rule_decides_a_case_or_tells_a_kind() -> None:
    told = {case["rule"] for case in CASES}
    for version in rules().versions(ROUTE):
        others = {it.id for it in version.signals if it.outcome in ("law", "doubt", "notice") or _is_kind(it)}
        assert {it.id for it in version.signals} - others - told == set()


def _is_kind(signal: Signal) -> bool:
    return bool(signal.outcome and signal.outcome.startswith("kind_"))


@pytest.mark.parametrize(
    ("facts", "kind", "ground"),
    [
        (NEW, "asylum", "W13-1a"),
        ({**FAMILY, "protected_sponsor": True}, "asylum_family", "W13-1b"),
        (FAMILY, "family", "W19"),
        ({**NEW, "permit_kind": "regular", "stay_purpose": "humanitarian"}, "other", "W19"),
        ({**NEW, "permit_kind": "regular", "spiritual_minister": True}, "minister", "W3-1b"),
        (OLD, "asylum", "Wi18-1a"),
        ({**OLD, "permit_kind": "family", "protected_sponsor": True}, "asylum_family", "Wi18-1b"),
    ],
)
def test_of_which_kind(facts: dict[str, Any], kind: str, ground: str) -> None:
    answer = answered(facts, "2024-03-01")
    assert answer.kind == kind
    assert ground in {it.ground.id for it in answer.rules if it.outcome == f"kind_{kind}"}


@pytest.mark.parametrize(
    ("facts", "on", "since"),
    [
        (NEW, "2024-03-01", "2024-02-20"),
        ({**NEW, "duty_started": "2024-02-27"}, "2024-03-01", "2024-02-27"),
        ({**OLD, "born": "2002-06-04"}, "2024-03-01", "2020-06-04"),  # Wi 5(1)(d): from eighteen
        ({**OLD, "born": "2004-01-01"}, "2024-03-01", "2022-01-01"),  # W 3(3): no retroactive effect
        ({**OLD, "interrupted": ["2020-01-01/2022-09-30"]}, "2022-10-01", "2022-09-30"),
    ],
)
def test_since_when(facts: dict[str, Any], on: str, since: str) -> None:
    assert answered(facts, on).since == date.fromisoformat(since)


@pytest.mark.parametrize(
    ("facts", "on", "doubt"),
    [
        ({**OLD, "born": "2004-01-01"}, "2024-03-01", "late_under_2021"),
        ({**OLD, "permit_granted": "2012-12-31"}, "2024-03-01", "before_2013"),
        ({**OLD, "interrupted": ["2022-02-01/2023-09-30"]}, "2023-10-01", "again_under_2013"),
    ],
)
def test_what_is_not_certain_is_said(facts: dict[str, Any], on: str, doubt: str) -> None:
    answer = answered(facts, on)
    assert doubt in {it.id for it in answer.doubts}
    assert not answer.confirmed


def test_a_notice_of_duo_against_the_facts_is_told() -> None:
    against = {**NEW, "nationality": "PL", "duty_notified": "2024-03-04"}
    assert answered(against, "2024-03-04").contradicted
    assert not answered(against, "2024-03-03").contradicted
    assert not answered({**NEW, "duty_notified": "2024-03-04"}, "2024-03-04").contradicted
    assert "notified" in {
        it.id for it in answered({**NEW, "duty_notified": "2024-03-04"}, "2024-03-04").because
    }
