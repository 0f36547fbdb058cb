"""Opening dossiers: one by hand, or a whole caseload at once with the same number of SQL statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import Refused, Text
from reisgenoot.access.keys import random_key
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Involvement, Member
from reisgenoot.access.roles import require_professional
from reisgenoot.people.models import Household, HouseholdMember, Identifier, Person, PersonName

from .. import planning
from ..models import Dossier, Fact
from ..texts import ROUTES
from ..values import Impossible, check_number
from .facts import record_many
from .guidance import can_carry, hold

BATCH = 2000
"""Rows per INSERT."""


@dataclass(frozen=True, slots=True)
class NameParts:
    """One way of writing a name: its parts, or only ``full`` where the parts are not known."""

    given: str = ""
    family: str = ""
    prefix: str = ""
    full: str = ""
    kind: str = PersonName.Kind.MAIN

    def as_name(self, person_id: int, kind: str) -> PersonName:
        """The unsaved row, its derived columns filled."""
        return PersonName(
            person_id=person_id,
            given=self.given.strip(),
            prefix=self.prefix.strip(),
            family=self.family.strip(),
            full=" ".join(self.full.split()),
            kind=kind,
        ).fill()


@dataclass(frozen=True, slots=True)
class NewDossier:
    """What a dossier is opened with.

    ``household``: one that exists; or ``household_key``: new dossiers with the same key go into one new
    household, named ``household_name`` or after the family. ``on``: from when the place in it holds. ``worker``: who
    carries it (default: whoever opens it, or a coordinator if their last day is known).
    """

    name: NameParts
    facts: Mapping[str, Any] = field(default_factory=dict)
    names: Sequence[NameParts] = ()
    numbers: Mapping[str, str] = field(default_factory=dict)
    household: Household | None = None
    household_key: str = ""
    household_name: str = ""
    role: str = HouseholdMember.Role.HEAD
    definition: str = "nl-asylum"
    worker: Member | None = None
    on: date | None = None


def open_dossier(
    member: Member,
    *,
    name: NameParts,
    source: str = Fact.Source.SCREEN,
    replan: bool = True,
    **about: Any,
) -> Dossier:
    """Open one dossier for the member's organisation; ``about``: the other fields of :class:`NewDossier`.

    Raises NotAllowed, and Refused with the fields that cannot be; then nothing is opened.
    """
    return open_dossiers(member, [NewDossier(name=name, **about)], source=source, replan=replan)[0]


def open_dossiers(
    member: Member, new: Sequence[NewDossier], *, source: str = Fact.Source.SCREEN, replan: bool = True
) -> list[Dossier]:
    """Open dossiers, in the order given, each in a household of its own unless told otherwise.

    All or nothing. Refused has keys ``FIELD`` if there is one, ``INDEX.FIELD`` (from 0) if there are more.
    """
    require_professional(member)
    if not new:
        return []
    numbers = _checked(member, new)
    carrier = _carrier(member)
    today = timezone.localdate()
    with transaction.atomic():
        _hold(new, carrier)
        ids = [random_key() for _one in new]
        # The involvement comes first: it opens the wall for the rows that follow.
        Involvement.objects.bulk_create(
            [
                Involvement(dossier_id=key, organisation_id=member.organisation_id, begins_on=today)
                for key in ids
            ],
            batch_size=BATCH,
        )
        Person.objects.bulk_create([Person(id=key) for key in ids], batch_size=BATCH)
        names = [it.name.as_name(key, PersonName.Kind.MAIN) for key, it in zip(ids, new, strict=True)]
        others = {
            (key, row.full): row
            for key, it in zip(ids, new, strict=True)
            for row in (other.as_name(key, _other_kind(other)) for other in it.names)
            if row.full and row.full != it.name.as_name(key, PersonName.Kind.MAIN).full
        }
        PersonName.objects.bulk_create([*names, *others.values()], batch_size=BATCH)
        Identifier.objects.bulk_create(
            [
                Identifier(person_id=key, kind=kind, value=value)
                for key, own in zip(ids, numbers, strict=True)
                for kind, value in own.items()
            ],
            batch_size=BATCH,
        )
        households = _households(new, names)
        dossiers = Dossier.objects.bulk_create(
            [
                Dossier(
                    person_id=key,
                    definition=it.definition,
                    organisation_id=member.organisation_id,
                    worker=it.worker or carrier,
                    opened_on=today,
                    name=name.full,
                    household_name=household.name,
                )
                for key, it, name, household in zip(ids, new, names, households, strict=True)
            ],
            batch_size=BATCH,
        )
        HouseholdMember.objects.bulk_create(
            [
                HouseholdMember(household=household, person_id=key, role=it.role, begins_on=it.on or today)
                for key, it, household in zip(ids, new, households, strict=True)
            ],
            batch_size=BATCH,
        )
        _record(member, ids, new, source)
        log(member, ids, AccessLog.Act.WRITE, "opened")
        if replan:
            planning.replan(ids, on=today)
    return dossiers


def _other_kind(name: NameParts) -> str:
    return PersonName.Kind.OTHER if name.kind == PersonName.Kind.MAIN else name.kind


def _carrier(member: Member) -> Member:
    """Who carries what the member opens: they themselves, or a coordinator if their last day is known.

    Raises Refused if there is nobody.
    """
    if can_carry(member):
        return member
    colleagues = Member.objects.filter(organisation_id=member.organisation_id).order_by("pk")
    able = [it for it in colleagues if can_carry(it)]
    if not able:
        raise Refused({"worker": _("Nobody here can carry the dossier: your own last day is known.")})
    return min(able, key=lambda it: it.role != Member.Role.COORDINATOR)


def _hold(new: Sequence[NewDossier], carrier: Member) -> None:
    """Raise Refused for workers who left since they were chosen; the others stay until all is opened."""
    able = hold({it.worker or carrier for it in new})
    gone = [index for index, it in enumerate(new) if (it.worker or carrier).pk not in able]
    why = _("Who should carry this has left just now. Choose somebody else.")
    if gone:
        raise Refused({("worker" if len(new) == 1 else f"{index}.worker"): why for index in gone})


def _checked(member: Member, new: Sequence[NewDossier]) -> list[dict[str, str]]:
    """The numbers of each in their stored form; raises Refused for these, and for names, routes and workers."""
    problems: dict[str, Text] = {}
    numbers: list[dict[str, str]] = []
    for index, it in enumerate(new):
        where = "" if len(new) == 1 else f"{index}."
        if not (it.name.full or it.name.given or it.name.family).strip():
            problems[f"{where}name"] = _("A dossier needs a name.")
        if it.definition not in ROUTES:
            problems[f"{where}definition"] = _("A dossier that organisations share can't follow this route.")
        if it.worker and (it.worker.organisation_id != member.organisation_id or not can_carry(it.worker)):
            problems[f"{where}worker"] = _("Choose somebody who guides people in your own organisation.")
        own = {}
        for kind, value in it.numbers.items():
            try:
                own[kind] = check_number(kind, value)
            except Impossible as error:
                problems[f"{where}{kind}"] = str(error)
        numbers.append(own)
    if problems:
        raise Refused(problems)
    return numbers


def _households(new: Sequence[NewDossier], names: Sequence[PersonName]) -> list[Household]:
    """The household of each; new ones are saved. The head's name comes before that of others."""
    wanted: dict[str, str] = {}
    keys = [it.household_key or f"\0{index}" for index, it in enumerate(new)]
    for key, it, name in zip(keys, new, names, strict=True):
        if it.household is None and (key not in wanted or it.role == HouseholdMember.Role.HEAD):
            wanted[key] = (it.household_name or name.family or name.full)[:200]
    made = Household.objects.bulk_create([Household(name=name) for name in wanted.values()], batch_size=BATCH)
    by_key = dict(zip(wanted, made, strict=True))
    return [it.household or by_key[key] for key, it in zip(keys, new, strict=True)]


def _record(member: Member, ids: Sequence[int], new: Sequence[NewDossier], source: str) -> None:
    values = {key: it.facts for key, it in zip(ids, new, strict=True) if it.facts}
    try:
        record_many(member, values, source=source, replan=False)
    except Refused as error:
        if len(new) == 1:
            raise
        # Told by dossier, or not at all if only one has facts; asked for by place in the list.
        only = next(iter(values))
        places = {str(key): place for place, key in enumerate(ids)}
        told = {
            (field if len(values) > 1 else f"{only}.{field}"): why for field, why in error.problems.items()
        }
        split = {tuple(field.split(".", 1)): why for field, why in told.items()}
        raise Refused(
            {f"{places[dossier]}.{field}": why for (dossier, field), why in split.items()}
        ) from None
