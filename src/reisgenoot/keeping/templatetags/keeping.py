"""What the page of a dossier shows of limitations, suspensions and open requests."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.db import connection

from reisgenoot.access.models import Limitation

from ..models import Hold, Request

register = template.Library()
_STATE = """
    SELECT 'limited', l.ground, l.since, NULL::bigint FROM access_limitation l
    WHERE l.dossier_id = %(dossier)s AND l.lifted_on IS NULL
    UNION ALL
    SELECT 'held', h.reason, h.since, NULL FROM keeping_hold h WHERE h.dossier_id = %(dossier)s AND h.lifted_on IS NULL
    UNION ALL
    SELECT 'asked', r.kind, r.due_on, r.id FROM keeping_request r
    WHERE r.dossier_id = %(dossier)s AND r.state = 'open'
    UNION ALL
    SELECT 'works', '', access_today(), NULL WHERE access_works_on(%(dossier)s)
    ORDER BY 3
"""
LABELS: dict[str, dict[str, Any]] = {
    "limited": dict(Limitation.Ground.choices),
    "held": dict(Hold.Reason.choices),
    "asked": dict(Request.Kind.choices),
    "works": {"": ""},
}


@register.inclusion_tag("keeping/parts/notice.html")
def keeping_notice(dossier_id: int) -> dict[str, Any]:
    """What stands above a dossier, as far as the acting member may see it. One SQL statement."""
    found: dict[str, list[tuple[Any, date, int | None]]] = {kind: [] for kind in LABELS}
    with connection.cursor() as cursor:
        cursor.execute(_STATE, {"dossier": dossier_id})
        for kind, value, day, key in cursor.fetchall():
            found[kind].append((LABELS[kind][value], day, key))
    return {**found, "dossier_id": dossier_id}
