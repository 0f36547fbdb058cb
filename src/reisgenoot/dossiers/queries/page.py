"""Everything that the page of one dossier shows, in a constant number of SQL statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from reisgenoot.access import rules
from reisgenoot.access.errors import NotFound
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Involvement, Member
from reisgenoot.access.roles import PROFESSIONAL, require_guiding
from reisgenoot.core.trajectory import Definition
from reisgenoot.people.models import HouseholdMember, Identifier, PersonName

from .. import planning
from ..models import NOTES, ContactNote, Document, Dossier, Fact
from ..values import CONTACT_KEYS
from .granted import addable, kept_elsewhere
from .shapes import (
    DocumentShown,
    DossierPage,
    FactShown,
    HouseholdShown,
    HousemateShown,
    InvolvementShown,
    NameShown,
    NoteShown,
    PersonShown,
    Reading,
)


def dossier_page(member: Member, dossier_id: int, today: date) -> DossierPage:
    """The dossier as the member may see it, planned for ``today``; the log notes that they looked.

    Raises NotAllowed for a role that sees no dossiers, and NotFound.
    """
    require_guiding(member)
    dossier = Dossier.objects.select_related("person", "organisation", "worker").filter(pk=dossier_id).first()
    if dossier is None:
        raise NotFound(_("There is no such dossier, or you have no access to it."))
    log(member, [dossier_id], AccessLog.Act.READ, "dossier")
    known = planning.gather([dossier_id], today)[dossier_id]
    definition = planning.definition_of(known.definition, known.facts, today)
    households = _households(dossier_id, today)
    facts = _facts(dossier_id, definition)
    return DossierPage(
        dossier_id=dossier_id,
        person=_person(dossier, today),
        definition=definition,
        plan=planning.make_plan(known, today),
        municipality=dossier.municipality,
        organisation=dossier.organisation.name,
        worker_id=dossier.worker_id,
        worker=dossier.worker.name if dossier.worker else "",
        opened_on=dossier.opened_on,
        closed_on=dossier.closed_on,
        last_contact=dossier.last_contact,
        household=next((household for household in households if household.current), None),
        earlier_households=tuple(household for household in households if not household.current),
        facts=facts,
        values={fact.key: fact.value for fact in reversed(facts) if fact.standing},
        notes=_notes(dossier_id),
        documents=_documents(dossier_id),
        involvements=_involvements(dossier_id, today),
        why=_why(dossier_id),
        addable=tuple(addable(dossier_id)),
        kept_elsewhere=tuple(kept_elsewhere(dossier_id)),
        workers=_workers(member, today),
    )


def _person(dossier: Dossier, today: date) -> PersonShown:
    person = dossier.person
    names = PersonName.objects.filter(person_id=person.pk).order_by("id")
    shown = sorted(names, key=lambda name: name.kind != PersonName.Kind.MAIN)
    numbers = Identifier.objects.filter(person_id=person.pk).order_by("kind", "id")
    return PersonShown(
        id=person.pk,
        name=dossier.name,
        names=tuple(NameShown(name.full, name.kind, name.script) for name in shown),
        numbers=tuple((number.kind, number.value) for number in numbers),
        born=person.born,
        born_uncertain=person.born_uncertain,
        age=person.age_on(today),
        minor=person.is_minor_on(today),
        sex=person.sex,
        nationality=person.nationality,
        languages=tuple(person.languages),
        postcode=person.postcode,
        address=person.address,
        phone=person.phone,
        email=person.email,
    )


def _households(dossier_id: int, today: date) -> list[HouseholdShown]:
    """The person's households, newest place first, each with who else lived there at some time."""
    own = list(
        HouseholdMember.objects.filter(person_id=dossier_id)
        .select_related("household")
        .order_by("-begins_on", "-id")
    )
    others: dict[int, list[HouseholdMember]] = {}
    for place in (
        HouseholdMember.objects.filter(household_id__in={place.household_id for place in own})
        .exclude(person_id=dossier_id)
        .select_related("person__dossier")
        .order_by("person__born", "person_id", "begins_on")
    ):
        others.setdefault(place.household_id, []).append(place)
    return [
        HouseholdShown(
            id=place.household_id,
            name=place.household.name,
            role=place.role,
            begins_on=place.begins_on,
            ends_on=place.ends_on,
            current=_runs(place, today),
            mates=tuple(_housemates(others.get(place.household_id, ()), _runs(place, today), today)),
        )
        for place in own
    ]


def _housemates(places: Iterable[HouseholdMember], current: bool, today: date) -> Iterable[HousemateShown]:
    """One for each person: who lives there now in a current household, who ever did in an earlier one."""
    last = {place.person_id: place for place in places if not current or _runs(place, today)}
    for place in last.values():
        yield HousemateShown(
            dossier_id=place.person_id,
            name=place.person.dossier.name,
            role=place.role,
            born=place.person.born,
            age=place.person.age_on(today),
            minor=place.person.is_minor_on(today),
            phase=place.person.dossier.phase,
            begins_on=place.begins_on,
            ends_on=place.ends_on,
        )


def _runs(period: HouseholdMember | Involvement, today: date) -> bool:
    return period.begins_on <= today and (period.ends_on is None or period.ends_on > today)


def _facts(dossier_id: int, definition: Definition) -> tuple[FactShown, ...]:
    rows = list(
        Fact.objects.filter(dossier_id=dossier_id)
        .select_related("recorded_by", "organisation")
        .order_by("-recorded_at", "-id")
    )
    by = {row.supersedes_id: row.pk for row in rows if row.supersedes_id}
    return tuple(
        FactShown(
            id=row.pk,
            key=row.key,
            text=fact_text(definition, row.key),
            milestone=row.key in definition.milestones or row.key in definition.tasks,
            value=row.value,
            happened_on=row.happened_on,
            recorded_at=row.recorded_at,
            recorded_by=row.recorded_by.name,
            organisation=row.organisation.name,
            source=row.source,
            note=row.note,
            supersedes=row.supersedes_id,
            superseded_by=by.get(row.pk),
            standing=row.pk not in by and row.value is not None,
        )
        for row in rows
    )


def fact_text(definition: Definition, key: str) -> Mapping[str, str]:
    """What a fact is about, by language."""
    for kind in (definition.milestones, definition.attributes, definition.tasks):
        found: Any = kind.get(key)
        if found is not None and found.text:
            text: Mapping[str, str] = found.text
            return text
    label = str(CONTACT_KEYS[key][0]) if key in CONTACT_KEYS else key
    return {"nl": label, "en": label}


def _notes(dossier_id: int) -> tuple[NoteShown, ...]:
    rows = ContactNote.objects.filter(dossier_id=dossier_id).select_related("author", "organisation")
    return tuple(
        NoteShown(
            id=row.pk,
            on=row.on,
            kind=row.kind,
            sensitivity=row.sensitivity,
            category=None if row.category == NOTES else rules.table().categories[row.category],
            text=row.text,
            author=row.author.name,
            organisation=row.organisation.name,
            written_at=row.written_at,
        )
        for row in rows.order_by("-on", "-id")
    )


def _documents(dossier_id: int) -> tuple[DocumentShown, ...]:
    rows = Document.objects.filter(dossier_id=dossier_id).defer("content")
    return tuple(
        DocumentShown(
            id=row.pk,
            name=row.name,
            content_type=row.content_type,
            size=row.size,
            sensitivity=row.sensitivity,
            category=None if row.category == NOTES else rules.table().categories[row.category],
            added_by=row.added_by.name,
            organisation=row.organisation.name,
            added_at=row.added_at,
        )
        for row in rows.select_related("added_by", "organisation").order_by("-added_at", "-id")
    )


def _involvements(dossier_id: int, today: date) -> tuple[InvolvementShown, ...]:
    rows = Involvement.objects.filter(dossier_id=dossier_id).select_related("organisation", "member")
    return tuple(
        InvolvementShown(
            id=row.pk,
            organisation=row.organisation.name,
            organisation_kind=row.organisation.kind,
            member=row.member.name if row.member else "",
            role=row.member.role if row.member else "",
            basis=row.basis,
            begins_on=row.begins_on,
            ends_on=row.ends_on,
            running=_runs(row, today),
        )
        for row in rows.order_by("begins_on", "id")
    )


def _why(dossier_id: int) -> tuple[Reading, ...]:
    """By which relations the acting member sees the dossier, from when until when."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT relation, begins_on, until FROM access_visible WHERE dossier_id = %s ORDER BY begins_on",
            [dossier_id],
        )
        names = rules.table().relations
        return tuple(Reading(names[row[0]], row[1], row[2]) for row in cursor.fetchall())


def _workers(member: Member, today: date) -> tuple[tuple[int, str], ...]:
    """To whom the member can give the dossier."""
    rows = Member.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=today),
        organisation_id=member.organisation_id,
        role__in=PROFESSIONAL,
        begins_on__lte=today,
    )
    return tuple(rows.order_by("name", "id").values_list("id", "name"))
