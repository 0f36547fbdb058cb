"""What a shielded dossier consists of, as values; sealed as JSON. Pure: no database.

Everything that somebody adds has a ``number`` of its own within the dossier; ``by`` is a member's id, ``at`` a moment
in UTC.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

import msgspec

REMEMBERED = 40
"""Changes of which the dossier still knows what they were about."""
TASKS_ON_CARD = 24
Content_ = TypeVar("Content_")


class Fact(msgspec.Struct, omit_defaults=True):
    """As ``dossiers.models.Fact``: never changed; a correction supersedes it, and ``value`` None takes it back."""

    number: int
    key: str
    value: Any
    by: int
    at: datetime
    on: date | None = None
    note: str = ""
    supersedes: int | None = None


class Note(msgspec.Struct, omit_defaults=True):
    """What was said or seen. ``danger``: for notes about safety, of which kind it is."""

    number: int
    category: str
    text: str
    on: date
    by: int
    at: datetime
    danger: str = ""


class Partner(msgspec.Struct, omit_defaults=True):
    """Somebody outside the organisation who helps."""

    number: int
    name: str
    does: str
    contact: str
    by: int
    at: datetime


class Kin(msgspec.Struct):
    """Another box with somebody of the same household; ``role``: that person's place in it."""

    box: UUID
    role: str


class Changed(msgspec.Struct):
    """That revision ``revision`` changed ``part``."""

    revision: int
    part: str
    by: int
    at: datetime


class Content(msgspec.Struct):
    """A whole dossier. The first of ``names`` is the chosen name; ``worker`` a member's id."""

    names: list[str]
    opened_on: date
    worker: int | None = None
    revision: int = 1
    last_number: int = 0
    facts: list[Fact] = []
    notes: list[Note] = []
    partners: list[Partner] = []
    kin: list[Kin] = []
    changes: list[Changed] = []

    def next_number(self) -> int:
        """A number that nothing in this dossier has yet."""
        self.last_number += 1
        return self.last_number

    def changed(self, part: str, by: int, at: datetime) -> None:
        """Note that ``part`` is another one from now on."""
        self.revision += 1
        self.changes = [*self.changes, Changed(self.revision, part, by, at)][-REMEMBERED:]

    def standing(self) -> list[Fact]:
        """The facts that are not superseded, oldest first; taken-back ones included."""
        gone = {fact.supersedes for fact in self.facts}
        return [fact for fact in self.facts if fact.number not in gone]

    def newest(self, key: str) -> Fact | None:
        """The newest fact of this key that is not superseded."""
        return next((fact for fact in reversed(self.standing()) if fact.key == key), None)

    @property
    def last_contact(self) -> date | None:
        """The day of the last note."""
        return max((note.on for note in self.notes), default=None)


class Todo(msgspec.Struct, array_like=True):
    """A task that is not done, as ``dossiers.models.Task`` stores it: with the dates from which things hold."""

    key: str
    starts: date | None
    due: date | None
    expected: date | None
    overdue_from: date | None
    ends: date | None
    waiting: bool

    def open_on(self, day: date) -> bool:
        """Whether it is to be done on this day."""
        begun = self.starts is None or self.starts <= day
        return begun and not self.waiting and (self.ends is None or day < self.ends)

    def overdue_on(self, day: date) -> bool:
        """Whether it should have been done before this day."""
        return (
            self.overdue_from is not None
            and self.overdue_from <= day
            and (self.ends is None or day < self.ends)
        )


class Card(msgspec.Struct, omit_defaults=True):
    """What a list shows. ``version``: of the route; from ``replan_on`` on, the tasks may be others."""

    name: str
    worker: int | None = None
    version: str = ""
    replan_on: date | None = None
    last_contact: date | None = None
    tasks: list[Todo] = []


class Shelter(msgspec.Struct):
    """A place to sleep. ``kind``: ``bbb`` (bed-bad-brood) or ``lvv``; ``capacity``: people a night."""

    number: int
    name: str
    city: str
    kind: str
    capacity: int


class Stay(msgspec.Struct, omit_defaults=True):
    """Somebody sleeps in a shelter, from the night of ``begins_on`` to the morning of ``ends_on`` (if known)."""

    number: int
    box: UUID
    shelter: int
    begins_on: date
    by: int
    at: datetime
    ends_on: date | None = None

    def covers(self, night: date) -> bool:
        """Whether they sleep there in the night that begins on this day."""
        return self.begins_on <= night and (self.ends_on is None or night < self.ends_on)

    def nights(self, today: date) -> int:
        """How many nights: until the end, or so far."""
        return max(0, ((self.ends_on or today) - self.begins_on).days)


class House(msgspec.Struct):
    """What an organisation keeps as a whole."""

    last_number: int = 0
    shelters: list[Shelter] = []
    stays: list[Stay] = []

    def next_number(self) -> int:
        """A number that neither a shelter nor a stay has yet."""
        self.last_number += 1
        return self.last_number

    def of(self, box: UUID) -> list[Stay]:
        """The stays of one dossier, newest first."""
        return sorted(
            (stay for stay in self.stays if stay.box == box), key=lambda stay: stay.begins_on, reverse=True
        )


def encode(value: Content | Card | House) -> bytes:
    """As JSON."""
    return msgspec.json.encode(value)


def decode(body: bytes | None, kind: type[Content_]) -> Content_:
    """From JSON."""
    return msgspec.json.decode(body or b"{}", type=kind)


def taken(stays: Iterable[Stay], shelter: int, night: date) -> int:
    """How many sleep in a shelter in that night."""
    return sum(stay.shelter == shelter and stay.covers(night) for stay in stays)
