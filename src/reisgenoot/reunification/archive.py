"""What the person takes along of a family reunification: whom they follow, and their papers."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import override

from .models import Paper, Relative

FOLLOWS = {"nl": "Gezinshereniging", "en": "Family reunification"}
PAPER = {"nl": "Papieren voor de gezinshereniging", "en": "Papers for the family reunification"}


def lines(dossier_id: int) -> list[dict[str, Any]]:
    """Lines for ``keeping.archive``, as far as who makes it can read them. Two SQL statements."""
    with override("nl"):
        relatives = Relative.objects.filter(dossier_id=dossier_id).select_related("organisation")
        found = [
            _line(it.added_at, FOLLOWS, "family", str(it.get_relation_display()), it.organisation.name)
            for it in relatives
        ]
        for paper in Paper.objects.filter(dossier_id=dossier_id).order_by("id"):
            said = ", ".join(
                filter(None, (str(paper.get_kind_display()), str(paper.get_state_display()), paper.note))
            )
            found.append(_line(paper.changed_at, PAPER, "legal", said, ""))
    return found


def _line(at: Any, what: dict[str, str], category: str, text: str, organisation: str) -> dict[str, Any]:
    return {
        "category": category,
        "on": timezone.localtime(at).date().isoformat(),
        "what": what,
        "text": text,
        "organisation": organisation,
    }
