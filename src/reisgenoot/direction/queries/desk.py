"""The desk: the terms that run, the first day first, and what follows when one passes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.core.trajectory import Ground
from reisgenoot.dossiers import planning, seen, texts
from reisgenoot.dossiers.tally import OVERDUE
from reisgenoot.web.paging import AHEAD, PER_PAGE, Counted

from ..terms import KIND_OF, KINDS, Kind, Passed, passed, statutory
from .common import (
    LAST_DAY,
    MOST_EXPORTED,
    PART,
    ROUTES,
    RUNS,
    WEEK,
    of_keys,
    require_direction,
    route_of,
    workers,
)

__all__ = ["ROUTES", "Filters", "Row", "Shown", "desk", "exported"]


@dataclass(frozen=True, slots=True)
class Filters:
    """What an address asks for; empty filters nothing.

    ``worker``: whose dossiers; None for everybody's. ``kind``: of term, and then those by our own choice too; without
    it those on a ground of law. ``weeks``: how many from today. ``week``: the Monday of the week of the last day.
    """

    worker: int | None = None
    kind: str = ""
    route: str = ""
    weeks: int = 0
    week: date | None = None
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A term that runs for somebody. ``due``: its last day; ``passes``: the day after; ``days``: left, below 0: late.

    Of a task that begins only after its last day that is still the day: the law does not wait for it to begin.

    ``ground``: None if the last day is our own choice; ``after``: what follows by the law, None if we found nothing.
    """

    dossier_id: int
    name: str
    worker: str
    key: str
    text: Mapping[str, str]
    due: date
    passes: date
    days: int
    ground: Ground | None
    after: Passed | None

    @property
    def kind(self) -> Kind:
        """Its kind."""
        return KIND_OF[self.key]

    @property
    def late(self) -> bool:
        """Whether the last day is over."""
        return self.days < 0


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of the desk; ``workers``: whose dossiers can be asked for."""

    rows: tuple[Row, ...]
    total: Counted
    workers: tuple[tuple[int, str], ...] = ()


def desk(member: Member, filters: Filters, today: date, *, page: int = 1) -> Shown:
    """One page; five SQL statements, and the log notes whose names stood there. Raises NotAllowed."""
    require_direction(member)
    planning.freshen_plans(today)
    rows, total = _rows(filters, today, page, PER_PAGE)
    log(member, sorted({it.dossier_id for it in rows}), AccessLog.Act.APPEARED, PART)
    return Shown(rows, total, workers())


def exported(member: Member, filters: Filters, today: date) -> tuple[Row, ...]:
    """All rows that pass; the log notes the export. Raises NotAllowed."""
    require_direction(member)
    planning.freshen_plans(today)
    rows, _total = _rows(filters, today, 1, MOST_EXPORTED)
    log(member, sorted({it.dossier_id for it in rows}), AccessLog.Act.EXPORT, PART)
    return rows


def _rows(filters: Filters, today: date, page: int, per_page: int) -> tuple[tuple[Row, ...], Counted]:
    condition, values = _condition(filters, today)
    first, last = (page - 1) * per_page, page * per_page + AHEAD
    tasks = seen.tasks(condition, last + 1, of_worker=filters.worker is not None)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH found AS MATERIALIZED (SELECT t.* FROM {tasks} t ORDER BY {seen.ORDER} LIMIT {int(last + 1)}),"
            f" page AS (SELECT t.* FROM found t ORDER BY {seen.ORDER} LIMIT {int(per_page)} OFFSET {int(first)})"
            " SELECT t.dossier_id, d.name, coalesce(w.name, ''), t.key, coalesce(t.due_on, t.overdue_from - 1),"
            " d.definition, d.version, d.municipality, (SELECT count(*) FROM found)"
            " FROM page t JOIN dossiers_dossier d ON d.person_id = t.dossier_id"
            " LEFT JOIN access_member w ON w.id = d.worker_id"
            f" ORDER BY {seen.ORDER}",
            values,
        )
        found = cursor.fetchall()
    total = Counted(found[0][-1] if found else 0, last)
    grounds = _grounds({(row[0], row[3]) for row in found}, today)
    rows = tuple(
        Row(
            dossier_id,
            name,
            worker,
            key,
            texts.task_text(route, version, town, key),
            due,
            due + timedelta(days=1),
            (due - today).days,
            grounds.get((dossier_id, key)),
            passed(key, version),
        )
        for dossier_id, name, worker, key, due, route, version, town, _total in found
    )
    return rows, total


def _condition(filters: Filters, today: date) -> tuple[str, dict[str, Any]]:
    keys = KINDS[filters.kind].tasks if filters.kind else statutory()
    both: list[str] = [of_keys(keys), RUNS]
    values: dict[str, Any] = {"today": today, "route": filters.route}
    if filters.worker is not None:
        both.append("t.worker_id = %(worker)s")
        values["worker"] = filters.worker
    if filters.route:
        both.append(f"{route_of('t.dossier_id')} = %(route)s")
    if filters.overdue:
        both.append(OVERDUE)
    if filters.weeks:
        both.append(f"{LAST_DAY} <= %(until)s")
        values["until"] = today + filters.weeks * WEEK
    if filters.week is not None:
        both.append(f"NOT {OVERDUE} AND {LAST_DAY} >= %(monday)s AND {LAST_DAY} < %(next)s")
        values |= {"monday": filters.week, "next": filters.week + WEEK}
    return " AND ".join(both), values


def _grounds(tasks: set[tuple[int, str]], today: date) -> dict[tuple[int, str], Ground]:
    """On which ground each term, by dossier and task, rests: worked out anew, as the stored plan has no grounds."""
    wanted = {key for _dossier, key in tasks}
    return {
        (dossier, key): ground
        for dossier, known in planning.gather(sorted({dossier for dossier, _key in tasks}), today).items()
        for key, ground in planning.grounds_of(known, today, wanted).items()
    }
