"""A municipality asks housing associations for a home; they offer one, or have none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound, Refused
from reisgenoot.access.models import Member, Organisation
from reisgenoot.dossiers.actions import record_fact
from reisgenoot.dossiers.actions.common import dossier_of, wrote
from reisgenoot.dossiers.models import Fact
from reisgenoot.dossiers.values import Impossible, check_postcode

from ..family import family_of
from ..home import home_of
from ..models import Addressee, Offer, Request, RequestHousehold
from ..roles import Kind, require_kind
from .common import changed, taken_back
from .telling import GUIDES, STEERS, tell


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for. ``max_rent`` in euros a month, None for no limit."""

    contact_name: str
    contact_phone: str
    wanted_before: date
    ground_floor: bool = False
    max_rent: Decimal | None = None
    urgency: str = Request.Urgency.NORMAL


def need_agreed(dossier_id: int) -> bool:
    """Whether somebody in the household agreed that the member's organisation knows what home they need."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT housing_need_agreed(%s)", [dossier_id])
        return bool(cursor.fetchone()[0])


def make_request(
    member: Member, dossier_id: int, associations: Sequence[Organisation], wanted: Wanted
) -> Request:
    """Ask these housing associations for a home; the number of people is taken from the dossiers.

    Raises NotAllowed, NotFound, and Refused: no association, a day in the past, a need that nobody agreed to share, or
    a request that runs already.
    """
    require_kind(member, Kind.MUNICIPALITY)
    today = timezone.localdate()
    problems = {}
    if not associations or any(it.kind != Kind.HOUSING_ASSOCIATION for it in associations):
        problems["associations"] = _("Choose at least one housing association.")
    if wanted.wanted_before < today:
        problems["wanted_before"] = _("This day has passed.")
    if problems:
        raise Refused(problems)
    with transaction.atomic():
        home = home_of(dossier_id, today)
        target = dossier_of(home.head_id)
        if wanted.ground_floor and not need_agreed(target.pk):
            raise Refused({"ground_floor": _("Nobody in the household agreed to share this.")})
        family = family_of(target.pk)
        try:
            with transaction.atomic():
                made = Request.objects.create(
                    organisation=member.organisation,
                    asked_on=today,
                    contact_name=wanted.contact_name,
                    contact_phone=wanted.contact_phone,
                    adults=home.adults,
                    children=len(home.children),
                    family_adults=family.adults,
                    family_children=family.children,
                    ground_floor=wanted.ground_floor,
                    max_rent=wanted.max_rent,
                    urgency=wanted.urgency,
                    wanted_before=wanted.wanted_before,
                )
                RequestHousehold.objects.create(request=made, dossier_id=target.pk)
        except IntegrityError:
            raise Refused({"": _("A request runs for this household already.")}) from None
        for association in associations:
            Addressee.objects.create(request=made, association=association, organisation=member.organisation)
            tell("home_wanted", association.pk, *GUIDES)
        if not _requested_before(target.pk):
            record_fact(member, target, "home_requested", today)
        wrote(member, target, "home")
    return made


def _requested_before(dossier_id: int) -> bool:
    """Whether it is recorded that a home was asked for, outside this system; that day stays."""
    standing = Fact.objects.filter(dossier_id=dossier_id, key="home_requested", superseded_by__isnull=True)
    return standing.filter(value__isnull=False).exists()


def recount_request(member: Member, dossier_id: int, request_id: int) -> Request:
    """Let a running request say how many people it is for now; the associations that were asked are told.

    Raises NotAllowed, NotFound.
    """
    require_kind(member, Kind.MUNICIPALITY)
    with transaction.atomic():
        target = dossier_of(dossier_id)
        running = Request.objects.filter(
            pk=request_id, state=Request.State.RUNNING, household__dossier_id=dossier_id
        )
        home, family = home_of(dossier_id, timezone.localdate()), family_of(dossier_id)
        if not running.update(
            adults=home.adults,
            children=len(home.children),
            family_adults=family.adults,
            family_children=family.children,
        ):
            raise NotFound(_("There is no such request, or it has ended."))
        for asked in Addressee.objects.filter(request_id=request_id, declined_on__isnull=True):
            tell("home_wanted", asked.association_id, *GUIDES)
        wrote(member, target, "home")
    return Request.objects.get(pk=request_id)


def withdraw_request(member: Member, dossier_id: int, request_id: int) -> None:
    """End a request without a home: the plan asks for a new one.

    Raises NotAllowed, NotFound, and Refused if a home of it is being viewed or was accepted.
    """
    require_kind(member, Kind.MUNICIPALITY)
    with transaction.atomic():
        target = dossier_of(dossier_id)
        if not RequestHousehold.objects.filter(
            request_id=request_id, dossier_id=dossier_id, running=True
        ).exists():
            raise NotFound(_("There is no such request, or it has ended."))
        if Offer.objects.filter(request_id=request_id, state__in=Offer.TAKEN).exists():
            raise Refused({"": _("A home of this request is being viewed or was accepted: end that first.")})
        Request.objects.filter(pk=request_id).update(
            state=Request.State.WITHDRAWN, ended_on=timezone.localdate()
        )
        taken_back(member, dossier_id, ("home_requested",), _("The request was withdrawn."))
        wrote(member, target, "home")


def decline_request(member: Member, request_id: int, *, why: str) -> None:
    """As a housing association: say that there is no fitting home. Raises NotAllowed, NotFound, Refused."""
    require_kind(member, Kind.HOUSING_ASSOCIATION)
    if not why.strip():
        raise Refused({"why": _("Say in a few words why.")})
    asked = Addressee.objects.filter(
        request_id=request_id, association_id=member.organisation_id, declined_on__isnull=True
    )
    with transaction.atomic():
        found = asked.first()
        if found is None or not asked.update(
            declined_on=timezone.localdate(), declined_why=" ".join(why.split())[:300]
        ):
            raise NotFound(_("There is no such request, or it was answered."))
        tell("home_offered", found.organisation_id, *STEERS)


@dataclass(frozen=True, slots=True)
class Dwelling:
    """A home that is offered. ``rent`` in euros a month; ``floor`` 0 is the ground floor."""

    address: str
    postcode: str
    place: str
    rent: Decimal
    rooms: int
    floor: int
    available_on: date
    valid_until: date
    lift: bool = False
    note: str = ""


def make_offer(member: Member, request_id: int, home: Dwelling) -> Offer:
    """As a housing association: offer a home for a request. Raises NotAllowed, NotFound, and Refused."""
    require_kind(member, Kind.HOUSING_ASSOCIATION)
    today = timezone.localdate()
    problems: dict[str, str] = {}
    postcode = home.postcode
    try:
        postcode = check_postcode(home.postcode)
    except Impossible as error:
        problems["postcode"] = str(error)
    if home.valid_until < today:
        problems["valid_until"] = _("This day has passed.")
    if home.rent <= 0:
        problems["rent"] = _("This number cannot be right.")
    if problems:
        raise Refused(problems)
    with transaction.atomic():
        asked = Addressee.objects.select_related("request").filter(
            request_id=request_id, association_id=member.organisation_id
        )
        found = asked.first()
        if found is None:
            raise NotFound(_("There is no such request, or you have no access to it."))
        if found.request.state != Request.State.RUNNING or found.declined_on is not None:
            raise Refused({"": _("This request no longer runs.")})
        made = Offer.objects.create(
            request_id=request_id,
            association=member.organisation,
            made_by=member,
            made_on=today,
            address=" ".join(home.address.split()),
            postcode=postcode,
            place=" ".join(home.place.split()),
            rent=home.rent,
            rooms=home.rooms,
            floor=home.floor,
            lift=home.lift,
            available_on=home.available_on,
            valid_until=home.valid_until,
            note=home.note.strip(),
        )
        tell("home_offered", found.organisation_id, *STEERS)
    return made


def withdraw_offer(member: Member, offer_id: int) -> Offer:
    """As a housing association: take an offer back before a viewing is planned.

    Raises NotAllowed, NotFound, and Refused if it was taken.
    """
    require_kind(member, Kind.HOUSING_ASSOCIATION)
    with transaction.atomic():
        found = (
            Offer.objects.select_for_update()
            .filter(pk=offer_id, association_id=member.organisation_id)
            .first()
        )
        if found is None:
            raise NotFound(_("There is no such offer, or you have no access to it."))
        if found.state != Offer.State.OFFERED:
            raise Refused({"": changed(found)})
        found.state = Offer.State.WITHDRAWN
        found.save(update_fields=["state"])
        tell("home_offered", found.request.organisation_id, *STEERS)
    return found
