"""Matches that run: all, those without contact, and those that end soon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.access.roles import require_professional

from ..models import ENDING_DAYS, SILENT_DAYS

PER_PAGE, MOST_EXPORTED = 25, 20_000
STATES = ("silent", "ending")


@dataclass(frozen=True, slots=True)
class RunningMatch:
    """A match with a household. ``name``: of its first person; ``days``: without contact."""

    dossier_id: int
    name: str
    people: int
    volunteer: str
    kind: str
    begins_on: date
    last_day: date | None
    last_contact: date | None
    days: int
    silent: bool
    ends_soon: bool
    away: bool
    pause_until: date | None


@dataclass(frozen=True, slots=True)
class RunningMatches:
    """One page of them."""

    rows: tuple[RunningMatch, ...]
    page: int
    pages: int


_RUNNING = """
    SELECT r.dossier_id, coalesce(d.name, ''), r.people, v.name, r.kind, r.begins_on, r.ends_on - 1, r.last_contact,
           access_today() - r.since, r.silent, coalesce(r.ends_soon, false), coalesce(a.away, false), a.pause_until,
           count(*) OVER ()
    FROM (
        SELECT m.member_id, m.together,
               (array_agg(m.dossier_id ORDER BY h.role = 'head' DESC NULLS LAST, m.dossier_id))[1] AS dossier_id,
               count(*) AS people, min(m.kind) AS kind, min(m.begins_on) AS begins_on,
               min(m.ends_on) AS ends_on, max(m.last_contact) AS last_contact,
               max(greatest(m.begins_on, m.last_contact)) AS since,
               max(greatest(m.begins_on, m.last_contact)) <= access_today() - %(silent_days)s AS silent,
               min(m.ends_on) - 1 <= access_today() + %(ending_days)s AS ends_soon,
               bool_or(o.worker_id = %(me)s) AS mine
        FROM volunteers_match m
        LEFT JOIN dossiers_dossier o ON o.person_id = m.dossier_id
        LEFT JOIN people_householdmember h ON h.person_id = m.dossier_id AND h.begins_on <= access_today()
            AND (h.ends_on IS NULL OR h.ends_on > access_today())
        WHERE m.organisation_id = %(organisation)s AND m.begins_on <= access_today()
          AND (m.ends_on IS NULL OR m.ends_on > access_today())
        GROUP BY m.member_id, m.together
    ) r
    JOIN access_member v ON v.id = r.member_id
    LEFT JOIN dossiers_dossier d ON d.person_id = r.dossier_id
    LEFT JOIN LATERAL (
        SELECT true AS away, max(q.ends_on) AS pause_until FROM volunteers_pause q
        WHERE q.profile_id = r.member_id AND q.begins_on <= access_today()
          AND (q.ends_on IS NULL OR q.ends_on > access_today())
        HAVING count(*) > 0
    ) a ON true
    WHERE (%(all)s OR r.mine) AND {where}
    ORDER BY r.since, v.name, r.together LIMIT %(limit)s OFFSET %(offset)s
"""
_WHERE = {"": "true", "silent": "r.silent", "ending": "r.ends_soon"}


def running_matches(member: Member, *, state: str = "", page: int = 1) -> RunningMatches:
    """One page, longest without contact first: of the dossiers that the member carries; for a coordinator, all.

    One SQL statement besides the log's. Raises NotAllowed for who is no professional.
    """
    found = _running(member, state, PER_PAGE, PER_PAGE * (page - 1))
    if not found and page > 1:
        return running_matches(member, state=state)
    rows = tuple(RunningMatch(*row[:-1]) for row in found)
    log(member, [it.dossier_id for it in rows if it.name], AccessLog.Act.APPEARED, "volunteer")
    return RunningMatches(rows, page, max(1, -(-(found[0][-1] if found else 0) // PER_PAGE)))


def matches_export(member: Member, state: str) -> tuple[RunningMatch, ...]:
    """All of them, at most 20,000; the log notes the export. Raises NotAllowed."""
    rows = tuple(RunningMatch(*row[:-1]) for row in _running(member, state, MOST_EXPORTED, 0))
    log(member, [it.dossier_id for it in rows if it.name], AccessLog.Act.EXPORT, "volunteer")
    return rows


def _running(member: Member, state: str, limit: int, offset: int) -> list[Any]:
    require_professional(member)
    values: dict[str, Any] = {
        "organisation": member.organisation_id,
        "me": member.pk,
        "all": member.role == Member.Role.COORDINATOR,
        "silent_days": SILENT_DAYS,
        "ending_days": ENDING_DAYS,
        "limit": limit,
        "offset": offset,
    }
    with connection.cursor() as cursor:
        cursor.execute(_RUNNING.replace("{where}", _WHERE[state]), values)
        return list(cursor.fetchall())
