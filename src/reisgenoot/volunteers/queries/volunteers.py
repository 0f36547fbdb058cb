"""The list of volunteers of an organisation, and the page of one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q

from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.dossiers.models import ContactNote, Dossier

from ..actions.profiles import volunteer_of
from ..models import SILENT_DAYS, VOG_YEARS, Match, Pause, Profile, Spoken, Training, vog_state
from ..roles import require_coordinator

PER_PAGE = 25
MOST_EXPORTED = 20_000
FREQUENCY_DAYS = 90
"""Days over which contacts are counted."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Those of the list, as they stand in the address. ``place``: a municipality or the four digits of a postcode."""

    kind: str = ""
    language: str = ""
    place: str = ""
    room: bool = False
    vog: str = ""
    silent: bool = False

    @property
    def any(self) -> bool:
        """Whether anything is filtered."""
        return any((self.kind, self.language, self.place, self.room, self.vog, self.silent))


@dataclass(frozen=True, slots=True)
class Row:
    """One volunteer. ``silent_since``: the longest time without contact in a match that runs, if it is too long."""

    member_id: int
    name: str
    kinds: tuple[str, ...]
    languages: tuple[str, ...]
    postcode: str
    municipality: str
    households: int
    running: int
    vog: str
    vog_issued_on: date | None
    silent_since: date | None
    pause_until: date | None
    away: bool
    has_profile: bool

    @property
    def room(self) -> int:
        """How many more households they can take."""
        return max(0, self.households - self.running)


@dataclass(frozen=True, slots=True)
class Rows:
    """One page of the list, and what can be filtered by."""

    rows: tuple[Row, ...]
    total: int
    page: int
    pages: int
    languages: tuple[str, ...]


_LIST = """
    SELECT m.id, m.name, coalesce(p.kinds, '{}'), coalesce(s.languages, '{}'), coalesce(p.postcode, ''),
           coalesce(p.municipality, ''), coalesce(p.households, 0), r.running, p.vog_issued_on,
           CASE WHEN r.since <= access_today() - %(silent_days)s THEN r.since END,
           a.pause_until, coalesce(a.away, false),
           p.member_id IS NOT NULL, access_today(), count(*) OVER ()
    FROM access_member m
    LEFT JOIN volunteers_profile p ON p.member_id = m.id
    LEFT JOIN LATERAL (
        SELECT array_agg(l.language ORDER BY l.level = 'some', l.language) AS languages
        FROM volunteers_spoken l WHERE l.profile_id = m.id
    ) s ON true
    LEFT JOIN LATERAL (
        SELECT count(*) AS running, min(since) AS since FROM (
            SELECT max(greatest(w.begins_on, w.last_contact)) AS since FROM volunteers_match w
            WHERE w.member_id = m.id AND (w.ends_on IS NULL OR w.ends_on > access_today()) GROUP BY w.together
        ) each
    ) r ON true
    LEFT JOIN LATERAL (
        SELECT true AS away, max(q.ends_on) AS pause_until FROM volunteers_pause q
        WHERE q.profile_id = m.id AND q.begins_on <= access_today()
          AND (q.ends_on IS NULL OR q.ends_on > access_today())
        HAVING count(*) > 0
    ) a ON true
    WHERE m.organisation_id = %(organisation)s AND m.role = 'volunteer' AND m.begins_on <= access_today()
      AND (m.ends_on IS NULL OR m.ends_on > access_today())
      AND {where}
    ORDER BY m.name, m.id LIMIT %(limit)s OFFSET %(offset)s
"""


def volunteers(member: Member, filters: Filters, *, page: int = 1) -> Rows:
    """One page of the list, by name. Two SQL statements. Raises NotAllowed for who is no coordinator."""
    require_coordinator(member)
    rows, total = _rows(member, filters, PER_PAGE, PER_PAGE * (page - 1))
    if not rows and page > 1:
        return volunteers(member, filters)
    languages = Spoken.objects.filter(profile__organisation_id=member.organisation_id).order_by("language")
    spoken = tuple(languages.values_list("language", flat=True).distinct())
    return Rows(rows, total, page, max(1, -(-total // PER_PAGE)), spoken)


def export(member: Member, filters: Filters) -> tuple[Row, ...]:
    """All that pass the filters, at most 20,000. Raises NotAllowed."""
    require_coordinator(member)
    return _rows(member, filters, MOST_EXPORTED, 0)[0]


def _rows(member: Member, filters: Filters, limit: int, offset: int) -> tuple[tuple[Row, ...], int]:
    where, values = _where(filters)
    values |= {"organisation": member.organisation_id, "limit": limit, "offset": offset}
    with connection.cursor() as cursor:
        cursor.execute(_LIST.replace("{where}", where), values)
        found = cursor.fetchall()
    return tuple(_row(row) for row in found), found[0][-1] if found else 0


def _row(row: tuple[Any, ...]) -> Row:
    key, name, kinds, languages, postcode, municipality, households, running, issued, *rest, today, _total = (
        row
    )
    vog = vog_state(issued, today)
    about = (tuple(kinds), tuple(languages), postcode, municipality, households, running)
    return Row(key, name, *about, vog, issued, *rest)


def _where(filters: Filters) -> tuple[str, dict[str, Any]]:
    parts, values = ["true"], dict[str, Any](silent_days=SILENT_DAYS)
    if filters.kind:
        parts.append("%(kind)s = ANY (p.kinds)")
        values["kind"] = filters.kind
    if filters.language:
        parts.append("%(language)s = ANY (s.languages)")
        values["language"] = filters.language
    if filters.place:
        parts.append("(lower(p.municipality) = lower(%(place)s) OR left(p.postcode, 4) = %(place)s)")
        values["place"] = filters.place
    if filters.room:
        parts.append("r.running < p.households")
    if filters.vog == "missing":
        parts.append("p.vog_issued_on IS NULL")
    elif filters.vog == "old":
        parts.append("(p.vog_issued_on + make_interval(years => %(years)s))::date <= access_today()")
        values["years"] = VOG_YEARS
    if filters.silent:
        parts.append("r.since <= access_today() - %(silent_days)s")
    return " AND ".join(parts), values


@dataclass(slots=True)
class MatchRow:
    """A match with a household; ``name``: of its first person, if the coordinator may see the dossier."""

    match: Match
    dossier_id: int
    name: str
    people: int
    contacts: int
    silent_since: date | None

    @property
    def last_day(self) -> date | None:
        """The last day of the match, if an end is agreed."""
        return self.match.ends_on - timedelta(days=1) if self.match.ends_on else None


@dataclass(slots=True)
class VolunteerPage:
    """Everything of one volunteer."""

    member: Member
    profile: Profile | None
    spoken: list[Spoken] = field(default_factory=list)
    trainings: list[Training] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    running: list[MatchRow] = field(default_factory=list)
    past: list[MatchRow] = field(default_factory=list)


def volunteer_page(member: Member, volunteer_id: int, today: date) -> VolunteerPage:
    """The profile with all that hangs on it; the log notes in which dossiers the coordinator saw a match.

    A constant number of SQL statements. Raises NotAllowed, NotFound.
    """
    volunteer = volunteer_of(member, volunteer_id)
    profile = Profile.objects.filter(pk=volunteer_id).select_related("vog_seen_by", "changed_by").first()
    page = VolunteerPage(volunteer, profile)
    page.spoken = list(Spoken.objects.filter(profile_id=volunteer_id).order_by("level", "language"))
    page.trainings = list(Training.objects.filter(profile_id=volunteer_id).order_by("-on"))
    page.pauses = list(
        Pause.objects.filter(profile_id=volunteer_id)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today))
        .order_by("begins_on")
    )
    rows = _matches(volunteer_id, today)
    log(member, [it.dossier_id for it in rows if it.name], AccessLog.Act.APPEARED, "volunteer")
    for row in rows:
        over = row.match.ends_on is not None and row.match.ends_on <= today
        (page.past if over else page.running).append(row)
    return page


def _matches(volunteer_id: int, today: date) -> list[MatchRow]:
    groups: dict[int, list[Match]] = {}
    for it in Match.objects.filter(member_id=volunteer_id).order_by("-begins_on", "dossier_id"):
        groups.setdefault(it.together, []).append(it)
    ids = [it.dossier_id for rows in groups.values() for it in rows]
    names = dict(Dossier.objects.filter(pk__in=ids).values_list("pk", "name"))
    heads = set(Dossier.objects.filter(pk__in=ids, person__places__role="head").values_list("pk", flat=True))
    since = today - timedelta(days=FREQUENCY_DAYS)
    notes: dict[int, int] = {}
    noted = ContactNote.objects.filter(author_id=volunteer_id, dossier_id__in=ids, on__gt=since)
    for dossier_id in noted.values_list("dossier_id", flat=True):
        notes[dossier_id] = notes.get(dossier_id, 0) + 1
    return [_match_row(rows, names, heads, notes, today) for rows in groups.values()]


def _match_row(
    rows: list[Match], names: dict[int, str], heads: set[int], notes: dict[int, int], today: date
) -> MatchRow:
    first = min(rows, key=lambda it: (it.dossier_id not in heads, it.dossier_id not in names))
    contact = max((it.last_contact for it in rows if it.last_contact), default=None)
    since = max(first.begins_on, contact or first.begins_on)
    runs = first.ends_on is None or first.ends_on > today
    silent = since if runs and since <= today - timedelta(days=SILENT_DAYS) else None
    contacts = sum(notes.get(it.dossier_id, 0) for it in rows)
    return MatchRow(first, first.dossier_id, names.get(first.dossier_id, ""), len(rows), contacts, silent)
