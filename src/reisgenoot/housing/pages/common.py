"""What the pages share."""

from __future__ import annotations


def number(raw: str) -> int:
    """A number in an address; 0 if it is none."""
    return int(raw) if raw.isdecimal() and len(raw) < 5 else 0


def words(raw: str) -> str:
    """A text in an address."""
    return raw.strip()[:100].replace("\0", "")
