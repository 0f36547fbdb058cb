"""Minutes as people read them."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def as_hours(minutes: int | None) -> str:
    """Minutes as hours and minutes.

    >>> as_hours(None)
    ''
    """
    if minutes is None:
        return ""
    hours, rest = divmod(abs(minutes), 60)
    parts = []
    if hours or not rest:
        parts.append(_("%(many)d h") % {"many": hours})
    if rest:
        parts.append(_("%(many)d min") % {"many": rest})
    return " ".join(parts)
