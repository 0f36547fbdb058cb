"""A table of cases, each on a day that matters, with its article in its id: who is under the duty, and under which act.

W and B are the Wet and Besluit inburgering 2021, Wi and Bi those of before; see `core/duty/definitions`.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from reisgenoot.core.duty import Answer, duty

ADULT = {"born": "1990-05-17", "nationality": "SY", "permit_kind": "asylum"}
NEW = {**ADULT, "permit_granted": "2024-02-20"}
OLD = {**ADULT, "permit_granted": "2019-06-03"}
FAMILY = {**NEW, "permit_kind": "family"}
CHILD = {**ADULT, "permit_granted": "2023-03-01"}
PUPIL = {"nationality": "SY", "permit_kind": "family", "permit_granted": "2023-03-01", "born": "2006-05-20"}

Case = tuple[str, dict[str, Any], str, str, str | None, str | None]
# Article · facts · on · standing · act · the rule that decides
CASES: list[Case] = [
    # From when, and under which act.
    ("W3-1 the day before the permit", NEW, "2024-02-19", "not_liable", None, "no_lawful_stay"),
    ("W3-1 the day of the permit", NEW, "2024-02-20", "under", "2021", "under"),
    ("W54-1 permit on the last day of the old act", {**ADULT, "permit_granted": "2021-12-31"}, "2024-01-01", "under", "2013", "act_of_2013"),
    ("W54-1 permit on the first day of the new act", {**ADULT, "permit_granted": "2022-01-01"}, "2024-01-01", "under", "2021", "act_of_2021"),
    ("W54-1 the old act stays", OLD, "2026-11-25", "under", "2013", "act_of_2013"),
    ("Wi3-1 while the old act was the act", OLD, "2019-06-03", "under", "2013", "under"),
    ("W54-1 DUO says that it began in 2021", {**NEW, "duty_started": "2021-12-31"}, "2024-03-01", "under", "2013", "act_of_2013"),
    ("W54-1 DUO says that it began in 2022", {**OLD, "duty_started": "2022-01-01"}, "2024-03-01", "under", "2021", "act_of_2021"),
    ("W54-1 the act as recorded", {**NEW, "law": "2013"}, "2024-03-01", "under", "2013", "act_of_2013"),
    ("W3-1 nothing known but a birth", {"born": "1990-05-17"}, "2024-03-01", "unknown", None, None),
    # Age 16.
    ("W3-1 the day before sixteen", {**CHILD, "born": "2008-03-02"}, "2024-03-01", "not_liable", None, "under_sixteen"),
    ("W4-1c sixteen today, and at school age", {**CHILD, "born": "2008-03-02"}, "2024-03-02", "exempt", "2021", "compulsory_schooling"),
    ("W4-1c the day before eighteen", {**CHILD, "born": "2008-03-02"}, "2026-03-01", "exempt", "2021", "compulsory_schooling"),
    ("W3-1 eighteen today", {**CHILD, "born": "2008-03-02"}, "2026-03-02", "under", "2021", "under"),
    ("W4-1c a basic qualification ends it", {**CHILD, "born": "2008-03-02", "start_qualification": "2025-07-10"}, "2025-07-10", "under", "2021", "under"),
    ("W4-1c freed from compulsory qualification", {**CHILD, "born": "2008-03-02", "qualification_exempted": "2025-01-06"}, "2025-01-06", "under", "2021", "under"),
    ("W3-1 a child of unknown age", {**CHILD, "born": None, "household_role": "child"}, "2024-03-01", "not_liable", None, "child_of_unknown_age"),
    ("Wi5-1a fifteen under the old act", {**OLD, "born": "2003-06-04"}, "2019-06-03", "not_liable", None, "under_sixteen"),
    ("Wi5-1d seventeen under the old act", {**OLD, "born": "2002-06-04"}, "2020-06-03", "not_liable", None, "compulsory_schooling"),
    ("Wi3-1 eighteen under the old act", {**OLD, "born": "2002-06-04"}, "2020-06-04", "under", "2013", "under"),
    ("W54-1 eighteen on the last day", {**OLD, "born": "2003-12-31"}, "2022-05-01", "under", "2013", "act_of_2013"),
    ("W54-3 eighteen a day later", {**OLD, "born": "2004-01-01"}, "2022-05-01", "under", "2021", "act_of_2021"),
    # State pension age.
    ("AOW7a the day before, 2021", {**OLD, "born": "1955-08-31"}, "2021-12-30", "under", "2013", "under"),
    ("AOW7a 66 and 4 months in 2021", {**OLD, "born": "1955-08-31"}, "2021-12-31", "ended", "2013", "pension_age"),
    ("AOW7a a day younger: 66 and 7 months", {**OLD, "born": "1955-09-01"}, "2022-03-31", "under", "2013", "under"),
    ("AOW7a 66 and 7 months in 2022", {**OLD, "born": "1955-09-01"}, "2022-04-01", "ended", "2013", "pension_age"),
    ("W3-1 67 in 2025, the day before", {**NEW, "born": "1958-06-15"}, "2025-06-14", "under", "2021", "under"),
    ("W3-1 67 in 2025", {**NEW, "born": "1958-06-15"}, "2025-06-15", "ended", "2021", "pension_age"),
    ("W3-1 older at the permit: never", {**NEW, "born": "1956-12-31"}, "2024-02-20", "not_liable", None, "pension_age"),
    ("AOW7a-2 67 and 3 months from 2028, not read", {**NEW, "born": "1961-01-15"}, "2028-04-15", "ended", "2021", "pension_age_later"),
    # Citizenship.
    ("W3-2a a citizen of the EU", {**NEW, "nationality": "PL"}, "2024-03-01", "not_liable", None, "eu_citizen"),
    ("W3-2a a citizen of Norway (EEA)", {**NEW, "nationality": "NO"}, "2024-03-01", "not_liable", None, "eu_citizen"),
    ("W3-2a a citizen of Switzerland", {**NEW, "nationality": "CH"}, "2024-03-01", "not_liable", None, "eu_citizen"),
    ("W3-1 a citizen of the United Kingdom", {**FAMILY, "nationality": "GB"}, "2024-03-01", "under", "2021", "under"),
    ("W3-2b family of an EU citizen", {**FAMILY, "eu_family": True}, "2024-03-01", "not_liable", None, "eu_family"),
    ("W3-2c integrated elsewhere", {**FAMILY, "integrated_elsewhere": True}, "2024-03-01", "not_liable", None, "integrated_elsewhere"),
    ("W3-2d a treaty", {**FAMILY, "treaty_exempt": True}, "2024-03-01", "not_liable", None, "treaty"),
    ("W3-1 Dutch", {**NEW, "nationality": "NL"}, "2024-03-01", "not_liable", None, "dutch"),
    ("W3-1 the day before becoming Dutch", {**NEW, "naturalised": "2026-10-05"}, "2026-10-04", "under", "2021", "under"),
    ("W3-1 became Dutch", {**NEW, "naturalised": "2026-10-05", "nationality": "NL"}, "2026-10-05", "ended", "2021", "naturalised"),
    ("Wi5-2a a citizen of the EU", {**OLD, "nationality": "BG"}, "2020-03-01", "not_liable", None, "eu_citizen"),
    # Turkish citizens: case law and notices, not confirmed.
    ("CRvB2011 Turkish family migrant", {**OLD, "nationality": "TR", "permit_kind": "family"}, "2021-03-01", "not_liable", None, "turkish"),
    ("TR2022 and not after all in 2022", {**OLD, "nationality": "TR", "permit_kind": "family"}, "2024-03-01", "not_liable", None, "turkish"),
    ("TR2022 Turkish family migrant of 2022", {**FAMILY, "nationality": "TR", "permit_granted": "2022-01-01"}, "2024-03-01", "under", "2021", "under"),
    ("CRvB2011 Turkish, asylum, 30 April 2020", {**OLD, "nationality": "TR", "permit_granted": "2020-04-30"}, "2021-03-01", "not_liable", None, "turkish"),
    ("CRvB2011 Turkish, asylum, 1 May 2020", {**OLD, "nationality": "TR", "permit_granted": "2020-05-01"}, "2024-03-01", "under", "2013", "under"),
    ("CRvB2011 Turkish family of such, 1 May 2020", {**OLD, "nationality": "TR", "permit_kind": "family", "protected_sponsor": True, "permit_granted": "2020-05-01"}, "2024-03-01", "under", "2013", "under"),
    # Purpose of stay.
    ("B2.2-1l study", {**NEW, "permit_kind": "regular", "stay_purpose": "study"}, "2024-03-01", "not_liable", None, "temporary_purpose"),
    ("B2.2-1c highly skilled", {**NEW, "permit_kind": "regular", "stay_purpose": "highly_skilled"}, "2024-03-01", "not_liable", None, "temporary_purpose"),
    ("B2.2-1a family of somebody here for a while", {**FAMILY, "stay_purpose": "temporary_family"}, "2024-03-01", "not_liable", None, "temporary_purpose"),
    ("Bi2.1-1q wealthy, under the old act", {**OLD, "permit_kind": "regular", "stay_purpose": "wealthy"}, "2020-03-01", "not_liable", None, "temporary_purpose"),
    ("W3-1a the day before the purpose changed", {**FAMILY, "stay_purpose": "study", "non_temporary_since": "2024-09-02"}, "2024-09-01", "not_liable", None, "temporary_purpose"),
    ("W3-1a the purpose changed", {**FAMILY, "stay_purpose": "study", "non_temporary_since": "2024-09-02"}, "2024-09-02", "under", "2021", "under"),
    ("W54-1 a student of 2019, family in 2022", {**OLD, "permit_kind": "family", "stay_purpose": "family", "non_temporary_since": "2022-02-01"}, "2022-02-01", "under", "2021", "act_of_2021"),
    ("W3-1b a spiritual minister on a temporary permit", {**NEW, "permit_kind": "regular", "stay_purpose": "employment", "spiritual_minister": True}, "2024-03-01", "under", "2021", "under"),
    # Exemption.
    ("W4-1a eight years full today", {**PUPIL, "resident_since": "2015-08-15"}, "2023-08-15", "exempt", "2021", "eight_school_years"),
    ("W4-1c the day before", {**PUPIL, "resident_since": "2015-08-15"}, "2023-08-14", "exempt", "2021", "compulsory_schooling"),
    ("W4-1a full on the eighteenth birthday", {**PUPIL, "resident_since": "2016-05-20"}, "2024-05-20", "exempt", "2021", "eight_school_years"),
    ("W4-1a a day too few", {**PUPIL, "resident_since": "2016-05-21"}, "2024-05-21", "under", "2021", "under"),
    ("Wi5-1b eight years before the school year of sixteen ended", {**PUPIL, "born": "2003-05-20", "permit_granted": "2019-01-01", "resident_since": "2011-08-01"}, "2021-06-01", "not_liable", None, "eight_school_years"),
    ("Wi5-1b a day too few", {**PUPIL, "born": "2003-05-20", "permit_granted": "2019-01-01", "resident_since": "2011-08-02"}, "2021-06-01", "under", "2013", "under"),
    ("W4-1b the day before the diploma", {**NEW, "exempting_diploma": "2025-07-04"}, "2025-07-03", "under", "2021", "under"),
    ("W4-1b the diploma", {**NEW, "exempting_diploma": "2025-07-04"}, "2025-07-04", "exempt", "2021", "diploma"),
    ("Wi5-1c a diploma from before", {**OLD, "exempting_diploma": "2019-06-02"}, "2020-07-04", "not_liable", None, "diploma"),
    ("Wi7-1b a diploma obtained on the way", {**OLD, "exempting_diploma": "2020-07-04"}, "2020-07-04", "fulfilled", "2013", "diploma"),
    ("Wi7-1b and so it stays in 2022", {**OLD, "exempting_diploma": "2020-07-04"}, "2022-07-04", "fulfilled", "2013", "diploma"),
    ("W4-1d an exempting education", {**NEW, "exempting_education_started": "2024-08-26"}, "2024-08-26", "exempt", "2021", "exempting_education"),
    ("W4-1d broken off", {**NEW, "exempting_education_started": "2024-08-26", "exempting_education_ended": "2025-01-31"}, "2025-01-31", "under", "2021", "under"),
    ("B2.3 sufficiently integrated", {**NEW, "shown_integrated": "2026-01-05"}, "2026-01-05", "exempt", "2021", "shown_integrated"),
    ("Bi2.8a sufficiently integrated", {**OLD, "shown_integrated": "2021-01-05"}, "2021-01-05", "released", "2013", "shown_integrated"),
    ("W7-3 from a part", {**NEW, "partial_diploma": "2025-01-05"}, "2025-01-05", "partly_exempt", "2021", "partial_diploma"),
    ("W8-3 the education route", {**NEW, "learning_route": "education"}, "2025-01-05", "partly_exempt", "2021", "education_route"),
    ("B12.1a-6 MAP under the old act", {**OLD, "map_completed": "2025-01-05"}, "2025-01-05", "partly_exempt", "2013", "map_instead"),
    # Release.
    ("W5-1 the day before", {**NEW, "released_medical": "2025-04-01"}, "2025-03-31", "under", "2021", "under"),
    ("W5-1 medical", {**NEW, "released_medical": "2025-04-01"}, "2025-04-01", "released", "2021", "released_medical"),
    ("W5-2 special circumstances", {**NEW, "released_special": "2025-04-01"}, "2025-04-01", "released", "2021", "released_special"),
    ("B2.7-3 from a part", {**NEW, "released_partly": "2025-04-01"}, "2025-04-01", "partly_released", "2021", "released_partly"),
    ("W5 as the route records it", {**NEW, "duty_released": "2025-04-01"}, "2025-04-01", "released", "2021", "released"),
    ("Wi6-1 medical", {**OLD, "released_medical": "2021-04-01"}, "2024-04-01", "released", "2013", "released_medical"),
    ("Wi6-2 demonstrable efforts", {**OLD, "released_effort": "2022-02-01"}, "2022-02-01", "partly_released", "2013", "released_effort"),
    # Fulfilled and ended.
    ("W6-2 the day before", {**NEW, "duty_fulfilled": "2026-06-30"}, "2026-06-29", "under", "2021", "under"),
    ("W6-2 fulfilled", {**NEW, "duty_fulfilled": "2026-06-30"}, "2026-06-30", "fulfilled", "2021", "fulfilled"),
    ("Wi7-1 fulfilled", {**OLD, "duty_fulfilled": "2021-06-30"}, "2026-06-30", "fulfilled", "2013", "fulfilled"),
    ("W3-1 the permit withdrawn", {**NEW, "permit_withdrawn": "2025-06-30"}, "2025-06-30", "ended", "2021", "permit_ended"),
    ("B2.1-1 a decision lawfully awaited", {**NEW, "permit_withdrawn": "2025-06-30", "pending_stay": "2025-06-30"}, "2025-07-01", "under", "2021", "stays_pending"),
    ("W3-1 deceased", {**NEW, "deceased": "2025-06-30"}, "2025-06-30", "ended", "2021", "deceased"),
    ("W54-1 ended under the old act", {**OLD, "permit_withdrawn": "2020-06-30"}, "2024-06-30", "ended", "2013", "permit_ended"),
    # Interrupted for a year at most.
    ("B2.1-2a left", {**NEW, "departed": "2025-03-10"}, "2025-03-10", "interrupted", "2021", "left"),
    ("B2.1-2a away, the last day of the year", {**NEW, "departed": "2025-03-10"}, "2026-03-09", "interrupted", "2021", "left"),
    ("B2.1-2a away for a year", {**NEW, "departed": "2025-03-10"}, "2026-03-10", "ended", "2021", "left_long"),
    ("B2.1-2a back", {**NEW, "departed": "2025-03-10", "brp_registered": "2026-01-05"}, "2026-03-10", "under", "2021", "under"),
    ("B2.1-2b a temporary purpose for now", {**NEW, "interrupted": ["2025-03-10/.."]}, "2025-06-01", "interrupted", "2021", "interrupted_now"),
    ("B2.1-2b exactly a year", {**NEW, "interrupted": ["2025-03-10/2026-03-10"]}, "2026-03-10", "under", "2021", "under"),
    ("B2.1-2b a day more", {**NEW, "interrupted": ["2025-03-10/2026-03-11"]}, "2026-03-10", "ended", "2021", "interrupted_long"),
    ("Bi2.2-2 over the turn of the act", {**OLD, "interrupted": ["2021-10-01/2022-09-30"]}, "2022-10-01", "under", "2013", "act_of_2013"),
    ("W54-1 ended before it, and back after it", {**OLD, "interrupted": ["2020-01-01/2022-09-30"]}, "2022-10-01", "under", "2021", "act_of_2021"),
]  # fmt: skip


def answered(facts: dict[str, Any], on: str) -> Answer:
    return duty({key: value for key, value in facts.items() if value is not None}, date.fromisoformat(on))


@pytest.mark.parametrize(
    ("facts", "on", "standing", "act", "rule"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_case(facts: dict[str, Any], on: str, standing: str, act: str | None, rule: str | None) -> None:
    answer = answered(facts, on)
    assert (answer.standing, answer.law) == (standing, act), [it.id for it in answer.rules]
    assert answer.unread == ()
    if rule is not None:
        assert rule in {it.id for it in answer.because}
    for finding in answer.because:
        assert finding.ground.url.startswith("https://")
        for lang, word in (("nl", "artikel"), ("en", "article")):
            said = finding.because(lang)
            assert word in said or finding.ground.kind in ("policy", "case_law")
            assert finding.ground.confirmed or said.endswith(("(niet bevestigd)", "(not confirmed)"))


def test_the_table_is_long_enough_and_over_both_acts() -> None:
    assert len(CASES) >= 60
    assert len({name for name, *_ in CASES}) == len(CASES)
    assert {act for *_, act, _ in CASES} == {"2013", "2021", None}


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
