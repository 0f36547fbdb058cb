"""The social map: searched and filtered, with what has not been checked for a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from reisgenoot.access.errors import NotFound
from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_guiding

from ..models import MapEntry

STALE = timedelta(days=365)
"""After a year without a look nobody can rely on opening hours any more: our own choice."""
MOST_EXPORTED = 20_000


@dataclass(frozen=True, slots=True)
class MapFilters:
    """What stands in the address. ``stale``: not checked for a year; ``gone``: no longer there."""

    q: str = ""
    kind: str = ""
    theme: str = ""
    language: str = ""
    place: str = ""
    day: str = ""  # open on this ISO weekday
    stale: bool = False
    gone: bool = False


@dataclass(frozen=True, slots=True)
class MapList:
    """One page of the map, with the choices of its filters and how many are out of date."""

    rows: tuple[MapEntry, ...]
    total: int
    stale: int
    places: tuple[str, ...]
    page: int
    pages: int


def social_map(
    member: Member, filters: MapFilters, today: date, *, page: int = 1, per_page: int = 25
) -> MapList:
    """The organisations that fit, by name. Raises NotAllowed for a role that guides nobody."""
    require_guiding(member)
    found = _filtered(member, filters, today)
    total = found.count()
    pages = max(1, -(-total // per_page))
    page = min(max(1, page), pages)
    there = _of(member).filter(gone_on__isnull=True)
    return MapList(
        rows=tuple(found[(page - 1) * per_page : page * per_page]),
        total=total,
        stale=there.filter(_stale(today)).count(),
        places=tuple(there.exclude(place="").order_by("place").values_list("place", flat=True).distinct()),
        page=page,
        pages=pages,
    )


def map_export(member: Member, filters: MapFilters, today: date) -> tuple[MapEntry, ...]:
    """All that fit. Raises NotAllowed."""
    require_guiding(member)
    return tuple(_filtered(member, filters, today)[:MOST_EXPORTED])


def entry_page(member: Member, entry_id: int) -> MapEntry:
    """One organisation. Raises NotAllowed and NotFound."""
    require_guiding(member)
    found = _of(member).filter(pk=entry_id).first()
    if found is None:
        raise NotFound
    return found


def choices(member: Member) -> QuerySet[MapEntry]:
    """Those to whom somebody can be referred."""
    return _of(member).filter(gone_on__isnull=True).order_by("kind", Lower("name"))


def _of(member: Member) -> QuerySet[MapEntry]:
    return MapEntry.objects.filter(organisation_id=member.organisation_id).select_related("checked_by")


def _stale(today: date) -> Q:
    return Q(checked_on__isnull=True) | Q(checked_on__lt=today - STALE)


def _filtered(member: Member, filters: MapFilters, today: date) -> QuerySet[MapEntry]:
    found = _of(member).filter(gone_on__isnull=not filters.gone)
    for word in filters.q.split()[:6]:
        found = found.filter(
            Q(name__icontains=word)
            | Q(does__icontains=word)
            | Q(for_whom__icontains=word)
            | Q(place__icontains=word)
            | Q(postcode__istartswith=word)
        )
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.theme:
        found = found.filter(themes__contains=[filters.theme])
    if filters.language:
        found = found.filter(languages__contains=[filters.language])
    if filters.place:
        found = found.filter(place=filters.place)
    if filters.day:
        found = found.filter(hours__has_key=filters.day)
    if filters.stale:
        found = found.filter(_stale(today))
    return found.order_by(Lower("name"), "pk")
