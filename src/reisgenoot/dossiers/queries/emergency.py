"""Who used emergency access, as far as the member may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from reisgenoot.access.models import EmergencyAccess

from ..models import Dossier


@dataclass(frozen=True, slots=True)
class Emergency:
    """One use of emergency access; without ``dossier_id`` nobody was found.

    ``name``: of the person, if the reader may see it.
    """

    at: datetime
    until: datetime
    member: str
    organisation: str
    dossier_id: int | None
    name: str
    reason: str
    running: bool


def emergencies(
    *, since: date | None = None, limit: int, offset: int = 0
) -> tuple[tuple[Emergency, ...], int]:
    """The uses that the acting member may see, from a day on, newest first, and how many there are."""
    rows = EmergencyAccess.objects.select_related("member", "organisation").order_by("-at", "-id")
    if since:
        rows = rows.filter(at__date__gte=since)
    total, now = rows.count(), timezone.now()
    shown = list(rows[offset : offset + limit])
    names = dict(Dossier.objects.filter(pk__in={row.dossier_id for row in shown}).values_list("pk", "name"))
    return tuple(
        Emergency(
            row.at,
            row.until,
            row.member.name,
            row.organisation.name,
            row.dossier_id,
            names.get(row.dossier_id or 0, ""),
            row.reason,
            row.until > now and row.dossier_id is not None,
        )
        for row in shown
    ), total
