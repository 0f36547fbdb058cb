"""An offered home is viewed, accepted or refused, and moved into. All by the municipality, with the household."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import Refused
from reisgenoot.access.models import Member
from reisgenoot.dossiers.actions import (
    cancel_appointment,
    plan_appointment,
    record_fact,
    record_facts,
    record_many,
)
from reisgenoot.dossiers.actions.common import dossier_of, wrote
from reisgenoot.dossiers.models import Appointment, Dossier, Fact

from ..home import home_of
from ..models import Offer, Refusal, Request, RequestHousehold
from ..roles import Kind, require_kind
from .common import changed, offer_for, taken_back

State = Offer.State
VIEWING = timedelta(hours=1)
"""How long a viewing takes in an agenda: our own choice."""


def plan_viewing(
    member: Member,
    dossier_id: int,
    offer_id: int,
    *,
    at: datetime,
    place: str = "",
    along: Sequence[Member] = (),
) -> Offer:
    """Take an offer to be viewed, or move the viewing: from now on the association knows who comes.

    ``along``: who goes along; nobody named: whoever is acting. They get an appointment of an hour. Raises
    NotAllowed, NotFound, and Refused: the offer has lapsed or changed, another home of this request is being viewed
    or was accepted, the moment has passed, or somebody has another appointment then.
    """
    require_kind(member, Kind.MUNICIPALITY)
    if at <= timezone.now():
        raise Refused({"at": _("This moment has passed.")})
    with transaction.atomic():
        target = dossier_of(dossier_id)
        offer = offer_for(dossier_id, offer_id, State.OFFERED, State.VIEWING)
        if offer.state == State.OFFERED and offer.valid_until < timezone.localdate():
            raise Refused({"": _("This offer has lapsed: ask the association whether it still stands.")})
        offer.state, offer.viewing_at = State.VIEWING, at
        offer.viewing_place = place.strip() or f"{offer.address}, {offer.place}"
        offer.viewing_with = ", ".join(it.name for it in along or (member,))[:200]
        try:
            with transaction.atomic():
                offer.save(update_fields=["state", "viewing_at", "viewing_place", "viewing_with"])
        except IntegrityError:
            raise Refused({"": _("Another home is being viewed or was accepted already.")}) from None
        _appoint(member, target, offer, along or (member,))
        record_fact(member, target, "home_offered", offer.made_on)
        wrote(member, target, "home")
    return offer


def _appoint(member: Member, target: Dossier, offer: Offer, along: Sequence[Member]) -> None:
    """Put the viewing into the agenda of who goes along, in the place of an earlier one."""
    _call_off(member, offer, _("The viewing was moved."))
    assert offer.viewing_at is not None
    try:
        made = plan_appointment(
            member,
            target,
            kind="viewing",
            starts_at=offer.viewing_at,
            ends_at=offer.viewing_at + VIEWING,
            place=offer.viewing_place,
            members=along,
        )
    except Refused as refused:
        known = {"starts_at": "at", "ends_at": "at", "members": "along"}
        raise Refused({known.get(key, key): why for key, why in refused.problems.items()}) from None
    RequestHousehold.objects.filter(request_id=offer.request_id).update(appointment_id=made.pk)


def _call_off(member: Member, offer: Offer, why: str) -> None:
    """Cancel the appointment of the viewing, if it is still to come."""
    held = RequestHousehold.objects.filter(request_id=offer.request_id)
    planned = held.values_list("appointment_id", flat=True).first()
    if planned is None:
        return
    due = Appointment.objects.filter(pk=planned, cancelled=False, starts_at__gt=timezone.now())
    if due.exists():
        cancel_appointment(member, planned, why=why)
    held.update(appointment_id=None)


def decline_offer(member: Member, dossier_id: int, offer_id: int, *, why: str) -> Offer:
    """Don't take an offer, or call a viewing off because the home is gone: no refusal of the household.

    The association reads ``why``. Raises NotAllowed, NotFound, and Refused.
    """
    require_kind(member, Kind.MUNICIPALITY)
    if not why.strip():
        raise Refused({"why": _("Say in a few words why.")})
    with transaction.atomic():
        target = dossier_of(dossier_id)
        offer = offer_for(dossier_id, offer_id, State.OFFERED, State.VIEWING)
        was_taken = offer.state == State.VIEWING
        offer.state, offer.declined_why = State.DECLINED, " ".join(why.split())[:300]
        offer.save(update_fields=["state", "declined_why"])
        if was_taken:
            _call_off(member, offer, _("The offer did not go on."))
            taken_back(member, dossier_id, ("home_offered",), _("The offer did not go on."))
        wrote(member, target, "home")
    return offer


@dataclass(frozen=True, slots=True)
class Saying:
    """How a household refused a home, what was explained to it and how, and what follows."""

    reason: str
    explained_on: date
    language: str
    consequence: str
    note: str = ""
    interpreter: str = ""


def refuse_home(member: Member, dossier_id: int, offer_id: int, refusal: Saying) -> Refusal:
    """The household refuses a home that it viewed, or had accepted; the plan asks for another one.

    Raises NotAllowed, NotFound, and Refused.
    """
    require_kind(member, Kind.MUNICIPALITY)
    problems = {}
    if refusal.reason == Refusal.Reason.MEDICAL and refusal.note.strip():
        problems["note"] = _("Write nothing about health here: what must be known goes by consent.")
    if refusal.explained_on > timezone.localdate():
        problems["explained_on"] = _("This date lies in the future.")
    if problems:
        raise Refused(problems)
    with transaction.atomic():
        target = dossier_of(dossier_id)
        offer = offer_for(dossier_id, offer_id, State.VIEWING, State.ACCEPTED)
        offer.state = State.REFUSED
        offer.save(update_fields=["state"])
        _call_off(member, offer, _("The home was refused."))
        made = Refusal.objects.create(
            offer=offer,
            dossier_id=dossier_id,
            reason=refusal.reason,
            note=refusal.note.strip(),
            explained_on=refusal.explained_on,
            language=refusal.language,
            interpreter=refusal.interpreter,
            consequence=refusal.consequence,
            member=member,
            organisation=member.organisation,
        )
        taken_back(
            member,
            dossier_id,
            ("home_offered", "home_viewed", "home_accepted"),
            _("The home was refused; another one is sought."),
        )
        wrote(member, target, "home")
    return made


def accept_home(member: Member, dossier_id: int, offer_id: int, *, viewed_on: date, on: date) -> Offer:
    """The household viewed the home and accepts it. Raises NotAllowed, NotFound, and Refused."""
    require_kind(member, Kind.MUNICIPALITY)
    today, problems = timezone.localdate(), {}
    if viewed_on > today:
        problems["viewed_on"] = _("This date lies in the future.")
    if on > today or on < viewed_on:
        problems["on"] = _("This must be a day between the viewing and today.")
    if problems:
        raise Refused(problems)
    with transaction.atomic():
        target = dossier_of(dossier_id)
        offer = offer_for(dossier_id, offer_id, State.VIEWING)
        offer.state = State.ACCEPTED
        try:
            with transaction.atomic():
                offer.save(update_fields=["state"])
        except IntegrityError:
            raise Refused({"": changed(offer)}) from None
        if offer.viewing_at is not None and offer.viewing_at > timezone.now():
            _call_off(member, offer, _("The home was viewed earlier."))
        record_facts(member, target, {"home_viewed": viewed_on, "home_accepted": on})
        wrote(member, target, "home")
    return offer


def sign_lease(
    member: Member,
    dossier_id: int,
    offer_id: int,
    *,
    signed_on: date,
    begins_on: date,
    rent: Decimal,
    keys: int | None = None,
    arranging_on: date | None = None,
) -> Offer:
    """The lease of an accepted home is signed. ``arranging_on``: the day proposed for arranging all else.

    Raises NotAllowed, NotFound, and Refused.
    """
    require_kind(member, Kind.MUNICIPALITY)
    problems = {}
    if signed_on > timezone.localdate():
        problems["signed_on"] = _("This date lies in the future.")
    if begins_on < signed_on:
        problems["begins_on"] = _("A lease does not begin before it is signed.")
    if rent <= 0:
        problems["rent"] = _("This number cannot be right.")
    if problems:
        raise Refused(problems)
    with transaction.atomic():
        target = dossier_of(dossier_id)
        offer = offer_for(dossier_id, offer_id, State.ACCEPTED)
        offer.state, offer.lease_signed_on, offer.lease_begins_on = State.SIGNED, signed_on, begins_on
        offer.lease_rent, offer.keys, offer.arranging_on = rent, keys, arranging_on
        offer.save(
            update_fields=[
                "state",
                "lease_signed_on",
                "lease_begins_on",
                "lease_rent",
                "keys",
                "arranging_on",
            ]
        )
        wrote(member, target, "home")
    return offer


def move_in(member: Member, dossier_id: int, offer_id: int, *, on: date) -> Offer:
    """The household lives there: recorded with the new address for each person in it, and the request is fulfilled.

    Raises NotAllowed, NotFound, and Refused.
    """
    require_kind(member, Kind.MUNICIPALITY)
    today = timezone.localdate()
    if on > today:
        raise Refused({"on": _("This date lies in the future.")})
    with transaction.atomic():
        dossier_of(dossier_id)
        offer = offer_for(dossier_id, offer_id, State.SIGNED)
        if offer.lease_begins_on and on < offer.lease_begins_on:
            raise Refused({"on": _("The lease begins later than this.")})
        offer.state = State.MOVED_IN
        offer.save(update_fields=["state"])
        Request.objects.filter(pk=offer.request_id).update(state=Request.State.FULFILLED, ended_on=today)
        facts = {"moved_in": on, "address": f"{offer.address}, {offer.place}", "postcode": offer.postcode}
        ids = home_of(dossier_id, today).ids
        record_many(member, dict.fromkeys(ids, facts), source=Fact.Source.SCREEN)
        for key in ids:
            wrote(member, key, "home")
    return offer
