"""What the pages of the desk share."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from reisgenoot.access.identity import current_member
from reisgenoot.access.models import Member

PER_PAGE = 25


def acting(request: HttpRequest) -> Member:
    """Who is asking; ``member_required`` saw to it that there is somebody."""
    member = current_member(request)
    assert member is not None
    return member


def word(query: QueryDict, name: str, allowed: object = None) -> str:
    """A filter from the address; empty if it is none of those ``allowed``."""
    value = query.get(name, "").strip()[:100].replace("\0", "")
    return value if allowed is None or value in allowed else ""  # type: ignore[operator]


def day_of(query: QueryDict, name: str, otherwise: date) -> date:
    """A day from the address."""
    try:
        return date.fromisoformat(query.get(name, ""))
    except ValueError:
        return otherwise


def period_of(query: QueryDict) -> tuple[date, date]:
    """The first and last day that an address asks for: the last year unless it says so; in order."""
    today = timezone.localdate()
    since = day_of(query, "since", today - timedelta(days=365))
    upto = day_of(query, "upto", today)
    return min(since, upto), max(since, upto)
