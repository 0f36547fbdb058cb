"""What the COA has to link and has proposed, and what a municipality reads of a proposal before it answers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, AgreedFact, Member, Organisation
from reisgenoot.dossiers.seen import tasks
from reisgenoot.web.paging import AHEAD, Counted

from ..models import Link
from ..roles import Kind, require_kind

ACCEPTED_SHOWN = timedelta(days=90)
"""How long a link that was accepted stays in the list: our own choice. It stands in the dossier for good."""
SHOWN = ("todo", "proposed", "accepted", "returned")


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A household to link, or a link that was proposed, accepted or returned. ``days``: since the permit.

    ``undo``: of an accepted one, "asked" or "kept" if the COA asked to undo it.
    """

    dossier_id: int
    name: str
    household: str
    worker: str
    permit_granted: date | None
    days: int | None
    persons: int
    expected: date | None
    municipality: str = ""
    reasons: tuple[str, ...] = ()
    answer_by: date | None = None
    returned_why: str = ""
    returned_note: str = ""
    decided_on: date | None = None
    late: bool = False
    undo: str = ""


@dataclass(frozen=True, slots=True)
class ToLink:
    """One page of them, and how many there are of each."""

    rows: tuple[LinkRow, ...]
    counts: dict[str, Counted]


_OPEN = (
    "t.key = 'linked' AND NOT EXISTS ("
    "SELECT FROM housing_link l WHERE l.dossier_id = t.dossier_id AND l.state = 'proposed')"
)

_SOONEST = "t.expected_on NULLS LAST, t.dossier_id"
"""As the index ``task_to_link`` has them."""


@dataclass(frozen=True, slots=True)
class LinkFilters:
    """What to show; empty filters nothing. ``wait``: at least so many days since the permit; ``town``: in its name."""

    show: str = "todo"
    mine: bool = False
    q: str = ""
    town: str = ""
    wait: int = 0

    @property
    def chosen(self) -> bool:
        """Whether something was chosen besides what to show."""
        return bool(self.mine or self.q or self.wait or (self.town and self.show != "todo"))


def to_link(
    member: Member, filters: LinkFilters, today: date, *, limit: int | None = 25, offset: int = 0
) -> ToLink:
    """Households with a permit and no link yet, longest waiting first; or what was proposed, accepted or returned.

    ``filters.mine``: only those of which the member is the worker. The log notes whose names stood there. Raises
    NotAllowed. Five SQL statements at most.
    """
    require_kind(member, Kind.COA)
    values: dict[str, Any] = {
        "me": member.pk,
        "org": member.organisation_id,
        "limit": limit,
        "offset": offset,
        "since": timezone.now() - ACCEPTED_SHOWN,
        "today": today,
        "before": today - timedelta(days=filters.wait),
        "q": filters.q,
        "town": filters.town,
    }
    open_tasks = _OPEN + _chosen(filters, "t.dossier_id", "t.worker_id")
    chosen = _chosen(filters, "l.dossier_id", "d.worker_id") + (_IN_TOWN if filters.town else "")
    first = None if limit is None else offset + limit
    counted = (first or 0) + AHEAD
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT 'todo', count(*) FROM {tasks(open_tasks, counted + 1, order=_SOONEST)} t"
            + "".join(
                f" UNION ALL SELECT '{state}', count(*) FROM (SELECT {_FROM}{which}{chosen} LIMIT {counted + 1}) l"
                for state, which in _LINKS.items()
            ),
            values,
        )
        counts = {state: Counted(rows, counted) for state, rows in cursor.fetchall()}
        if filters.show == "todo":
            cursor.execute(
                f"SELECT {_DOSSIER}, {_MATES}, t.expected_on, NULL, NULL, NULL, NULL, NULL, NULL, ''"
                f" FROM {tasks(open_tasks, first, order=_SOONEST)} t"
                " JOIN dossiers_dossier d ON d.person_id = t.dossier_id"
                f" ORDER BY {_SOONEST} LIMIT %(limit)s OFFSET %(offset)s",
                values,
            )
        else:
            cursor.execute(
                f"SELECT {_DOSSIER}, l.adults + cardinality(l.children), NULL::date, l.municipality_id,"
                f" l.reasons, l.answer_by, l.returned_why, l.returned_note, l.decided_at, {_UNDO}"
                f" {_FROM}{_LINKS[filters.show]}{chosen} ORDER BY {_ORDER[filters.show]}, l.dossier_id"
                " LIMIT %(limit)s OFFSET %(offset)s",
                values,
            )
        found = cursor.fetchall()
    log(member, [row[0] for row in found], AccessLog.Act.APPEARED, "housing")
    return ToLink(_rows(found, today), counts)


def _permit(of: str) -> str:
    """SQL: the day of the permit in the dossier ``of``."""
    return f"""(
        SELECT max(f.happened_on) FROM dossiers_fact f
        WHERE f.dossier_id = {of} AND f.key = 'permit_granted' AND f.value IS NOT NULL
          AND NOT EXISTS (SELECT FROM dossiers_fact s WHERE s.supersedes_id = f.id)
    )"""


def _chosen(filters: LinkFilters, dossier: str, worker: str) -> str:
    """SQL: what was chosen, of the dossier and worker in these columns."""
    made = f" AND {worker} = %(me)s" if filters.mine else ""
    if filters.wait:
        made += f" AND {_permit(dossier)} <= %(before)s"
    if filters.q:
        made += (
            f" AND EXISTS (SELECT FROM dossiers_dossier n WHERE n.person_id = {dossier}"
            " AND strpos(lower(n.name || ' ' || n.household_name), lower(%(q)s)) > 0)"
        )
    return made


_FROM = """FROM housing_link l JOIN dossiers_dossier d ON d.person_id = l.dossier_id
    WHERE l.organisation_id = %(org)s AND """
_LINKS = {
    "proposed": "l.state = 'proposed'",
    "accepted": "l.state = 'accepted' AND l.decided_at > %(since)s",
    "returned": """l.state = 'returned' AND NOT EXISTS (
        SELECT FROM housing_link n WHERE n.dossier_id = l.dossier_id AND n.proposed_at > l.proposed_at
    )""",
}
"""Which links stand in each list."""
_IN_TOWN = """ AND EXISTS (
    SELECT FROM access_organisation o
    WHERE o.id = l.municipality_id AND strpos(lower(o.name), lower(%(town)s)) > 0
)"""
_DOSSIER = f"d.person_id, d.name, d.household_name, d.worker_id, {_permit('d.person_id')}"
_MATES = """greatest(1, (
    SELECT count(*) FROM people_householdmember o JOIN people_householdmember m ON m.household_id = o.household_id
    WHERE o.person_id = d.person_id
      AND o.begins_on <= %(today)s AND (o.ends_on IS NULL OR o.ends_on > %(today)s)
      AND m.begins_on <= %(today)s AND (m.ends_on IS NULL OR m.ends_on > %(today)s)
))"""
_UNDO = (
    "CASE WHEN l.undo_asked_at IS NULL OR l.state <> 'accepted' THEN ''"
    " WHEN l.undo_answer = '' THEN 'asked' ELSE 'kept' END"
)
_ORDER = {
    "proposed": "l.answer_by",
    "accepted": "(l.undo_asked_at IS NOT NULL AND l.undo_answer = '') DESC, l.decided_at DESC",
    "returned": "l.decided_at",
}
"""First what waits longest; of what was accepted, first what one asked to undo, then the latest."""


def _rows(found: list[tuple[Any, ...]], today: date) -> tuple[LinkRow, ...]:
    places = {row[7] for row in found if row[7]}
    towns = dict(Organisation.objects.filter(pk__in=places).values_list("pk", "name")) if places else {}
    workers = dict(
        Member.objects.filter(pk__in={row[3] for row in found if row[3]}).values_list("pk", "name")
    )
    rows = []
    for (
        key,
        name,
        household,
        worker,
        permit,
        persons,
        expected,
        town,
        reasons,
        by,
        why,
        note,
        decided,
        undo,
    ) in found:
        held = json.loads(reasons) if isinstance(reasons, str) else reasons or {}
        rows.append(
            LinkRow(
                key,
                name,
                household,
                workers.get(worker, ""),
                permit,
                (today - permit).days if permit else None,
                persons,
                expected,
                towns.get(town, ""),
                tuple(held),
                by,
                why or "",
                note or "",
                timezone.localtime(decided).date() if decided else None,
                bool(by and by < today and not decided),
                undo,
            )
        )
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """What the municipality reads before it answers. ``needs``: sentences that somebody in the household agreed to."""

    link: Link
    reasons: tuple[tuple[str, str], ...]
    needs: tuple[str, ...]
    late: bool


def proposal(member: Member, link_id: int, today: date) -> ProposalPage:
    """A proposal to the member's municipality; the log notes that it was read. Raises NotAllowed, NotFound."""
    require_kind(member, Kind.MUNICIPALITY)
    found = (
        Link.objects.select_related("organisation", "proposed_by")
        .filter(pk=link_id, municipality_id=member.organisation_id, state=Link.State.PROPOSED)
        .first()
    )
    if found is None:
        raise NotFound(_("This proposal was answered or withdrawn already."))
    with connection.cursor() as cursor:
        cursor.execute("SELECT housing_read_link(%s)", [link_id])
    reasons = tuple((str(Link.Reason(key).label), note) for key, note in found.reasons.items())
    return ProposalPage(found, reasons, needs(member, [found.dossier_id], today), found.answer_by < today)


def needs(member: Member, dossier_ids: list[int], today: date) -> tuple[str, ...]:
    """The sentences about a fitting home that the member may read of these people."""
    return tuple(
        AgreedFact.objects.filter(
            consent__dossier_id__in=dossier_ids,
            consent__purpose="fitting_home",
            consent__withdrawn_at__isnull=True,
            consent__begins_on__lte=today,
            consent__ends_on__gt=today,
            consent__recipient_id=member.organisation_id,
        )
        .order_by("consent_id")
        .values_list("text", flat=True)
    )
