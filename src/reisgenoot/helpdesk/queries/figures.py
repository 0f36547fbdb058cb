"""Figures of an organisation's own desk; of fewer than five nothing is told (`sql/30_figures.sql`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_professional

BY = ("theme", "language", "place", "hour")


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """How referral to one kind of organisation goes. None: fewer than five; ``arrived`` in per cent, by fives."""

    kind: str
    made: int | None
    waiting: int | None
    known: int | None
    arrived: int | None
    turned_away: int | None
    waiting_list: int | None
    language: int | None
    responsible: int | None
    costs: int | None
    other: int | None
    median_days: int | None


@dataclass(frozen=True, slots=True)
class Visits:
    """Visitors of one theme, language, place or hour. None: fewer than five (with ``visitors`` None: all of it)."""

    label: str
    visitors: int | None
    known: int | None
    left_early: int | None
    minutes: int | None
    median_minutes: int | None
    median_waiting: int | None
    referred: int | None


def bottlenecks(member: Member, since: date, upto: date, theme: str = "") -> tuple[Bottleneck, ...]:
    """By kind of organisation, where the fewest arrive first. ``upto``: the first day that does not count.

    One SQL statement. Raises NotAllowed.
    """
    require_professional(member)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM helpdesk_bottlenecks(%s, %s, %s)", [since, upto, theme])
        return tuple(Bottleneck(*row) for row in cursor.fetchall())


def visit_figures(member: Member, since: date, upto: date, place: str = "") -> dict[str, tuple[Visits, ...]]:
    """By each of :data:`BY`. Four SQL statements. Raises NotAllowed."""
    require_professional(member)
    found = {}
    with connection.cursor() as cursor:
        for what in BY:
            cursor.execute("SELECT * FROM helpdesk_visits(%s, %s, %s, %s)", [since, upto, place, what])
            found[what] = tuple(Visits(*row) for row in cursor.fetchall())
    return found
