"""What a coordinator knows of a volunteer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound, Overtaken, Refused, Text
from reisgenoot.access.models import Member

from ..models import Kind, Part, Pause, Profile, Spoken, Training
from ..roles import require_coordinator

POSTCODE = re.compile(r"([1-9]\d{3})\s?([A-Za-z]{2})?")
MOST_HOUSEHOLDS = 9


@dataclass(frozen=True)
class ProfileGiven:
    """What a coordinator says of a volunteer. ``languages``: level by code; ``vog_seen``: they saw it themselves."""

    kinds: Sequence[str] = ()
    languages: Mapping[str, str] = field(default_factory=dict)
    postcode: str = ""
    municipality: str = ""
    parts: Sequence[str] = ()
    households: int = 1
    vog_issued_on: date | None = None
    vog_seen: bool = False


def volunteer_of(member: Member, volunteer_id: int) -> Member:
    """A volunteer of the coordinator's own organisation. Raises NotAllowed, NotFound."""
    require_coordinator(member)
    found = Member.objects.filter(
        pk=volunteer_id, organisation_id=member.organisation_id, role=Member.Role.VOLUNTEER
    ).first()
    if found is None:
        raise NotFound(_("There is no such volunteer."))
    return found


def save_profile(
    member: Member, volunteer_id: int, given: ProfileGiven, *, seen: int | None = None
) -> Profile:
    """Keep the profile, made where there was none. ``seen``: its ``changes`` as the coordinator saw it, 0 for none.

    Another date on the certificate of conduct (VOG) counts only if the coordinator saw the certificate.
    Raises NotAllowed, NotFound, Refused with the fields, and Overtaken if a colleague saved it meanwhile.
    """
    with transaction.atomic():
        volunteer = volunteer_of(member, volunteer_id)
        profile = Profile.objects.select_for_update().filter(pk=volunteer.pk).first()
        before = profile.changes if profile else 0
        if seen is not None and seen != before:
            raise _overtaken(profile)
        new = profile is None
        if profile is None:
            profile = Profile(member=volunteer, organisation_id=member.organisation_id)
        _fill(member, profile, given)
        profile.changes, profile.changed_at, profile.changed_by = before + 1, timezone.now(), member
        profile.save(force_insert=new, update_fields=None if new else _KEPT)
        Spoken.objects.filter(profile=profile).delete()
        Spoken.objects.bulk_create(
            Spoken(profile=profile, language=code, level=level) for code, level in given.languages.items()
        )
    return profile


_KEPT = ["kinds", "postcode", "municipality", "parts", "households"]
_KEPT += ["vog_issued_on", "vog_seen_on", "vog_seen_by", "changes", "changed_at", "changed_by"]


def _fill(member: Member, profile: Profile, given: ProfileGiven) -> None:
    problems: dict[str, Text] = {}
    today = timezone.localdate()
    if not given.kinds or set(given.kinds) - set(Kind.values):
        problems["kinds"] = _("Choose what the volunteer does.")
    if set(given.parts) - set(Part.values):
        problems["parts"] = _("There is no such choice.")
    if set(given.languages.values()) - set(Spoken.Level.values):
        problems["languages"] = _("Say of each language how well.")
    if not 1 <= given.households <= MOST_HOUSEHOLDS:
        problems["households"] = _("Between 1 and %(most)d households.") % {"most": MOST_HOUSEHOLDS}
    code = POSTCODE.fullmatch(given.postcode.strip())
    if given.postcode.strip() and code is None:
        problems["postcode"] = _("A postcode is four digits, with or without two letters.")
    if given.vog_issued_on and given.vog_issued_on > today:
        problems["vog_issued_on"] = _("This date lies in the future.")
    elif given.vog_issued_on and given.vog_issued_on != profile.vog_issued_on and not given.vog_seen:
        problems["vog_seen"] = _("A date counts only if you have seen the certificate.")
    if problems:
        raise Refused(problems)
    profile.kinds, profile.parts = list(given.kinds), list(given.parts)
    profile.postcode = " ".join(part.upper() for part in code.groups() if part) if code else ""
    profile.municipality = given.municipality.strip()[:100]
    profile.households = given.households
    if given.vog_issued_on is None:
        profile.vog_issued_on = profile.vog_seen_on = profile.vog_seen_by = None
    elif given.vog_issued_on != profile.vog_issued_on:
        profile.vog_issued_on, profile.vog_seen_on, profile.vog_seen_by = given.vog_issued_on, today, member


def _overtaken(now: Profile | None) -> Overtaken:
    by = now.changed_by.name if now else ""
    at = now.changed_at if now else None
    return Overtaken("profile", seen="", now="", by=by, at=at, version="")


def _profile_of(member: Member, volunteer_id: int) -> Profile:
    profile = Profile.objects.filter(pk=volunteer_of(member, volunteer_id).pk).first()
    if profile is None:
        raise Refused({"profile": _("Make the profile of this volunteer first.")})
    return profile


def add_training(member: Member, volunteer_id: int, *, name: str, on: date) -> Training:
    """Note a training that was followed. Raises NotAllowed, NotFound, and Refused with the fields."""
    with transaction.atomic():
        profile = _profile_of(member, volunteer_id)
        problems: dict[str, Text] = {}
        if not 1 <= len(name.strip()) <= 120:
            problems["name"] = _("Give its name, of 120 characters at most.")
        if on > timezone.localdate():
            problems["on"] = _("This date lies in the future.")
        if problems:
            raise Refused(problems)
        return Training.objects.create(profile=profile, name=name.strip(), on=on)


def drop_training(member: Member, training_id: int) -> int:
    """Remove a training that was noted by mistake; returns whose it was. Raises NotAllowed, NotFound."""
    return _drop(member, Training.objects.filter(pk=training_id).first())


def add_pause(
    member: Member, volunteer_id: int, *, why: str, begins_on: date, until: date | None = None
) -> Pause:
    """Note that a volunteer is away, ``until`` and including a day if it is known.

    Raises NotAllowed, NotFound, and Refused with the fields.
    """
    with transaction.atomic():
        profile = _profile_of(member, volunteer_id)
        problems: dict[str, Text] = {}
        if why not in Pause.Why.values:
            problems["why"] = _("There is no such choice.")
        if until is not None and until < begins_on:
            problems["until"] = _("It cannot end before it began.")
        if problems:
            raise Refused(problems)
        ends_on = date.fromordinal(until.toordinal() + 1) if until else None
        return Pause.objects.create(profile=profile, why=why, begins_on=begins_on, ends_on=ends_on)


def drop_pause(member: Member, pause_id: int) -> int:
    """End a pause: one that has begun ends today, one to come is removed; returns whose it was.

    Raises NotAllowed, NotFound.
    """
    with transaction.atomic():
        require_coordinator(member)
        found = Pause.objects.filter(pk=pause_id).first()
        today = timezone.localdate()
        if found is None or found.begins_on >= today:
            return _drop(member, found)
        found.ends_on = today
        found.save(update_fields=["ends_on"])
        whose: int = found.profile_id
        return whose


def _drop(member: Member, found: Training | Pause | None) -> int:
    require_coordinator(member)
    if found is None:
        raise NotFound(_("There is no such entry."))
    whose: int = found.profile_id
    found.delete()
    return whose
