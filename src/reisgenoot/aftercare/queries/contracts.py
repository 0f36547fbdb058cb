"""What was bought: all that concerns whoever asks, and what holds for one dossier."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q
from django.utils import timezone

from reisgenoot.access.errors import NotAllowed
from reisgenoot.access.models import Member
from reisgenoot.access.roles import is_professional

from ..models import Contract


def contracts(
    member: Member, *, state: str = "", municipality: str = "", limit: int, offset: int = 0
) -> tuple[list[Contract], int]:
    """What the member's organisation bought or sold, newest first, and how many there are in all. Raises NotAllowed.

    ``state``: ``running`` or ``ended``; empty, as an empty municipality: all. Two SQL statements.
    """
    _require_reader(member)
    rows = Contract.objects.all()
    over = Q(ends_on__lte=timezone.localdate())
    if state:
        rows = rows.filter(over if state == "ended" else ~over | Q(ends_on__isnull=True))
    if municipality:
        rows = rows.filter(municipality=municipality)
    whole = rows.select_related("organisation", "set_by", "set_by_organisation").order_by(
        "municipality", "organisation__name", "-begins_on", "-set_at", "pk"
    )
    return list(whole[offset : offset + limit]), rows.count()


def municipalities(member: Member) -> list[str]:
    """Those of the contracts that the member sees, by name. Raises NotAllowed."""
    _require_reader(member)
    return list(Contract.objects.order_by("municipality").values_list("municipality", flat=True).distinct())


def _require_reader(member: Member) -> None:
    if not is_professional(member) and member.role != Member.Role.POLICY_MAKER:
        raise NotAllowed


def in_force(municipality: str, organisations: Collection[int], on: date) -> list[Contract]:
    """What holds for guidance that began ``on``: what the municipality entered first, then the newest."""
    if not municipality:
        return []
    return list(
        Contract.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=on),
            municipality=municipality,
            organisation_id__in=organisations,
            begins_on__lte=on,
        )
        .select_related("organisation", "set_by_organisation")
        .order_by("-by_municipality", "-begins_on", "-set_at")
    )
