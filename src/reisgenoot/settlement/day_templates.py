"""From a municipality's template to the visits of an arranging day, half-hour by half-hour: ``day_templates.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
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


@dataclass(frozen=True, slots=True)
class Entry:
    """One visit of a template. ``companion``: volunteer, guide or nobody."""

    what: str
    organisation: str
    minutes: int
    companion: str
    bring: tuple[str, ...]
    place: str = ""


@cache
def _file() -> Mapping[str, tuple[Entry, ...]]:
    found: dict[str, list[dict[str, Any]]] = yaml.safe_load(
        Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")
    )
    return {
        name: tuple(Entry(**{**it, "bring": tuple(it["bring"])}) for it in entries)
        for name, entries in found.items()
    }


def template(municipality: str) -> tuple[Entry, ...]:
    """The visits of a municipality's template, or of the default one."""
    return _file().get(municipality) or _file()["default"]


def drawn_up(municipality: str, start: time) -> list[tuple[time, Entry]]:
    """The visits one after the other from a moment on; those that would begin after midnight are left out.

    >>> [f"{at:%H:%M}" for at, _visit in drawn_up("Doetinchem", time(9, 0))][:3]
    ['09:00', '10:00', '11:00']
    """
    begin = datetime.combine(date(2000, 1, 1), start)
    found, at = [], begin
    for entry in template(municipality):
        if at.date() == begin.date():
            found.append((at.time(), entry))
        at += timedelta(minutes=entry.minutes)
    return found
