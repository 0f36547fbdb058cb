"""Shelters with their capacity, who sleeps where from when until when, and partners who help."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound, Refused, Text
from reisgenoot.vault.boxes import Vault
from reisgenoot.vault.change import changing
from reisgenoot.web.templatetags.web import day as as_day

from ..content import House, Partner, Shelter, Stay, decode, encode, taken
from ..labels import LVV_CITIES, SHELTER_KINDS
from .editing import editing, text_of
from .recording import note_shelter

MOST_PLACES = 500
LATEST_DAYS = 366
"""A stay begins at most so many days from now."""
NAMED = 5
"""Nights that a refusal names."""


def add_shelter(vault: Vault, *, name: str, city: str, kind: str, capacity: int) -> None:
    """Add a shelter of the organisation. Raises Refused with the fields."""
    checked = _shelter(name, city, kind, capacity)
    with changing(vault) as change:
        house = decode(vault.kept.body, House)
        house.shelters.append(Shelter(house.next_number(), *checked))
        change.vault.kept.body = encode(house)


def change_shelter(vault: Vault, number: int, *, name: str, city: str, kind: str, capacity: int) -> None:
    """Change a shelter; its capacity not to less than those who sleep there from now on. Raises NotFound, Refused."""
    checked = _shelter(name, city, kind, capacity)
    today = timezone.localdate()
    with changing(vault) as change:
        house = decode(vault.kept.body, House)
        place = next((index for index, it in enumerate(house.shelters) if it.number == number), None)
        if place is None:
            raise NotFound(_("There is no such shelter."))
        stays = [stay for stay in house.stays if stay.shelter == number]
        nights = {today, *(stay.begins_on for stay in stays if stay.begins_on > today)}
        if over := sorted(night for night in nights if taken(stays, number, night) > capacity):
            raise Refused({"capacity": _("More people sleep there on %(nights)s.") % {"nights": _told(over)}})
        house.shelters[place] = Shelter(number, *checked)
        change.vault.kept.body = encode(house)


def _shelter(name: str, city: str, kind: str, capacity: int) -> tuple[str, str, str, int]:
    problems: dict[str, Text] = {}
    if not 1 <= len(name.strip()) <= 80:
        problems["name"] = _("A name has between 1 and 80 characters.")
    if not 1 <= len(city.strip()) <= 80:
        problems["city"] = _("Give the place where it is.")
    if kind not in SHELTER_KINDS:
        problems["kind"] = _("There is no such choice.")
    elif kind == "lvv" and city.strip() not in LVV_CITIES:
        problems["city"] = _("There is an LVV in %(cities)s only.") % {"cities": ", ".join(LVV_CITIES)}
    if not 1 <= capacity <= MOST_PLACES:
        problems["capacity"] = _("Between 1 and %(most)d places.") % {"most": MOST_PLACES}
    if problems:
        raise Refused(problems)
    return name.strip(), city.strip(), kind, capacity


def add_stay(
    vault: Vault,
    key: UUID,
    revision: int | None,
    *,
    shelter: int,
    begins_on: date,
    ends_on: date | None = None,
) -> None:
    """Let somebody sleep in a shelter: the first night is that of ``begins_on``, ``ends_on`` is the morning they leave.

    Raises NotFound, Stale, and Refused: for a night on which the shelter is full or the person sleeps elsewhere, too.
    """
    today = timezone.localdate()
    problems: dict[str, Text] = {}
    if (begins_on - today).days > LATEST_DAYS:
        problems["begins_on"] = _("This date cannot be right.")
    if ends_on is not None and ends_on <= begins_on:
        problems["ends_on"] = _("The last morning comes after the first night.")
    if problems:
        raise Refused(problems)
    with editing(vault, key, revision, "stays") as it:
        place = next((one for one in it.house.shelters if one.number == shelter), None)
        if place is None:
            raise Refused({"shelter": _("There is no such choice.")})
        new = Stay(it.house.next_number(), key, shelter, begins_on, it.member.pk, it.now, ends_on)
        if clash := _nights(
            new, it.house.of(key), lambda night, stays: any(stay.covers(night) for stay in stays)
        ):
            raise Refused(
                {"begins_on": _("This person sleeps elsewhere on %(nights)s.") % {"nights": _told(clash)}}
            )
        full = _nights(
            new, it.house.stays, lambda night, stays: taken(stays, shelter, night) >= place.capacity
        )
        if full:
            raise Refused({"shelter": _("Full on %(nights)s.") % {"nights": _told(full)}})
        it.house.stays.append(new)
        note_shelter(it, begins_on)


def _nights(new: Stay, stays: Sequence[Stay], holds: Callable[[date, Sequence[Stay]], bool]) -> list[date]:
    """The nights of a stay on which something holds; of one without an end, as far as others are known to change it."""
    last = new.ends_on or max([new.begins_on, *(stay.ends_on or stay.begins_on for stay in stays)])
    days = range(new.begins_on.toordinal(), max(last.toordinal(), new.begins_on.toordinal() + 1))
    return [night for number in days if holds(night := date.fromordinal(number), stays)]


def _told(nights: list[date]) -> str:
    said = ", ".join(as_day(night) for night in nights[:NAMED])
    return said if len(nights) <= NAMED else _("%(nights)s and later") % {"nights": said}


def end_stay(vault: Vault, key: UUID, revision: int | None, number: int, *, ends_on: date) -> None:
    """Say on which morning a stay ends; before its first night means that it never was.

    Raises NotFound, Stale, Refused.
    """
    with editing(vault, key, revision, "stays") as it:
        stay = next((one for one in it.house.of(key) if one.number == number), None)
        if stay is None:
            raise NotFound(_("There is no such stay."))
        if stay.ends_on is not None and ends_on > stay.ends_on:
            raise Refused({"ends_on": _("A stay can only be made shorter: add another one.")})
        if ends_on <= stay.begins_on:
            it.house.stays.remove(stay)
        else:
            stay.ends_on = ends_on


def add_partner(
    vault: Vault, key: UUID, revision: int | None, *, name: str, does: str = "", contact: str = ""
) -> None:
    """Add somebody outside the organisation who helps. Raises NotFound, Stale, Refused."""
    who = text_of(name, "name", 120)
    with editing(vault, key, revision, "partners") as it:
        made = Partner(
            it.content.next_number(), who, does.strip()[:500], contact.strip()[:200], it.member.pk, it.now
        )
        it.content.partners.append(made)


def remove_partner(vault: Vault, key: UUID, revision: int | None, number: int) -> None:
    """They do not help any more. Raises NotFound, Stale."""
    with editing(vault, key, revision, "partners") as it:
        left = [partner for partner in it.content.partners if partner.number != number]
        if len(left) == len(it.content.partners):
            raise NotFound(_("There is no such partner."))
        it.content.partners = left
