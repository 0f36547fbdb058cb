"""From whom a coordinator chooses for a household, and why each of them fits or not.

Nobody is left out: who does not fit stands lower, with the reason. The order is that of :data:`ORDER`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from reisgenoot.access.errors import NotFound
from reisgenoot.access.models import Member
from reisgenoot.people.models import HouseholdMember

from ..models import VOG_YEARS, vog_state
from ..roles import require_coordinator

PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class Housemate:
    """One person of the household."""

    dossier_id: int
    name: str
    role: str


@dataclass(slots=True)
class Household:
    """For whom a volunteer is sought. ``languages``: of all of them together."""

    mates: list[Housemate] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    postcode: str = ""
    municipality: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A volunteer, and what speaks for or against. ``km`` None: the distance is unknown; ``near`` then says what is the
    same: ``postcode``, ``municipality`` or nothing."""

    member_id: int
    name: str
    kinds: tuple[str, ...]
    common: tuple[tuple[str, str], ...]  # code and level
    km: float | None
    near: str
    households: int
    running: int
    parts: tuple[str, ...]
    vog: str
    vog_issued_on: date | None
    pause_until: date | None
    away: bool
    has_profile: bool
    wanted_kind: bool
    wanted_part: bool
    matched: bool

    @property
    def room(self) -> int:
        """How many more households they can take."""
        return max(0, self.households - self.running)


@dataclass(frozen=True, slots=True)
class Candidates:
    """One page of them."""

    rows: tuple[Candidate, ...]
    page: int
    pages: int
    total: int


def household_of(member: Member, dossier_id: int) -> Household:
    """The household of a person, with all whose dossier the member sees. Raises NotAllowed, NotFound."""
    require_coordinator(member)
    home = Household()
    with connection.cursor() as cursor:
        cursor.execute(_HOUSEHOLD, {"dossier": dossier_id})
        rows = cursor.fetchall()
    if not rows:
        raise NotFound
    labels = dict(HouseholdMember.Role.choices)
    for key, name, role, languages, postcode, municipality in rows:
        home.mates.append(Housemate(key, name, str(labels.get(role, ""))))
        home.languages += [code for code in languages if code not in home.languages]
        home.postcode = home.postcode or postcode
        home.municipality = home.municipality or municipality
    return home


_HOUSEHOLD = """
    WITH home AS (
        SELECT h.household_id FROM people_householdmember h
        WHERE h.person_id = %(dossier)s AND h.begins_on <= access_today()
          AND (h.ends_on IS NULL OR h.ends_on > access_today())
    ), people AS (
        SELECT h.person_id, h.role FROM home JOIN people_householdmember h USING (household_id)
        WHERE h.begins_on <= access_today() AND (h.ends_on IS NULL OR h.ends_on > access_today())
        UNION ALL
        SELECT %(dossier)s, 'head' WHERE NOT EXISTS (SELECT FROM home)
    )
    SELECT d.person_id, d.name, people.role, p.languages, p.postcode, d.municipality
    FROM people
    JOIN dossiers_dossier d ON d.person_id = people.person_id
    JOIN people_person p ON p.id = people.person_id
    WHERE d.closed_on IS NULL OR d.person_id = %(dossier)s
    ORDER BY people.role <> 'head', people.role <> 'partner', p.born NULLS LAST, d.person_id
"""


def candidates(
    member: Member, home: Household, *, kind: str, part: str = "", only: int = 0, page: int = 1
) -> Candidates:
    """All volunteers of the organisation, in the order of :data:`ORDER`. ``only``: just this one.

    Two SQL statements at most. Raises NotAllowed.
    """
    require_coordinator(member)
    values: dict[str, Any] = {
        "organisation": member.organisation_id,
        "languages": home.languages,
        "pc4": home.postcode.replace(" ", "")[:4],
        "municipality": home.municipality,
        "kind": kind,
        "part": part,
        "only": only,
        "people": [it.dossier_id for it in home.mates],
        "years": VOG_YEARS,
        "limit": PER_PAGE,
        "offset": PER_PAGE * (max(1, page) - 1),
    }
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES, values)
        rows = cursor.fetchall()
        if not rows and page > 1:
            return candidates(member, home, kind=kind, part=part, only=only)
    total = rows[0][-1] if rows else 0
    today = rows[0][-2] if rows else date.min
    found = tuple(_candidate(row[:-2], today) for row in rows)
    return Candidates(found, max(1, page), max(1, -(-total // PER_PAGE)), total)


ORDER = (
    "usable DESC, wanted_kind DESC, speaks DESC, has_room DESC, wanted_part DESC, NOT away DESC, km NULLS LAST, nearby,"
    " name, member_id"
)
"""SQL: with a valid certificate first; then who wants this kind of work; with a common language; with room; who is
available then; who is not away; the nearest; by name."""

_CANDIDATES = f"""
    SELECT c.member_id, c.name, c.kinds, c.common, c.levels, c.km, c.nearby, c.households, c.running, c.parts,
           c.vog_issued_on, c.pause_until, c.away, c.has_profile, c.wanted_kind, c.wanted_part, c.matched,
           access_today(), count(*) OVER ()
    FROM (
        SELECT m.id AS member_id, m.name, coalesce(p.kinds, '{{}}') AS kinds, s.common, s.levels,
               coalesce(cardinality(s.common), 0) > 0 AS speaks,
               CASE WHEN here.pc4 IS NOT NULL AND there.pc4 IS NOT NULL THEN
                   12742 * asin(sqrt(power(sin(radians(there.lat - here.lat) / 2), 2) + cos(radians(here.lat))
                       * cos(radians(there.lat)) * power(sin(radians(there.lon - here.lon) / 2), 2)))
               END AS km,
               CASE WHEN %(pc4)s <> '' AND left(p.postcode, 4) = %(pc4)s THEN 1
                    WHEN %(municipality)s <> '' AND lower(p.municipality) = lower(%(municipality)s) THEN 2 ELSE 3
               END AS nearby,
               coalesce(p.households, 0) AS households, r.running, coalesce(p.parts, '{{}}') AS parts, p.vog_issued_on,
               a.pause_until, coalesce(a.away, false) AS away, p.member_id IS NOT NULL AS has_profile,
               coalesce(%(kind)s = ANY (p.kinds), false) AS wanted_kind,
               %(part)s = '' OR coalesce(%(part)s = ANY (p.parts), false) AS wanted_part,
               r.matched, r.running < coalesce(p.households, 0) AS has_room,
               coalesce((p.vog_issued_on + make_interval(years => %(years)s))::date > access_today(), false) AS usable
        FROM access_member m
        LEFT JOIN volunteers_profile p ON p.member_id = m.id
        LEFT JOIN volunteers_place here ON here.pc4 = %(pc4)s
        LEFT JOIN volunteers_place there ON there.pc4 = left(p.postcode, 4)
        LEFT JOIN LATERAL (
            SELECT array_agg(l.language ORDER BY l.language) AS common, array_agg(l.level ORDER BY l.language) AS levels
            FROM volunteers_spoken l WHERE l.profile_id = m.id AND l.language = ANY (%(languages)s)
        ) s ON true
        LEFT JOIN LATERAL (
            SELECT count(DISTINCT w.together) AS running,
                   coalesce(bool_or(w.dossier_id = ANY (%(people)s::bigint[])), false) AS matched
            FROM volunteers_match w
            WHERE w.member_id = m.id AND (w.ends_on IS NULL OR w.ends_on > access_today())
        ) r ON true
        LEFT JOIN LATERAL (
            SELECT true AS away, max(q.ends_on) AS pause_until FROM volunteers_pause q
            WHERE q.profile_id = m.id AND q.begins_on <= access_today()
              AND (q.ends_on IS NULL OR q.ends_on > access_today())
            HAVING count(*) > 0
        ) a ON true
        WHERE m.organisation_id = %(organisation)s AND m.role = 'volunteer' AND m.begins_on <= access_today()
          AND (m.ends_on IS NULL OR m.ends_on > access_today())
          AND (%(only)s = 0 OR m.id = %(only)s)
    ) c
    ORDER BY {ORDER} LIMIT %(limit)s OFFSET %(offset)s
"""
_NEAR = {1: "postcode", 2: "municipality", 3: ""}


def _candidate(row: tuple[Any, ...], today: date) -> Candidate:
    member_id, name, kinds, common, levels, km, nearby, households, running, parts, issued, *rest = row
    return Candidate(
        member_id,
        name,
        tuple(kinds),
        tuple(zip(common or (), levels or (), strict=True)),
        km,
        _NEAR[nearby],
        households,
        running,
        tuple(parts),
        vog_state(issued, today),
        issued,
        *rest,
    )
