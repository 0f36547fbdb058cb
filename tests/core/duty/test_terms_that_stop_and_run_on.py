"""Terms of both acts that stand still, are extended, end, and begin anew: each case with its article in its id.

W and B are the Wet and Besluit inburgering 2021, Wi and Bi those of before.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from same import Asked, assert_all_same

from reisgenoot.core.trajectory import PlannedTask, catalogue, plan

ASKED: Asked = {}
PIP = {"born": "1990-05-17", "permit_granted": "2024-01-20", "pip_set": "2024-03-12", "learning_route": "b1"}
OLD = {"born": "1990-05-17", "permit_granted": "2018-03-05", "brp_registered": "2018-06-01"}
BEFORE = {**OLD, "permit_granted": "2017-09-30"}
ILL = {"extended_no_blame": ["2025-02-01/2025-06-28"]}


@pytest.fixture(scope="module", autouse=True)
def both_evaluators_agree() -> Iterator[None]:
    """Whatever the tests asked, the columns of the bulk evaluator say too."""
    yield
    assert_all_same(ASKED, catalogue(), "nl-asylum")


def task(key: str, facts: dict[str, Any], on: str) -> PlannedTask:
    day = date.fromisoformat(on)
    ASKED.setdefault(day, []).append(facts)
    made = plan(catalogue().resolve("nl-asylum", facts, day), facts, day)
    assert made.unread == ()
    return next(task for task in made.tasks if task.id == key)


CASES: list[tuple[str, str, dict[str, Any], str, str | None, str]] = [
    ("W11 three years from the PIP", "language_reached", PIP, "2027-03-12", "2027-03-12", "W11"),
    ("W11 from a leap day", "language_reached", {**PIP, "pip_set": "2024-02-29"}, "2026-11-25", "2027-02-28", "W11"),
    ("B4.3-1 147 days", "language_reached", {**PIP, **ILL}, "2026-11-25", "2027-08-06", "W11"),
    ("B4.3-1 on each part of the duty", "pvt_signed", {**PIP, **ILL}, "2026-11-25", "2027-08-06", "W11"),
    ("B4.3-1 the day before it has begun", "map_completed", {**PIP, **ILL}, "2025-01-31", "2027-03-12", "W11"),
    ("B4.3-1 stands still", "map_completed", {**PIP, **ILL}, "2025-02-01", None, "W11"),
    ("B4.3-1 stands still, the last day", "map_completed", {**PIP, **ILL}, "2025-06-27", None, "W11"),
    ("B4.3-1 runs on", "map_completed", {**PIP, **ILL}, "2025-06-28", "2027-08-06", "W11"),
    ("W12-1 each time again", "knm_passed", {**PIP, "extended_no_blame": ["2025-02-01/2025-06-28", "2026-01-01/2026-02-01"]}, "2026-11-25", "2027-09-06", "W11"),
    ("B4.2 31 days away", "knm_passed", {**PIP, "interrupted": ["2025-01-01/2025-02-01"]}, "2026-11-25", "2027-04-12", "W11"),
    ("B4.2 away from before the term", "knm_passed", {**PIP, "interrupted": ["2024-03-11/2024-06-01"]}, "2026-11-25", "2027-03-12", "W11"),
    ("B4.2 away from the first day of it", "knm_passed", {**PIP, "interrupted": ["2024-03-12/2024-04-12"]}, "2026-11-25", "2027-04-12", "W11"),
    ("B4.2 no day twice", "knm_passed", {**PIP, **ILL, "interrupted": ["2025-02-01/2025-06-28"]}, "2026-11-25", "2027-08-06", "W11"),
    ("B4.2 partly the same days", "knm_passed", {**PIP, **ILL, "interrupted": ["2025-06-01/2025-07-08"]}, "2026-11-25", "2027-08-16", "W11"),
    ("B4.4 six months after effort", "language_reached", {**PIP, "extended_effort": ["2026-11-02/P6M"]}, "2026-11-25", "2027-09-12", "W11"),
    ("B4.4 the day before the decision", "language_reached", {**PIP, "extended_effort": ["2026-11-02/P6M"]}, "2026-11-01", "2027-03-12", "W11"),
    ("B4.4 and B4.3-1 together", "language_reached", {**PIP, **ILL, "extended_effort": ["2027-02-01/P6M"]}, "2027-02-01", "2028-02-06", "W11"),
    ("B4.3-2 an education without exemption", "language_reached", {**PIP, "extended_education": ["2026-11-02/P1Y"]}, "2026-11-25", "2028-03-12", "W11"),
    ("B4.5-3 for a whole group", "language_reached", {**PIP, "extended_for_all": ["2026-11-02/P3M"]}, "2026-11-25", "2027-06-12", "W11"),
    ("B4.5-1 extension to be considered a month before the end", "extension_considered", {**PIP, **ILL}, "2026-11-25", "2027-07-06", "W12"),
    ("W25-2 a new term after a fine", "language_reached", {**PIP, **ILL, "fined_exam": "2027-10-01"}, "2027-10-01", "2029-10-01", "W25"),
    ("W25-2 extended without blame", "language_reached", {**PIP, "fined_exam": "2027-10-01", "extended_no_blame": ["2028-01-01/2028-04-01"]}, "2028-04-01", "2029-12-31", "W25"),
    ("W25-2 effort does not extend it", "language_reached", {**PIP, "fined_exam": "2027-10-01", "extended_effort": ["2028-01-01/P6M"]}, "2028-04-01", "2029-10-01", "W25"),
    ("W24-2 a new term for PVT and MAP", "map_completed", {**PIP, "fined_pvt": "2027-10-01"}, "2027-10-01", "2029-10-01", "W24"),
    ("W24-2 and not for the exam", "knm_passed", {**PIP, "fined_pvt": "2027-10-01"}, "2027-10-01", "2027-03-12", "W11"),
    ("B5.3-1 ten weeks", "pip_set", {"permit_granted": "2026-06-01", "brp_registered": "2026-08-03", "duty_notified": "2026-08-10"}, "2026-09-01", "2026-10-19", "W15"),
    ("B5.3-2 two weeks from what was awaited", "pip_set", {"permit_granted": "2026-06-01", "brp_registered": "2026-08-03", "duty_notified": "2026-08-10", "awaited_information_received": "2026-11-02"}, "2026-11-25", "2026-11-16", "B5.3-2"),
    ("B5.3-2 early: the ten weeks stay", "pip_set", {"permit_granted": "2026-06-01", "brp_registered": "2026-08-03", "duty_notified": "2026-08-10", "awaited_information_received": "2026-10-04"}, "2026-11-25", "2026-10-19", "W15"),
    ("B5.3-2 after eight weeks: the same day", "pip_set", {"permit_granted": "2026-06-01", "brp_registered": "2026-08-03", "duty_notified": "2026-08-10", "awaited_information_received": "2026-10-05"}, "2026-11-25", "2026-10-19", "B5.3-2"),
    ("Wi7b-1 three years from the duty", "language_reached", OLD, "2020-11-25", "2021-03-05", "Wi7b"),
    ("Wi7b-3a without blame", "language_reached", {**OLD, "extended_no_blame": ["2020-03-16/2020-07-01"]}, "2020-11-25", "2021-06-20", "Wi7b"),
    ("Wi7b-3b literacy, two years", "knm_passed", {**OLD, "extended_literacy": ["2020-10-01/P2Y"]}, "2020-11-25", "2023-03-05", "Wi7b"),
    ("Bi2.11 interrupted", "knm_passed", {**OLD, "interrupted": ["2019-01-01/2019-12-31"]}, "2020-11-25", "2022-03-04", "Wi7b"),
    ("Wi7-3a before October 2017", "language_reached", {**BEFORE, "extended_no_blame": ["2018-03-01/2018-07-01"]}, "2020-01-25", "2021-01-30", "Wi7"),
    ("Wi7a-1 a year for the PVT", "pvt_signed", OLD, "2019-01-25", "2019-06-01", "Wi7a"),
    ("Wi7a-3 the PVT by its own decision", "pvt_signed", {**OLD, "extended_pvt": ["2019-05-01/P3M"]}, "2019-05-25", "2019-09-01", "Wi7a"),
    ("Wi7a-3 and not by that of the exam", "pvt_signed", {**OLD, "extended_no_blame": ["2018-07-01/2018-10-01"]}, "2019-01-25", "2019-06-01", "Wi7a"),
    ("Wi32 two years after a fine", "language_reached", {**OLD, "fined_exam": "2021-04-01"}, "2021-06-01", "2023-04-01", "Wi32"),
    ("Wi32-2 and extended", "language_reached", {**OLD, "fined_exam": "2021-04-01", "extended_no_blame": ["2023-01-02/P2Y"]}, "2023-02-01", "2025-04-01", "Wi32"),
    ("Wi29 a year after a fine", "pvt_signed", {**OLD, "fined_pvt": "2019-07-01"}, "2019-08-01", "2020-07-01", "Wi29"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "facts", "on", "due", "ground"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_case(key: str, facts: dict[str, Any], on: str, due: str | None, ground: str) -> None:
    found = task(key, facts, on)
    assert found.due == (date.fromisoformat(due) if due else None)
    if ground != "W12":
        assert found.ground is not None
        assert found.ground.id == ground
    assert "{" not in found.course("nl") + found.why("nl")


def test_a_term_is_told_from_its_first_day_to_its_last() -> None:
    found = task("language_reached", {**PIP, **ILL, "extended_effort": ["2027-02-01/P6M"]}, "2027-02-15")
    assert found.course("en") == (
        "three years after 12 March 2024 (PIP set and sent), Wet inburgering 2021, article 11"
        "; + 147 days because of a circumstance that is nobody's fault (from 1 February 2025 to 28 June 2025)"
        ", Besluit inburgering 2021, article 4.3 lid 1"
        "; + six months because of considerable effort (decided on 1 February 2027)"
        ", Besluit inburgering 2021, article 4.4, ends 6 February 2028"
    )
    assert found.course("nl") == (
        "drie jaar na 12 maart 2024 (PIP vastgesteld en verstuurd), Wet inburgering 2021, artikel 11"
        "; + 147 dagen wegens een omstandigheid die niemand te verwijten is"
        " (van 1 februari 2025 tot 28 juni 2025), Besluit inburgering 2021, artikel 4.3 lid 1"
        "; + zes maanden wegens aanzienlijke inspanningen (besluit van 1 februari 2027)"
        ", Besluit inburgering 2021, artikel 4.4, eindigt op 6 februari 2028"
    )
    assert found.why("nl").startswith("uiterlijk 6 februari 2028: drie jaar na 12 maart 2024")


def test_a_term_that_stands_still_has_no_last_day_and_nobody_is_late_by_it() -> None:
    facts = {**PIP, "interrupted": ["2027-03-01/.."]}
    found = task("language_reached", facts, "2027-03-13")
    assert (found.due, found.overdue_from, found.state) == (None, None, "open")
    assert found.why("nl") == (
        "de termijn staat stil: drie jaar na 12 maart 2024 (PIP vastgesteld en verstuurd), Wet inburgering 2021, artikel 11"
        "; wegens een onderbreking van de plicht (sinds 1 maart 2027), Besluit inburgering 2021, artikel 4.2 en 2.1 lid 2"
        "; de laatste dag is bekend zodra dat voorbij is. verwacht rond 12 september 2026: 30 maanden na 12 maart 2024"
        " (PIP vastgesteld en verstuurd); bron: Ervaring uit de begeleiding; eigen keuze"
    )  # fmt: skip
    assert task("language_reached", PIP, "2027-03-13").state == "overdue"


def test_what_cannot_be_read_is_named() -> None:
    day = date(2026, 11, 25)
    facts = {**PIP, "interrupted": ["2025-06-28/2025-02-01"], "extended_effort": "2026-11-02/P6M"}
    made = plan(catalogue().resolve("nl-asylum", facts, day), facts, day)
    assert made.unread == ("extended_effort", "interrupted")


def test_a_plan_says_until_when_it_holds() -> None:
    day = date(2025, 1, 1)
    for on, until in ((day, date(2025, 2, 1)), (date(2025, 3, 1), date(2025, 6, 28))):
        made = plan(catalogue().resolve("nl-asylum", {**PIP, **ILL}, on), {**PIP, **ILL}, on)
        assert made.good_until == until
