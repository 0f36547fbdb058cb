"""Registering who arrives: a person or a household, with all that the first days need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotAllowed, NotFound, Refused, Text
from reisgenoot.access.models import Involvement, Member, Organisation
from reisgenoot.access.roles import require_professional
from reisgenoot.dossiers import actions as dossiers
from reisgenoot.dossiers.filetypes import recognise
from reisgenoot.dossiers.models import Dossier
from reisgenoot.people.models import HouseholdMember, PersonName

from ..models import FOUR_DAYS, Arrival, AskedCheck, Stay
from .common import may_add, wrote

REGISTERS = Organisation.Kind.IND
"""The kind of organisation that registers arrivals."""
MOST = 20
"""People in one household."""


@dataclass(frozen=True, slots=True)
class NewArrival:
    """One person as they report. ``photo``: the name of a picture and its bytes."""

    given: str = ""
    family: str = ""
    own_script: str = ""
    born: date | None = None
    born_uncertain: bool = False
    sex: str = ""
    nationality: str = ""
    languages: Sequence[str] = ()
    v_number: str = ""
    role: str = HouseholdMember.Role.HEAD
    unaccompanied: bool = False
    photo: tuple[str, bytes] | None = None

    def as_new(self, member: Member, arrived: date, key: str) -> dossiers.NewDossier:
        """What the dossier is opened with."""
        facts: dict[str, Any] = {"arrived": arrived, "household_role": self.role}
        facts |= {name: value for name in ("born", "sex", "nationality") if (value := getattr(self, name))}
        facts |= {name: True for name in ("born_uncertain", "unaccompanied") if getattr(self, name)}
        if self.languages:
            facts["languages"] = list(self.languages)
        own = self.own_script.strip()
        return dossiers.NewDossier(
            name=dossiers.NameParts(given=self.given, family=self.family),
            names=[dossiers.NameParts(full=own, kind=PersonName.Kind.OTHER)] if own else [],
            numbers={"v_number": self.v_number} if self.v_number.strip() else {},
            facts=facts,
            household_key=key,
            role=self.role,
            worker=member,
            on=arrived,
        )


@dataclass(frozen=True, slots=True)
class Reception:
    """When and where they reported, where they stay, and which GZA is asked for the health check.

    ``expected_end``: left out, four days after the arrival.
    """

    at: datetime
    place: str
    centre: str
    expected_end: date | None = None
    gza: Organisation | None = None

    @property
    def day(self) -> date:
        """Day 1."""
        return timezone.localtime(self.at).date()

    @property
    def end(self) -> date:
        """Until when the first days are expected to last."""
        return self.expected_end or self.day + FOUR_DAYS


def register(member: Member, people: Sequence[NewArrival], reception: Reception) -> list[Dossier]:
    """Open a dossier for each, in one household; note arrival and stay, and ask GZA for the health check.

    All or nothing. Raises NotAllowed for who is not of the IND, and Refused with the fields of ``reception``, or of a
    person: ``FIELD`` if there is one, ``INDEX.FIELD`` (from 0) if there are more.
    """
    require_professional(member)
    if member.organisation.kind != REGISTERS:
        raise NotAllowed(_("Arrivals are registered by the IND."))
    _check(people, reception)
    key = "arrival"
    with transaction.atomic():
        made = dossiers.open_dossiers(member, [it.as_new(member, reception.day, key) for it in people])
        own = {"recorded_by": member, "organisation_id": member.organisation_id}
        about = {"at": reception.at, "place": reception.place.strip(), "expected_end": reception.end, **own}
        Arrival.objects.bulk_create([Arrival(dossier=it, **about) for it in made])
        stays = {"centre": reception.centre.strip(), "begins_on": reception.day, **own}
        Stay.objects.bulk_create([Stay(dossier=it, **stays) for it in made])
        if reception.gza is not None:
            for it in made:
                dossiers.involve(member, it, reception.gza, basis=Involvement.Basis.PHASE)
            asked = {"kind": AskedCheck.Kind.HEALTH, "asked_of": reception.gza, **own}
            AskedCheck.objects.bulk_create([AskedCheck(dossier=it, **asked) for it in made])
        for it, person in zip(made, people, strict=True):
            if person.photo is not None:
                name, content = person.photo
                dossiers.add_document(member, it, name=name, content=content, category="identity")
        wrote(member, [it.pk for it in made])
    return made


def _check(people: Sequence[NewArrival], reception: Reception) -> None:
    problems: dict[str, Text] = {}
    if not 1 <= len(people) <= MOST:
        problems["people"] = _("A household has between 1 and %(most)d people.") % {"most": MOST}
    for name in ("place", "centre"):
        if not 1 <= len(getattr(reception, name).strip()) <= 100:
            problems[name] = _("This has between 1 and 100 characters.")
    if reception.at > timezone.now():
        problems["on"] = _("This moment lies in the future.")
    if reception.end < reception.day:
        problems["expected_end"] = _("This lies before the arrival.")
    if sum(it.role == HouseholdMember.Role.HEAD for it in people) != 1:
        problems["people"] = _("A household has one head.")
    for index, it in enumerate(people):
        where = "" if len(people) == 1 else f"{index}."
        if it.photo is not None and (why := _no_picture(*it.photo)):
            problems[f"{where}photo"] = why
        if it.role == HouseholdMember.Role.CHILD and it.unaccompanied and len(people) > 1:
            problems[f"{where}unaccompanied"] = _("Somebody who comes with a household is not unaccompanied.")
    if problems:
        raise Refused(problems)


def _no_picture(name: str, content: bytes) -> Text:
    """Why this can't be a photo; empty if it can."""
    try:
        _shown, content_type = recognise(name, content)
    except Refused as refused:
        return refused.problems["file"]
    return "" if content_type.startswith("image/") else _("A photo is a JPEG or PNG picture.")


def change_expected_end(member: Member, dossier_id: int, expected_end: date) -> Arrival:
    """Set until when the first days are expected to last. Raises NotAllowed, NotFound, and Refused."""
    with transaction.atomic():
        target = may_add(member, dossier_id, "route")
        found = Arrival.objects.filter(dossier=target).first()
        if found is None:
            raise NotFound(_("There is no such dossier, or you have no access to it."))
        if expected_end < timezone.localtime(found.at).date():
            raise Refused({"expected_end": _("This lies before the arrival.")})
        Arrival.objects.filter(pk=found.pk).update(expected_end=expected_end)
        found.expected_end = expected_end
        wrote(member, [target.pk])
    return found
