"""Whom of another organisation to tell that something waits there. The notification holds no name."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from reisgenoot.access.models import Member
from reisgenoot.notices.actions import notify

STEERS = (Member.Role.COORDINATOR, Member.Role.DIRECTOR)
GUIDES = (*STEERS, Member.Role.GUIDE)


def tell(kind: str, organisation_id: int, *roles: str) -> None:
    """Tell those who work there in these roles now."""
    today = timezone.localdate()
    runs = Q(ends_on__isnull=True) | Q(ends_on__gt=today)
    there = Member.objects.filter(runs, organisation_id=organisation_id, role__in=roles, begins_on__lte=today)
    notify(kind, to=there.values_list("pk", flat=True))
