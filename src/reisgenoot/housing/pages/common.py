"""What the pages share."""

from __future__ import annotations

from django.http import HttpRequest

from reisgenoot.access.identity import current_member
from reisgenoot.access.models import Member


def acting(request: HttpRequest) -> Member:
    """Who is asking; ``member_required`` saw to it that there is somebody."""
    member = current_member(request)
    assert member is not None
    return member


def number(raw: str) -> int:
    """A number in an address; 0 if it is none."""
    return int(raw) if raw.isdecimal() and len(raw) < 5 else 0


def words(raw: str) -> str:
    """A text in an address."""
    return raw.strip()[:100].replace("\0", "")
