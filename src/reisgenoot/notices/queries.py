"""What the pages of notifications show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Case, QuerySet, When
from django.urls import reverse

from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member

from .kinds import KINDS, VOLUNTEERS, Kind
from .models import DigestChoice, Notification, NotificationChoice

PER_PAGE = 25
MOST = 5000
"""Rows of a spreadsheet."""


@dataclass(frozen=True, slots=True)
class NoticeShown:
    """One notification. ``name`` and ``page`` are empty if the reader may not see the dossier (any more)."""

    id: int
    kind: Kind
    at: datetime
    read: bool
    about_dossier: bool
    name: str
    page: str


@dataclass(frozen=True, slots=True)
class ChoiceShown:
    """A kind, and how the member hears of it."""

    key: str
    kind: Kind
    in_app: bool
    by_mail: bool


def unread() -> int:
    """How many unread notifications whoever is acting has. One SQL statement, of an index alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT notices_unread()")
        return int(cursor.fetchone()[0])


def notifications(
    member: Member, *, only_unread: bool = False, kind: str = "", page: int = 1
) -> tuple[list[NoticeShown], int]:
    """One's own notifications, unread ones first, and how many there are in all. Four SQL statements at most.

    The log notes that the names of the dossiers appeared, of those that the member may see now.
    """
    wanted = _wanted(member, only_unread, kind)
    total = wanted.count()
    first = (page - 1) * PER_PAGE
    return _rows(member, wanted[first : first + PER_PAGE], AccessLog.Act.APPEARED), total


def export(member: Member, *, only_unread: bool = False, kind: str = "") -> list[NoticeShown]:
    """The same without pages, as far as a spreadsheet goes; the log notes an export of the dossiers."""
    return _rows(member, _wanted(member, only_unread, kind)[:MOST], AccessLog.Act.EXPORT)


def _wanted(member: Member, only_unread: bool, kind: str) -> QuerySet[Notification]:
    found = Notification.objects.filter(recipient=member, in_app=True, kind__in=[kind] if kind else [*KINDS])
    if only_unread:
        found = found.filter(read_at__isnull=True)
    return found.order_by(_READ, "-at", "-id")


def _rows(member: Member, wanted: QuerySet[Notification], act: str) -> list[NoticeShown]:
    rows = list(wanted)
    names = _names({it.dossier_id for it in rows if it.dossier_id is not None})
    log(member, names, act, "notices")
    return [_shown(member, it, names) for it in rows]


_READ = Case(When(read_at__isnull=True, then=0), default=1)


def _names(dossier_ids: set[int]) -> dict[int, str]:
    """What the dossiers are called, of those that whoever is acting may see (or is matched with): the wall decides."""
    if not dossier_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id, name FROM dossiers_dossier WHERE person_id = ANY (%s::bigint[])"
            " UNION SELECT * FROM notices_matched(%s::bigint[])",
            [sorted(dossier_ids), sorted(dossier_ids)],
        )
        return dict(cursor.fetchall())


def _shown(member: Member, it: Notification, names: dict[int, str]) -> NoticeShown:
    name = names.get(it.dossier_id or 0, "")
    return NoticeShown(
        it.pk,
        KINDS[it.kind],
        it.at,
        it.read_at is not None,
        it.dossier_id is not None,
        name,
        page_of(member, it, bool(name)),
    )


def page_of(member: Member, it: Notification, may_see: bool) -> str:
    """The address to go to; empty for a page of a dossier that the reader may not see, or a kind that is no more."""
    kind = KINDS.get(it.kind)
    if kind is None or (kind.of_dossier and it.dossier_id is not None and not may_see):
        return ""
    if member.role == Member.Role.VOLUNTEER:
        return reverse(VOLUNTEERS) + (f"#home-{it.dossier_id}" if may_see else "")
    return reverse(kind.page, args=[it.dossier_id] if kind.of_dossier else [])


def may_see(dossier_id: int | None) -> bool:
    """Whether whoever is acting may see the dossier of a notification now."""
    return dossier_id is not None and dossier_id in _names({dossier_id})


def choices(member: Member) -> tuple[list[ChoiceShown], DigestChoice]:
    """How the member hears of each kind, and whether by a daily e-mail. Two SQL statements."""
    own = {it.kind: it for it in NotificationChoice.objects.filter(member=member)}
    found = DigestChoice.objects.filter(member=member).first() or DigestChoice(member=member)
    shown = [
        ChoiceShown(key, kind, (own.get(key) or kind).in_app, (own.get(key) or kind).by_mail)
        for key, kind in KINDS.items()
    ]
    return shown, found
