"""A caseload checked: what each row says, what is wrong with it, and who may be in it twice."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reisgenoot.core.sheets.cells import text_of
from reisgenoot.exchange.caseload import names, values
from reisgenoot.exchange.caseload.columns import DATE_FIELDS, Columns, find_columns
from reisgenoot.exchange.caseload.duplicates import SAME_WEIGHTS, Candidate, Duplicate, find_duplicates
from reisgenoot.exchange.caseload.faults import Fault, impossible_orders
from reisgenoot.exchange.caseload.messages import duplicate_reason, note_text
from reisgenoot.exchange.caseload.read import Cell, Table, read, read_path
from reisgenoot.exchange.caseload.words import DECISIONS, ROUTES, SEXES

TEXT_FIELDS = ("household", "municipality", "place", "street", "phone", "email", "worker", "remarks")
NAME_FIELDS = ("family_name", "given_names", "full_name")
PERSONAL_FIELDS = ("v_number", "bsn", "given_names", "full_name", "born")
TOTALS = re.compile(
    r"^((sub)?tota(al|l)|aantal|gemiddelde|average|som|sum|count)\b[^A-Za-z]*$", re.IGNORECASE
)
MOST_CELLS_OF_A_TOTAL = 6
EXPECTED_BIRTH = dt.timedelta(days=31)  # our own choice: a child who is expected is often listed already


@dataclass(slots=True)
class Record:
    """One row: what was typed per column, what it means per field (empty fields left out), and its faults.

    ``typed`` is there while the row is checked; a whole table forgets it, to keep memory low.
    `values` holds dates, codes and texts by field; `born_uncertain` is there when the birth date is a guess.
    """

    row: int
    typed: dict[str, str]
    values: dict[str, object] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def held_back(self) -> bool:
        """Whether the row waits for a correction."""
        return any(fault.holds_back for fault in self.faults)


@dataclass(frozen=True, slots=True)
class Note:
    """Something about the file as a whole, or a row that was left out because it is no person."""

    code: str
    row: int | None = None
    values: Mapping[str, str] = field(default_factory=dict)

    def as_json(self, language: str = "nl") -> dict[str, object]:
        """`{row, code, message}`."""
        return {
            "row": self.row,
            "code": self.code,
            "message": note_text(self.code, language, row=self.row, **self.values),
        }


@dataclass(slots=True)
class Report:
    """Everything found in one file."""

    kind: str
    sheet: str
    columns: Columns
    records: list[Record]
    duplicates: list[Duplicate]
    notes: list[Note]

    @property
    def held_back(self) -> list[Fault]:
        """The faults that keep rows out, in the order of the rows."""
        return [fault for record in self.records for fault in record.faults if fault.holds_back]

    @property
    def warnings(self) -> list[Fault]:
        """What is imported all the same, but worth a look."""
        return [fault for record in self.records for fault in record.faults if not fault.holds_back]

    @property
    def households(self) -> int:
        """Households in the file; somebody without a household number counts as one."""
        numbers = [record.values.get("household") for record in self.records]
        return len({number for number in numbers if number is not None}) + numbers.count(None)

    def as_json(self, language: str = "nl") -> dict[str, object]:
        """The report as `reisgenoot check-caseload --json` prints it."""
        return {
            "rows": len(self.records),
            "persons": len(self.records),
            "households": self.households,
            "held_back": [fault.as_json(language) for fault in self.held_back],
            "warnings": [fault.as_json(language) for fault in self.warnings],
            "duplicates": [
                {
                    "row": found.row,
                    "of_row": found.of_row,
                    "score": found.score,
                    "why": duplicate_reason(found, language),
                }
                for found in self.duplicates
            ],
            "notes": [note.as_json(language) for note in self.notes],
        }


def check_path(path: Path, today: dt.date, mapping: Mapping[str, str] | None = None) -> Report:
    """Read and check a file on disk. `mapping`: column name → field. Raises SheetError."""
    return check_table(read_path(path, mapping), today, mapping)


def check_bytes(content: bytes, today: dt.date, mapping: Mapping[str, str] | None = None) -> Report:
    """Read and check the content of a file. `mapping`: column name → field. Raises SheetError."""
    return check_table(read(content, mapping), today, mapping)


def check_table(table: Table, today: dt.date, mapping: Mapping[str, str] | None = None) -> Report:
    """Check a table that was read. Empties `table.rows` while it goes, to keep memory low."""
    columns = find_columns(table.header, mapping)
    notes = _notes_on_columns(columns, table)
    merged = _merged_cells(table, columns)
    records: list[Record] = []
    for number, cells in table.rows:
        if (left_out := _left_out(number, cells, columns)) is not None:
            notes.append(left_out)
            continue
        record = check_cells(number, cells, columns, today)
        for fieldname in merged.get(number, ()):
            record.faults.append(_fault(record, fieldname, columns, "merged_cells"))
        record.typed = {}
        records.append(record)
    table.rows = []
    notes.extend(_notes_on_births(records, columns, today))
    notes.extend(_notes_on_names(records))
    return Report(table.kind, table.sheet, columns, records, duplicates_among(records), notes)


def check_cells(number: int, cells: Sequence[Cell], columns: Columns, today: dt.date) -> Record:
    """Check one row on its own; also used for a row that a person has corrected in the browser."""
    record = Record(
        number,
        {name: text_of(cell) for name, cell in zip(columns.header, cells, strict=False) if name},
    )
    by_field = {fieldname: cells[index] for fieldname, index in columns.fields.items() if index < len(cells)}
    _read_names(record, by_field, columns)
    _read_codes(record, by_field, columns)
    _read_dates(record, by_field, columns, today)
    for fieldname in TEXT_FIELDS:
        if fieldname in by_field and not values.is_blank(by_field[fieldname]):
            record.values[fieldname] = text_of(by_field[fieldname])
    if "household" in record.values:
        record.values["household"] = str(record.values["household"]).casefold()
    _find_formulas(record, cells, columns)
    return record


def _fault(record: Record, fieldname: str, columns: Columns, code: str, **more: str) -> Fault:
    column = columns.name(fieldname)
    return Fault(record.row, fieldname, column, record.typed.get(column, ""), code, more)


def _read_names(record: Record, by_field: Mapping[str, Cell], columns: Columns) -> None:
    for fieldname in NAME_FIELDS:
        if fieldname in by_field and not values.is_blank(by_field[fieldname]):
            record.values[fieldname] = text_of(by_field[fieldname])
    whole = record.values.pop("full_name", None)
    if isinstance(whole, str) and not {"family_name", "given_names"} & record.values.keys():
        family, given = split_name(whole)
        record.values.update({"family_name": family} if family else {})
        record.values.update({"given_names": given} if given else {})
    if not {"family_name", "given_names"} & record.values.keys():
        if _lost_in_encoding(by_field):
            return
        named = next((name for name in NAME_FIELDS if name in columns.fields), "family_name")
        record.faults.append(_fault(record, named, columns, "name_missing"))


def _lost_in_encoding(by_field: Mapping[str, Cell]) -> bool:
    """A name of question marks only was there before a wrong encoding; a note on the file says so."""
    typed = [text_of(by_field.get(name, "")) for name in NAME_FIELDS]
    return any(len(text) > 3 and not text.strip("? ") for text in typed)


def split_name(whole: str) -> tuple[str, str]:
    """Family and given name of a name in one cell.

    >>> split_name("Haddad, Hala"), split_name("Hala al Khatib"), split_name("Selam")
    (('Haddad', 'Hala'), ('al Khatib', 'Hala'), ('', 'Selam'))
    """
    if "," in whole:
        family, given = whole.split(",", 1)
        return family.strip(), given.strip()
    given, _, family = whole.strip().partition(" ")
    return family.strip(), given


def _read_codes(record: Record, by_field: Mapping[str, Cell], columns: Columns) -> None:
    readings: dict[str, Callable[[object], values.Value]] = {
        "v_number": values.v_number,
        "bsn": values.bsn,
        "postcode": values.postcode,
        "nationality": values.nationality,
        "languages": values.languages,
        "household_role": values.role,
        "sex": lambda cell: values.word(cell, SEXES),
        "decision": lambda cell: values.word(cell, DECISIONS),
        "learning_route": lambda cell: values.word(cell, ROUTES),
    }
    for fieldname, reading in readings.items():
        if fieldname not in by_field:
            continue
        value = reading(by_field[fieldname])
        if value.value is not None:
            record.values[fieldname] = value.value
        if value.fault is not None:
            record.faults.append(_fault(record, fieldname, columns, value.fault))


def _read_dates(record: Record, by_field: Mapping[str, Cell], columns: Columns, today: dt.date) -> None:
    role = record.values.get("household_role")
    dates: dict[str, dt.date | None] = {}
    for fieldname in DATE_FIELDS:
        if fieldname not in by_field:
            continue
        born = fieldname == "born"
        value = values.date(
            by_field[fieldname], today=today, born=born, role=role if isinstance(role, str) else None
        )
        if value.fault is not None:
            record.faults.append(_fault(record, fieldname, columns, value.fault))
        if not isinstance(value.value, dt.date):
            continue
        expected = role == "child" and value.value <= today + EXPECTED_BIRTH
        if born and value.value > today and not expected:
            record.faults.append(
                _fault(record, fieldname, columns, "born_in_future", other_value=text_of(today))
            )
            continue
        dates[fieldname] = value.value
        if born and (value.uncertain or (value.value.month, value.value.day) == (1, 1)):
            record.values["born_uncertain"] = True
    for code, early, late in impossible_orders(dates):
        other = {"other": columns.name(late), "other_value": text_of(dates[late])}
        record.faults.append(_fault(record, early, columns, code, **other))
    record.values.update({name: day for name, day in dates.items() if day is not None})


def _find_formulas(record: Record, cells: Sequence[Cell], columns: Columns) -> None:
    """Text that a spreadsheet program would run; in a column with its own check that check speaks."""
    faulty = {fault.column for fault in record.faults}
    fieldnames = {index: fieldname for fieldname, index in columns.fields.items()}
    for index, cell in enumerate(cells):
        if not values.looks_live(cell):
            continue
        column = columns.header[index] if index < len(columns.header) else ""
        if column not in faulty:
            record.faults.append(
                Fault(record.row, fieldnames.get(index, ""), column, text_of(cell), "formula_as_text")
            )


def _left_out(number: int, cells: Sequence[Cell], columns: Columns) -> Note | None:
    """A note for a row that is no person: a remark, a total, a repeated header; None for a person."""
    filled = [(index, text) for index, cell in enumerate(cells) if (text := text_of(cell))]
    if not filled or all(values.is_blank(text) for _, text in filled):
        return Note("row_blank", number)
    fieldnames = {index: name for name, index in columns.fields.items()}
    shown = {"text": filled[0][1][:200]}
    if len(filled) == 1 and len(columns.fields) >= 3:
        index, text = filled[0]
        valid = {"v_number": values.v_number, "bsn": values.bsn}.get(fieldnames.get(index, ""))
        return (
            None if valid is not None and valid(text).value is not None else Note("row_remark", number, shown)
        )
    if sum(1 for index, text in filled if columns.header[index : index + 1] == (text,)) > len(filled) / 2:
        return Note("row_header_again", number)
    if len(filled) <= MOST_CELLS_OF_A_TOTAL and any(TOTALS.match(text) for _, text in filled):
        return Note("row_total", number, shown)
    return None


def _merged_cells(table: Table, columns: Columns) -> dict[int, list[str]]:
    """Per row the fields whose value is unclear because cells are merged.

    Merged downwards is clear for what a household shares; not for what is a person's own, nor across.
    """
    fields_at = {index: name for name, index in columns.fields.items()}
    unclear: dict[int, list[str]] = {}
    for top, left, bottom, right in table.merged:
        if top < table.header_row:
            continue
        across = [fields_at[index] for index in range(left, right + 1) if index in fields_at]
        own = [name for name in across if name in PERSONAL_FIELDS] if bottom > top else []
        named = across[:1] if len(across) > 1 else own
        for row in range(top + 1, min(bottom, top + len(table.rows)) + 2):
            if named:
                unclear.setdefault(row, []).extend(named)
    return unclear


def _notes_on_columns(columns: Columns, table: Table) -> list[Note]:
    notes: list[Note] = []
    for code, indexes in (("columns_unknown", columns.unknown), ("columns_ambiguous", columns.ambiguous)):
        if indexes:
            listed = ", ".join(f"‘{columns.header[index]}’" for index in indexes)
            notes.append(Note(code, table.header_row, {"columns": listed}))
    if table.other_sheets:
        listed = ", ".join(f"‘{name}’" for name in table.other_sheets)
        notes.append(Note("sheets_left_out", None, {"sheet": table.sheet, "others": listed}))
    if any(top >= table.header_row for top, *_ in table.merged):
        notes.append(Note("merged_cells", None))
    return notes


def _notes_on_births(records: Sequence[Record], columns: Columns, today: dt.date) -> list[Note]:
    return [
        Note("birth_expected", record.row, {"column": columns.name("born"), "born": text_of(born)})
        for record in records
        if isinstance(born := record.values.get("born"), dt.date) and born > today
    ]


def _notes_on_names(records: Sequence[Record]) -> list[Note]:
    lost = [
        record.row
        for record in records
        if any(names.has_lost_letters(str(record.values.get(name, ""))) for name in NAME_FIELDS)
        or (not {"family_name", "given_names"} & record.values.keys() and not record.held_back)
    ]
    garbled = [
        record.row
        for record in records
        if re.search(
            r"\ufffd|Ã[\x80-\xbf©«¶¼]|Ø[§-¿]|Ù[\x80-\xbf†ˆ]",
            f"{record.values.get('family_name')} {record.values.get('given_names')}",
        )
    ]
    return [
        Note(
            code,
            None,
            {
                "rows": ", ".join(map(str, rows[:20])) + (" …" if len(rows) > 20 else ""),
                "count": str(len(rows)),
            },
        )
        for code, rows in (("letters_lost", lost), ("letters_garbled", garbled))
        if rows
    ]


def duplicates_among(records: Sequence[Record]) -> list[Duplicate]:
    """Which rows may be the same person; invalid numbers and dates are no evidence."""
    return find_duplicates([as_candidate(record) for record in records])


def as_candidate(record: Record) -> Candidate:
    """What of a row is compared."""
    found = record.values
    born = found.get("born")
    return Candidate(
        row=record.row,
        v_number=_text(found.get("v_number")),
        bsn=_text(found.get("bsn")),
        family=_text(found.get("family_name")) or "",
        given=_text(found.get("given_names")) or "",
        born=born if isinstance(born, dt.date) else None,
        born_uncertain=bool(found.get("born_uncertain")),
        around={name: found[name] for name in SAME_WEIGHTS if name in found},
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
