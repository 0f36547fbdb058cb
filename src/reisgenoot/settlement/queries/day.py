"""Arranging days of a household, and who can go along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.utils import timezone

from reisgenoot.access.errors import NotFound
from reisgenoot.access.models import Member

from ..models import ArrangingDay, DaySlot

_COMPANIONS = """
    SELECT m.id, m.name, m.role, o.name FROM access_member m JOIN access_organisation o ON o.id = m.organisation_id
    WHERE m.id IN (SELECT * FROM dossiers_may_attend(%(dossier)s, NULL::bigint[]))
    ORDER BY m.organisation_id <> %(organisation)s, m.name, m.id
"""


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody who can go along: a guide or case director, or a matched volunteer."""

    id: int
    name: str
    role: str
    organisation: str


@dataclass(frozen=True, slots=True)
class SlotShown:
    """One visit. ``booked``: its appointment stands as it is here, or it needs none."""

    id: int
    starts: time
    ends: time
    minutes: int
    what: str
    organisation: str
    place: str
    bring: tuple[str, ...]
    more: str
    companion_id: int
    companion: str
    interpreter: str
    done: bool | None
    booked: bool


@dataclass(frozen=True, slots=True)
class DayShown:
    """One arranging day with its visits."""

    id: int
    dossier_id: int
    on: date
    state: str
    cancelled_why: str
    changes: int
    slots: tuple[SlotShown, ...]


def days_of(head_id: int) -> list[ArrangingDay]:
    """The arranging days on the dossier of the household's head, newest first. One SQL statement."""
    return list(ArrangingDay.objects.filter(dossier_id=head_id).order_by("-on", "-changed_at"))


def day(head_id: int, day_id: int) -> DayShown:
    """One day. Two SQL statements. Raises NotFound."""
    found = ArrangingDay.objects.filter(pk=day_id, dossier_id=head_id).first()
    if found is None:
        raise NotFound
    slots = DaySlot.objects.filter(day=found).select_related("companion", "appointment")
    shown = tuple(_slot(found, it) for it in slots)
    return DayShown(found.pk, head_id, found.on, found.state, found.cancelled_why, found.changes, shown)


def _slot(on: ArrangingDay, it: DaySlot) -> SlotShown:
    return SlotShown(
        id=it.pk,
        starts=it.starts,
        ends=ending(it.starts, it.minutes),
        minutes=it.minutes,
        what=it.what,
        organisation=it.organisation,
        place=it.place,
        bring=tuple(it.bring),
        more=it.more,
        companion_id=it.companion_id or 0,
        companion=it.companion.name if it.companion else "",
        interpreter=it.interpreter,
        done=it.done,
        booked=it.companion_id is None or is_booked(on.on, it),
    )


def is_booked(on: date, it: DaySlot) -> bool:
    """Whether the appointment of a visit stands, at the time of the visit: it can be changed among appointments too."""
    made = it.appointment
    return made is not None and not made.cancelled and made.starts_at == moment(on, it.starts)


def moment(on: date, at: time) -> datetime:
    """A time of the day as a moment."""
    return timezone.make_aware(datetime.combine(on, at))


def ending(starts: time, minutes: int) -> time:
    """The first moment after a visit."""
    return (datetime.combine(date(2000, 1, 1), starts) + timedelta(minutes=minutes)).time()


def companions(member: Member, head_id: int) -> tuple[Companion, ...]:
    """Who can go along: those who see the dossier, of the member's own organisation first. One SQL statement."""
    with connection.cursor() as cursor:
        cursor.execute(_COMPANIONS, {"dossier": head_id, "organisation": member.organisation_id})
        return tuple(Companion(*row) for row in cursor.fetchall())
