"""What the person takes along of volunteers: as what somebody was matched, and when; who they are is their data."""

from __future__ import annotations

from typing import Any

from django.utils.translation import override

from reisgenoot.web.templatetags.web import day

from .models import Match

MATCHED = {"nl": "Vrijwilliger aan u gekoppeld", "en": "Volunteer matched with you"}


def lines(dossier_id: int) -> list[dict[str, Any]]:
    """Lines for ``keeping.archive``, as far as who makes it can read them. One SQL statement."""
    found = (
        Match.objects.filter(dossier_id=dossier_id).select_related("organisation").order_by("begins_on", "pk")
    )
    with override("nl"):
        return [
            {
                "category": "route",
                "on": it.begins_on.isoformat(),
                "what": MATCHED,
                "text": " ".join(
                    filter(None, (str(it.get_kind_display()), f"tot {day(it.ends_on)}" if it.ends_on else ""))
                ),
                "organisation": it.organisation.name,
            }
            for it in found
        ]
