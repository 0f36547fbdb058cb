"""From the bytes of a file to the rows below its header, numbered as the spreadsheet program shows them."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import python_calamine

from reisgenoot.core.sheets import csvtext
from reisgenoot.core.sheets.archive import CFB_SIGNATURE, MAX_COLUMNS, Extent, inspect
from reisgenoot.core.sheets.errors import SheetError

Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta
Score = Callable[[Sequence[object]], int]
"""How many fields that are looked for a row names: 0 for one that is no header."""
MAX_FILE_BYTES = 60 * 1024**2
HEADER_WITHIN_ROWS = 40
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


@dataclass
class Table:
    """The sheet that was looked for. `rows` are pairs of the row's number (from 1) and its cells."""

    kind: str
    sheet: str
    header_row: int
    header: list[str]
    rows: list[tuple[int, list[Cell]]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    other_sheets: tuple[str, ...] = ()


def content_of(path: Path) -> bytes:
    """The bytes of a file that is not too large; raises SheetError."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise SheetError("file_missing", name=path.name)
        if size > MAX_FILE_BYTES:
            raise SheetError("file_too_large", limit=MAX_FILE_BYTES // 1024**2)
        return path.read_bytes()
    except OSError as missing:
        raise SheetError("file_missing", name=path.name) from missing


def read(content: bytes, score: Score) -> Table:
    """Read an xlsx, ods or csv file; what it is follows from its content, never from its name.

    `score` says how much a row looks like the header that is looked for. Raises SheetError.
    """
    if len(content) > MAX_FILE_BYTES:
        raise SheetError("file_too_large", limit=MAX_FILE_BYTES // 1024**2)
    if not content.strip(b"\0 \t\r\n"):
        raise SheetError("empty")
    if content.startswith(CFB_SIGNATURE):
        raise SheetError("password" if ENCRYPTED_PACKAGE in content else _old_or_nothing(content))
    if content.startswith(b"PK"):
        return _read_workbook(content, score)
    if content.startswith(
        (b"%PDF", b"{\\rtf", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"\x7fELF")
    ):
        raise SheetError("not_a_spreadsheet")
    return _read_csv(content, score)


def _old_or_nothing(content: bytes) -> str:
    streams = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
    return "old_format" if any(stream in content for stream in streams) else "not_a_spreadsheet"


def _read_csv(content: bytes, score: Score) -> Table:
    text = csvtext.decode(content)
    if not text.strip("\ufeff \t\r\n;,"):
        raise SheetError("empty")
    lead = text.lstrip("\ufeff \t\r\n")[:200].lower()
    if lead.startswith(("<!doctype", "<html", "<?xml", "<svg", "{", "[")):
        raise SheetError("not_a_spreadsheet")

    def fit(sample: Sequence[Sequence[str]]) -> int:
        return max((score(row) for row in sample), default=0)

    every = list(csvtext.rows(text.lstrip("\ufeff"), fit))
    at = _header_index(every, score)
    if at is None:
        raise SheetError("no_header", columns=_likely_header(every))
    return _table("csv", "", every, at, [], ())


def _read_workbook(content: bytes, score: Score) -> Table:
    kind, extents = inspect(content)
    try:
        with python_calamine.CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
            return _best_sheet(workbook, kind, extents, score)
    except python_calamine.PasswordError as locked:
        raise SheetError("password") from locked
    except (python_calamine.CalamineError, OSError, ValueError) as broken:
        raise SheetError("damaged") from broken
    except SheetError:
        raise
    except (
        BaseException
    ) as panic:  # a panic inside the reader is no Exception; a bad file must not stop a server
        if type(panic).__name__ != "PanicException":
            raise
        raise SheetError("damaged") from panic


def _best_sheet(
    workbook: python_calamine.CalamineWorkbook,
    kind: str,
    extents: Mapping[str, Extent],
    score: Score,
) -> Table:
    """The visible sheet whose header names most fields; of equals the first."""
    names = [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
    ]
    best: tuple[int, str, int] | None = None
    likely: list[str] = []
    filled = False
    for name in names:
        head = _head(workbook.get_sheet_by_name(name))
        filled = filled or any(any(cell != "" for cell in row) for row in head)
        at = _header_index(head, score)
        likely = likely or _likely_header(head)
        if at is not None and (best is None or score(head[at]) > best[0]):
            best = (score(head[at]), name, at)
    if best is None:
        raise SheetError("no_header", columns=likely) if filled else SheetError("empty")
    _, name, at = best
    sheet = workbook.get_sheet_by_name(name)
    merged = _merged(sheet, kind, name, extents)
    every: list[list[Cell]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
    _fill_down(every, merged, at)
    return _table(kind, name, every, at, merged, tuple(other for other in names if other != name))


def _head(sheet: python_calamine.CalamineSheet) -> list[list[Cell]]:
    return [list(row) for row in sheet.to_python(skip_empty_area=False, nrows=HEADER_WITHIN_ROWS)]


def _merged(
    sheet: python_calamine.CalamineSheet, kind: str, name: str, extents: Mapping[str, Extent]
) -> list[tuple[int, int, int, int]]:
    if kind == "ods":
        return list(extents[name].merged) if name in extents else []
    return [(*first, *last) for first, last in sheet.merged_cell_ranges or []]


def _fill_down(rows: list[list[Cell]], merged: Iterable[tuple[int, int, int, int]], header_at: int) -> None:
    """Give each row of a range merged downwards the value that the reader leaves in its first row only."""
    for top, left, bottom, right in merged:
        if top <= header_at or left != right or top >= len(rows) or left >= len(rows[top]):
            continue
        for row in rows[top + 1 : bottom + 1]:
            row[left] = rows[top][left]


def _header_index(rows: Sequence[Sequence[object]], score: Score) -> int | None:
    scores = [score(row[:MAX_COLUMNS]) for row in rows[:HEADER_WITHIN_ROWS]]
    if not any(scores):
        return None
    return scores.index(max(scores))


def _likely_header(rows: Sequence[Sequence[object]]) -> list[str]:
    """The first row with at least three texts: what a person may want to map by hand."""
    for row in rows[:HEADER_WITHIN_ROWS]:
        texts = [str(cell).strip() for cell in row if isinstance(cell, str) and cell.strip()]
        if len(texts) >= 3:
            return texts[:MAX_COLUMNS]
    return []


def _table(
    kind: str,
    sheet: str,
    every: Sequence[Sequence[Cell]],
    at: int,
    merged: list[tuple[int, int, int, int]],
    others: tuple[str, ...],
) -> Table:
    header = [cell.strip() if isinstance(cell, str) else "" for cell in every[at]]
    width = len(header)
    rows = [
        (number, [*row, *[""] * (width - len(row))])
        for number, row in enumerate(every[at + 1 :], start=at + 2)
        if any(cell != "" and not (isinstance(cell, str) and not cell.strip()) for cell in row)
    ]
    if not rows:
        raise SheetError("no_rows")
    return Table(kind, sheet, at + 1, header, rows, merged, others)
