"""Who of a file is known already: by number, by name and birth date, by an earlier import, or possibly."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from rapidfuzz.fuzz import token_sort_ratio

from reisgenoot.access.models import Member
from reisgenoot.dossiers import planning
from reisgenoot.dossiers.models import ContactNote, Dossier
from reisgenoot.people.models import Identifier, Person, PersonName
from reisgenoot.people.names import latin

from .caseload.check import Record, as_candidate
from .caseload.duplicates import Candidate, Duplicate, find_duplicates
from .caseload.messages import duplicate_reason
from .caseload.names import has_lost_letters
from .meaning import facts_of, note_of
from .models import ImportRow

NUMBERS = ("v_number", "bsn")
SAME_NAME = 60  # of 100: spellings of one name; mothers and maiden names score lower and are asked about


@dataclass(slots=True)
class Known:
    """The people whom the acting member's organisation guides already, ready to be matched."""

    people: dict[int, Person] = field(default_factory=dict)
    names: dict[int, list[tuple[str, str]]] = field(
        default_factory=dict
    )  # (given, family), the main one first
    spellings: dict[int, set[str]] = field(default_factory=dict)
    numbers: dict[int, dict[str, str]] = field(default_factory=dict)
    by_number: dict[tuple[str, str], int] = field(default_factory=dict)
    by_name: dict[tuple[str, dt.date], int] = field(default_factory=dict)

    def candidates(self) -> list[Candidate]:
        """As people to compare rows with; the row is minus the dossier's id."""
        return [
            Candidate(
                row=-key,
                v_number=self.numbers.get(key, {}).get("v_number"),
                bsn=self.numbers.get(key, {}).get("bsn"),
                given=given,
                family=family,
                born=person.born,
                born_uncertain=person.born_uncertain,
                around={
                    name: getattr(person, name)
                    for name in ("postcode", "phone", "email", "sex", "nationality")
                    if getattr(person, name)
                },
            )
            for key, person in self.people.items()
            for given, family in self.names.get(key, [])
        ]


def known_people() -> Known:
    """Everybody whom the acting member may see: three SQL statements."""
    known = Known(people={person.pk: person for person in Person.objects.all()})
    for name in PersonName.objects.order_by("kind", "id"):
        known.names.setdefault(name.person_id, []).append((name.given, name.family or name.full))
        known.spellings.setdefault(name.person_id, set()).add(latin(name.full))
        born = known.people[name.person_id].born if name.person_id in known.people else None
        if born is not None:
            known.by_name.setdefault((latin(name.full), born), name.person_id)
    for number in Identifier.objects.filter(kind__in=NUMBERS):
        known.numbers.setdefault(number.person_id, {})[number.kind] = number.value
        known.by_number.setdefault((number.kind, number.value), number.person_id)
    return known


def fingerprint(header: Sequence[str], cells: Sequence[str]) -> str:
    """What identifies a row that was imported before: its texts by column, in whatever order they stand."""
    filled = sorted((name, text) for name, text in zip(header, cells, strict=False) if text)
    return hashlib.sha256(json.dumps(filled, ensure_ascii=False).encode()).hexdigest()


def imported_before(member: Member, prints: Iterable[str]) -> dict[str, int]:
    """The dossiers of rows that were imported earlier exactly as they are, by fingerprint."""
    earlier = ImportRow.objects.filter(
        organisation_id=member.organisation_id, fingerprint__in=list(prints), dossier_id__isnull=False
    ).exclude(import_of__state="undone")
    found = dict(earlier.order_by("id").values_list("fingerprint", "dossier_id"))
    visible = set(Dossier.objects.filter(pk__in=set(found.values())).values_list("pk", flat=True))
    return {mark: key for mark, key in found.items() if key in visible}


def _could_be(record: Record, known: Known, dossier_id: int) -> bool:
    """Whether name or birth date agree as well: a number alone may be mistyped, and then hits somebody
    else.
    """
    born, name = record.values.get("born"), latin(full_name(record.values))
    person = known.people.get(dossier_id)
    if person is None or not name or born is None or person.born in (None, born):
        return True
    return any(token_sort_ratio(name, other) >= SAME_NAME for other in known.spellings.get(dossier_id, ()))


def match(record: Record, known: Known) -> int | None:
    """The dossier that a row is about for certain: the same number, or the same name and birth date.

    A number that belongs to somebody of another name and another birth date makes a possible duplicate at
    most.
    """
    for kind in NUMBERS:
        value = record.values.get(kind)
        if isinstance(value, str) and (kind, value) in known.by_number:
            by_number = known.by_number[(kind, value)]
            return by_number if _could_be(record, known, by_number) else None
    born = record.values.get("born")
    if isinstance(born, dt.date):
        found = known.by_name.get((latin(full_name(record.values)), born))
        own = known.numbers.get(found, {}) if found is not None else {}
        clash = any(kind in record.values and kind in own for kind in NUMBERS)
        return None if clash else found
    return None


def full_name(values: Mapping[str, object]) -> str:
    """Given and family name as one text."""
    return " ".join(str(values[key]) for key in ("given_names", "family_name") if key in values)


def possible_twins(
    records: Sequence[Record], matched: Mapping[int, int], known: Known
) -> dict[int, Duplicate]:
    """For rows that are nobody for certain: the known person (row below zero) or earlier row they may be."""
    asked = {record.row for record in records} - matched.keys()
    if not asked:
        return {}
    rows = [as_candidate(record) for record in records]
    return {it.row: it for it in find_duplicates([*known.candidates(), *rows], asked)}


def describe_twin(row: ImportRow, twin: Duplicate) -> None:
    """Put on the row whom it may be, and why."""
    row.twin_dossier_id = -twin.of_row if twin.of_row < 0 else None
    row.twin_number = twin.of_row if twin.of_row > 0 else None
    row.twin_score = twin.score
    row.twin_why = {language: duplicate_reason(twin, language) for language in ("nl", "en")}


@dataclass(slots=True)
class Standing:
    """What is in the dossiers that rows are about: facts and notes, by dossier."""

    facts: dict[int, dict[str, Any]]
    notes: dict[int, set[str]]


def standing(dossier_ids: Iterable[int]) -> Standing:
    """Four SQL statements, however many dossiers."""
    ids = sorted(set(dossier_ids))
    if not ids:
        return Standing({}, {})
    facts = {key: it.facts for key, it in planning.gather(ids, timezone.localdate()).items()}
    notes: dict[int, set[str]] = {}
    for key, text in ContactNote.objects.filter(dossier_id__in=ids).values_list("dossier_id", "text"):
        notes.setdefault(key, set()).add(text)
    return Standing(facts, notes)


def differences(row: ImportRow, known: Known, there: Standing, workers: Mapping[str, int]) -> list[str]:
    """Which facts of a row are not in its dossier yet, by key; also `name`, `v_number`, `bsn` and
    `remarks`.
    """
    if row.dossier_id is None:
        return []
    today = timezone.localdate()
    have = there.facts.get(row.dossier_id, {})
    changed = [key for key, value in facts_of(row.values, today).items() if have.get(key) != value]
    numbers = known.numbers.get(row.dossier_id, {})
    changed += [kind for kind in NUMBERS if kind in row.values and kind not in numbers]
    name = full_name(row.values)
    if name and not has_lost_letters(name) and latin(name) not in known.spellings.get(row.dossier_id, set()):
        changed.append("name")
    note = note_of(row.values, today, str(row.values.get("worker", "")).casefold() in workers)
    if note and note not in there.notes.get(row.dossier_id, set()):
        changed.append("remarks")
    return changed


def workers_of(member: Member) -> dict[str, int]:
    """Who can carry dossiers in the member's organisation, coordinators apart, by name in lower case."""
    today = timezone.localdate()
    return {
        it.name.casefold(): it.pk
        for it in Member.objects.filter(
            organisation_id=member.organisation_id, role__in=("guide", "director")
        )
        if it.begins_on <= today and it.ends_on is None
    }
