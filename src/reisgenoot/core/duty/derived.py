"""Facts that follow from others by reckoning: pension age, eight years of school, an interruption of over a year.

The rules in `definitions/` use them as facts; nobody records them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from reisgenoot.core.trajectory.days import NEVER, read_day
from reisgenoot.core.trajectory.spans import Span, read_span
from reisgenoot.core.trajectory.terms import add_months

NEW_ACT = date(2022, 1, 1)
"""The Wet inburgering 2021 entered into force (BWBR0044770: the first text is of that day)."""
ACT_OF_2013 = date(2013, 1, 1)
TURKISH_ASYLUM = date(2020, 5, 1)
"""From this day Turkish asylum status holders were under the duty again (Rijksoverheid, 10 April 2020)."""
SCHOOL_AGE, SCHOOL_YEARS, QUALIFIED, SIXTEEN = 5, 8, 18, 16
YEAR = 12
AUGUST, JULY = 8, 7


@cache
def pension_ages() -> tuple[tuple[int, int, bool], ...]:
    """First year, age in months, and whether that was read; by year."""
    rows: list[dict[str, Any]] = yaml.safe_load(
        Path(__file__).with_name("pension_ages.yaml").read_text(encoding="utf-8")
    )
    return tuple((row["from"], row["years"] * YEAR + row["months"], row["confirmed"]) for row in rows)


def pension_age(born: int) -> tuple[int, bool]:
    """The day on which somebody reaches the state pension age, and whether the age of that year was read.

    >>> [str(date.fromordinal(pension_age(date.fromisoformat(day).toordinal())[0])) for day in
    ...  ("1955-08-31", "1955-09-01", "1958-12-31", "1961-01-01")]
    ['2021-12-31', '2022-04-01', '2025-12-31', '2028-04-01']
    """
    ages = pension_ages()
    ends = [*(start for start, _, _ in ages[1:]), 10_000]
    for (_, months, confirmed), end in zip(ages, ends, strict=True):
        day = add_months(born, months)
        if date.fromordinal(day).year < end:
            return day, confirmed
    raise AssertionError("the last age holds for ever")


def eight_school_years(born: int, resident: int, until: int) -> int:
    """The day on which eight years of compulsory school age in the Netherlands were full; never if not before `until`.

    It begins on the first day of the month after the fifth birthday (Leerplichtwet 1969, article 3: its first
    school day), or with residence if that is later.
    """
    fifth = date.fromordinal(add_months(born, SCHOOL_AGE * YEAR))
    begins = add_months(fifth.replace(day=1).toordinal(), 1)
    full = add_months(max(begins, resident), SCHOOL_YEARS * YEAR)
    return full if full <= until else NEVER


def school_year_ends(day: int) -> int:
    """The first day after the school year of a day: 1 August (that it ends on 31 July was not read)."""
    then = date.fromordinal(day)
    return date(then.year + (then.month >= AUGUST), AUGUST, 1).toordinal()


def derived(facts: Mapping[str, object], on: date, law: str) -> dict[str, object]:
    """What follows from the facts known on a day, under an act (`2013` or `2021`).

    `asked` is the day itself, so that there is something to tell of whoever has any fact. `purpose_changed`: the
    purpose that is recorded is a later one than that of the permit, also when that change still lies ahead.
    """
    today = on.toordinal()

    def day(key: str) -> int:
        known = read_day(facts.get(key))
        return known if known is not None and known <= today else NEVER

    found: dict[str, int] = {}
    answer: dict[str, object] = {}
    if (born := day("born")) < NEVER:
        found["pension_age"], answer["pension_age_read"] = pension_age(born)
        if (resident := day("resident_since")) < NEVER:
            grown = add_months(born, QUALIFIED * YEAR)
            until = min(grown, day("start_qualification"))
            if law == "2013":
                until = school_year_ends(add_months(born, SIXTEEN * YEAR))
            found["eight_school_years"] = eight_school_years(born, resident, until)
    if any(known is not None for key, known in facts.items() if key != "born"):
        found["asked"] = today
    answer["purpose_changed"] = read_day(facts.get("non_temporary_since")) is not None
    found |= _interruption(facts.get("interrupted"), today)
    answer |= {key: date.fromordinal(value).isoformat() for key, value in found.items() if value < NEVER}
    if (permit := day("permit_granted")) < NEVER:
        bounds = {"permit_before_2013": ACT_OF_2013, "permit_before_2022": NEW_ACT}
        answer |= {key: permit < bound.toordinal() for key, bound in bounds.items()}
        answer["permit_from_may_2020"] = permit >= TURKISH_ASYLUM.toordinal()
    return answer


def _interruption(written: object, today: int) -> dict[str, int]:
    """Since when the duty is interrupted, or the last time it was for over a year: when that was full, and the return.

    A year at most, so up to the same date a year later, is no ending (Besluit inburgering 2021, article 2.1(2)).
    """
    spans: list[Span] = []
    if isinstance(written, list | tuple):
        read = [read_span(text) if isinstance(text, str) else None for text in written]
        spans = [span for span in read if span and span.start <= today and span.term is None]
    found: dict[str, int] = {}
    for span in sorted(spans, key=lambda span: span.start):
        year = add_months(span.start, YEAR)
        if span.until > today:
            found |= {"interrupted_since": span.start, "interruption_too_long": year}
        elif span.until > year:
            found |= {"interruption_too_long": year, "resumed": span.until}
    return found
