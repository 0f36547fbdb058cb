"""From a template to the visits of an arranging day; ``day_templates.yaml`` is the one for everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HALF_HOUR = 30
RECORDS: Mapping[str, str] = {
    "brp": "brp_registered",
    "bank": "bank_account_opened",
    "benefit": "benefit_applied",
    "insurance": "insured",
    "energy": "energy_arranged",
    "water": "water_arranged",
    "internet": "internet_arranged",
    "gp": "gp_registered",
    "school": "school_enrolled",
}
"""The item of the checklist that a visit ticks off, by what it is for."""
_DAY = date(2000, 1, 1)


class Along(StrEnum):
    """Who goes along, in a template: nobody has a name there."""

    VOLUNTEER = "volunteer"
    GUIDE = "guide"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Entry:
    """One visit of a template; ``starts``: its time on a day that begins when the template does."""

    starts: time
    minutes: int
    what: str
    organisation: str = ""
    place: str = ""
    companion: str = Along.VOLUNTEER
    bring: tuple[str, ...] = ()
    more: str = ""

    def stored(self) -> dict[str, Any]:
        """As JSON."""
        about = {"minutes": self.minutes, "what": self.what, "organisation": self.organisation}
        about |= {"place": self.place, "companion": str(self.companion), "more": self.more}
        return {"starts": f"{self.starts:%H:%M}", **about, "bring": list(self.bring)}


def read(stored: Iterable[Mapping[str, Any]]) -> tuple[Entry, ...]:
    """The visits of a template from what is stored, or stands in the file."""
    return tuple(
        Entry(**{**it, "starts": time.fromisoformat(it["starts"]), "bring": tuple(it["bring"])})
        for it in stored
    )


@cache
def usual() -> tuple[Entry, ...]:
    """The visits where a municipality has no template of its own."""
    return read(yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")))


def drawn_up(entries: Sequence[Entry], start: time) -> list[tuple[time, Entry]]:
    """The visits with the first at ``start`` and the others as long after it as in the template.

    Those that would begin after midnight are left out.

    >>> [f"{at:%H:%M}" for at, _visit in drawn_up(usual(), time(9, 30))][:3]
    ['09:30', '10:30', '11:30']
    """
    if not entries:
        return []
    first = datetime.combine(_DAY, min(it.starts for it in entries))
    by = datetime.combine(_DAY, start) - first
    moved = ((datetime.combine(_DAY, it.starts) + by, it) for it in sorted(entries, key=_when))
    return [(at.time(), it) for at, it in moved if at.date() == _DAY]


def ends(starts: time, minutes: int) -> datetime:
    """The first moment after a visit, on a day that stands for all days."""
    return datetime.combine(_DAY, starts) + timedelta(minutes=minutes)


def _when(entry: Entry) -> time:
    return entry.starts
