"""The whole municipality: by route, how many are in time, late, or at the end and how; and who they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.dossiers import planning, seen
from reisgenoot.dossiers.tally import OVERDUE
from reisgenoot.web.paging import PER_PAGE

from ..terms import ROUTE, statutory
from .common import MOST_EXPORTED, PART, ROUTES, RUNS, of_keys, require_direction, route_of

STATES = ("in_time", "late", "fulfilled", "released", "gone")
"""As `duty_over` of the definition has it. ``released``: or exempt, or 67 years old.

``gone``: departed, deceased, or the permit was withdrawn, before the duty was fulfilled.
"""
_BEGUN = ("duty_started", "duty_notified", "pip_set")
_RELEASED = (
    "duty_released",
    "released_medical",
    "released_special",
    "exempting_diploma",
    "shown_integrated",
    "naturalised",
)
_GONE = ("departed", "deceased", "permit_withdrawn")
_KEYS = (*_BEGUN, *_RELEASED, *_GONE, "duty_fulfilled")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody under the duty."""

    dossier_id: int
    name: str
    worker: str
    route: str
    state: str


@dataclass(frozen=True, slots=True)
class People:
    """A page of the people of one route and state."""

    rows: tuple[Person, ...]
    total: int


# A term of law that has passed makes late, whoever was to keep it; what is over is over, late or not.
_PEOPLE = f"""
    SELECT d.person_id, d.name, coalesce(w.name, '') AS worker, {route_of("d.person_id")} AS route, CASE
        WHEN 'duty_fulfilled' = ANY (k.keys) THEN 'fulfilled'
        WHEN k.keys && %(released)s::text[] OR p.born <= %(today)s::date - interval '67 years' THEN 'released'
        WHEN k.keys && %(gone)s::text[] THEN 'gone'
        WHEN EXISTS (
            SELECT FROM dossiers_task t
            WHERE t.dossier_id = d.person_id AND {of_keys(statutory())} AND {RUNS} AND {OVERDUE}
        ) THEN 'late'
        ELSE 'in_time'
    END AS state
    FROM {seen.DOSSIERS} d
    JOIN people_person p ON p.id = d.person_id
    LEFT JOIN access_member w ON w.id = d.worker_id
    CROSS JOIN LATERAL (
        SELECT array_agg(f.key::text) AS keys FROM dossiers_fact f
        WHERE f.dossier_id = d.person_id AND f.key = ANY (%(keys)s) AND f.value IS NOT NULL
          AND f.happened_on <= %(today)s
          AND NOT EXISTS (SELECT FROM dossiers_fact s WHERE s.supersedes_id = f.id)
    ) k
    WHERE d.definition = %(definition)s AND k.keys && %(begun)s::text[]
"""


def _values(today: date, **more: Any) -> dict[str, Any]:
    about = {"keys": list(_KEYS), "begun": list(_BEGUN), "released": list(_RELEASED), "gone": list(_GONE)}
    return {"today": today, "definition": ROUTE, **about, **more}


def town(member: Member, today: date) -> tuple[tuple[str, Mapping[str, int]], ...]:
    """By route, how many there are in each state, of whom the member sees; two SQL statements. Names nobody.

    Raises NotAllowed.
    """
    require_direction(member)
    planning.freshen_plans(today)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT p.route, p.state, count(*) FROM ({_PEOPLE}) p GROUP BY 1, 2", _values(today))
        found = {(route, state): many for route, state, many in cursor.fetchall()}
    return tuple((route, {state: found.get((route, state), 0) for state in STATES}) for route in ROUTES)


def people(member: Member, route: str, state: str, today: date, *, page: int = 1) -> People:
    """One page, by name; three SQL statements, and the log notes whose names stood there. Raises NotAllowed."""
    require_direction(member)
    planning.freshen_plans(today)
    found = _people(route, state, today, PER_PAGE, (page - 1) * PER_PAGE)
    log(member, [it.dossier_id for it in found.rows], AccessLog.Act.APPEARED, PART)
    return found


def exported_people(member: Member, route: str, state: str, today: date) -> tuple[Person, ...]:
    """All of them; the log notes the export. Raises NotAllowed."""
    require_direction(member)
    planning.freshen_plans(today)
    rows = _people(route, state, today, MOST_EXPORTED, 0).rows
    log(member, [it.dossier_id for it in rows], AccessLog.Act.EXPORT, PART)
    return rows


def _people(route: str, state: str, today: date, limit: int, offset: int) -> People:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT p.*, count(*) OVER () FROM ({_PEOPLE}) p"
            " WHERE (%(route)s = '' OR p.route = %(route)s) AND (%(state)s = '' OR p.state = %(state)s)"
            f" ORDER BY p.name, p.person_id LIMIT {int(limit)} OFFSET {int(offset)}",
            _values(today, route=route, state=state),
        )
        rows = cursor.fetchall()
    return People(tuple(Person(*row[:-1]) for row in rows), rows[0][-1] if rows else 0)
