"""The route as a picture: where each date stands on the axis day 1, half a year, 1 to 5 years. Pure geometry.

The axis is that of the document the project comes from: equally wide steps of half a year, half a year and then whole
years, so that the busy first year has room.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reisgenoot.core.trajectory import Definition, Plan

WIDTH, HEIGHT = 960, 210  # user units of the SVG
LEFT, RIGHT = 90, 940  # the axis, between its lane names and the edge
DAYS = (0, 182.5, 365.25, 730.5, 1095.75, 1461, 1826.25)  # day 1, half a year, 1 … 5 years
WORD = 30  # about half the width of the word for today
CLOSEST_LABELS = 70  # units between two bands before the later label is left out


@dataclass(frozen=True)
class Point:
    """A date in the picture: ``x`` in units, and what it stands for by language."""

    x: float
    day: date
    text: Mapping[str, str]


@dataclass(frozen=True)
class Band:
    """A phase in the picture: ``x`` and ``width`` in units; ``label`` false where there is no room for its name."""

    x: float
    width: float
    opened: date
    text: Mapping[str, str]
    current: bool
    label: bool
    expected_until: date | None


@dataclass(frozen=True)
class Picture:
    """All that the template draws."""

    ticks: tuple[tuple[float, str], ...]
    today: float
    bands: tuple[Band, ...]
    reached: tuple[Point, ...]
    due: tuple[Point, ...]
    expected: tuple[Point, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT

    @property
    def today_anchor(self) -> str:
        """On which side of the line of today its word stands: inside the picture."""
        return "end" if self.today > RIGHT - WORD else "start" if self.today < LEFT + WORD else "middle"


def draw(definition: Definition, plan: Plan, milestones: Mapping[str, date]) -> Picture | None:
    """The picture of a plan; None if no date is known to begin the axis with.

    ``milestones``: what has been reached, by id.
    """
    dates = [day for day in milestones.values() if day <= plan.on]
    begin = milestones.get("arrived") or min(dates, default=None)
    if begin is None:
        return None
    tasks = {task.id: task.text for task in definition.tasks.values()}
    reached = (
        (day, definition.milestones[key].text)
        for key, day in milestones.items()
        if key in definition.milestones
    )
    todo = [task for task in plan.tasks if task.state != "done"]
    return Picture(
        ticks=tuple(
            zip((_place(begin, begin + timedelta(days=days)) for days in DAYS), _tick_names(), strict=True)
        ),
        today=_place(begin, plan.on),
        bands=_bands(definition, plan, begin),
        reached=_points(begin, ((day, text) for day, text in reached if day <= plan.on)),
        due=_points(begin, ((task.due, tasks[task.id]) for task in todo if task.due)),
        expected=_points(begin, ((task.expected, tasks[task.id]) for task in todo if task.expected)),
    )


def _tick_names() -> list[str]:
    years = [ngettext("%(count)d year", "%(count)d years", count) % {"count": count} for count in range(1, 6)]
    return [_("Day 1"), _("Half a year"), *years]


def _place(begin: date, day: date) -> float:
    """Where a day stands on the axis; what lies before or after it stands at its end."""
    passed = min(max((day - begin).days, 0), DAYS[-1])
    step = min(bisect_right(DAYS, passed), len(DAYS) - 1)
    least, most = DAYS[step - 1], DAYS[step]
    share = (step - 1 + (passed - least) / (most - least)) / (len(DAYS) - 1)
    return round(LEFT + share * (RIGHT - LEFT), 1)


def _points(begin: date, dated: Iterable[tuple[date, Mapping[str, str]]]) -> tuple[Point, ...]:
    return tuple(
        sorted((Point(_place(begin, day), day, text) for day, text in dated), key=lambda point: point.day)
    )


def _bands(definition: Definition, plan: Plan, begin: date) -> tuple[Band, ...]:
    texts = {phase.id: phase.text for phase in definition.phases}
    opened = [span for span in plan.phases if span.opened is not None and span.opened <= plan.on]
    if not opened:
        return ()
    ends = [later.opened for _earlier, later in pairwise(opened)] + [None]
    bands = []
    for span, end in zip(opened, ends, strict=True):
        last = end or max(plan.on, span.expected_until or plan.on)
        x = _place(begin, span.opened)
        width = max(_place(begin, last) - x, 3)
        current = span.id == plan.phase
        bands.append(
            Band(x, width, span.opened, texts[span.id], current, width >= CLOSEST_LABELS, span.expected_until)
        )
    return tuple(bands)
