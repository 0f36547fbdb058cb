"""What the page of a dossier shows of limitations, suspensions and open requests."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template

from reisgenoot.access.models import Limitation

from ..models import Hold, Request
from ..queries import notice

register = template.Library()
LABELS: dict[str, dict[str, Any]] = {
    "limited": dict(Limitation.Ground.choices),
    "held": dict(Hold.Reason.choices),
    "asked": dict(Request.Kind.choices),
}


@register.inclusion_tag("keeping/parts/notice.html")
def keeping_notice(dossier_id: int) -> dict[str, Any]:
    """What stands above a dossier, as far as the acting member may see it. One SQL statement."""
    found: dict[str, list[tuple[Any, date, int | None]]] = {kind: [] for kind in LABELS}
    for kind, value, day, key in notice(dossier_id):
        found[kind].append((LABELS[kind][value], day, key))
    return {**found, "dossier_id": dossier_id}
