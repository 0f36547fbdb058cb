"""What templates of this app write."""

from __future__ import annotations

from django import template

from ..clock import in_hours

register = template.Library()


@register.filter
def hours(minutes: int | None) -> str:
    """Minutes as hours; nothing if there are none known."""
    return "" if minutes is None else in_hours(minutes)
