"""What the pages share."""

from __future__ import annotations

from typing import Any

from reisgenoot.web.paging import paging as pager

from ..queries import Page


def clean(typed: str) -> str:
    """What stands in an address as a filter: at most a hundred characters."""
    return typed.strip()[:100].replace("\0", "")


def paging(shown: Page) -> dict[str, Any]:
    """What a list and its pager show."""
    return {"shown": shown, **pager(shown.page, shown.total)}
