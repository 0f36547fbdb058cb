"""Names, numbers and households of the people in dossiers."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound, Refused
from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_professional
from reisgenoot.people.models import Household, HouseholdMember, Identifier, PersonName

from .. import planning
from ..models import Dossier
from ..values import Impossible, check_number
from .common import dossier_of, wrote
from .opening import NameParts

Role = HouseholdMember.Role


def add_name(member: Member, dossier: Dossier | int, name: NameParts) -> PersonName:
    """Add a spelling by which the person is found too. Again changes nothing.

    Raises NotAllowed, NotFound, Refused.
    """
    require_professional(member)
    with transaction.atomic():
        target = dossier_of(dossier)
        kind = PersonName.Kind.OTHER if name.kind == PersonName.Kind.MAIN else name.kind
        row = name.as_name(target.pk, kind)
        if not row.full:
            raise Refused({"name": _("A name cannot be empty.")})
        found = PersonName.objects.filter(person_id=target.pk, full=row.full).first()
        if found is not None:
            return found
        row.save()
        wrote(member, target, "names")
    return row


def change_main_name(member: Member, dossier: Dossier | int, name: NameParts) -> PersonName:
    """Show the person under another name from now on; the earlier one stays findable. Raises as add_name."""
    require_professional(member)
    with transaction.atomic():
        target = dossier_of(dossier)
        row = name.as_name(target.pk, PersonName.Kind.MAIN)
        if not row.full:
            raise Refused({"name": _("A name cannot be empty.")})
        names = PersonName.objects.filter(person_id=target.pk)
        names.filter(kind=PersonName.Kind.MAIN).exclude(full=row.full).update(kind=PersonName.Kind.OTHER)
        same = names.filter(full=row.full).first()
        if same is not None:
            row.pk, row._state.adding = same.pk, False
        row.save()
        target.name = row.full
        target.save(update_fields=["name"])
        wrote(member, target, "names")
    return row


def set_number(member: Member, dossier: Dossier | int, kind: str, value: str) -> Identifier:
    """Set the person's number of this kind (a value of ``Identifier.Kind``).

    Raises NotAllowed, NotFound, Refused.
    """
    require_professional(member)
    try:
        checked = check_number(kind, value)
    except Impossible as error:
        raise Refused({kind: str(error)}) from None
    with transaction.atomic():
        target = dossier_of(dossier)
        number, _made = Identifier.objects.update_or_create(
            person_id=target.pk, kind=kind, defaults={"value": checked}
        )
        wrote(member, target, "numbers")
    return number


def new_household(member: Member, *, name: str) -> Household:
    """A household in which nobody lives yet. Raises NotAllowed, Refused."""
    require_professional(member)
    shown = " ".join(name.split())
    if not 1 <= len(shown) <= 200:
        raise Refused({"name": _("A name has between 1 and 200 characters.")})
    return Household.objects.create(name=shown)


def move_household(
    member: Member, dossier: Dossier | int, household: Household, *, role: str, on: date | None = None
) -> HouseholdMember:
    """Let the person live in ``household`` from a day on (default: today); the place they had ends that day.

    Raises NotAllowed, NotFound, and Refused: an unknown role, a second head, or a day before the place
    they have began.
    """
    require_professional(member)
    day = on or timezone.localdate()
    if role not in Role.values:
        raise Refused({"role": _("There is no such role in a household.")})
    with transaction.atomic():
        target = dossier_of(dossier)
        _end_place(target.pk, day)
        if role == Role.HEAD and _places(day).filter(household=household, role=Role.HEAD).exists():
            raise Refused({"role": _("This household has a head already.")})
        place = HouseholdMember.objects.create(
            household=household, person_id=target.pk, role=role, begins_on=day
        )
        target.household_name = household.name
        target.save(update_fields=["household_name"])
        wrote(member, target, "household")
        planning.replan([target.pk])
    return place


def leave_household(member: Member, dossier: Dossier | int, *, on: date | None = None) -> HouseholdMember:
    """End the place that the person has, on a day (default: today). Raises NotAllowed, NotFound, Refused."""
    require_professional(member)
    with transaction.atomic():
        target = dossier_of(dossier)
        place = _end_place(target.pk, on or timezone.localdate())
        if place is None:
            raise NotFound(_("This person lives in no household on that day."))
        target.household_name = ""
        target.save(update_fields=["household_name"])
        wrote(member, target, "household")
        planning.replan([target.pk])
    return place


def change_head(
    member: Member, household: Household, dossier: Dossier | int, *, on: date | None = None
) -> HouseholdMember:
    """Make somebody in the household its head from a day on (default: today); the one before becomes other.

    Returns the new head's place. Both are planned again: tasks of a household belong to its head.
    Raises NotAllowed, NotFound, and Refused if the person does not live there on that day.
    """
    require_professional(member)
    day = on or timezone.localdate()
    with transaction.atomic():
        target = dossier_of(dossier)
        here = _places(day).filter(household=household)
        if not here.filter(person_id=target.pk).exists():
            raise Refused({"dossier": _("This person does not live in the household on that day.")})
        before = here.filter(role=Role.HEAD).first()
        if before is not None and before.person_id == target.pk:
            return before
        if before is not None:
            _change_role(before, Role.OTHER, day)
            wrote(member, before.person_id, "household")
        place = _change_role(here.get(person_id=target.pk), Role.HEAD, day)
        wrote(member, target, "household")
        planning.replan([target.pk, *([before.person_id] if before else [])])
    return place


def _places(day: date) -> QuerySet[HouseholdMember]:
    return HouseholdMember.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day), begins_on__lte=day)


def _end_place(person_id: int, day: date) -> HouseholdMember | None:
    place = HouseholdMember.objects.filter(person_id=person_id, ends_on__isnull=True).first()
    if place is None:
        return None
    if day < place.begins_on:
        raise Refused({"on": _("The place in the household began after this day.")})
    place.ends_on = day
    place.save(update_fields=["ends_on"])
    return place


def _change_role(place: HouseholdMember, role: str, day: date) -> HouseholdMember:
    """The same person in the same household under another role from ``day``: a new place follows the old."""
    if place.begins_on == day:
        place.role = role
        place.save(update_fields=["role"])
        return place
    end = place.ends_on
    place.ends_on = day
    place.save(update_fields=["ends_on"])
    return HouseholdMember.objects.create(
        household_id=place.household_id, person_id=place.person_id, role=role, begins_on=day, ends_on=end
    )
