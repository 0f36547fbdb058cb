"""The worklist: what must happen next, overdue first. A constant number of SQL statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.access.roles import require_professional

from .. import seen, texts
from ..models import SavedView
from ..planning import STALE, freshen
from ..tally import OVERDUE, THIS_WEEK, TO_DO, WEEK
from .search import search_people
from .shapes import NONE, Counts, Worklist, WorklistFilters, WorklistOptions, WorklistRow

MOST_EXPORTED = 20_000
"""Rows in one export."""
MOST_FOUND = 500
"""People whose tasks a search in the worklist shows."""

_ROWS = f"""
    SELECT t.id, t.dossier_id, t.key, t.kind, t.owner, t.per, t.due_on, t.expected_on, t.overdue_from,
           d.definition, d.version, d.name, d.household_name, d.municipality, d.phase, d.language, m.name,
           d.organisation_id = %(organisation)s OR EXISTS (
               SELECT FROM access_granted g WHERE g.dossier_id = d.person_id AND g.category = 'route' AND g.may_add
           )
    FROM (SELECT * FROM {{tasks}} t ORDER BY {seen.ORDER} LIMIT {{limit}} OFFSET {{offset}}) t
    JOIN dossiers_dossier d ON d.person_id = t.dossier_id
    JOIN access_member m ON m.id = d.worker_id
    ORDER BY {seen.ORDER}
"""
_COUNT_TASKS = f"""
    SELECT count(*), count(*) FILTER (WHERE {OVERDUE}), count(*) FILTER (WHERE {THIS_WEEK})
    FROM {{tasks}} t
"""
_DOSSIERS = f"""
    SELECT d.municipality, d.language, count(*) FILTER (WHERE {STALE}),
           coalesce(sum(d.open_tasks) FILTER (WHERE {{where}}), 0),
           coalesce(sum(d.overdue_tasks) FILTER (WHERE {{where}}), 0),
           coalesce(sum(d.week_tasks) FILTER (WHERE {{where}}), 0)
    FROM {seen.DOSSIERS} d GROUP BY d.municipality, d.language
"""
_WORKERS = """
    SELECT m.id, m.name FROM access_member m
    WHERE m.organisation_id = %(organisation)s AND m.role IN ('guide', 'director', 'coordinator')
      AND m.ends_on IS NULL
    ORDER BY m.name, m.id
"""


@dataclass(frozen=True, slots=True)
class _Where:
    """The conditions of the filters, on the columns that tasks and dossiers share and on tasks alone."""

    of_both: tuple[str, ...]
    of_tasks: tuple[str, ...]
    values: dict[str, Any]

    @property
    def of_worker(self) -> bool:
        """Whether a worker is asked for."""
        return any("x.worker_id = " in condition for condition in self.of_both)

    def tasks(self) -> str:
        """For ``dossiers_task t``."""
        return (
            " AND ".join([*self.of_both, *self.of_tasks, "true"])
            .replace("x.phase", "t.dossier_phase")
            .replace("x.", "t.")
        )

    def dossiers(self) -> str:
        """For ``dossiers_dossier d``; only if no condition is on tasks alone."""
        return " AND ".join([*self.of_both, "true"]).replace("x.", "d.")


def worklist(
    member: Member,
    *,
    filters: WorklistFilters | None = None,
    today: date,
    page: int = 1,
    per_page: int = 25,
) -> Worklist:
    """One page of the tasks that are open or overdue on ``today`` and pass the filters, with their counts.

    Overdue ones first by date, then those due this week, then later, then those without a due date. The
    log notes that the dossiers appeared in a list. Raises NotAllowed for a role that sees no dossiers.
    """
    require_professional(member)
    wanted = filters or WorklistFilters()
    where = _where(member, wanted, today)
    counts, municipalities, languages = _dossiers(where, today)
    shown = {"overdue": counts.overdue, "week": counts.week}.get(wanted.due, counts.total)
    pages = max(1, -(-shown // per_page))
    page = min(max(1, page), pages)
    rows = _rows(where, wanted, today, per_page, (page - 1) * per_page)
    log(member, sorted({row.dossier_id for row in rows}), AccessLog.Act.APPEARED, "worklist")
    options = WorklistOptions(
        phases=tuple(texts.phases().items()),
        kinds=texts.kinds(),
        municipalities=tuple(municipalities),
        workers=_workers(where),
        languages=tuple(languages),
        signals=tuple(texts.signals().items()),
    )
    return Worklist(rows=rows, counts=counts, options=options, page=page, pages=pages, per_page=per_page)


def worklist_export(member: Member, *, filters: WorklistFilters, today: date) -> tuple[WorklistRow, ...]:
    """All rows that pass the filters, at most 20,000; the log notes the export. Raises NotAllowed."""
    require_professional(member)
    freshen(today)
    rows = _rows(_where(member, filters, today), filters, today, MOST_EXPORTED, 0)
    log(member, sorted({row.dossier_id for row in rows}), AccessLog.Act.EXPORT, "worklist")
    return rows


def saved_views(member: Member) -> list[SavedView]:
    """The member's saved views, by name."""
    return list(SavedView.objects.filter(member=member))


def _where(member: Member, wanted: WorklistFilters, today: date) -> _Where:
    both, tasks = [], []
    values: dict[str, Any] = {"today": today, "me": member.pk, "organisation": member.organisation_id}
    if wanted.scope == "mine":
        both.append("x.worker_id = %(me)s")
    for column in ("phase", "municipality", "language"):
        if value := getattr(wanted, column):
            both.append(f"x.{column} = %({column})s")
            values[column] = "" if value == NONE else value
    if wanted.worker is not None:
        both.append("x.worker_id = %(worker)s")
        values["worker"] = wanted.worker
    if wanted.kind:
        tasks.append("t.kind = %(kind)s")
        values["kind"] = wanted.kind
    if wanted.signal:
        tasks.append(
            "t.dossier_id IN (SELECT s.dossier_id FROM dossiers_signal s WHERE s.key = %(signal)s"
            " AND s.since <= %(today)s AND (s.until IS NULL OR s.until > %(today)s))"
        )
        values["signal"] = wanted.signal
    if wanted.q.strip():
        found = search_people(member, wanted.q, limit=MOST_FOUND, logged=False)
        tasks.append("t.dossier_id = ANY(%(found)s)")
        values["found"] = [person.dossier_id for person in found]
    return _Where(tuple(both), tuple(tasks), values)


def _dossiers(where: _Where, today: date) -> tuple[Counts, list[str], list[str]]:
    """From one look at all dossiers: the counts that the filters leave, all municipalities, all languages.

    If something on them has gone by the date, they are first brought up to date and looked at again.
    """
    with connection.cursor() as cursor:
        statement = _DOSSIERS.format(where=where.dossiers())
        cursor.execute(statement, where.values)
        groups = cursor.fetchall()
        if any(stale for _municipality, _language, stale, *_counts in groups):
            freshen(today)
            cursor.execute(statement, where.values)
            groups = cursor.fetchall()
        if where.of_tasks:
            tasks = seen.tasks(f"{TO_DO} AND {where.tasks()}", of_worker=where.of_worker)
            cursor.execute(_COUNT_TASKS.format(tasks=tasks), where.values)
            counts = Counts(*cursor.fetchone())
        else:
            counts = Counts(*(int(sum(group[column] for group in groups)) for column in (3, 4, 5)))
    return (
        counts,
        sorted({group[0] for group in groups if group[0]}),
        sorted({group[1] for group in groups if group[1]}),
    )


def _rows(
    where: _Where, wanted: WorklistFilters, today: date, limit: int, offset: int
) -> tuple[WorklistRow, ...]:
    condition = where.tasks()
    if wanted.due in ("overdue", "week"):
        condition += f" AND {OVERDUE if wanted.due == 'overdue' else THIS_WEEK}"
    with connection.cursor() as cursor:
        # Written out, or PostgreSQL would not know how few it is asked for and plan the statement anew each time.
        tasks = seen.tasks(f"{TO_DO} AND {condition}", int(limit) + int(offset), of_worker=where.of_worker)
        statement = _ROWS.format(tasks=tasks, limit=int(limit), offset=int(offset))
        cursor.execute(statement, where.values)
        return tuple(_row(found, today) for found in cursor.fetchall())


def _row(found: tuple[Any, ...], today: date) -> WorklistRow:
    task_id, dossier_id, key, kind, owner, per, due, expected, overdue_from, route, version, *rest = found
    name, household, municipality, phase, language, worker, may_tick = rest
    return WorklistRow(
        task_id=task_id,
        dossier_id=dossier_id,
        key=key,
        text=texts.task_text(route, version, municipality, key),
        kind=kind,
        owner=owner,
        per=per,
        due=due,
        expected=expected,
        overdue_from=overdue_from,
        when=_when(overdue_from, today),
        name=name,
        household=household,
        municipality=municipality,
        phase=phase,
        language=language,
        worker=worker,
        may_tick=may_tick,
    )


def _when(overdue_from: date | None, today: date) -> str:
    if overdue_from is None:
        return "undated"
    if overdue_from <= today:
        return "overdue"
    return "week" if overdue_from <= today + timedelta(days=WEEK) else "later"


def _workers(where: _Where) -> tuple[tuple[int, str], ...]:
    with connection.cursor() as cursor:
        cursor.execute(_WORKERS, where.values)
        return tuple(cursor.fetchall())
