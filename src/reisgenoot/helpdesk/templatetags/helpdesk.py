"""What pages of other apps show about the desk."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from ..queries import overdue_referrals

register = template.Library()


@register.inclusion_tag("helpdesk/parts/notices.html", takes_context=True)
def referrals_to_follow(context: dict[str, Any]) -> dict[str, Any]:
    """On the worklist: of how many referrals the outcome should be known by now. One SQL statement."""
    member = context["request"].member
    return {"many": overdue_referrals(member, timezone.localdate()), "team": member.role == "coordinator"}
