"""What stands above a dossier of limitations, suspensions and open requests."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection

_STATE = """
    SELECT 'limited', l.ground, l.since, NULL::bigint FROM access_limitation l
    WHERE l.dossier_id = %(dossier)s AND l.lifted_on IS NULL
    UNION ALL
    SELECT 'held', h.reason, h.since, NULL FROM keeping_hold h WHERE h.dossier_id = %(dossier)s AND h.lifted_on IS NULL
    UNION ALL
    SELECT 'asked', r.kind, r.due_on, r.id FROM keeping_request r
    WHERE r.dossier_id = %(dossier)s AND r.state = 'open'
    ORDER BY 3
"""


def notice(dossier_id: int) -> list[tuple[str, str, date, int | None]]:
    """Limitations (``limited``), suspensions (``held``) and open requests (``asked``) that the acting member may see.

    Each with its ground, reason or kind, its day (for a request: answer by) and the request's id. One SQL statement.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STATE, {"dossier": dossier_id})
        found: list[Any] = cursor.fetchall()
    return found
