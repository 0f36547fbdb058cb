"""Everything that the pages of an import read, each with a constant number of SQL statements."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import get_language

from reisgenoot.dossiers.models import Dossier
from reisgenoot.people.models import Identifier, Person, PersonName

from .caseload.messages import FIELD_NAMES
from .models import Import, ImportRow

ROWS_PER_PAGE = 50
CORRECTIONS_PER_PAGE = 10
COMPARED = (
    "family_name",
    "given_names",
    "born",
    "sex",
    "nationality",
    "v_number",
    "bsn",
    "household",
    "arrived",
    "postcode",
    "municipality",
)
MORE_NAMES: Mapping[str, Mapping[str, str]] = {
    "family_name": {"nl": "achternaam", "en": "family name"},
    "given_names": {"nl": "voornamen", "en": "given names"},
    "born": {"nl": "geboortedatum", "en": "date of birth"},
    "sex": {"nl": "geslacht", "en": "sex"},
    "municipality": {"nl": "gemeente", "en": "municipality"},
    "household_role": {"nl": "plaats in het gezin", "en": "place in the household"},
    "languages": {"nl": "talen", "en": "languages"},
    "decision": {"nl": "beschikking", "en": "decision"},
    "permit_granted": {"nl": "vergunning verleend", "en": "permit granted"},
    "permit_refused": {"nl": "vergunning geweigerd", "en": "permit refused"},
    "linked": {"nl": "koppeling", "en": "link to a municipality"},
    "brp_registered": {"nl": "inschrijving BRP", "en": "BRP registration"},
    "intake_completed": {"nl": "brede intake", "en": "broad intake"},
    "learnability_tested": {"nl": "leerbaarheidstoets", "en": "learnability test"},
    "pip_set": {"nl": "PIP vastgesteld", "en": "PIP set"},
    "learning_route": {"nl": "leerroute", "en": "learning route"},
    "duty_started": {"nl": "begin inburgeringsplicht", "en": "start of the duty"},
    "duty_notified": {"nl": "kennisgeving DUO", "en": "notice of DUO"},
    "born_uncertain": {"nl": "geboortedatum onzeker", "en": "date of birth uncertain"},
    "address": {"nl": "adres", "en": "address"},
    "full_name": {"nl": "volledige naam", "en": "full name"},
    "place": {"nl": "plaats", "en": "place"},
    "street": {"nl": "straat", "en": "street"},
    "worker": {"nl": "begeleider", "en": "worker"},
    "remarks": {"nl": "opmerkingen", "en": "remarks"},
}


def field_name(key: str, language: str | None = None) -> str:
    """What a field of a row, or a fact, is called in the language of the page."""
    texts = MORE_NAMES.get(key) or FIELD_NAMES.get(key) or {}
    return texts.get((language or get_language() or "nl")[:2], key)


@dataclass(frozen=True)
class RowShown:
    """A row as a list shows it. ``dossier``: the name of its dossier, or of the one it may be."""

    row: ImportRow
    dossier: str
    changes: Sequence[str]


@dataclass(frozen=True)
class ImportPage:
    """One page of the rows of an import, with the counts of all."""

    counts: Mapping[str, int]
    rows: Sequence[RowShown]
    page: int
    pages: int


def imports(page: int = 1) -> tuple[list[Import], int]:
    """A page of the organisation's imports, newest first, with their counts; and the number of pages."""
    shown = Import.objects.select_related("member").annotate(
        rows_total=Count("rows"),
        rows_held=Count("rows", filter=Q(rows__state=ImportRow.State.HELD_BACK)),
        rows_twins=Count("rows", filter=Q(rows__state=ImportRow.State.DUPLICATE)),
    )
    total = Import.objects.count()
    start = (page - 1) * ROWS_PER_PAGE
    return list(shown[start : start + ROWS_PER_PAGE]), max(1, -(-total // ROWS_PER_PAGE))


def counts(made: Import) -> dict[str, int]:
    """How many rows are in each state; all states are there."""
    found = dict(made.rows.values_list("state").annotate(Count("id")))
    return {state.value: found.get(state.value, 0) for state in ImportRow.State}


def import_page(made: Import, *, state: str = "", page: int = 1) -> ImportPage:
    """The rows in a state (or all) of one page: three SQL statements."""
    per_state = counts(made)
    total = per_state.get(state, 0) if state else sum(per_state.values())
    pages = max(1, -(-total // ROWS_PER_PAGE))
    page = min(max(page, 1), pages)
    rows = made.rows.filter(state=state) if state else made.rows.all()
    chosen = list(rows[(page - 1) * ROWS_PER_PAGE : page * ROWS_PER_PAGE])
    ids = {key for row in chosen for key in (row.dossier_id, row.twin_dossier_id) if key}
    names = dict(Dossier.objects.filter(pk__in=ids).values_list("pk", "name"))
    shown = [
        RowShown(
            row,
            names.get(row.dossier_id or row.twin_dossier_id or 0, ""),
            [field_name(key) for key in row.changes],
        )
        for row in chosen
    ]
    return ImportPage(per_state, shown, page, pages)


@dataclass(frozen=True)
class CellShown:
    """One cell in a correction form; ``index`` of its column (from 0), ``reasons`` why it is held back."""

    index: int
    name: str
    text: str
    reasons: Sequence[str]


@dataclass(frozen=True)
class Correction:
    """A held-back row: the cells with a fault first, then the others that hold something."""

    row: ImportRow
    faulty: Sequence[CellShown]
    others: Sequence[CellShown]

    @property
    def seen(self) -> str:
        """The cells as they are shown, for the form: so that nobody's correction is overwritten unseen."""
        return json.dumps(self.row.cells)


def corrections(made: Import, page: int = 1) -> tuple[list[Correction], int, int]:
    """A page of the rows that are held back, the page's number, and how many pages: two SQL statements."""
    held = made.rows.filter(state=ImportRow.State.HELD_BACK)
    pages = max(1, -(-held.count() // CORRECTIONS_PER_PAGE))
    page = min(max(page, 1), pages)
    rows = held[(page - 1) * CORRECTIONS_PER_PAGE : page * CORRECTIONS_PER_PAGE]
    return [correction(made, row) for row in rows], page, pages


def correction(made: Import, row: ImportRow) -> Correction:
    """One row with its faults beside its cells."""
    language = (get_language() or "nl")[:2]
    reasons: dict[str, list[str]] = {}
    for fault in row.faults:
        if fault["holds_back"]:
            reasons.setdefault(fault["column"], []).append(fault.get(language, fault["nl"]))
    texts = list(zip(made.header, row.cells, strict=False))
    for name in ("family_name", "given_names"):  # a missing name can be filled in either
        column = next((column for column, field in _fields(made).items() if field == name), None)
        if column and "name_missing" in {fault["code"] for fault in row.faults}:
            reasons.setdefault(column, [])
    cells = [CellShown(index, name, text, reasons.get(name, ())) for index, (name, text) in enumerate(texts)]
    return Correction(
        row,
        [cell for cell in cells if cell.name in reasons],
        [cell for cell in cells if cell.text and cell.name not in reasons],
    )


def _fields(made: Import) -> dict[str, str]:
    from .actions.preparing import columns_by_field

    return columns_by_field(made, made.mapping)


@dataclass(frozen=True)
class Compared:
    """One field of two people: this row's, the other's, and whether they agree (None: one is empty)."""

    name: str
    mine: str
    theirs: str
    agrees: bool | None


@dataclass(frozen=True)
class Twin:
    """A possible duplicate beside the one it may be."""

    row: ImportRow
    why: str
    fields: Sequence[Compared]
    dossier_id: int | None
    decidable: bool


def twins(made: Import, page: int = 1) -> tuple[list[Twin], int, int]:
    """A page of possible duplicates, decided ones included: at most six SQL statements."""
    wanted = made.rows.filter(Q(twin_dossier_id__isnull=False) | Q(twin_number__isnull=False)).exclude(
        state=ImportRow.State.HELD_BACK
    )
    pages = max(1, -(-wanted.count() // CORRECTIONS_PER_PAGE))
    page = min(max(page, 1), pages)
    rows = list(wanted[(page - 1) * CORRECTIONS_PER_PAGE : page * CORRECTIONS_PER_PAGE])
    numbers = [row.twin_number for row in rows if row.twin_number]
    others = {row.number: row for row in made.rows.filter(number__in=numbers)} if numbers else {}
    known = _known_values([row.twin_dossier_id for row in rows if row.twin_dossier_id])
    return [_twin(made, row, others, known) for row in rows], page, pages


def _twin(
    made: Import, row: ImportRow, others: Mapping[int, ImportRow], known: Mapping[int, Mapping[str, Any]]
) -> Twin:
    other = others.get(row.twin_number or 0)
    theirs = other.values if other else known.get(row.twin_dossier_id or 0, {})
    fields = []
    for key in COMPARED:
        one, two = _plain(row.values.get(key)), _plain(theirs.get(key))
        if one or two:
            fields.append(
                Compared(field_name(key), one, two, one.casefold() == two.casefold() if one and two else None)
            )
    dossier = row.twin_dossier_id or (other.dossier_id if other else None)
    language = (get_language() or "nl")[:2]
    decidable = made.state not in (Import.State.RUNNING, Import.State.UNDONE)
    return Twin(row, row.twin_why.get(language, ""), fields, dossier, decidable)


def _known_values(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    if not ids:
        return {}
    known: dict[int, dict[str, Any]] = {}
    dossiers = dict(Dossier.objects.filter(pk__in=ids).values_list("pk", "municipality"))
    for person in Person.objects.filter(pk__in=ids):
        known[person.pk] = {
            "born": person.born,
            "sex": person.sex,
            "nationality": person.nationality,
            "postcode": person.postcode,
            "municipality": dossiers.get(person.pk, ""),
        }
    for name in PersonName.objects.filter(person_id__in=ids, kind=PersonName.Kind.MAIN):
        known.setdefault(name.person_id, {}).update(
            family_name=name.family or name.full, given_names=name.given
        )
    for number in Identifier.objects.filter(person_id__in=ids):
        known.setdefault(number.person_id, {})[number.kind] = number.value
    return known


def _plain(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    return "" if value is None else str(value)
