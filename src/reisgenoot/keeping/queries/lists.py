"""The lists of a coordinator and a data-protection officer: requests, what will be erased, terms, certificates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.dossiers.models import Dossier

from .. import rules
from ..models import Erasure, Hold, OwnTerm
from ..roles import require_overseer


@dataclass(frozen=True, slots=True)
class DueRow:
    """A kind of data of a dossier that will be erased. ``name``: for a coordinator; empty for an officer.

    ``held``: something suspends it.
    """

    dossier_id: int
    name: str
    worker: str
    kind: rules.Text
    since: date | None
    due_on: date
    rule: rules.Rule
    entries: int
    held: bool


@dataclass(frozen=True, slots=True)
class LooseRow:
    """Rows of a kind that hang on no dossier; the first goes on ``first_due``."""

    kind: rules.Text
    first_due: date
    rule: rules.Rule
    entries: int


@dataclass(frozen=True, slots=True)
class Due:
    """One page of what will be erased; ``total`` over all pages."""

    rows: tuple[DueRow, ...]
    loose: tuple[LooseRow, ...]
    total: int


def due(
    member: Member, upto: date, *, limit: int, offset: int = 0, act: AccessLog.Act = AccessLog.Act.APPEARED
) -> Due:
    """What will be erased up to and including a day. The log notes whose names a coordinator saw. Raises NotAllowed."""
    require_overseer(member)
    kept = rules.retention()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM keeping_list(%s, %s, %s)", [upto, limit, offset])
        found = cursor.fetchall()
        cursor.execute("SELECT * FROM keeping_list_loose(%s)", [upto])
        loose = cursor.fetchall()
    rows = tuple(
        DueRow(
            key,
            name or "",
            worker or "",
            kept.kinds[kind].short,
            since,
            on,
            kept.rule(data, by),
            entries,
            held,
        )
        for key, name, worker, kind, since, on, by, data, entries, held, _total in found
    )
    log_seen(member, [row.dossier_id for row in rows], act)
    return Due(
        rows,
        tuple(
            LooseRow(kept.kinds[kind].text, first, kept.rule(kind, member.organisation.kind), entries)
            for kind, first, entries in loose
        ),
        found[0][-1] if found else 0,
    )


def log_seen(member: Member, dossier_ids: list[int], act: AccessLog.Act = AccessLog.Act.APPEARED) -> None:
    """Note in the log that a coordinator saw these names in a list; an officer sees numbers alone."""
    if member.role == Member.Role.COORDINATOR:
        log(member, dossier_ids, act, "keeping")


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request in the list. ``name``: for a coordinator; empty for an officer. ``days_left``: negative if overdue."""

    id: int
    dossier_id: int | None
    name: str
    worker: str
    kind: str
    received_on: date
    due_on: date
    extended_on: date | None
    state: str
    closed_on: date | None
    days_left: int

    @property
    def late(self) -> bool:
        """Whether it was not answered in time, or not yet."""
        return (self.closed_on or timezone.localdate()) > self.due_on

    @property
    def days_late(self) -> int:
        """Days by which it is overdue."""
        return -self.days_left


def requests(
    member: Member,
    *,
    state: str,
    kind: str,
    limit: int,
    offset: int = 0,
    act: AccessLog.Act = AccessLog.Act.APPEARED,
) -> tuple[tuple[RequestRow, ...], int]:
    """One page of the requests to one's organisation, overdue first, and how many there are. Raises NotAllowed."""
    require_overseer(member)
    today = timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM keeping_requests(%s, %s, %s, %s)", [state, kind, limit, offset])
        found = cursor.fetchall()
    rows = tuple(
        RequestRow(
            key, dossier, name or "", worker or "", kind, got, on, extended, state, closed, (on - today).days
        )
        for key, dossier, name, worker, kind, got, on, extended, state, closed, _total in found
    )
    log_seen(member, [row.dossier_id for row in rows if row.dossier_id is not None], act)
    return rows, found[0][-1] if found else 0


def holds(member: Member) -> list[tuple[Hold, str]]:
    """The suspensions that run in the member's organisation, oldest first, each with the name if the member sees it.

    Raises NotAllowed.
    """
    require_overseer(member)
    running = Hold.objects.filter(organisation_id=member.organisation_id, lifted_on__isnull=True)
    found = list(running.select_related("set_by").order_by("since", "id"))
    names = dict(Dossier.objects.filter(pk__in={it.dossier_id for it in found}).values_list("pk", "name"))
    log_seen(member, list(names))
    return [(it, names.get(it.dossier_id, "")) for it in found]


@dataclass(frozen=True, slots=True)
class TermRow:
    """A kind of data with its rule for this kind of organisation, and the own term if there is one."""

    kind: str
    text: rules.Text
    moment: rules.Text
    rule: rules.Rule
    own: str
    set_by: str
    set_at: datetime | None

    @property
    def term(self) -> str:
        """The term that holds, as an ISO 8601 duration."""
        return self.own or self.rule.term


def terms(member: Member) -> tuple[TermRow, ...]:
    """All kinds of data, in the order of the file. Raises NotAllowed."""
    require_overseer(member)
    kept = rules.retention()
    chosen = (
        OwnTerm.objects.filter(organisation_id=member.organisation_id).select_related("set_by").order_by("id")
    )
    own = {it.kind: it for it in chosen}  # the newest of each
    found = []
    for key, kind in kept.kinds.items():
        rule, mine = kept.rule(key, member.organisation.kind), own.get(key)
        found.append(
            TermRow(
                key,
                kind.text,
                kept.moments[rule.counts_from],
                rule,
                mine.term if mine else "",
                mine.set_by.name if mine else "",
                mine.set_at if mine else None,
            )
        )
    return tuple(found)


def certificates(
    member: Member, *, cause: str = "", limit: int, offset: int = 0
) -> tuple[list[Erasure], int]:
    """The erasures of the member's organisation, newest first, and how many there are. Raises NotAllowed."""
    require_overseer(member)
    own = Erasure.objects.filter(organisation_id=member.organisation_id)
    if cause:
        own = own.filter(cause=cause)
    return list(own.order_by("-planned_at", "number")[offset : offset + limit]), own.count()


def certificate(number: str) -> Erasure:
    """One erasure, for overseers of the organisation and whoever started it. Raises NotFound."""
    found = Erasure.objects.select_related("organisation").filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such certificate, or you have no access to it."))
    return found
