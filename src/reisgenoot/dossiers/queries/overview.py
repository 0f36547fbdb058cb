"""The figures for a coordinator: how many, how many overdue, stuck, new. Three SQL statements."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import connection

from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_professional

from .. import seen, texts
from ..planning import freshen
from .shapes import Overview, OverviewRow

NEW = timedelta(days=7)

_FIGURES = f"""
    WITH stuck AS MATERIALIZED (
        SELECT DISTINCT s.dossier_id FROM {seen.DOSSIERS} d JOIN dossiers_signal s ON s.dossier_id = d.person_id
        WHERE s.key <> 'overdue' AND s.since <= %(today)s AND (until IS NULL OR until > %(today)s)
    )
    SELECT GROUPING(d.phase), GROUPING(d.worker_id), GROUPING(d.municipality),
           d.phase, d.worker_id, max(m.name), d.municipality, count(*),
           count(*) FILTER (WHERE d.overdue_tasks > 0), coalesce(sum(d.overdue_tasks), 0),
           count(s.dossier_id), count(*) FILTER (WHERE d.opened_on > %(new)s AND d.opened_on <= %(today)s)
    FROM {seen.DOSSIERS} d
    LEFT JOIN stuck s ON s.dossier_id = d.person_id
    JOIN access_member m ON m.id = d.worker_id
    WHERE d.closed_on IS NULL OR d.closed_on > %(today)s
    GROUP BY GROUPING SETS ((), (d.phase), (d.worker_id), (d.municipality))
"""
_SIGNALS = f"""
    SELECT s.key, count(*) FROM {seen.DOSSIERS} d JOIN dossiers_signal s ON s.dossier_id = d.person_id
    WHERE s.since <= %(today)s AND (until IS NULL OR until > %(today)s)
    GROUP BY s.key ORDER BY 2 DESC, 1
"""


def overview(member: Member, today: date) -> Overview:
    """The figures over the dossiers that the member may see, closed ones left out.

    A dossier without a phase or municipality counts under an empty key. Raises NotAllowed for a
    role that sees no dossiers.
    """
    require_professional(member)
    freshen(today)
    values = {"today": today, "new": today - NEW}
    phases, workers, municipalities = [], [], []
    total = OverviewRow("", "", 0, 0, 0, 0, 0)
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, values)
        for no_phase, no_worker, no_place, phase, worker, name, municipality, *figures in cursor.fetchall():
            if not no_phase:
                phases.append(OverviewRow(phase, texts.phases().get(phase, ""), *figures))
            elif not no_worker:
                workers.append(OverviewRow(str(worker), name, *figures))
            elif not no_place:
                municipalities.append(OverviewRow(municipality, municipality, *figures))
            else:
                total = OverviewRow("", "", *figures)
        cursor.execute(_SIGNALS, values)
        signals = tuple((key, texts.signals().get(key, _same(key)), many) for key, many in cursor.fetchall())
    order = {phase: place for place, phase in enumerate(texts.phases())}
    return Overview(
        total=total,
        by_phase=tuple(sorted(phases, key=lambda row: order.get(row.key, len(order)))),
        by_worker=tuple(sorted(workers, key=lambda row: str(row.label))),
        by_municipality=tuple(sorted(municipalities, key=lambda row: (not row.key, row.key))),
        signals=signals,
    )


def _same(key: str) -> Mapping[str, str]:
    return {"nl": key, "en": key}
