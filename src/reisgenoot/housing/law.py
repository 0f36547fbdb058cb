"""What the law and the policy say about giving a home: read in the text named, or marked as not confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class Ground:
    """Where something is said. ``confirmed``: the text named was read, and says it; ``note`` by language."""

    where: str
    url: str
    confirmed: bool
    note: Mapping[str, str]


def _read() -> dict[str, Ground]:
    raw = yaml.safe_load(Path(__file__).with_name("law.yaml").read_text(encoding="utf-8"))
    return {name: Ground(**it) for name, it in raw.items()}


_GROUNDS = _read()
QUOTA, SHARE, TEN_WEEKS = _GROUNDS["quota"], _GROUNDS["share"], _GROUNDS["ten_weeks"]
REFUSAL, RENT = _GROUNDS["refusal"], _GROUNDS["rent"]
ANSWER_WITHIN = timedelta(days=7)
"""How long a municipality has to answer a link: our own choice, no law says so."""
HOME_WITHIN = timedelta(weeks=10)
"""How soon after the link a home is wanted, unless another day is chosen: the aim of `TEN_WEEKS`."""
OFFER_STANDS = timedelta(days=7)
"""How long an offer stands, unless the association chooses another day: our own choice."""


@dataclass(frozen=True, slots=True)
class RentLimits:
    """In euros a month. ``capping``: for a household of this size; ``most``: beyond it nothing more is covered."""

    capping: Decimal
    most: Decimal


def rent_limits(persons: int, on: date) -> RentLimits | None:
    """The limits of the rent allowance (articles 13 and 20, 21 or older) on a day; None where they were not read.

    >>> rent_limits(3, date(2026, 11, 1))
    RentLimits(capping=Decimal('764.14'), most=Decimal('932.93'))
    """
    if on.year != 2026:  # they change each 1 January
        return None
    return RentLimits(Decimal("713.02") if persons <= 2 else Decimal("764.14"), Decimal("932.93"))


def half_year(on: date) -> date:
    """The first day of the half-year that a day is in."""
    return date(on.year, 1 if on.month < 7 else 7, 1)


def next_half_year(begins_on: date) -> date:
    """The first day of the half-year after the one that begins on this day."""
    return date(begins_on.year, 7, 1) if begins_on.month == 1 else date(begins_on.year + 1, 1, 1)


def last_half_year(begins_on: date) -> date:
    """The first day of the half-year before."""
    return date(begins_on.year - 1, 7, 1) if begins_on.month == 1 else date(begins_on.year, 1, 1)


def share(nationwide: int, inhabitants: int, inhabitants_nationwide: int) -> int:
    """The number for one municipality, rounded up (`SHARE`).

    >>> share(11_700, 60_000, 18_000_000)
    39
    """
    return -(-nationwide * inhabitants // inhabitants_nationwide)
