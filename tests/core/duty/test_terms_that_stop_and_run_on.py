"""How a term that stands still, runs on or is longer is told; on which day it ends, is held by `tests/core/law`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from same import Asked, assert_all_same

from reisgenoot.core.trajectory import PlannedTask, catalogue, plan

ASKED: Asked = {}
AGREED = ("2026-11-25", "2025-02-01", "2020-11-25")
"""The days of which the columns are asked too: before a term, in it, while it stands still, under both acts."""
PIP: dict[str, Any] = {
    "born": "1990-05-17",
    "permit_granted": "2024-01-20",
    "pip_set": "2024-03-12",
    "learning_route": "b1",
}
ILL = {"extended_no_blame": ["2025-02-01/2025-06-28"]}


@pytest.fixture(scope="module", autouse=True)
def both_evaluators_agree() -> Iterator[None]:
    """Whatever the tests asked, the columns of the bulk evaluator say too."""
    yield
    assert_all_same(ASKED, catalogue(), "nl-asylum")


def task(key: str, facts: dict[str, Any], on: str) -> PlannedTask:
    day = date.fromisoformat(on)
    if on in AGREED:
        ASKED.setdefault(day, []).append(facts)
    made = plan(catalogue().resolve("nl-asylum", facts, day), facts, day)
    assert made.unread == ()
    return next(task for task in made.tasks if task.id == key)


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
        "de termijn staat stil: drie jaar na 12 maart 2024 (PIP vastgesteld en verstuurd)"
        ", Wet inburgering 2021, artikel 11"
        "; wegens een onderbreking van de plicht (sinds 1 maart 2027)"
        ", Besluit inburgering 2021, artikel 4.2 en 2.1 lid 2"
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
