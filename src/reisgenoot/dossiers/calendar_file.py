"""Appointments as an iCalendar file (RFC 5545): when, of which kind, and where if that is given; never whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from .models import Appointment

TYPE = "text/calendar; charset=utf-8"
EVERY = timedelta(hours=1)
"""How often a calendar is asked to look again."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a calendar is told of one appointment."""

    id: int
    kind: str
    starts_at: datetime
    ends_at: datetime
    place: str
    changes: int
    changed_at: datetime
    cancelled: bool


def entry_of(it: Appointment) -> Entry:
    """An appointment with its place."""
    return Entry(it.pk, it.kind, it.starts_at, it.ends_at, it.place, it.changes, it.changed_at, it.cancelled)


def as_calendar(entries: Iterable[Entry]) -> bytes:
    """The file. Moments are in UTC, so that no calendar mistakes the night on which the clock changes.

    An appointment keeps its UID for good; whoever moves or cancels it raises its SEQUENCE.
    """
    made = Calendar()
    made.add("prodid", "-//Reisgenoot//NL")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("name", "Reisgenoot")
    made.add("x-wr-calname", "Reisgenoot")
    made.add("x-wr-timezone", "Europe/Amsterdam")
    made.add("refresh-interval", EVERY, parameters={"value": "DURATION"})
    kinds = dict(Appointment.Kind.choices)
    for it in entries:
        event = Event()
        event.add("uid", f"{it.id}@reisgenoot")
        event.add("summary", _capital(str(kinds.get(it.kind, _("appointment")))))
        event.add("dtstart", it.starts_at.astimezone(UTC))
        event.add("dtend", it.ends_at.astimezone(UTC))
        event.add("dtstamp", it.changed_at.astimezone(UTC))
        event.add("last-modified", it.changed_at.astimezone(UTC))
        event.add("sequence", it.changes)
        event.add("status", "CANCELLED" if it.cancelled else "CONFIRMED")
        if it.place:
            event.add("location", it.place)
        made.add_component(event)
    return bytes(made.to_ical())


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
