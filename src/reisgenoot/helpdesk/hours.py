"""Opening hours: as somebody types them, as they are kept, and whether it is open at a moment.

Kept as ``{"1": [["09:00", "12:30"], ["13:00", "17:00"]]}``: by ISO weekday (1 is Monday), times as ``HH:MM``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import TypeAlias

Hours: TypeAlias = Mapping[str, Sequence[Sequence[str]]]
WEEKDAYS = ("1", "2", "3", "4", "5", "6", "7")
MOST_A_DAY = 4
_SPAN = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|to|tot)\s*(\d{1,2})(?:[:.](\d{2}))?")


class NoHours(ValueError):
    """The text does not say from when to when."""


def parse_day(text: str) -> list[list[str]]:
    """The spans of one day, in order. Raises NoHours for what is no time, or for spans that overlap.

    >>> parse_day("9-12.30, 13:00 – 17:00")
    [['09:00', '12:30'], ['13:00', '17:00']]
    >>> parse_day(" ")
    []
    """
    spans = []
    for part in re.split(r"[,;]", text):
        if not part.strip():
            continue
        found = _SPAN.fullmatch(part.strip())
        if found is None:
            raise NoHours(part.strip())
        begin, end = _time(found[1], found[2]), _time(found[3], found[4])
        if begin >= end:
            raise NoHours(part.strip())
        spans.append([begin, end])
    spans.sort()
    if len(spans) > MOST_A_DAY or any(a[1] > b[0] for a, b in pairwise(spans)):
        raise NoHours(text.strip())
    return spans


def _time(hour: str, minute: str | None) -> str:
    whole, part = int(hour), int(minute or 0)
    if part > 59 or whole > 24 or (whole == 24 and part):
        raise NoHours(hour)
    return f"{whole:02d}:{part:02d}"


def day_text(spans: Sequence[Sequence[str]]) -> str:
    """The spans of one day as people write them.

    >>> day_text([["09:00", "12:30"], ["13:00", "17:00"]])
    '9:00–12:30, 13:00–17:00'
    """
    return ", ".join("–".join(time.removeprefix("0") for time in span) for span in spans)


def is_open(hours: Hours, at: datetime) -> bool:
    """Whether it is open at a moment, which is in the time of the place.

    >>> is_open({"1": [["09:00", "12:30"]]}, datetime(2026, 11, 23, 12, 29))
    True
    """
    now = f"{at:%H:%M}"
    return any(begin <= now < end for begin, end in hours.get(str(at.isoweekday()), ()))
