"""Who is behind with settling in: overdue items of the checklist, and those due this week, across households."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection

from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.access.roles import require_professional
from reisgenoot.core.trajectory import catalogue
from reisgenoot.dossiers import seen, texts
from reisgenoot.dossiers.planning import freshen
from reisgenoot.dossiers.tally import OVERDUE, TO_DO, WEEK

NOBODY = 0
"""The worker of dossiers that have none."""
MOST_EXPORTED = 20_000
"""Rows in one export."""

_ROWS = f"""
    SELECT t.dossier_id, t.key, t.owner, t.overdue_from, t.due_on, d.definition, d.version, d.municipality,
           d.name, d.household_name, d.phone, w.name, i.by_person, o.name, i.note
    FROM (SELECT * FROM {{tasks}} t ORDER BY {seen.ORDER} LIMIT {{limit}} OFFSET {{offset}}) t
    JOIN (SELECT d.*, p.phone FROM dossiers_dossier d LEFT JOIN people_person p ON p.id = d.person_id) d
        ON d.person_id = t.dossier_id
    LEFT JOIN access_member w ON w.id = t.worker_id
    LEFT JOIN settlement_checklistitem i ON i.dossier_id = t.dossier_id AND i.key = t.key
    LEFT JOIN access_member o ON o.id = i.member_id
    ORDER BY {seen.ORDER}
"""
_COUNTS = f"""
    SELECT t.key, t.worker_id, w.name, t.municipality, count(*) FILTER (WHERE {OVERDUE}), count(*)
    FROM {{tasks}} t LEFT JOIN access_member w ON w.id = t.worker_id
    GROUP BY t.key, t.worker_id, w.name, t.municipality
"""


@dataclass(frozen=True, slots=True)
class BehindFilters:
    """What to show; an empty value filters nothing. ``worker``: an id or ``NOBODY``; ``due``: overdue or week."""

    key: str = ""
    worker: int | None = None
    municipality: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class BehindRow:
    """One item of one person. ``late``: days since it was due, negative before; ``doer``: who is named with it."""

    dossier_id: int
    key: str
    owner: str
    due: date | None
    late: int
    text: Mapping[str, str]
    municipality: str
    name: str
    household: str
    phone: str
    worker: str
    by_person: bool
    doer: str
    note: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many items are overdue and due this week together, of one kind or of one guide."""

    value: Any
    label: Any
    overdue: int
    total: int


@dataclass(frozen=True, slots=True)
class Behind:
    """One page of rows; the tallies are over all rows that pass the other filters."""

    rows: tuple[BehindRow, ...]
    by_item: tuple[Tally, ...]
    by_worker: tuple[Tally, ...]
    municipalities: tuple[str, ...]
    overdue: int
    total: int
    page: int
    pages: int


@lru_cache(maxsize=1)
def items() -> Mapping[str, Mapping[str, str]]:
    """Every item of a checklist that any municipality has, by id, in the order of the definitions."""
    found: dict[str, Mapping[str, str]] = {}
    for definition in catalogue().definitions:
        if definition.id in texts.ROUTES:
            for task in definition.set_aside.values():
                found.setdefault(task.id, task.text)
    return found


def behind(
    member: Member, filters: BehindFilters, today: date, *, page: int = 1, per_page: int = 25
) -> Behind:
    """One page of items that are overdue, or due in a week, longest overdue first. Four SQL statements.

    The log notes that the dossiers appeared in a list. Raises NotAllowed for who is no professional.
    """
    require_professional(member)
    freshen(today)
    values = _values(filters, today)
    with connection.cursor() as cursor:
        # Grouped once, and added up here: a second look at the tasks costs more than that.
        cursor.execute(_COUNTS.format(tasks=seen.tasks(_where(BehindFilters()))), values)
        groups = [_Group(*row) for row in cursor.fetchall()]
    chosen = [group for group in groups if group.passes(filters)]
    overdue, total = sum(it.overdue for it in chosen), sum(it.total for it in chosen)
    shown = {"overdue": overdue, "week": total - overdue}.get(filters.due, total)
    pages = max(1, -(-shown // per_page))
    page = min(max(1, page), pages)
    rows = _rows(filters, values, today, per_page, (page - 1) * per_page)
    log(member, sorted({row.dossier_id for row in rows}), AccessLog.Act.APPEARED, "behind")
    return Behind(
        rows,
        by_item=_by_item([it for it in groups if it.passes(filters, but="key")]),
        by_worker=_by_worker([it for it in groups if it.passes(filters, but="worker")]),
        municipalities=tuple(sorted({it.municipality for it in groups if it.municipality})),
        overdue=overdue,
        total=total,
        page=page,
        pages=pages,
    )


def behind_export(member: Member, filters: BehindFilters, today: date) -> tuple[BehindRow, ...]:
    """All rows that pass the filters, at most 20,000; the log notes the export. Raises NotAllowed."""
    require_professional(member)
    freshen(today)
    rows = _rows(filters, _values(filters, today), today, MOST_EXPORTED, 0)
    log(member, sorted({row.dossier_id for row in rows}), AccessLog.Act.EXPORT, "behind")
    return rows


@dataclass(frozen=True, slots=True)
class _Group:
    """Items of one kind, of one worker, in one municipality."""

    key: str
    worker_id: int | None
    worker: str | None
    municipality: str
    overdue: int
    total: int

    def passes(self, filters: BehindFilters, but: str = "") -> bool:
        """Whether its rows pass the filters, one left out."""
        wanted = {
            "key": filters.key in ("", self.key),
            "worker": filters.worker in (None, self.worker_id or NOBODY),
            "municipality": filters.municipality in ("", self.municipality),
        }
        return all(fits for name, fits in wanted.items() if name != but)


def _by_item(groups: list[_Group]) -> tuple[Tally, ...]:
    found: dict[str, tuple[int, int]] = {}
    for it in groups:
        late, total = found.get(it.key, (0, 0))
        found[it.key] = late + it.overdue, total + it.total
    made = (Tally(key, items().get(key, key), *many) for key, many in found.items())
    return tuple(sorted(made, key=lambda it: (-it.overdue, -it.total, it.value)))


def _by_worker(groups: list[_Group]) -> tuple[Tally, ...]:
    found: dict[int, tuple[str, int, int]] = {}
    for it in groups:
        key = it.worker_id or NOBODY
        name, late, total = found.get(key, (it.worker or "", 0, 0))
        found[key] = name, late + it.overdue, total + it.total
    made = (Tally(key, name, late, total) for key, (name, late, total) in found.items())
    return tuple(sorted(made, key=lambda it: (-it.overdue, -it.total, it.label)))


def _values(filters: BehindFilters, today: date) -> dict[str, Any]:
    return {
        "today": today,
        "items": list(items()),
        "key": filters.key,
        "worker": filters.worker,
        "municipality": filters.municipality,
    }


def _where(filters: BehindFilters) -> str:
    """SQL for ``dossiers_task t``: by the index of an organisation's tasks in the order of their dates."""
    soon = f"t.overdue_from <= %(today)s + {WEEK}"
    if filters.due:
        soon += f" AND {'' if filters.due == 'overdue' else 'NOT '}{OVERDUE}"
    parts = [soon, TO_DO, "t.key = ANY (%(items)s)"]
    if filters.key:
        parts.append("t.key = %(key)s")
    if filters.worker is not None:
        parts.append("t.worker_id IS NULL" if filters.worker == NOBODY else "t.worker_id = %(worker)s")
    if filters.municipality:
        parts.append("t.municipality = %(municipality)s")
    return " AND ".join(parts)


def _rows(
    filters: BehindFilters, values: Mapping[str, Any], today: date, limit: int, offset: int
) -> tuple[BehindRow, ...]:
    tasks = seen.tasks(_where(filters), int(limit) + int(offset))
    with connection.cursor() as cursor:
        cursor.execute(_ROWS.format(tasks=tasks, limit=int(limit), offset=int(offset)), values)
        return tuple(_row(found, today) for found in cursor.fetchall())


def _row(found: tuple[Any, ...], today: date) -> BehindRow:
    dossier_id, key, owner, overdue_from, due, route, version, municipality, *rest = found
    name, household, phone, worker, by_person, doer, note = rest
    return BehindRow(
        dossier_id=dossier_id,
        key=key,
        owner=owner,
        due=due,
        late=(today - overdue_from).days + 1,
        text=texts.task_text(route, version, municipality, key),
        municipality=municipality,
        name=name,
        household=household,
        phone=phone or "",
        worker=worker or "",
        by_person=bool(by_person),
        doer=doer or "",
        note=note or "",
    )
