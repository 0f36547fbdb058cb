"""What the person takes along of volunteers: as what somebody was matched, and when; who they are is their data.

Questions of volunteers are notes, which the person reads together with the guide: they are only counted.
"""

from __future__ import annotations

from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import override

from reisgenoot.web.templatetags.web import day

from .models import HelpAsked, Match

MATCHED = {"nl": "Vrijwilliger aan u gekoppeld", "en": "Volunteer matched with you"}
ASKED = {"nl": "Vragen van een vrijwilliger", "en": "Questions of a volunteer"}


def lines(dossier_id: int) -> list[dict[str, Any]]:
    """Lines for ``keeping.archive``, as far as who makes it can read them. Two SQL statements."""
    found = (
        Match.objects.filter(dossier_id=dossier_id).select_related("organisation").order_by("begins_on", "pk")
    )
    asked = HelpAsked.objects.filter(dossier_id=dossier_id).select_related("organisation")
    with override("nl"):
        matched = [
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
    questions = [
        {
            "category": "notes",
            "on": localdate(it.asked_at).isoformat(),
            "what": ASKED,
            "text": "",
            "organisation": it.organisation.name,
        }
        for it in asked
    ]
    return [*matched, *questions]
