"""Hours as a picture: expected against real for each part, and when the norm is reached at this pace. Pure geometry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from .law import Norm

WIDTH, HEIGHT = 640, 180  # user units of the SVG
LEFT, RIGHT, TOP, BOTTOM = 60, 620, 15, 150
RECENT = 3
"""Months from which the pace follows: our own choice, as with a holiday in it a single month says little."""
LONGEST = timedelta(days=366 * 30)
COUNTED: Mapping[str, tuple[str, ...]] = {
    "lessons": ("lessons", "intake_lessons"),  # besluit 3.14 lid 6
    "participation": ("participation", "map", "pvt"),  # besluit 3.14 lid 5
    "map": ("map",),
    "pvt": ("pvt",),
}
"""The parts of which the hours count for a norm."""


@dataclass(frozen=True, slots=True)
class Progress:
    """One part on a day; minutes. ``expected``: whole hours at an even pace over the term, None without a term.

    ``reached_on``: when the norm is or was reached; None: never at this pace. ``late_by``: days after the term ends.
    """

    part: str
    norm: Norm
    total: int
    expected: int | None
    month: int  # minutes a month, lately
    reached_on: date | None
    ends: date | None
    picture: Picture | None

    @property
    def done(self) -> bool:
        """Whether the norm has been reached."""
        return self.total >= self.norm.minutes

    @property
    def late_by(self) -> int:
        """Days after the end of the term on which the norm is reached at this pace; 0 if in time or not known."""
        if self.ends is None or self.reached_on is None:
            return 0
        return max(0, (self.reached_on - self.ends).days)

    @property
    def percent(self) -> int:
        """Of the norm."""
        return min(100, 100 * self.total // self.norm.minutes)


@dataclass(frozen=True, slots=True)
class Picture:
    """What the template draws, in user units."""

    expected: str
    real: str
    ahead: str  # empty: done, or no pace
    today: float
    end: float
    norm_y: float
    ticks: tuple[tuple[float, date], ...]
    scale: tuple[tuple[float, str], ...] = ()  # words at a height; empty: that of the norm alone
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    bottom: int = BOTTOM
    top: int = TOP


def after(month: date) -> date:
    """The first day of the month after this one.

    >>> after(date(2026, 12, 1))
    datetime.date(2027, 1, 1)
    """
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def progress(
    part: str,
    norm: Norm,
    followed: Iterable[tuple[str, date, int]],
    term: tuple[date, date] | None,
    today: date,
) -> Progress:
    """How far a part is. ``followed``: part, month and minutes; ``term``: its first and its last day.

    >>> norm = Norm(600, None)  # ten hours
    >>> said = progress("pvt", norm, [("pvt", date(2026, 1, 1), 120), ("pvt", date(2026, 2, 1), 120)],
    ...     (date(2026, 1, 1), date(2026, 12, 31)), date(2026, 3, 10))
    >>> said.total, said.month, said.reached_on
    (240, 123, datetime.date(2026, 5, 29))
    """
    months: dict[date, int] = {}
    for what, month, minutes in followed:
        if what in COUNTED[part]:
            months[month] = months.get(month, 0) + minutes
    total = sum(months.values())
    until, minutes, days = _pace(months, today)
    reached = _reached(months, norm.minutes, until, minutes, days)
    return Progress(
        part=part,
        norm=norm,
        total=total,
        expected=_expected(norm.minutes, term, today),
        month=minutes * 365 // (12 * days) if days else 0,
        reached_on=reached,
        ends=term[1] if term else None,
        picture=_draw(norm.minutes, months, total, term, until, reached, today) if term else None,
    )


def _pace(months: Mapping[date, int], today: date) -> tuple[date, int, int]:
    """Until which day hours are known, and the minutes and days of the last months of those."""
    if not months:
        return today, 0, 0
    first, last = min(months), max(months)
    recent = [last]
    while len(recent) < RECENT and recent[-1] > first:
        recent.append((recent[-1] - timedelta(days=1)).replace(day=1))
    until = min(after(last), max(today, last + timedelta(days=1)))
    return until, sum(months.get(it, 0) for it in recent), (until - recent[-1]).days


def _reached(months: Mapping[date, int], norm: int, until: date, minutes: int, days: int) -> date | None:
    total = 0
    for month in sorted(months):
        total += months[month]
        if total >= norm:
            return min(after(month) - timedelta(days=1), until)
    if not minutes:
        return None
    ahead = timedelta(days=-(-(norm - total) * days // minutes))
    return until + ahead if ahead <= LONGEST else None


def _expected(norm: int, term: tuple[date, date] | None, today: date) -> int | None:
    if term is None:
        return None
    gone, whole = (today - term[0]).days + 1, (term[1] - term[0]).days + 1
    return norm * max(0, min(gone, whole)) // whole // 60 * 60  # it is no more than a guide


def _draw(
    norm: int,
    months: Mapping[date, int],
    total: int,
    term: tuple[date, date],
    until: date,
    reached: date | None,
    today: date,
) -> Picture:
    begin = min([term[0], *months])
    last = max(term[1], today, min(reached, term[1] + timedelta(days=366)) if reached else term[1])
    most = max(norm, total, 1)

    def x(day: date) -> float:
        return round(LEFT + (RIGHT - LEFT) * (min(day, last) - begin).days / max(1, (last - begin).days), 1)

    def y(minutes: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * minutes / most, 1)

    points, sum_ = [f"{x(begin)},{y(0)}"], 0
    for month in sorted(months):
        points.append(f"{x(max(month, begin))},{y(sum_)}")
        sum_ += months[month]
        points.append(f"{x(min(after(month), max(until, month)))},{y(sum_)}")
    ahead = ""
    if reached and total < norm:
        # Cut off where the picture ends.
        shown = min(1.0, (last - until).days / max(1, (reached - until).days))
        ahead = f"{x(until)},{y(total)} {x(reached)},{y(total + (norm - total) * shown)}"
    years = range(begin.year + 1, last.year + 1)
    return Picture(
        expected=f"{x(term[0])},{y(0)} {x(term[1])},{y(norm)}",
        real=" ".join(points),
        ahead=ahead,
        today=x(today),
        end=x(term[1]),
        norm_y=y(norm),
        ticks=tuple((x(date(year, 1, 1)), date(year, 1, 1)) for year in years),
    )
