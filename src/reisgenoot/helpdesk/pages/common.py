"""What the pages of the desk share."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import QueryDict
from django.utils import timezone

PER_PAGE = 25


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
