"""What the coming weeks ask: how many of each kind have their last day in which week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from reisgenoot.access.models import Member
from reisgenoot.dossiers import planning, seen
from reisgenoot.dossiers.tally import OVERDUE

from ..terms import KIND_OF, KINDS, Kind
from .common import LAST_DAY, RUNS, WEEK, of_keys, require_direction, workers

CALENDAR: tuple[Kind, ...] = tuple(KINDS[it] for it in ("intake", "test", "pip", "talk", "end"))
MANY = 13
"""Weeks: a quarter of a year."""


@dataclass(frozen=True, slots=True)
class Weeks:
    """How many of each kind, by the Monday of the week; and how many are ``late`` already."""

    late: Mapping[str, int]
    weeks: tuple[tuple[date, Mapping[str, int]], ...]
    workers: tuple[tuple[int, str], ...]


def calendar(member: Member, worker: int | None, today: date) -> Weeks:
    """The coming 13 weeks, of the dossiers of a worker or (None) of everybody; three SQL statements. Names nobody.

    Raises NotAllowed.
    """
    require_direction(member)
    planning.freshen_plans(today)
    first = today - timedelta(days=today.weekday())
    keys = [key for kind in CALENDAR for key in kind.tasks]
    condition = f"{of_keys(keys)} AND {RUNS} AND {LAST_DAY} < %(until)s"
    if worker is not None:
        condition += " AND t.worker_id = %(worker)s"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT CASE WHEN NOT {OVERDUE} THEN date_trunc('week', {LAST_DAY})::date END AS week,"
            f" t.key, count(*) FROM {seen.tasks(condition, of_worker=worker is not None)} t GROUP BY 1, 2",
            {"today": today, "until": first + MANY * WEEK, "worker": worker},
        )
        rows = cursor.fetchall()
    late = dict.fromkeys((it.id for it in CALENDAR), 0)
    weeks = {first + number * WEEK: dict(late) for number in range(MANY)}
    for week, key, many in rows:
        at = late if week is None else weeks[week]
        at[KIND_OF[key].id] += many
    return Weeks(late, tuple(weeks.items()), workers())
