"""Hours as people write them, and minutes as they are kept: whole ones, never a float."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils.formats import number_format

MOST = 60_000
"""Minutes: 1000 hours; more stands in no month and no course."""
_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d)")
_DECIMAL = re.compile(r"\d{1,4}(?:[.,]\d{1,2})?")


def minutes_of(said: str) -> int | None:
    """Minutes of hours as ``12``, ``12,5``, ``12.25`` or ``12:30``; None for anything else or more than `MOST`.

    >>> minutes_of("12,5"), minutes_of("12:30"), minutes_of("7"), minutes_of("-1"), minutes_of("1,333")
    (750, 750, 420, None, None)
    """
    text = said.strip()
    if clock := _CLOCK.fullmatch(text):
        found = int(clock[1]) * 60 + int(clock[2])
    elif _DECIMAL.fullmatch(text):
        found = int((Decimal(text.replace(",", ".")) * 60).to_integral_value())
    else:
        return None
    return found if found <= MOST else None


def in_hours(minutes: int) -> str:
    """Hours in the reader's language, with two decimals at most.

    >>> in_hours(750), in_hours(48_000)
    ('12,5', '800')
    """
    hours = (Decimal(minutes) / 60).quantize(Decimal("0.01")).normalize()
    return str(number_format(Decimal(f"{hours:f}"), use_l10n=True))
