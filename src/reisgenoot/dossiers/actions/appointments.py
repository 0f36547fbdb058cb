"""Appointments: planning, moving, cancelling. Who attends is told; nobody is planned twice at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotAllowed, NotFound, Overtaken, Refused, Text
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.access.roles import require_professional
from reisgenoot.notices.actions import notify

from ..appointment import interpreter_key
from ..models import NOTES, Appointment, AppointmentMember, AppointmentNote, Dossier, Handover
from ..queries.granted import addable
from .common import dossier_of, wrote


class Taken(Refused):
    """Somebody has another appointment then. ``dossiers``: of those that are named, for the log."""

    def __init__(self, problems: Mapping[str, Text], dossiers: Iterable[int]) -> None:
        super().__init__(problems)
        self.dossiers = frozenset(dossiers)


LONGEST = timedelta(hours=24)
MOST = 12
"""Attendees of one appointment."""


def plan_appointment(
    member: Member,
    dossier: Dossier | int,
    *,
    kind: str,
    starts_at: datetime,
    ends_at: datetime,
    place: str = "",
    members: Iterable[Member] = (),
    interpreter: str = "",
    note: str = "",
) -> Appointment:
    """Plan an appointment about the person, and tell the other attendees.

    ``members`` attend it; nobody named: whoever is acting. Times are moments with a zone. A time that has passed is
    accepted: what took place may be written down afterwards, and nobody is told then.

    Raises NotAllowed, NotFound, and Refused with the fields: ``members`` for somebody who can't see the dossier. Taken,
    with ``members`` who have another appointment then, and the ``interpreter`` whom the organisation asked for already;
    it says which one that is, as far as the member may see it.
    """
    require_professional(member)
    attending = {it.pk: it for it in members} or {member.pk: member}
    _check(
        {
            "starts_at": starts_at,
            "ends_at": ends_at,
            "place": place,
            "interpreter": interpreter,
            "note": note,
        },
        kind,
        len(attending),
    )
    with _no_two_at_once(member), transaction.atomic():
        target = dossier_of(dossier)
        _require_adding(target.pk)
        _may_attend(target.pk, attending)
        made = Appointment(
            dossier=target,
            kind=kind,
            starts_at=starts_at,
            ends_at=ends_at,
            place=place.strip(),
            interpreter=interpreter.strip(),
            interpreter_key=interpreter_key(interpreter),
            made_by=member,
            organisation_id=member.organisation_id,
        )
        _free(made, attending)
        made.save(force_insert=True)
        AppointmentMember.objects.bulk_create(
            AppointmentMember(
                appointment=made, member_id=key, dossier=target, starts_at=starts_at, ends_at=ends_at
            )
            for key in attending
        )
        if note.strip():
            AppointmentNote.objects.create(appointment=made, dossier=target, text=note.strip())
        wrote(member, target, "appointment")
        _tell("appointment_planned", made, attending)
    return made


def move_appointment(
    member: Member,
    appointment: Appointment | int,
    *,
    starts_at: datetime,
    ends_at: datetime,
    place: str | None = None,
    seen: int | None = None,
) -> Appointment:
    """Move an appointment to another time, or place (None: where it was), and tell the other attendees.

    ``seen``: the ``changes`` of the appointment that the member saw. Raises NotAllowed, NotFound, Refused as
    :func:`plan_appointment`, also for one that was cancelled, and Overtaken if somebody changed it meanwhile.
    """
    with _no_two_at_once(member), transaction.atomic():
        found, attending = _changeable(member, appointment, seen)
        where = found.place if place is None else place
        _check({"starts_at": starts_at, "ends_at": ends_at, "place": where}, found.kind, len(attending))
        found.starts_at, found.ends_at, found.place = starts_at, ends_at, where.strip()
        _free(found, attending)
        found.changes, found.changed_at = found.changes + 1, timezone.now()
        found.save(update_fields=["starts_at", "ends_at", "place", "changes", "changed_at"])
        wrote(member, found.dossier_id, "appointment")
        _tell("appointment_moved", found, attending)
    return found


def cancel_appointment(
    member: Member, appointment: Appointment | int, *, why: str, seen: int | None = None
) -> Appointment:
    """Cancel an appointment, for good, with a reason, and tell the other attendees.

    Raises NotAllowed, NotFound, Refused without a reason or for one that was cancelled, and Overtaken as
    :func:`move_appointment`.
    """
    if not 1 <= len(why.strip()) <= 200:
        raise Refused({"why": _("Give a reason, of 200 characters at most.")})
    with transaction.atomic():
        found, attending = _changeable(member, appointment, seen)
        found.cancelled, found.cancelled_at, found.cancelled_by = True, timezone.now(), member
        found.cancelled_why, found.changes, found.changed_at = why.strip(), found.changes + 1, timezone.now()
        found.save(
            update_fields=[
                *("cancelled", "cancelled_at", "cancelled_by", "cancelled_why"),
                *("changes", "changed_at"),
            ]
        )
        wrote(member, found.dossier_id, "appointment")
        _tell("appointment_cancelled", found, attending)
    return found


def _check(about: dict[str, object], kind: str, attendees: int) -> None:
    """Raise Refused for what can't be, by field."""
    problems: dict[str, Text] = {}
    since, until = about["starts_at"], about["ends_at"]
    assert isinstance(since, datetime)
    assert isinstance(until, datetime)
    if kind not in Appointment.Kind.values:
        problems["kind"] = _("There is no such kind of appointment.")
    if until <= since:
        problems["ends_at"] = _("It cannot end before it begins.")
    elif until - since > LONGEST:
        problems["ends_at"] = _("An appointment takes a day at most.")
    for field, most in (("place", 200), ("interpreter", 200), ("note", 500)):
        if len(str(about.get(field, "")).strip()) > most:
            problems[field] = _("This has %(most)d characters at most.") % {"most": most}
    if attendees > MOST:
        problems["members"] = _("At most %(most)d people attend.") % {"most": MOST}
    if problems:
        raise Refused(problems)


def _require_adding(dossier_id: int) -> None:
    if NOTES not in addable(dossier_id):
        raise NotAllowed(_("You cannot plan anything in this dossier."))


def _may_attend(dossier_id: int, attending: dict[int, Member]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM dossiers_may_attend(%s, %s::bigint[])", [dossier_id, list(attending)])
        able = {row[0] for row in cursor.fetchall()}
    if unable := [it.name for key, it in attending.items() if key not in able]:
        told = _("%(names)s does not see this dossier, and so cannot attend.")
        raise Refused({"members": told % {"names": ", ".join(unable)}})


def _free(it: Appointment, attending: dict[int, Member]) -> None:
    """Raise Taken if an attendee or the interpreter has another appointment then: who, when, which if seen."""
    period = [it.starts_at, it.ends_at, None if it._state.adding else it.pk]
    problems: dict[str, Text] = {}
    named: set[int] = set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM dossiers_busy(%s, %s::bigint[], %s, %s, %s)",
            [it.dossier_id, list(attending), *period],
        )
        busy = cursor.fetchall()
        cursor.execute(
            "SELECT * FROM dossiers_interpreter_busy(%s, %s, %s, %s)", [it.interpreter_key, *period]
        )
        asked = cursor.fetchone()
    if busy:
        said = (_taken(named, attending[key].name, *when, attendees__member=key) for key, *when in busy)
        problems["members"] = " ".join(said)
    if asked is not None:
        own: dict[str, Any] = {"organisation": it.organisation_id, "interpreter_key": it.interpreter_key}
        problems["interpreter"] = _taken(named, it.interpreter, *asked, **own)
    if problems:
        raise Taken(problems, named)


def _taken(named: set[int], name: str, since: datetime, until: datetime, **whose: Any) -> str:
    """Who has an appointment when, and which one it is if the wall lets it through; its dossier joins ``named``."""
    about = {"name": name, "when": _in_words(since, until)}
    found = Appointment.objects.filter(starts_at=since, ends_at=until, cancelled=False, **whose)
    other = found.select_related("dossier").first()
    if other is None:
        return _("%(name)s already has an appointment then (%(when)s).") % about
    named.add(other.dossier_id)
    about |= {"kind": other.get_kind_display(), "who": other.dossier.name}
    return _("%(name)s already has an appointment then (%(when)s): %(kind)s, %(who)s.") % about


def _in_words(since: datetime, until: datetime) -> str:
    first, last = timezone.localtime(since), timezone.localtime(until)
    return f"{date_format(first, 'D j F')}, {first:%H:%M}\u2013{last:%H:%M}"


@contextmanager
def _no_two_at_once(member: Member) -> Iterator[None]:
    """Two who plan the same person at the same moment: the database lets one through, and this tells the other.

    What a refusal names of another dossier is logged, after nothing else was kept.
    """
    try:
        with transaction.atomic():
            yield
    except Taken as taken:
        log(member, taken.dossiers, AccessLog.Act.APPEARED, "appointment")
        raise
    except IntegrityError as error:
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        field = {"attendee_not_at_two": "members", "appointment_interpreter_once": "interpreter"}.get(
            constraint or ""
        )
        if field is None:
            raise
        raise Refused({field: _("Somebody planned another appointment for that time just now.")}) from error


def _changeable(
    member: Member, appointment: Appointment | int, seen: int | None
) -> tuple[Appointment, dict[int, Member]]:
    """The appointment as it stands now, locked, with its attendees."""
    require_professional(member)
    key = appointment if isinstance(appointment, int) else appointment.pk
    known = Appointment.objects.filter(pk=key).values_list("dossier_id", flat=True).first()
    if known is None:
        raise NotFound(_("There is no such appointment, or you have no access to it."))
    dossier_of(known)
    _require_adding(known)
    found = Appointment.objects.get(pk=key)
    rows = AppointmentMember.objects.filter(appointment=found).select_related("member")
    attending = {it.member_id: it.member for it in rows}
    if seen not in (None, found.changes):
        raise _overtaken(found)
    if found.cancelled:
        raise Refused({"appointment": _("This appointment was cancelled.")})
    return found, attending


def _overtaken(found: Appointment) -> Overtaken:
    now = _("cancelled") if found.cancelled else _in_words(found.starts_at, found.ends_at)
    version = "" if found.cancelled else str(found.changes)
    by = found.cancelled_by.name if found.cancelled_by else ""
    return Overtaken("appointment", seen="", now=now, by=by, at=found.changed_at, version=version)


def _tell(kind: str, about: Appointment, attending: dict[int, Member]) -> None:
    """Tell attendees of what is still to come; the receiver of a hand-over, who sees no dossier yet, as its moment."""
    if about.ends_at <= timezone.now():
        return
    offered = Handover.objects.filter(appointment=about, state=Handover.State.OPEN).first()
    there = offered.receiver_id if offered and not offered.within else None
    beyond = {key for key, it in attending.items() if it.organisation_id == there}
    notify(kind, to=set(attending) - beyond, dossier_id=about.dossier_id)
    notify("handover_moment", to=beyond)
