"""From an uploaded file to a preview: rows are kept beside the dossiers, nothing in a dossier changes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import Overtaken, Refused
from reisgenoot.access.models import Member
from reisgenoot.core.sheets.cells import plain, text_of

from .. import matching
from ..caseload.check import Record, check_cells, check_table
from ..caseload.columns import FIELDS, find_columns
from ..caseload.faults import Fault
from ..caseload.read import read
from ..meaning import record_of, stored
from ..models import ColumnMapping, Import, ImportRow
from .common import import_of, require_importer

BATCH = 1000
LONGEST_CELL = 4000  # characters kept of one cell: more than any spreadsheet row about one person says
State = ImportRow.State


def remembered_mapping(member: Member) -> dict[str, str]:
    """How the member's organisation mapped columns by hand before: column name → field."""
    own = ColumnMapping.objects.filter(organisation_id=member.organisation_id)
    return dict(own.values_list("column", "field"))


def upload(
    member: Member, *, file_name: str, content: bytes, mapping: Mapping[str, str] | None = None
) -> Import:
    """Read a file and keep its rows as a preview. ``mapping``: column name → field, "" to leave a column out.

    Raises NotAllowed, and SheetError for a file that is no good; then nothing is kept.
    """
    require_importer(member)
    chosen = {**remembered_mapping(member), **(mapping or {})}
    table = read(content, chosen)
    cells = {number: [text_of(cell)[:LONGEST_CELL] for cell in row] for number, row in table.rows}
    report = check_table(table, timezone.localdate(), chosen)
    with transaction.atomic():
        made = Import.objects.create(
            organisation_id=member.organisation_id,
            member=member,
            file_name=file_name[-200:],
            sheet=report.sheet[:200],
            header=list(report.columns.header),
            header_row=table.header_row,
            mapping=dict(mapping or {}),
            notes=[
                {
                    **note.as_json("nl"),
                    "nl": note.as_json("nl")["message"],
                    "en": note.as_json("en")["message"],
                }
                for note in report.notes
            ],
            total=len(report.records),
        )
        rows = [_row(made, record, cells[record.row]) for record in report.records]
        _judge(member, made, rows, report.records)
        for start in range(0, len(rows), BATCH):
            ImportRow.objects.bulk_create(rows[start : start + BATCH])
    return made


def _row(made: Import, record: Record, cells: Sequence[str]) -> ImportRow:
    row = ImportRow(
        import_of=made,
        organisation_id=made.organisation_id,
        number=record.row,
        cells=list(cells),
        fingerprint=matching.fingerprint(made.header, cells),
    )
    _take_in(row, record)
    return row


def _take_in(row: ImportRow, record: Record) -> None:
    row.values = stored(record.values)
    row.faults = [_fault(fault) for fault in record.faults]
    row.household = str(record.values.get("household", ""))[:100]
    row.state = State.HELD_BACK if record.held_back else State.NEW


def _fault(fault: Fault) -> dict[str, object]:
    return {
        "code": fault.code,
        "field": fault.field,
        "column": fault.column,
        "value": fault.value,
        "holds_back": fault.holds_back,
        "nl": fault.reason("nl"),
        "en": fault.reason("en"),
    }


def _judge(member: Member, made: Import, rows: Iterable[ImportRow], records: Sequence[Record]) -> None:
    """Decide for each row what an import would do with it, from what is known now."""
    by_number = {row.number: row for row in rows}
    known = matching.known_people()
    before = matching.imported_before(member, [row.fingerprint for row in by_number.values()])
    matched: dict[int, int] = {}
    for record in records:
        row = by_number[record.row]
        row.dossier_id = before.get(row.fingerprint) or (
            None if row.state == State.HELD_BACK else matching.match(record, known)
        )
        if row.dossier_id is not None:
            matched[row.number] = row.dossier_id
    twins = matching.possible_twins(records, matched, known)
    there = matching.standing(key for row, key in matched.items() if by_number[row].fingerprint not in before)
    workers = matching.workers_of(member)
    for row in by_number.values():
        if row.fingerprint in before:
            row.state = State.UNCHANGED
            continue
        twin = twins.get(row.number)
        if twin is not None:
            matching.describe_twin(row, twin)
        if row.state == State.HELD_BACK:
            continue
        if twin is not None:
            row.state, row.dossier_id = State.DUPLICATE, None
        else:
            settle(row, known, there, workers)


def settle(
    row: ImportRow, known: matching.Known, there: matching.Standing, workers: Mapping[str, int]
) -> None:
    """Set whether an import would open a dossier, change one or leave it, for a row that waits for
    nothing.
    """
    row.changes = matching.differences(row, known, there, workers)
    if row.dossier_id is None:
        row.state = State.NEW
    else:
        row.state = State.CHANGED if row.changes else State.UNCHANGED


def map_columns(
    member: Member, import_id: int, mapping: Mapping[str, str], *, seen: Mapping[str, str] | None = None
) -> Import:
    """Read the rows of a preview anew with columns mapped by hand, and remember that for the organisation.

    ``mapping``: column name → field, "" to leave a column out. Decisions on duplicates made before are
    asked again. ``seen``: the mapping as the member saw it. Raises NotAllowed, NotFound, Refused if the import is no
    preview or a field is unknown, and Overtaken if somebody else mapped the columns otherwise.
    """
    require_importer(member)
    with transaction.atomic():
        made = import_of(import_id, lock=True)
        if made.state != Import.State.PREVIEW:
            raise Refused({"mapping": _("This file has been imported already.")})
        now = columns_by_field(made, {**remembered_mapping(member), **made.mapping})
        if seen is not None and now not in (dict(seen), dict(mapping)):
            raise Overtaken("mapping", seen=seen, now=now, by="", at=None, version=json.dumps(now))
        unknown = [name for name, field in mapping.items() if field and field not in FIELDS]
        if unknown:
            raise Refused({name: _("There is no such field.") for name in unknown})
        twice = {field for field in mapping.values() if field and list(mapping.values()).count(field) > 1}
        if twice:
            raise Refused(
                {
                    name: _("Two columns cannot hold the same.")
                    for name, field in mapping.items()
                    if field in twice
                }
            )
        for column, field in mapping.items():
            ColumnMapping.objects.update_or_create(
                organisation_id=made.organisation_id, column=column[:200], defaults={"field": field}
            )
        made.mapping = dict(mapping)
        made.save(update_fields=["mapping"])
        _read_anew(member, made)
    return made


def _read_anew(member: Member, made: Import) -> None:
    columns = find_columns(made.header, {**remembered_mapping(member), **made.mapping})
    today = timezone.localdate()
    rows = list(made.rows.all())
    records = []
    for row in rows:
        record = check_cells(row.number, row.cells, columns, today)
        _take_in(row, record)
        row.decision, row.twin_number, row.twin_dossier_id, row.twin_why = "", None, None, {}
        records.append(record)
    _judge(member, made, rows, records)
    ImportRow.objects.bulk_update(
        rows,
        ["values", "faults", "household", "state", "dossier_id", "changes", "decision", "twin_number",
         "twin_dossier_id", "twin_score", "twin_why"],
        batch_size=200,
    )  # fmt: skip


def check_anew(member: Member, row: ImportRow, cells: Sequence[str]) -> None:
    """Check one row again with corrected cells, and judge it; the row is saved."""
    made = row.import_of
    columns = find_columns(made.header, {**remembered_mapping(member), **made.mapping})
    record = check_cells(row.number, list(cells), columns, timezone.localdate())
    if row.original is None:
        row.original = row.cells
    row.cells = list(cells)
    _take_in(row, record)
    row.dossier_id, row.decision = None, ImportRow.Decision.OPEN
    row.twin_number, row.twin_dossier_id, row.twin_score, row.twin_why = None, None, None, {}
    if row.state != State.HELD_BACK:
        _judge_one(member, row, record)
    row.save()


def _judge_one(member: Member, row: ImportRow, record: Record) -> None:
    known = matching.known_people()
    others = row.import_of.rows.exclude(number=row.number).filter(number__lt=row.number)
    earlier = [record_of(it.number, it.values) for it in others]
    dossier = matching.match(record, known)
    twins = matching.possible_twins([*earlier, record], {row.number: dossier} if dossier else {}, known)
    if row.number in twins:
        matching.describe_twin(row, twins[row.number])
        row.state = State.DUPLICATE
        return
    row.dossier_id = dossier
    settle(row, known, matching.standing([dossier] if dossier else []), matching.workers_of(member))


def columns_by_field(made: Import, mapping: Mapping[str, str]) -> dict[str, str]:
    """For the form: each column's name in the file → the field it is read as now ("" for none)."""
    columns = find_columns(made.header, mapping)
    by_index = {index: field for field, index in columns.fields.items()}
    return {name: by_index.get(index, "") for index, name in enumerate(made.header) if plain(name)}
