"""Who lives together now, as far as the acting member sees their dossiers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from reisgenoot.access.errors import NotFound

# An array of ids, because `= … OR IN (…)` has no index: it reads every dossier, and asks the wall about each.
_MATES = """
    SELECT d.person_id, d.name, coalesce(p.role, ''), d.language, q.born, d.municipality, coalesce(d.worker_id, 0)
    FROM dossiers_dossier d
    LEFT JOIN people_householdmember p ON p.person_id = d.person_id
        AND p.begins_on <= %(today)s AND (p.ends_on IS NULL OR p.ends_on > %(today)s)
    LEFT JOIN people_person q ON q.id = d.person_id
    WHERE d.person_id = ANY (ARRAY(
        SELECT %(dossier)s::bigint
        UNION ALL
        SELECT mate.person_id FROM people_householdmember mate
        JOIN people_householdmember own ON own.household_id = mate.household_id
        WHERE own.person_id = %(dossier)s
          AND own.begins_on <= %(today)s AND (own.ends_on IS NULL OR own.ends_on > %(today)s)
          AND mate.begins_on <= %(today)s AND (mate.ends_on IS NULL OR mate.ends_on > %(today)s)
    ))
    ORDER BY p.role IS DISTINCT FROM 'head', p.role IS DISTINCT FROM 'partner', q.born, d.person_id
"""


@dataclass(frozen=True, slots=True)
class Housemate:
    """One of those who live together; ``worker_id`` 0: nobody yet."""

    dossier_id: int
    name: str
    role: str
    language: str
    born: date | None
    municipality: str
    worker_id: int


@dataclass(frozen=True, slots=True)
class Household:
    """Head first, then partner, then by age. Somebody without a household is one by themselves."""

    mates: tuple[Housemate, ...]

    @property
    def head(self) -> Housemate:
        """On whose dossier the things of the whole household hang."""
        return self.mates[0]

    @property
    def ids(self) -> list[int]:
        """Of their dossiers."""
        return [mate.dossier_id for mate in self.mates]


def household(dossier_id: int, today: date) -> Household:
    """The household of the dossier on a day. One SQL statement. Raises NotFound."""
    with connection.cursor() as cursor:
        cursor.execute(_MATES, {"dossier": dossier_id, "today": today})
        mates = tuple(Housemate(*row) for row in cursor.fetchall())
    if not any(mate.dossier_id == dossier_id for mate in mates):
        raise NotFound
    return Household(mates)
