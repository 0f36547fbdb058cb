"""Everything that the page of one dossier shows, in a constant number of SQL statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from reisgenoot.access import rules
from reisgenoot.access.errors import NotFound
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.access.roles import require_professional
from reisgenoot.core.trajectory import Definition
from reisgenoot.people.models import Person

from .. import planning
from ..models import NOTES
from ..values import CONTACT_KEYS
from .consents import purpose_text
from .page_rows import MateRow, PageRows, PlaceRow, page_rows
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


def dossier_page(member: Member, dossier_id: int, today: date, part: str = "dossier") -> DossierPage:
    """The dossier as the member may see it, planned for ``today``; the log notes that they looked at this ``part``.

    Raises NotAllowed for a role that sees no dossiers, and NotFound.
    """
    require_professional(member)
    rows = page_rows(dossier_id, member.organisation_id, today)
    dossier = rows.dossier
    if dossier is None:
        raise NotFound(_("There is no such dossier, or you have no access to it."))
    log(member, [dossier_id], AccessLog.Act.READ, part)
    known = planning.gather([dossier_id], today)[dossier_id]
    definition = planning.definition_of(known.definition, known.facts, today)
    households = _households(rows, today)
    facts = _facts(rows, definition)
    parts = _parts(rows, today)
    categories = rules.table().categories
    granted = {category: (reads, adds) for category, reads, adds in rows.granted or ()}
    return DossierPage(
        dossier_id=dossier_id,
        person=_person(dossier_id, rows, today),
        definition=definition,
        plan=planning.make_plan(known, today),
        municipality=dossier.municipality,
        organisation=dossier.organisation,
        worker_id=dossier.worker_id,
        worker=dossier.worker,
        opened_on=dossier.opened_on,
        closed_on=dossier.closed_on,
        last_contact=dossier.last_contact,
        household=next((household for household in households if household.current), None),
        earlier_households=tuple(household for household in households if not household.current),
        facts=facts,
        values={fact.key: fact.value for fact in reversed(facts) if fact.standing},
        notes=_notes(rows),
        documents=_documents(rows),
        involvements=parts,
        why=_why(rows, member, parts),
        readable=tuple(it for it in categories if granted.get(it, (False, False))[0]),
        addable=tuple(it for it in categories if granted.get(it, (False, False))[1]),
        kept_elsewhere=tuple(categories[it] for it in rows.kept or ()),
        workers=rows.workers or (),
    )


def _person(dossier_id: int, rows: PageRows, today: date) -> PersonShown:
    """Who it is about; empty where the member may read the route alone."""
    assert rows.dossier is not None
    it = rows.person
    person = Person(born=it.born if it else None)
    return PersonShown(
        id=dossier_id,
        name=rows.dossier.name,
        names=tuple(NameShown(*name) for name in rows.names or ()),
        numbers=rows.numbers or (),
        born=person.born,
        born_uncertain=it.born_uncertain if it else False,
        age=person.age_on(today),
        minor=person.is_minor_on(today),
        sex=it.sex if it else "",
        nationality=it.nationality if it else "",
        languages=it.languages if it else (),
        postcode=it.postcode if it else "",
        address=it.address if it else "",
        phone=it.phone if it else "",
        email=it.email if it else "",
    )


def _households(rows: PageRows, today: date) -> list[HouseholdShown]:
    """The person's households, newest place first, each with who else lived there at some time."""
    others: dict[int, list[MateRow]] = {}
    for mate in rows.mates or ():
        others.setdefault(mate.household_id, []).append(mate)
    return [
        HouseholdShown(
            id=place.household_id,
            name=place.name,
            role=place.role,
            begins_on=place.begins_on,
            ends_on=place.ends_on,
            current=_runs(place, today),
            mates=tuple(_housemates(others.get(place.household_id, ()), _runs(place, today), today)),
        )
        for place in rows.places or ()
    ]


def _housemates(places: Iterable[MateRow], current: bool, today: date) -> Iterable[HousemateShown]:
    """One for each person: who lives there now in a current household, who ever did in an earlier one."""
    last = {place.person_id: place for place in places if not current or _runs(place, today)}
    for place in last.values():
        person = Person(born=place.born)
        yield HousemateShown(
            dossier_id=place.person_id,
            name=place.name,
            role=place.role,
            born=place.born,
            age=person.age_on(today),
            minor=person.is_minor_on(today),
            phase=place.phase,
            begins_on=place.begins_on,
            ends_on=place.ends_on,
        )


def _runs(period: PlaceRow | MateRow, today: date) -> bool:
    return period.begins_on <= today and (period.ends_on is None or period.ends_on > today)


def _facts(rows: PageRows, definition: Definition) -> tuple[FactShown, ...]:
    facts = rows.facts or ()
    by = {row.supersedes: row.id for row in facts if row.supersedes}
    return tuple(
        FactShown(
            id=row.id,
            key=row.key,
            text=fact_text(definition, row.key),
            milestone=row.key in definition.dated_ids,
            value=row.value,
            happened_on=row.happened_on,
            recorded_at=row.recorded_at,
            recorded_by=row.recorded_by,
            organisation=row.organisation,
            source=row.source,
            note=row.note,
            supersedes=row.supersedes,
            superseded_by=by.get(row.id),
            standing=row.id not in by and row.value is not None,
        )
        for row in facts
    )


def fact_text(definition: Definition, key: str) -> Mapping[str, str]:
    """What a fact is about, by language."""
    for kind in (definition.milestones, definition.attributes, definition.tasks):
        found: Any = kind.get(key)
        if found is not None and found.text:
            text: Mapping[str, str] = found.text
            return text
    if task := definition.set_aside.get(key):
        return {"nl": f"Niet van toepassing: {task.text['nl']}", "en": f"Not applicable: {task.text['en']}"}
    label = str(CONTACT_KEYS[key][0]) if key in CONTACT_KEYS else key
    return {"nl": label, "en": label}


def _about(category: str) -> Mapping[str, str] | None:
    """The category by language; None for what is about nothing in particular."""
    return None if category == NOTES else rules.table().categories[category]


def _notes(rows: PageRows) -> tuple[NoteShown, ...]:
    return tuple(
        NoteShown(
            id=row.id,
            on=row.on,
            kind=row.kind,
            sensitivity=row.sensitivity,
            category=_about(row.category),
            text=row.text,
            author=row.author,
            organisation=row.organisation,
            written_at=row.written_at,
        )
        for row in rows.notes or ()
    )


def _documents(rows: PageRows) -> tuple[DocumentShown, ...]:
    return tuple(
        DocumentShown(
            id=row.id,
            name=row.name,
            content_type=row.content_type,
            size=row.size,
            sensitivity=row.sensitivity,
            category=_about(row.category),
            added_by=row.added_by,
            organisation=row.organisation,
            added_at=row.added_at,
        )
        for row in rows.documents or ()
    )


def _parts(rows: PageRows, today: date) -> tuple[InvolvementShown, ...]:
    """Every organisation's part, and the consents that run."""
    names = rules.table().categories
    return tuple(
        InvolvementShown(
            organisation_id=row.organisation_id,
            organisation=row.organisation,
            organisation_kind=row.organisation_kind,
            member=row.member,
            role=row.role,
            basis=row.basis,
            begins_on=row.begins_on,
            ends_on=row.ends_on,
            running=row.begins_on <= today and (row.ends_on is None or row.ends_on > today),
            purpose=purpose_text(row.purpose) if row.purpose else None,
            categories=tuple(names[key] for key in row.categories),
            agreed=row.agreed,
        )
        for row in rows.parts or ()
    )


def _why(rows: PageRows, member: Member, parts: Iterable[InvolvementShown]) -> tuple[Reading, ...]:
    """By which relations the acting member sees the dossier, from when until when; by consent for what."""
    names = rules.table().relations
    found = [
        Reading(names[relation], begins_on, until) for relation, begins_on, until in rows.relations or ()
    ]
    agreed = [part for part in parts if part.purpose and part.organisation_id == member.organisation_id]
    found += [Reading(names["consent"], it.begins_on, it.ends_on, it.purpose, it.categories) for it in agreed]
    return tuple(found)
