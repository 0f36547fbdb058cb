"""Keeping the social map: adding, changing, checking whether it still is so, and taking off."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from stdnum.exceptions import ValidationError
from stdnum.nl import postcode as dutch_postcode

from reisgenoot.access.errors import NotFound, Overtaken, Refused, Text
from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_professional

from ..models import MapEntry, MapKind, Theme

FIELDS = (
    "name",
    "kind",
    "themes",
    "does",
    "for_whom",
    "address",
    "postcode",
    "place",
    "phone",
    "email",
    "web",
    "languages",
    "hours",
)


def add_entry(member: Member, *, checked: bool = True, **about: Any) -> MapEntry:
    """Put an organisation on the map; ``about``: the fields. Whoever adds one has just looked, unless not ``checked``.

    Raises NotAllowed and Refused with the fields.
    """
    require_professional(member)
    with transaction.atomic():
        made = MapEntry(organisation_id=member.organisation_id, **_checked(member, about, None))
        if checked:
            made.checked_on, made.checked_by = timezone.localdate(), member
        made.save(force_insert=True)
    return made


def change_entry(member: Member, entry_id: int, *, seen: int, **about: Any) -> MapEntry:
    """Change an entry, which checks it too. ``seen``: the version that the member saw.

    Raises NotAllowed, NotFound, Refused with the fields, and Overtaken.
    """
    require_professional(member)
    with transaction.atomic():
        found = _entry(member, entry_id)
        changes = _checked(member, about, entry_id)
        if found.version != seen:
            raise _overtaken(found)
        for name, value in changes.items():
            setattr(found, name, value)
        _look(member, found)
        found.save()
    return found


def check_entry(member: Member, entry_id: int) -> MapEntry:
    """Note that all of it was found to be so today. Raises NotAllowed and NotFound."""
    require_professional(member)
    with transaction.atomic():
        found = _entry(member, entry_id)
        _look(member, found)
        found.gone_on = None
        found.save(update_fields=["checked_on", "checked_by", "gone_on", "version"])
    return found


def gone(member: Member, entry_id: int) -> MapEntry:
    """It is no longer there: nobody is referred to it any more; what was stays. Raises NotAllowed and NotFound."""
    require_professional(member)
    with transaction.atomic():
        found = _entry(member, entry_id)
        _look(member, found)
        found.gone_on = found.checked_on
        found.save(update_fields=["checked_on", "checked_by", "gone_on", "version"])
    return found


def _look(member: Member, entry: MapEntry) -> None:
    entry.checked_on, entry.checked_by = timezone.localdate(), member
    entry.version += 1


def _entry(member: Member, entry_id: int) -> MapEntry:
    rows = MapEntry.objects.select_for_update(of=("self",)).select_related("checked_by")
    found = rows.filter(pk=entry_id, organisation_id=member.organisation_id).first()
    if found is None:
        raise NotFound(_("There is no such organisation on your map."))
    return found


def _checked(member: Member, about: dict[str, Any], own: int | None) -> dict[str, Any]:
    values = {name: about[name] for name in FIELDS if name in about}
    problems: dict[str, Text] = {}
    values["name"] = " ".join(values.get("name", "").split())
    if not values["name"]:
        problems["name"] = _("An organisation has a name.")
    if values.get("kind") not in MapKind.values:
        problems["kind"] = _("Choose what sort of organisation it is.")
    themes: Collection[str] = values.get("themes", ())
    if set(themes) - set(Theme.values):
        problems["themes"] = _("There is no such choice.")
    if values.get("postcode"):
        try:
            values["postcode"] = dutch_postcode.validate(values["postcode"])
        except ValidationError:
            problems["postcode"] = _("A postcode is four digits and two letters.")
    twins = MapEntry.objects.filter(
        organisation_id=member.organisation_id, name__iexact=values["name"], place=values.get("place", "")
    )
    if twins.exclude(pk=own or 0).exists():
        problems["name"] = _("It stands on the map already, in the same place.")
    if problems:
        raise Refused(problems)
    return values


def _overtaken(found: MapEntry) -> Overtaken:
    return Overtaken(
        "name",
        seen="",
        now=found.name,
        by=found.checked_by.name if found.checked_by else "",
        at=None,
        version=str(found.version),
    )
