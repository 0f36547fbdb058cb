"""Appointments: of one dossier, of one's own week, and as a calendar reads them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Involvement, Member
from reisgenoot.access.roles import require_professional

from ..calendar_file import Entry
from ..models import Appointment, AppointmentMember, CalendarFeed, HandedDossier
from .heading import Heading
from .moments import moments

PER_PAGE = 25
MOST_TO_COME = 100


@dataclass(frozen=True, slots=True)
class AppointmentShown:
    """One appointment. ``note`` is empty for who may not read notes; ``mine``: the reader attends it.

    ``handover_id``: it is the warm moment of that hand-over. ``dossier_id`` is 0 while the reader's organisation has
    not answered it: the dossier is none of theirs, and its name what the hand-over tells.
    """

    id: int
    dossier_id: int
    name: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    place: str
    interpreter: str
    note: str
    attendees: tuple[str, ...]
    attendee_ids: tuple[int, ...]
    mine: bool
    made_by: str
    changes: int
    over: bool
    cancelled: bool
    cancelled_by: str
    cancelled_why: str
    handover_id: int = 0


@dataclass(frozen=True, slots=True)
class Attending:
    """Who can attend: those who are likely to, and all others who see the dossier, by organisation."""

    near: tuple[Member, ...]
    others: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """One's own appointments of a week, by day; ``first`` is its Monday."""

    first: date
    days: tuple[tuple[date, tuple[AppointmentShown, ...]], ...]


def _whole(found: QuerySet[Appointment]) -> QuerySet[Appointment]:
    attendees = Prefetch(
        "attendees", AppointmentMember.objects.select_related("member__organisation").order_by("id")
    )
    return found.select_related(
        "dossier", "note", "organisation", "made_by", "cancelled_by", "handover"
    ).prefetch_related(attendees)


def _shown(it: Appointment, reader: Member) -> AppointmentShown:
    rows = list(it.attendees.all())
    return AppointmentShown(
        id=it.pk,
        dossier_id=it.dossier_id,
        name=it.dossier.name,
        kind=str(it.get_kind_display()),
        starts_at=timezone.localtime(it.starts_at),
        ends_at=timezone.localtime(it.ends_at),
        place=it.place,
        interpreter=it.interpreter,
        note=it.note.text if hasattr(it, "note") else "",
        attendees=tuple(_who(row.member, it.organisation_id) for row in rows),
        attendee_ids=tuple(row.member_id for row in rows),
        mine=any(row.member_id == reader.pk for row in rows),
        made_by=_who(it.made_by, reader.organisation_id),
        changes=it.changes,
        over=it.ends_at <= timezone.now(),
        cancelled=it.cancelled,
        cancelled_by=it.cancelled_by.name if it.cancelled_by else "",
        cancelled_why=it.cancelled_why,
        handover_id=it.handover.pk if hasattr(it, "handover") else 0,
    )


def _who(member: Member, home: int) -> str:
    return member.name if member.organisation_id == home else f"{member.name} ({member.organisation.name})"


def to_come(reader: Member, dossier_id: int) -> list[AppointmentShown]:
    """What is planned in a dossier and not over yet, first what comes first. Two SQL statements."""
    found = Appointment.objects.filter(dossier_id=dossier_id, ends_at__gt=timezone.now(), cancelled=False)
    return [_shown(it, reader) for it in _whole(found).order_by("starts_at", "id")[:MOST_TO_COME]]


def over(reader: Member, dossier_id: int, *, page: int = 1) -> tuple[list[AppointmentShown], int]:
    """What is over or was cancelled, the latest first, and how many there are. Three SQL statements."""
    found = Appointment.objects.filter(
        Q(ends_at__lte=timezone.now()) | Q(cancelled=True), dossier_id=dossier_id
    )
    first = (page - 1) * PER_PAGE
    rows = _whole(found).order_by("-starts_at", "-id")[first : first + PER_PAGE]
    return [_shown(it, reader) for it in rows], found.count()


def appointment(reader: Member, dossier_id: int, appointment_id: int) -> AppointmentShown:
    """One of a dossier. Two SQL statements. Raises NotFound."""
    found = _whole(Appointment.objects.filter(pk=appointment_id, dossier_id=dossier_id)).first()
    if found is None:
        raise NotFound(_("There is no such appointment, or you have no access to it."))
    return _shown(found, reader)


def may_attend(reader: Member, about: Heading) -> Attending:
    """Who can be asked along. Three SQL statements."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM dossiers_may_attend(%s, NULL)", [about.dossier_id])
        able = [row[0] for row in cursor.fetchall()]
    members = Member.objects.filter(pk__in=able).select_related("organisation")
    found = sorted(
        members, key=lambda it: (it.organisation_id != reader.organisation_id, it.organisation.name, it.name)
    )
    involved = Involvement.objects.filter(dossier_id=about.dossier_id, member__isnull=False)
    close = {reader.pk, about.worker_id, *involved.values_list("member_id", flat=True)}
    near = [it for it in found if it.pk in close]
    return Attending(
        tuple(sorted(near, key=lambda it: it.pk != reader.pk)),
        tuple(it for it in found if it.pk not in close),
    )


def week(reader: Member, first: date) -> Week:
    """One's own appointments in the seven days from ``first``; the log notes whose names appeared.

    Four SQL statements, eight with hand-overs to answer. Raises NotAllowed for a role that has no appointments.
    """
    require_professional(reader)
    days = [first + timedelta(days=number) for number in range(7)]
    since, until = _midnight(first), _midnight(first + timedelta(days=7))
    mine = AppointmentMember.objects.filter(member=reader, starts_at__lt=until, starts_at__gte=since)
    found = _whole(Appointment.objects.filter(pk__in=mine.values("appointment_id")))
    shown = [_shown(it, reader) for it in found.order_by("starts_at", "id")]
    log(reader, [it.dossier_id for it in shown], AccessLog.Act.APPEARED, "agenda")
    shown = sorted([*shown, *_offered(since, until)], key=lambda it: it.starts_at)
    return Week(first, tuple((day, tuple(it for it in shown if it.starts_at.date() == day)) for day in days))


def _offered(since: datetime, until: datetime) -> list[AppointmentShown]:
    """The moments of hand-overs that are to be answered, with no more of them than the hand-over tells."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM dossiers_my_moments(%s, %s)", [since, until])
        rows = cursor.fetchall()
    if not rows:
        return []
    ids = [row[0] for row in rows]
    with connection.cursor() as cursor:
        cursor.execute("SELECT dossiers_listed_handovers(%s)", [ids])
    names: dict[int, list[str]] = {}
    told = HandedDossier.objects.filter(handover__in=ids).order_by("pk").values_list("handover_id", "name")
    for key, name in told:
        names.setdefault(key, []).append(name)
    planned = moments(ids)
    coming = {who for it in planned.values() for who in it.attendees}
    members = {it.pk: it for it in Member.objects.filter(pk__in=coming).select_related("organisation")}
    return [
        AppointmentShown(
            id=key,
            dossier_id=0,
            name=", ".join(name for name in names.get(handover, ()) if name),
            kind=str(Appointment.Kind.HAND_OVER.label),
            starts_at=timezone.localtime(begins),
            ends_at=timezone.localtime(ends),
            place=place,
            interpreter="",
            note="",
            attendees=tuple(
                _who(members[who], 0) for who in (planned[handover].attendees if handover in planned else ())
            ),
            attendee_ids=(),
            mine=True,
            made_by="",
            changes=0,
            over=ends <= timezone.now(),
            cancelled=cancelled,
            cancelled_by="",
            cancelled_why="",
            handover_id=handover,
        )
        for handover, key, begins, ends, place, cancelled in rows
    ]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def own_feed(reader: Member) -> CalendarFeed | None:
    """The feed of the member that is not revoked."""
    return CalendarFeed.objects.filter(member=reader, revoked_at__isnull=True).first()


def feed(digest: bytes) -> list[Entry] | None:
    """What the calendar at this address is told; None if there is no such address (any more). Nobody is acting."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT dossiers_feed_of(%s)", [digest])
        known = cursor.fetchone()
        if known is None or known[0] is None:
            return None
        cursor.execute("SELECT * FROM dossiers_feed(%s)", [digest])
        return [Entry(*row) for row in cursor.fetchall()]
