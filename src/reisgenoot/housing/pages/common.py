"""What the pages share."""

from __future__ import annotations

from django.http import HttpRequest

from reisgenoot.access.identity import current_member
from reisgenoot.access.models import Member

PER_PAGE = 25


def acting(request: HttpRequest) -> Member:
    """Who is asking; ``member_required`` saw to it that there is somebody."""
    member = current_member(request)
    assert member is not None
    return member


def paging(page: int, total: int) -> dict[str, int]:
    """What the pager shows."""
    return {
        "page": page,
        "pages": max(page, -(-total // PER_PAGE)),
        "previous_page": page - 1,
        "next_page": page + 1,
    }


def number(raw: str) -> int:
    """A number in an address; 0 if it is none."""
    return int(raw) if raw.isdecimal() and len(raw) < 5 else 0


def words(raw: str) -> str:
    """A text in an address."""
    return raw.strip()[:100].replace("\0", "")
