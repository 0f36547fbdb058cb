"""Messages of all dossiers that the member sees: due, prepared, sent or refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.access.roles import require_municipal
from reisgenoot.core.duo import Shape, shapes
from reisgenoot.dossiers import seen
from reisgenoot.web.paging import AHEAD, PER_PAGE, Counted

from .known import MOVED, PIP, PIP_AFTER_MOVE

DUE = "due"
STATES = (DUE, "prepared", "sent", "refused")
PART = "duo messages"
MOST_EXPORTED = 20_000


@dataclass(frozen=True, slots=True)
class Filters:
    """What an address asks for; empty filters nothing. ``mine``: the member is the worker of the dossier."""

    state: str = DUE
    kind: str = ""
    q: str = ""
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One message, or one that is due (without an id). ``on``: the day of what it tells; ``since``: of its state."""

    dossier_id: int
    name: str
    worker: str
    kind: str
    on: date | None
    message_id: int | None = None
    since: date | None = None
    answer: str = ""

    @property
    def shape(self) -> Shape:
        """Its kind."""
        return shapes()[self.kind]


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the list; ``counts``: how many messages by state, of those that pass the other filters."""

    rows: tuple[Row, ...]
    total: int
    counts: Mapping[str, int]


_DOSSIER = """
    (NOT %(mine)s OR d.worker_id = %(me)s) AND (%(q)s = '' OR strpos(lower(d.name), lower(%(q)s)) > 0)
"""
# What happened under the act of 2021 in this municipality, and DUO was not told: what was before a move was elsewhere.
_DUE = f"""
    FROM {seen.DOSSIERS} d
    JOIN dossiers_fact f ON f.dossier_id = d.person_id
    JOIN (SELECT * FROM unnest(%(keys)s::text[], %(kinds)s::text[]) AS k (key, kind)) k ON k.key = f.key
    LEFT JOIN access_member w ON w.id = d.worker_id
    WHERE {_DOSSIER} AND (d.closed_on IS NULL OR d.closed_on > %(today)s) AND d.version LIKE '%%2021'
      AND (%(kind)s = '' OR k.kind = %(kind)s)
      AND f.happened_on <= %(today)s
      AND NOT EXISTS (SELECT FROM dossiers_fact s WHERE s.supersedes_id = f.id)
      AND NOT EXISTS (
          SELECT FROM duo_message m WHERE m.dossier_id = d.person_id AND m.kind = k.kind
            AND m.about_on = f.happened_on AND m.state IN ('prepared', 'sent')
      )
      AND NOT EXISTS (
          SELECT FROM dossiers_fact v
          WHERE v.dossier_id = d.person_id AND v.key = '{MOVED}' AND v.happened_on > f.happened_on
            AND NOT EXISTS (SELECT FROM dossiers_fact s WHERE s.supersedes_id = v.id)
      )
      AND (NOT k.kind = ANY (%(asylum)s) OR EXISTS (
          SELECT FROM dossiers_fact a WHERE a.dossier_id = d.person_id
            AND NOT EXISTS (SELECT FROM dossiers_fact s WHERE s.supersedes_id = a.id)
            AND (a.key = 'permit_kind' AND a.value = '"asylum"' OR a.key = 'protected_sponsor' AND a.value = 'true')
      ))
"""
_MADE = f"""
    FROM {seen.DOSSIERS} d
    JOIN duo_message m ON m.dossier_id = d.person_id
    LEFT JOIN access_member w ON w.id = d.worker_id
    WHERE {_DOSSIER} AND (%(kind)s = '' OR m.kind = %(kind)s) AND m.state <> 'withdrawn'
"""


def listed(member: Member, filters: Filters, today: date, *, page: int = 1) -> Listed:
    """One page, newest first; three SQL statements, and the log notes whose names stood there. Raises NotAllowed."""
    require_municipal(member)
    values = _values(member, filters, today)
    counts: dict[str, int] = dict.fromkeys(STATES, 0)
    last = page * PER_PAGE + AHEAD
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM (SELECT 1 {_DUE} LIMIT {int(last) + 1}) AS n", values)
        counts[DUE] = Counted(int(cursor.fetchone()[0]), last)
        cursor.execute(f"SELECT m.state, count(*) {_MADE} GROUP BY m.state", values)
        counts |= dict(cursor.fetchall())
    rows = _rows(filters, values, PER_PAGE, (page - 1) * PER_PAGE)
    log(member, sorted({it.dossier_id for it in rows}), AccessLog.Act.APPEARED, PART)
    return Listed(rows, counts[filters.state], counts)


def exported(member: Member, filters: Filters, today: date) -> tuple[Row, ...]:
    """All rows that pass; the log notes the export. Raises NotAllowed."""
    require_municipal(member)
    rows = _rows(filters, _values(member, filters, today), MOST_EXPORTED, 0)
    log(member, sorted({it.dossier_id for it in rows}), AccessLog.Act.EXPORT, PART)
    return rows


def _values(member: Member, filters: Filters, today: date) -> dict[str, Any]:
    told = [(it.fact, it.kind) for it in shapes().values() if it.fact] + [(PIP_AFTER_MOVE, "pip")]
    assert (PIP, "pip") in told
    return {
        "keys": [key for key, _kind in told],
        "kinds": [kind for _key, kind in told],
        "asylum": [it.kind for it in shapes().values() if it.for_asylum],
        "today": today,
        "state": filters.state,
        "kind": filters.kind,
        "q": filters.q,
        "mine": filters.mine,
        "me": member.pk,
    }


def _rows(filters: Filters, values: Mapping[str, Any], limit: int, offset: int) -> tuple[Row, ...]:
    person = "SELECT d.person_id, d.name, coalesce(w.name, '')"
    if filters.state == DUE:
        query = f"{person}, k.kind, f.happened_on {_DUE} ORDER BY f.happened_on DESC, d.person_id, k.kind"
    else:
        since = "CASE m.state WHEN 'refused' THEN m.refused_on WHEN 'sent' THEN m.sent_on ELSE m.changed_at::date END"
        query = (
            f"{person}, m.kind, m.about_on, m.id, {since}, m.answer {_MADE} AND m.state = %(state)s"
            " ORDER BY m.changed_at DESC, m.id"
        )
    with connection.cursor() as cursor:
        cursor.execute(f"{query} LIMIT {int(limit)} OFFSET {int(offset)}", values)
        return tuple(Row(*found) for found in cursor.fetchall())
