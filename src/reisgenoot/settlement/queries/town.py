"""What a municipality sets for all its households: templates of arranging days, and places for second-hand things."""

from __future__ import annotations

from typing import TypeVar

from django.db import models

from reisgenoot.access.errors import NotFound

from ..models import DayTemplate, FurnishingPlace

Kept = TypeVar("Kept", DayTemplate, FurnishingPlace)


def templates(municipality: str) -> list[DayTemplate]:
    """The templates that it has now, by name. One SQL statement."""
    return list(DayTemplate.objects.filter(municipality=municipality, gone=False)) if municipality else []


def places(municipality: str) -> list[FurnishingPlace]:
    """The places that it names now, by name. One SQL statement."""
    return list(FurnishingPlace.objects.filter(municipality=municipality, gone=False)) if municipality else []


def removed(kind: type[Kept], municipality: str) -> list[Kept]:
    """What can be put back, what was removed last first; ten at most. One SQL statement."""
    found: models.QuerySet[Kept] = kind._default_manager.filter(municipality=municipality, gone=True)
    return list(found.order_by("-changed_at")[:10])


def kept(kind: type[Kept], municipality: str, key: int) -> Kept:
    """One template or place of this municipality, removed or not. One SQL statement. Raises NotFound."""
    found = (
        kind._default_manager.filter(pk=key, municipality=municipality).select_related("changed_by").first()
    )
    if found is None:
        raise NotFound
    return found
