"""What pages of other apps show about volunteers."""

from __future__ import annotations

from typing import Any

from django import template

from ..actions import tell
from ..queries import volunteer_notices

register = template.Library()


@register.inclusion_tag("volunteers/parts/notices.html", takes_context=True)
def volunteers_to_look_at(context: dict[str, Any]) -> dict[str, Any]:
    """Questions that wait, matches that end soon or have no contact, on the worklist. One SQL statement.

    If nobody was told of some of them yet, that is done now.
    """
    found = volunteer_notices()
    if found.untold:
        tell()
    return {"found": found, "coordinator": context["request"].member.role == "coordinator"}
