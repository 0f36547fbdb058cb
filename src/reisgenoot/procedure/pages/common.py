"""What the pages share."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from reisgenoot.access.identity import current_member
from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_professional

from ..queries import Page


def acting(request: HttpRequest) -> Member:
    """Who is asking. Raises NotAllowed for who guides nobody as a professional."""
    member = current_member(request)
    assert member is not None  # member_required saw to it
    require_professional(member)
    return member


def clean(typed: str) -> str:
    """What stands in an address as a filter: at most a hundred characters."""
    return typed.strip()[:100].replace("\0", "")


def paging(shown: Page) -> dict[str, Any]:
    """What a list and its pager show."""
    return {
        "shown": shown,
        "page": shown.page,
        "pages": shown.pages,
        "more": shown.total.more,
        "previous_page": shown.page - 1,
        "next_page": shown.page + 1,
    }
