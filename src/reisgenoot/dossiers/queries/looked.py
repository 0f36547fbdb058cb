"""Who looked at a dossier and who changed it: everything that the log holds about it, newest first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.access.roles import require_professional

from ..models import Dossier
from .consents import consents_at
from .shapes import LogShown

MOST_EXPORTED = 20_000
"""Entries in one export."""
_ENTRIES = """
    WITH entries AS (
        SELECT l.at, l.member_id, l.organisation_id, l.act::text, l.part::text, l.basis::text, 1 AS times
        FROM access_accesslog l WHERE l.dossier_id = %(dossier)s
        UNION ALL
        SELECT max(a.at), a.member_id, a.organisation_id, 'appeared_in_list', a.part, '', count(*)
        FROM access_appearances(%(dossier)s) a
        GROUP BY (a.at AT TIME ZONE 'Europe/Amsterdam')::date, a.member_id, a.organisation_id, a.part
    )
    SELECT e.at, m.name, m.role, o.name, e.act, e.part, e.basis, e.times, count(*) OVER (), o.id
    FROM entries e JOIN access_member m ON m.id = e.member_id JOIN access_organisation o ON o.id = e.organisation_id
    WHERE %(act)s = '' OR e.act = %(act)s
    ORDER BY e.at DESC, m.name
    LIMIT %(limit)s OFFSET %(offset)s
"""


@dataclass(frozen=True, slots=True)
class Looked:
    """One page of who looked at somebody's dossier; ``total``: entries over all pages."""

    name: str
    entries: tuple[LogShown, ...]
    total: int


def who_looked(
    member: Member, dossier_id: int, *, act: str = "", limit: int = MOST_EXPORTED, offset: int = 0
) -> Looked:
    """Who read, changed, exported or listed the dossier; the log notes that the member asked.

    Lists of one day count as one entry for each member. ``act``: a value of ``AccessLog.Act``, or empty for all.
    Raises NotAllowed for a role that sees no dossiers, and NotFound.
    """
    require_professional(member)
    dossier = Dossier.objects.filter(pk=dossier_id).only("name").first()
    if dossier is None:
        raise NotFound(_("There is no such dossier, or you have no access to it."))
    log(member, [dossier_id], AccessLog.Act.READ, "log")
    values: dict[str, Any] = {"dossier": dossier_id, "act": act, "limit": limit, "offset": offset}
    with connection.cursor() as cursor:
        cursor.execute(_ENTRIES, values)
        rows = cursor.fetchall()
    by_consent = [row for row in rows if row[6] == "consent"]
    agreed = iter(consents_at(dossier_id, [(row[9], row[0]) for row in by_consent]))
    entries = tuple(
        replace(LogShown(*row[:8]), purposes=next(agreed) if row[6] == "consent" else ()) for row in rows
    )
    return Looked(dossier.name, entries, rows[0][8] if rows else 0)
