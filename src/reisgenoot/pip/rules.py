"""Which decision can be made now, until when another route can be set, and when objection ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reisgenoot.core.trajectory.terms import Term, last_day

from .models import Decision

Kind = Decision.Kind
OBJECT_WITHIN = Term.parse("P6W")
"""Awb 6:7."""
DECIDE_WITHIN, DECIDE_WITH_COMMITTEE = Term.parse("P6W"), Term.parse("P12W")
"""Awb 7:10(1), from the day after the last day for objection."""
SWITCH_WITHIN = Term.parse("P18M")
"""Besluit inburgering 2021, article 5.4(1), from the beginning of the term of three years."""
LEAST_HOURS = 600
"""Besluit inburgering 2021, article 5.5(1): hours of Dutch before the exam can go down to A2."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands: the facts of the dossier that decide, and the newest decision here (None: none was made here)."""

    set_on: date | None
    route: str
    moved_on: date | None
    after_move_on: date | None
    newest: Decision | None
    organisation_id: int

    @property
    def awaits_plan_after_move(self) -> bool:
        """Whether somebody moved here with a plan of elsewhere, and this municipality has not set its own yet."""
        if self.set_on is None or self.moved_on is None or self.moved_on < self.set_on:
            return False
        if self.after_move_on is not None and self.after_move_on >= self.moved_on:
            return False
        return self.newest is None or self.newest.dated_on < self.moved_on

    def kinds(self) -> tuple[Kind, ...]:
        """What can be decided now; the usual first."""
        if self.set_on is None:
            return (Kind.FIRST,)
        if self.awaits_plan_after_move:
            return (Kind.MOVED,)
        if self.newest is None:  # it was set before it was kept here
            return (Kind.FIRST, Kind.AGAIN, Kind.ROUTE, Kind.LEVEL)
        scaled = (Kind.LEVEL,) if self.route == Decision.Route.B1 else ()
        return (Kind.AGAIN, Kind.ROUTE, *scaled, Kind.OBJECTION)

    @property
    def switch_until(self) -> date | None:
        """The last day on which progress is ground enough for another route (article 5.4(1)); None before a plan."""
        return last_of(self.set_on, SWITCH_WITHIN) if self.set_on else None

    def can_switch(self, route: str, because: str, on: date) -> bool:
        """Whether the route can become this one on that day: from the education route to B1 it always can."""
        if because != Decision.Because.PROGRESS:
            return True
        if (self.route, route) == (Decision.Route.EDUCATION, Decision.Route.B1):
            return True
        return self.switch_until is None or on <= self.switch_until


def last_of(after: date, term: Term) -> date:
    """The last day of a term that begins on the day after ``after`` (with the Algemene termijnenwet).

    >>> last_of(date(2026, 3, 2), OBJECT_WITHIN), last_of(date(2026, 2, 23), OBJECT_WITHIN)  # the latter: Easter Monday
    (datetime.date(2026, 4, 13), datetime.date(2026, 4, 7))
    """
    return date.fromordinal(last_day(after.toordinal(), term))


def decide_until(objection_until: date, *, committee: bool) -> date:
    """The last day to decide on an objection, unless it is put off."""
    return last_of(objection_until, DECIDE_WITH_COMMITTEE if committee else DECIDE_WITHIN)


def is_in_time(objection_until: date, received_on: date, posted_on: date | None) -> bool:
    """Whether an objection came in time: received by the last day, or posted by then and received within a week after.

    Awb 6:9.

    >>> last = date(2026, 4, 13)
    >>> received = ((13, None), (14, None), (20, last), (21, last))
    >>> [is_in_time(last, date(2026, 4, day), posted) for day, posted in received]
    [True, False, True, False]
    """
    if received_on <= objection_until:
        return True
    posted = posted_on is not None and posted_on <= objection_until
    return posted and (received_on - objection_until).days <= 7


def is_asylum(facts: Mapping[str, object]) -> bool:
    """Whether somebody has an asylum permit, or is family of who has one (article 13(1)); so if nothing is known."""
    kind = facts.get("permit_kind") or "asylum"
    return kind == "asylum" or (kind == "family" and facts.get("protected_sponsor") is True)
