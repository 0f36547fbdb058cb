"""What a municipality bought: entered by either side, and changed by nobody but who entered it."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotAllowed, NotFound, Refused, Text
from reisgenoot.access.models import Member, Organisation

from ..models import Contract

Role = Member.Role
MUNICIPAL = frozenset({Role.DIRECTOR, Role.POLICY_MAKER, Role.COORDINATOR})
"""Who says it for a municipality; for an organisation that guides its coordinator does. The same in `sql`."""
MOST_MONTHS, MOST_HOURS = 120, 2000


def may_set(member: Member) -> bool:
    """Whether the member may enter what was bought, by their role and organisation."""
    if is_municipal(member):
        return member.role in MUNICIPAL and bool(member.organisation.municipality)
    return member.role == Role.COORDINATOR


def is_municipal(member: Member) -> bool:
    """Whether the member works for a municipality."""
    return member.organisation.kind == Organisation.Kind.MUNICIPALITY


def set_contract(
    member: Member,
    *,
    municipality: str = "",
    organisation: Organisation | None = None,
    months: int | None,
    hours: int | None,
    per: str,
    begins_on: date,
    ends_on: date | None = None,
    source: str,
) -> Contract:
    """Enter what was bought; the member's own side of it is filled in. ``ends_on``: the first day without.

    A running one of the same side, for the same two, ends where this one begins. Raises NotAllowed, and Refused with
    the fields.
    """
    _require(member)
    municipal = is_municipal(member)
    town = member.organisation.municipality if municipal else municipality.strip()
    guiding = organisation if municipal else member.organisation
    problems: dict[str, Text] = {}
    if not town:
        problems["municipality"] = _("Say which municipality bought it.")
    if guiding is None:
        problems["organisation"] = _("Choose who guides.")
    if months is None and hours is None:
        problems["months"] = _("Fill in months, hours or both.")
    if months is not None and not 1 <= months <= MOST_MONTHS:
        problems["months"] = _("Between 1 and %(most)d.") % {"most": MOST_MONTHS}
    if hours is not None and not 1 <= hours <= MOST_HOURS:
        problems["hours"] = _("Between 1 and %(most)d.") % {"most": MOST_HOURS}
    if per not in Contract.Per.values:
        problems["per"] = _("There is no such choice.")
    if ends_on is not None and ends_on <= begins_on:
        problems["ends_on"] = _("It cannot end before it begins.")
    if not source.strip():
        problems["source"] = _("Say where this can be read, such as the number of the agreement.")
    if problems:
        raise Refused(problems)
    assert guiding is not None
    with transaction.atomic():
        earlier = Contract.objects.select_for_update().filter(
            municipality=town,
            organisation=guiding,
            set_by_organisation_id=member.organisation_id,
            ends_on__isnull=True,
        )
        for it in earlier:
            it.ends_on = max(begins_on, it.begins_on)
            it.save(update_fields=["ends_on"])
        return Contract.objects.create(
            municipality=town,
            organisation=guiding,
            months=months,
            hours=hours,
            per=per,
            begins_on=begins_on,
            ends_on=ends_on,
            source=source.strip(),
            by_municipality=municipal,
            set_by=member,
            set_by_organisation_id=member.organisation_id,
        )


def end_contract(member: Member, contract_id: int, *, on: date | None = None) -> Contract:
    """It no longer holds for guidance that begins from this day on (default: today).

    Raises NotAllowed, NotFound (also for what the other side entered), and Refused.
    """
    _require(member)
    with transaction.atomic():
        found = (
            Contract.objects.select_for_update()
            .filter(pk=contract_id, set_by_organisation_id=member.organisation_id)
            .first()
        )
        if found is None:
            raise NotFound(_("There is no such agreement, or the other side entered it."))
        day = max(on or timezone.localdate(), found.begins_on)
        if found.ends_on is not None and found.ends_on <= day:
            raise Refused({"on": _("It has ended already.")})
        found.ends_on = day
        found.save(update_fields=["ends_on"])
    return found


def _require(member: Member) -> None:
    if not may_set(member):
        raise NotAllowed(_("You can read what was bought, and not enter it."))
