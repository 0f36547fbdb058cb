"""The warm moments of hand-overs, as those told of the hand-over may know them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils import timezone


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment that is planned: how people meet, when, where, and the members who come."""

    how: str
    starts_at: datetime
    ends_at: datetime
    place: str
    attendees: tuple[int, ...]


def moments(handovers: Iterable[int]) -> dict[int, Moment]:
    """Those that are planned and not cancelled, by hand-over. One SQL statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM dossiers_moments(%s::bigint[])", [list(handovers)])
        return {
            key: Moment(how, timezone.localtime(since), timezone.localtime(until), place, tuple(who))
            for key, how, since, until, place, who in cursor.fetchall()
        }
