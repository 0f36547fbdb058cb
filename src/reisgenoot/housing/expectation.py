"""How many will have moved in by a day, from how long the municipality's own households took: pure, and simple.

For a household that has waited so many days in a stage, we look at the own households of the past that were in that
stage for at least as long, and take the share of them that moved in within the days that are left. No trend, no
season; households that never moved in don't count. With fewer than ``ENOUGH`` to look at we say nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

ENOUGH = 5
"""Households to look at: with fewer a share says nothing. Our own choice."""


@dataclass(frozen=True, slots=True)
class Expected:
    """``persons``: expected to have moved in, rounded; of ``counted``. ``unknown``: of whom too little is known."""

    persons: int
    counted: int
    unknown: int


def chance(past: Sequence[int], waited: int, left: int) -> float | None:
    """The share of those that took at least ``waited`` days that were done within ``left`` more; None: too few.

    >>> chance([10, 20, 30, 40, 50, 60], waited=20, left=20)
    0.6
    """
    alike = [days for days in past if days >= waited]
    if len(alike) < ENOUGH:
        return None
    return sum(days <= waited + left for days in alike) / len(alike)


def expected(
    past: Mapping[str, Sequence[int]], under_way: Iterable[tuple[str, int, int]], left: int
) -> Expected:
    """What may be expected within ``left`` days.

    ``past``: by stage, the days from entering it to moving in. ``under_way``: stage, days in it, persons.
    """
    total, counted, unknown = 0.0, 0, 0
    for stage, waited, persons in under_way:
        share = chance(past.get(stage, ()), waited, left)
        if share is None:
            unknown += persons
        else:
            total += share * persons
            counted += persons
    return Expected(round(total), counted, unknown)
