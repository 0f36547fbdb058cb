"""What a person agreed to, what was seen by it, and the notices of what was given and withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access import rules
from reisgenoot.access.errors import NotFound
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Consent, Member
from reisgenoot.access.purposes import purposes
from reisgenoot.access.roles import require_professional
from reisgenoot.web.paging import PER_PAGE

from ..models import Dossier


@dataclass(frozen=True, slots=True)
class ConsentShown:
    """One consent. ``until``: the last day on which it holds; ``state``: ``running``, ``ended`` or ``withdrawn``.

    ``agreed``: the sentence that goes with it, if the reader may read it.
    """

    id: int
    dossier_id: int
    purpose: Mapping[str, str]
    recipient_id: int
    recipient: str
    categories: tuple[Mapping[str, str], ...]
    agreed: str
    begins_on: date
    until: date
    state: str
    how: str
    language: str
    interpreter: str
    asked_by: str
    recorded_at: datetime
    withdrawn_at: datetime | None
    withdrawn_by: str


@dataclass(frozen=True, slots=True)
class SeenByConsent:
    """What somebody of the recipient did with the dossier on one day while the consent ran, and how often."""

    day: date
    member: str
    role: str
    act: str
    part: str
    basis: str
    times: int


@dataclass(frozen=True, slots=True)
class NoticeShown:
    """A notice for the reader's organisation. ``received``: it is the recipient; ``name`` may be empty."""

    id: int
    what: str
    at: datetime
    read_at: datetime | None
    purpose: Mapping[str, str]
    recipient: str
    received: bool
    until: date
    dossier_id: int
    may_open: bool
    name: str
    by: str


def consents(member: Member, dossier_id: int, today: date) -> tuple[Dossier, tuple[ConsentShown, ...]]:
    """The dossier, and all consents in it that the member may see, newest first; the log notes that they looked.

    Raises NotAllowed for who is no professional, and NotFound.
    """
    require_professional(member)
    dossier = Dossier.objects.select_related("person").filter(pk=dossier_id).first()
    if dossier is None:
        raise NotFound(_("There is no such dossier, or you have no access to it."))
    log(member, [dossier_id], AccessLog.Act.READ, "consent")
    rows = _rows().filter(dossier_id=dossier_id).order_by("-recorded_at", "-id")
    return dossier, tuple(_shown(row, today) for row in rows)


def consent(
    member: Member, consent_id: int, today: date, *, page: int = 1
) -> tuple[Dossier, ConsentShown, tuple[SeenByConsent, ...], int]:
    """One consent with its dossier, and a page of what the recipient did with the dossier meanwhile, newest day first.

    The last is how many rows of that there are in all. The log notes that the member looked. Raises as
    :func:`consents`.
    """
    require_professional(member)
    row = _rows().filter(pk=consent_id).first()
    dossier = None
    if row is not None:
        dossier = Dossier.objects.select_related("person").filter(pk=row.dossier_id).first()
    if row is None or dossier is None:
        raise NotFound(_("There is no such consent, or you have no access to it."))
    log(member, [dossier.pk], AccessLog.Act.READ, "consent")
    return dossier, _shown(row, today), *_seen(row, page)


def consent_notices(
    member: Member,
    *,
    unread_only: bool = False,
    limit: int,
    offset: int = 0,
    act: AccessLog.Act = AccessLog.Act.APPEARED,
) -> tuple[tuple[NoticeShown, ...], int]:
    """The notices of the last ninety days for the member, unread first, and how many there are in all.

    The log notes ``act`` for the dossiers in which they saw one. A dossier that they may not open any more cannot be
    noted there: the notice itself says who read it. Three SQL statements.
    """
    require_professional(member)
    which = "WHERE n.read_at IS NULL" if unread_only else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM dossiers_consent_notices() n {which}")
        total = cursor.fetchone()[0]
        cursor.execute(
            f"SELECT * FROM dossiers_consent_notices() n {which}"
            " ORDER BY n.read_at IS NOT NULL, n.at DESC, n.id LIMIT %s OFFSET %s",
            [limit, offset],
        )
        rows = cursor.fetchall()
    found = tuple(
        NoticeShown(
            id=row[0],
            what=row[1],
            at=row[2],
            read_at=row[3],
            purpose=purpose_text(row[4]),
            recipient=row[5],
            received=row[6],
            until=row[7] - timedelta(days=1),
            dossier_id=row[8],
            may_open=row[9],
            name=row[10],
            by=row[11],
        )
        for row in rows
    )
    log(member, [it.dossier_id for it in found if it.may_open], act, "consent")
    return found, total


def consents_at(
    dossier_id: int, moments: Iterable[tuple[int, datetime]]
) -> list[tuple[Mapping[str, str], ...]]:
    """For what purposes each organisation (by id) had a running consent at each moment, as far as one may see."""
    rows = [(row, purpose_text(row.purpose)) for row in _rows().filter(dossier_id=dossier_id)]
    return [
        tuple(purpose for row, purpose in rows if row.recipient_id == organisation and _ran_at(row, at))
        for organisation, at in moments
    ]


def _ran_at(row: Consent, at: datetime) -> bool:
    withdrawn = row.withdrawn_at is not None and row.withdrawn_at < at
    return row.recorded_at <= at and not withdrawn and timezone.localdate(at) < row.ends_on


def _rows() -> QuerySet[Consent]:
    people = ("asked_by__organisation", "withdrawn_by__organisation")
    return Consent.objects.select_related("recipient", "agreed", *people)


def purpose_text(key: str) -> Mapping[str, str]:
    """Its name by language; the id itself for one that is no longer shipped."""
    known = purposes().get(key)
    return known.text if known else {"nl": key, "en": key}


def _person(member: Member | None) -> str:
    return f"{member.name}, {member.organisation.name}" if member else ""


def _shown(row: Consent, today: date) -> ConsentShown:
    names = rules.table().categories
    state = "withdrawn" if row.withdrawn_at else "running" if row.runs_on(today) else "ended"
    return ConsentShown(
        id=row.pk,
        dossier_id=row.dossier_id,
        purpose=purpose_text(row.purpose),
        recipient_id=row.recipient_id,
        recipient=row.recipient.name,
        categories=tuple(names[key] for key in row.categories),
        agreed=row.agreed.text if hasattr(row, "agreed") else "",
        begins_on=row.begins_on,
        until=row.ends_on - timedelta(days=1),
        state=state,
        how=row.how,
        language=row.language,
        interpreter=row.interpreter,
        asked_by=_person(row.asked_by),
        recorded_at=row.recorded_at,
        withdrawn_at=row.withdrawn_at,
        withdrawn_by=_person(row.withdrawn_by),
    )


_SEEN = """
    WITH entries AS (
        SELECT l.at, l.member_id, l.act::text, l.part::text, l.basis::text
        FROM access_accesslog l WHERE l.dossier_id = %(dossier)s AND l.organisation_id = %(recipient)s
        UNION ALL
        SELECT a.at, a.member_id, 'appeared_in_list', a.part, ''
        FROM access_appearances(%(dossier)s) a WHERE a.organisation_id = %(recipient)s
    )
    SELECT (e.at AT TIME ZONE 'Europe/Amsterdam')::date AS day, m.name, m.role, e.act, e.part, e.basis, count(*),
           count(*) OVER () AS total
    FROM entries e JOIN access_member m ON m.id = e.member_id
    WHERE e.at >= %(since)s AND (%(until)s::timestamptz IS NULL OR e.at <= %(until)s)
      AND (e.at AT TIME ZONE 'Europe/Amsterdam')::date < %(ends_on)s
    GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1 DESC, 2, max(e.at) DESC, 3, 4, 5, 6
    LIMIT %(limit)s OFFSET %(beyond)s
"""


def _seen(row: Consent, page: int) -> tuple[tuple[SeenByConsent, ...], int]:
    values: dict[str, Any] = {
        "dossier": row.dossier_id,
        "recipient": row.recipient_id,
        "since": row.recorded_at,
        "until": row.withdrawn_at,
        "ends_on": row.ends_on,
        "limit": PER_PAGE,
        "beyond": (page - 1) * PER_PAGE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SEEN, values)
        rows = cursor.fetchall()
    return tuple(SeenByConsent(*found[:-1]) for found in rows), rows[0][-1] if rows else 0
