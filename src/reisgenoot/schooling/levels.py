"""The level of a skill as a picture: expected against measured, and when it is reached at this pace. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from .examining import ORDER
from .models import Level
from .progress import BOTTOM, LEFT, LONGEST, RIGHT, TOP, Picture

HEIGHTS = tuple(Level.values)
_TOP = len(HEIGHTS) - 1


@dataclass(frozen=True, slots=True)
class LevelProgress:
    """One skill on a day. ``now``: as measured last, empty if never; ``expected``: at an even pace over the term.

    ``reached_on``: when the level asked is or was reached; None: never at this pace, or nothing is known.
    """

    skill: str
    label: str
    asked: str
    now: str
    measured_on: date | None
    expected: str
    reached_on: date | None
    ends: date | None
    picture: Picture | None

    @property
    def done(self) -> bool:
        """Whether the level asked has been measured."""
        return bool(self.asked and self.now) and ORDER[self.now] >= ORDER[self.asked]

    @property
    def late_by(self) -> int:
        """Days after the end of the term on which it is reached at this pace; 0 if in time or not known."""
        if self.ends is None or self.reached_on is None:
            return 0
        return max(0, (self.reached_on - self.ends).days)


def level_progress(
    skill: str,
    label: str,
    asked: str,
    measured: Iterable[tuple[date, str]],
    term: tuple[date, date] | None,
    today: date,
) -> LevelProgress:
    """How a skill grows. ``measured``: days and levels; nobody knows better, so it counts as begun at A0.

    >>> said = level_progress("reading", "reading", "B1", [(date(2026, 1, 1), "A0"), (date(2026, 12, 31), "A1")],
    ...     (date(2026, 1, 1), date(2028, 12, 31)), date(2026, 12, 31))
    >>> said.now, said.expected, said.reached_on
    ('A1', 'A0', datetime.date(2028, 12, 28))
    """
    known = sorted((on, ORDER[level]) for on, level in measured if on <= today)
    begin = min([term[0]] if term else [], default=known[0][0] if known else today)
    if known:
        begin = min(begin, known[0][0])
    points = known if known and known[0][0] == begin else [(begin, 0), *known]
    goal = ORDER[asked] if asked else 0
    reached = _reached(points, goal, today) if asked and known else None
    return LevelProgress(
        skill=skill,
        label=label,
        asked=asked,
        now=HEIGHTS[known[-1][1]] if known else "",
        measured_on=known[-1][0] if known else None,
        expected=_expected(goal, term, today) if asked else "",
        reached_on=reached,
        ends=term[1] if term else None,
        picture=_draw(points, goal, term, reached, today) if term and known and asked else None,
    )


def _reached(points: list[tuple[date, int]], goal: int, today: date) -> date | None:
    """When it was, if it still is; else at the pace from the begin until today."""
    begin, last = points[0], points[-1]
    if last[1] >= goal:
        holds = last[0]
        for on, height in reversed(points):
            if height < goal:
                break
            holds = on
        return holds
    gained, days = last[1] - begin[1], (today - begin[0]).days
    if gained <= 0 or days <= 0:
        return None
    ahead = timedelta(days=-(-(goal - last[1]) * days // gained))
    return today + ahead if ahead <= LONGEST else None


def _expected(goal: int, term: tuple[date, date] | None, today: date) -> str:
    if term is None:
        return ""
    gone, whole = (today - term[0]).days + 1, (term[1] - term[0]).days + 1
    return HEIGHTS[goal * max(0, min(gone, whole)) // whole]


def _draw(
    points: list[tuple[date, int]], goal: int, term: tuple[date, date], reached: date | None, today: date
) -> Picture:
    begin = min(term[0], points[0][0])
    last = max(term[1], today, min(reached, term[1] + timedelta(days=366)) if reached else term[1])

    def x(day: date) -> float:
        return round(LEFT + (RIGHT - LEFT) * (min(day, last) - begin).days / max(1, (last - begin).days), 1)

    def y(height: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * height / _TOP, 1)

    real, before = [], points[0][1]
    for on, height in points:
        real += [f"{x(on)},{y(before)}", f"{x(on)},{y(height)}"]
        before = height
    real.append(f"{x(today)},{y(before)}")
    ahead = ""
    if reached and reached > today:
        shown = min(1.0, (last - today).days / max(1, (reached - today).days))
        ahead = f"{x(today)},{y(before)} {x(reached)},{y(before + (goal - before) * shown)}"
    return Picture(
        expected=f"{x(term[0])},{y(0)} {x(term[1])},{y(goal)}",
        real=" ".join(real),
        ahead=ahead,
        today=x(today),
        end=x(term[1]),
        norm_y=y(goal),
        ticks=tuple((x(date(year, 1, 1)), date(year, 1, 1)) for year in range(begin.year + 1, last.year + 1)),
        scale=tuple((y(place), level) for place, level in enumerate(HEIGHTS)),
    )
