"""What a housing association sees: the requests that came to it, its own offers, and who comes to a viewing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound
from reisgenoot.access.models import Member

from ..models import Addressee, Offer, Request
from ..roles import Kind, require_kind

STATES = ("open", "offered", "viewing", "ended")


@dataclass(frozen=True, slots=True)
class AssociationRow:
    """A request in the list. ``state``: open, offered, viewing (or accepted), declined, ended."""

    request: Request
    state: str


@dataclass(frozen=True, slots=True)
class AssociationFilters:
    """What to show; empty filters nothing. ``persons``: at least so many."""

    state: str = "open"
    ground_floor: bool = False
    persons: int = 0


def association_list(
    member: Member,
    filters: AssociationFilters,
    *,
    limit: int | None = 25,
    offset: int = 0,
    counted: Mapping[str, int] = MappingProxyType({}),
) -> tuple[list[AssociationRow], int]:
    """One page of the requests to the member's association, soonest first, and their number. Raises NotAllowed.

    ``counted``: how many there are in each state, from which the number is taken if nothing else is asked for.
    """
    require_kind(member, Kind.HOUSING_ASSOCIATION)
    asked = _asked(member, filters)
    known = filters == AssociationFilters(filters.state)
    total = counted[filters.state] if known and filters.state in counted else asked.count()
    end = None if limit is None else offset + limit
    rows = asked.select_related("request__organisation").order_by(
        "request__wanted_before", "request__asked_on", "pk"
    )[offset:end]
    return [AssociationRow(it.request, _state(it)) for it in rows], total


def _asked(member: Member, filters: AssociationFilters) -> QuerySet[Addressee]:
    own = Offer.objects.filter(request_id=OuterRef("request_id"), association_id=member.organisation_id)
    asked = Addressee.objects.filter(association_id=member.organisation_id).annotate(
        waits=Exists(own.filter(state=Offer.State.OFFERED)),
        taken=Exists(own.filter(state__in=Offer.TAKEN)),
    )
    runs = Q(request__state=Request.State.RUNNING, declined_on__isnull=True)
    conditions = {
        "open": runs & Q(waits=False, taken=False),
        "offered": runs & Q(waits=True, taken=False),
        "viewing": Q(taken=True),
        "ended": ~runs & Q(taken=False),
    }
    if filters.state in conditions:
        asked = asked.filter(conditions[filters.state])
    if filters.ground_floor:
        asked = asked.filter(request__ground_floor=True)
    if filters.persons:
        size = F("request__adults") + F("request__children")
        size += F("request__family_adults") + F("request__family_children")
        asked = asked.annotate(size=size).filter(size__gte=filters.persons)
    return asked


def _state(it: Addressee) -> str:
    if it.taken:  # type: ignore[attr-defined]
        return "viewing"
    if it.request.state != Request.State.RUNNING or it.declined_on is not None:
        return "ended"
    return "offered" if it.waits else "open"  # type: ignore[attr-defined]


def counts(member: Member) -> dict[str, int]:
    """How many requests there are in each state. One SQL statement."""
    asked = _asked(member, AssociationFilters(state=""))
    runs = Q(request__state=Request.State.RUNNING, declined_on__isnull=True)
    return asked.aggregate(
        open=Count("pk", filter=runs & Q(waits=False, taken=False)),
        offered=Count("pk", filter=runs & Q(waits=True, taken=False)),
        viewing=Count("pk", filter=Q(taken=True)),
        ended=Count("pk", filter=~runs & Q(taken=False)),
    )


@dataclass(frozen=True, slots=True)
class OwnOffer:
    """An offer of one's own; ``name`` and ``phone`` of who comes, while that is open to the association."""

    offer: Offer
    lapsed: bool
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class AssociationPage:
    """A request as the association sees it."""

    request: Request
    asked: Addressee
    offers: tuple[OwnOffer, ...]
    open: bool


def association_page(member: Member, request_id: int, today: date) -> AssociationPage:
    """One request; the log of a dossier notes that it was told who comes. Raises NotAllowed, NotFound."""
    require_kind(member, Kind.HOUSING_ASSOCIATION)
    asked = (
        Addressee.objects.select_related("request__organisation")
        .filter(request_id=request_id, association_id=member.organisation_id)
        .first()
    )
    if asked is None:
        raise NotFound(_("There is no such request, or you have no access to it."))
    offers = Offer.objects.filter(request_id=request_id, association_id=member.organisation_id)
    known = [_with_who(it, today) for it in _newest_first(offers)]
    runs = asked.request.state == Request.State.RUNNING and asked.declined_on is None
    return AssociationPage(asked.request, asked, tuple(known), runs)


def _newest_first(offers: QuerySet[Offer]) -> Sequence[Offer]:
    return list(offers.order_by("-made_on", "pk"))


def _with_who(offer: Offer, today: date) -> OwnOffer:
    name = phone = ""
    if offer.state in Offer.TAKEN:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, phone FROM housing_who_comes(%s)", [offer.pk])
            name, phone = cursor.fetchone() or ("", "")
    lapsed = offer.state == Offer.State.OFFERED and offer.valid_until < today
    return OwnOffer(offer, lapsed, name, phone)
