"""The filters in an address of the desk."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import QueryDict

from reisgenoot.access.models import Member

from ..queries import ROUTES, Filters, carries
from ..terms import KINDS

WEEKS = (2, 4, 8, 13, 26)
ALL, MINE = "all", "mine"


def who_of(query: QueryDict, member: Member) -> str:
    """Whose dossiers: ``mine``, ``all`` or the number of a member.

    Who carries nobody begins with all: in many towns a partner guides, and the director answers for it.
    """
    who = query.get("who", "")
    if who in (ALL, MINE) or (who.isdecimal() and who.isascii() and len(who) < 19):
        return who
    return MINE if carries(member) else ALL


def worker_of(who: str, member: Member) -> int | None:
    """The member whom ``who`` means; None for everybody."""
    if who == ALL:
        return None
    return member.pk if who == MINE else int(who)


def monday_of(query: QueryDict) -> date | None:
    """The Monday of the week that the address names; None for none."""
    try:
        day = date.fromisoformat(query.get("week", ""))
    except ValueError:
        return None
    return day - timedelta(days=day.weekday()) if 1900 < day.year < 9999 else None


def filters_of(query: QueryDict, who: str, member: Member) -> Filters:
    """The filters, of whose dossiers ``who`` says; what is no filter counts as none."""
    weeks = query.get("weeks", "")
    return Filters(
        worker=worker_of(who, member),
        kind=query.get("kind", "") if query.get("kind") in KINDS else "",
        route=query.get("route", "") if query.get("route") in ROUTES else "",
        weeks=int(weeks) if weeks in {str(it) for it in WEEKS} else 0,
        week=monday_of(query),
        overdue=query.get("due") == "overdue",
    )
