"""Days as whole numbers, the same for one dossier and for a whole caseload: ordinals between two ends of time."""

from __future__ import annotations

import re
from datetime import date, datetime

ALWAYS, NEVER = -1, 10_000_000  # before and after every day of the calendar

# A fact outside these years is a slip of the pen; the calendar reckons a century more to both sides.
FIRST_FACT, LAST_FACT = date(1900, 1, 1).toordinal(), date(2199, 12, 31).toordinal()
FIRST_DAY, LAST_DAY = date(1800, 1, 1).toordinal(), date(2299, 12, 31).toordinal()

WRITTEN = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_WRITTEN = re.compile(WRITTEN)


def is_dated(day: int) -> bool:
    """Whether this is a day, neither always nor never."""
    return ALWAYS < day < NEVER


def within_calendar(day: int) -> int:
    """The day itself, or the end of the calendar that it lies beyond."""
    return FIRST_DAY if day < FIRST_DAY else LAST_DAY if day > LAST_DAY else day


def as_date(day: int) -> date | None:
    """The date; None for always and never."""
    return date.fromordinal(day) if ALWAYS < day < NEVER else None


def read_day(value: object) -> int | None:
    """The day in a date or in text such as 2026-06-12; None for anything else and for years no life can hold.

    >>> read_day("2026-06-12") == date(2026, 6, 12).toordinal()
    True
    >>> [read_day(value) for value in ("2026-02-30", "20260612", "1026-06-12", 20260612, datetime(2026, 6, 12))]
    [None, None, None, None, None]
    """
    if isinstance(value, str):
        if not _WRITTEN.fullmatch(value):
            return None
        try:
            value = date.fromisoformat(value)
        except ValueError:
            return None
    elif not isinstance(value, date) or isinstance(value, datetime):
        return None
    day = value.toordinal()
    return day if FIRST_FACT <= day <= LAST_FACT else None
