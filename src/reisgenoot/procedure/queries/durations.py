"""How long the phases take: what is expected, and the real spread over the dossiers that the member sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_professional
from reisgenoot.core.trajectory import catalogue
from reisgenoot.core.trajectory.explain import term_in_words
from reisgenoot.dossiers import seen

ENOUGH = 20
"""Fewer dossiers than this give no figures: they would be about people."""
PHASES = {
    "registration": ("arrived", "asylum_applied"),
    "procedure": ("asylum_applied", "permit_granted"),
    "housing": ("permit_granted", "moved_in"),
}
"""Each phase of which the source document gives an average: the milestones with which it begins and ends."""
_SPREAD = f"""
    WITH mine AS MATERIALIZED (SELECT d.person_id FROM {seen.DOSSIERS} d),
    dated AS (
        SELECT f.dossier_id, f.key, f.happened_on FROM dossiers_fact f
        WHERE f.dossier_id IN (SELECT m.person_id FROM mine m) AND f.key = ANY (%(keys)s) AND f.value IS NOT NULL
          AND f.happened_on <= access_today()
          AND NOT EXISTS (SELECT FROM dossiers_fact s WHERE s.supersedes_id = f.id)
    ), lasted AS (
        SELECT p.phase, b.happened_on - a.happened_on AS days
        FROM unnest(%(phases)s::text[], %(begins)s::text[], %(ends)s::text[]) AS p (phase, begins, ends)
        JOIN dated a ON a.key = p.begins
        JOIN dated b ON b.key = p.ends AND b.dossier_id = a.dossier_id AND b.happened_on >= a.happened_on
    )
    SELECT l.phase, count(*), percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY l.days)
    FROM lasted l GROUP BY l.phase HAVING count(*) >= %(enough)s
"""


@dataclass(frozen=True, slots=True)
class Spread:
    """One phase: what is expected and from where, and in days the middle and the middle half of ``many`` dossiers.

    ``many`` None: there are fewer than enough, and nothing is said.
    """

    phase: str
    text: Mapping[str, str]
    expected: Mapping[str, str]
    source: Mapping[str, str]
    many: int | None = None
    lower: int | None = None
    median: int | None = None
    upper: int | None = None


def spreads(member: Member) -> tuple[Spread, ...]:
    """The phases in order. One SQL statement. Raises NotAllowed for who guides nobody as a professional.

    Over exactly those dossiers that the member may open one by one, so it tells them nothing that these don't.
    """
    require_professional(member)
    names = list(PHASES)
    with connection.cursor() as cursor:
        cursor.execute(
            _SPREAD,
            {
                "keys": sorted({key for pair in PHASES.values() for key in pair}),
                "phases": names,
                "begins": [PHASES[name][0] for name in names],
                "ends": [PHASES[name][1] for name in names],
                "enough": ENOUGH,
            },
        )
        found = {
            phase: (many, *(round(days) for days in middle)) for phase, many, middle in cursor.fetchall()
        }
    known = {phase.id: phase for phase in catalogue().versions("nl-asylum")[-1].phases}
    made = []
    for name in names:
        phase = known[name]
        assert phase.lasts is not None
        expected = {lang: term_in_words(phase.lasts, lang) for lang in ("nl", "en")}
        made.append(Spread(name, phase.text, expected, phase.reason.source or {}, *found.get(name, ())))
    return tuple(made)
