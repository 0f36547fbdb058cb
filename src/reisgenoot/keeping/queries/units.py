"""What of one dossier is kept until when, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.utils import timezone

from .. import rules

NO_END = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Unit:
    """A kind of data in a dossier. ``due_on``: from when it is erased; None while guidance goes on.

    ``kept_until``: until when the law obliges to keep it, ``NO_END`` if that counts from an end that has not come.
    ``shared``: another organisation works with it now. ``rule``: the one that decides.
    """

    kind: str
    text: rules.Text
    since: date | None
    due_on: date | None
    kept_until: date | None
    entries: int
    shared: bool
    rule: rules.Rule

    @property
    def obliged(self) -> bool:
        """Whether the law obliges to keep it today."""
        return self.kept_until is not None and self.kept_until > timezone.localdate()

    @property
    def kept_with_end(self) -> date | None:
        """Until when, if the day is known."""
        return None if self.kept_until == NO_END else self.kept_until

    @property
    def erasable(self) -> bool:
        """Whether it may be erased today if the person asks for it."""
        return not self.obliged and not self.shared


def units_of(dossier_id: int) -> tuple[Unit, ...]:
    """The dossier itself first; nothing for who does not work on it. One SQL statement."""
    kept = rules.retention()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM keeping_of_dossier(%s)", [dossier_id])
        return tuple(
            Unit(
                kind,
                kept.kinds[kind].text,
                since,
                due_on,
                kept_until,
                entries,
                shared,
                kept.rule(by_data, by_kind),
            )
            for kind, since, due_on, kept_until, by_kind, by_data, entries, shared in cursor.fetchall()
        )
