"""Looks inside an xlsx or ods file before it is opened: size, password, macros, tricks, extent.

A spreadsheet is a zip of XML files. Each part is unpacked here once, piece by piece, without keeping it, so
that a small file that claims to be, or unpacks to, something huge is refused before the real reader fills
the memory: too strong compression, a cell a million columns to the right, one cell repeated a million times.
"""

import re
import zipfile
import zlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from xml.parsers import expat

from reisgenoot.core.sheets.errors import SheetError

MAX_UNPACKED_BYTES = 300 * 1024**2
MAX_RATIO = 250
RATIO_COUNTS_FROM_BYTES = 10 * 1024**2
MAX_PARTS = 5_000
MAX_ROWS = 50_000
MAX_COLUMNS = 500
PIECE_BYTES = 256 * 1024
CFB_SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")


@dataclass
class Extent:
    """The last row and column that hold something (from 1), and the merged ranges (row, column, row,
    column; from 0).
    """

    rows: int = 0
    columns: int = 0
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    def reach(self, row: int, column: int) -> None:
        """Widen to a filled cell, numbered from 1."""
        self.rows = max(self.rows, row)
        self.columns = max(self.columns, column)
        if self.columns > MAX_COLUMNS:
            raise SheetError("too_many_columns", limit=MAX_COLUMNS)
        if self.rows > MAX_ROWS:
            raise SheetError("too_many_rows", limit=MAX_ROWS)


def inspect(content: bytes) -> tuple[str, dict[str, Extent]]:
    """The kind of a zipped spreadsheet (`xlsx` or `ods`) and the extent of each sheet part.

    For xlsx the keys are the parts of the sheets, for ods the names of the sheets. Raises SheetError for
    anything that should not be opened.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = _checked_parts(archive, len(content))
            kind = _kind(parts, archive)
            extents: dict[str, Extent] = {}
            for part in parts.values():
                _look_through(archive, part, kind, extents)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as broken:
        raise SheetError("damaged") from broken
    except RuntimeError as locked:  # zipfile says this of an encrypted part
        raise SheetError("password") from locked
    return kind, extents


def _checked_parts(archive: zipfile.ZipFile, packed_bytes: int) -> dict[str, zipfile.ZipInfo]:
    parts = {part.filename: part for part in archive.infolist()}
    total = sum(part.file_size for part in archive.infolist())
    too_strong = total > RATIO_COUNTS_FROM_BYTES and total > packed_bytes * MAX_RATIO
    if total > MAX_UNPACKED_BYTES or too_strong or len(archive.infolist()) > MAX_PARTS:
        raise SheetError("zip_bomb")
    if any(part.flag_bits & 0x1 for part in parts.values()):
        raise SheetError("password")
    return parts


def _kind(parts: dict[str, zipfile.ZipInfo], archive: zipfile.ZipFile) -> str:
    if any(name.lower().endswith("vbaproject.bin") for name in parts) or any(
        name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in parts
    ):
        raise SheetError("macros")
    if "xl/workbook.bin" in parts:
        raise SheetError("old_format")
    if "xl/workbook.xml" in parts:
        return "xlsx"
    if "content.xml" in parts and "mimetype" in parts:
        if parts["mimetype"].file_size > 200 or b"opendocument.spreadsheet" not in archive.read("mimetype"):
            raise SheetError("not_a_spreadsheet")
        manifest = parts.get("META-INF/manifest.xml")
        if manifest is not None and b"encryption-data" in archive.read(manifest):
            raise SheetError("password")
        return "ods"
    raise SheetError("not_a_spreadsheet")


def _look_through(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, kind: str, extents: dict[str, Extent]
) -> None:
    is_xml = part.filename.lower().endswith((".xml", ".rels"))
    scan: Callable[[Iterator[bytes]], None] | None = None
    if kind == "xlsx" and re.match(r"xl/worksheets/[^/]+\.xml$", part.filename):
        extent = extents.setdefault(part.filename, Extent())
        scan = _XlsxScan(extent).run
    elif kind == "ods" and part.filename == "content.xml":
        scan = _OdsScan(extents).run
    pieces = _pieces(archive, part, is_xml)
    if scan is None:
        for _ in pieces:
            pass
    else:
        scan(pieces)


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo, is_xml: bool) -> Iterator[bytes]:
    """The unpacked part, piece by piece; refuses what no spreadsheet program writes in its XML."""
    tail = b""
    with archive.open(part) as stream:
        while piece := stream.read(PIECE_BYTES):
            if is_xml and (b"<!DOCTYPE" in tail + piece or b"<!ENTITY" in tail + piece):
                raise SheetError("unsafe_xml")
            tail = piece[-10:]
            yield piece


class _Scan(ABC):
    """Runs expat over the pieces; the subclass looks at elements and text."""

    def run(self, pieces: Iterator[bytes]) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        try:
            for piece in pieces:
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except expat.ExpatError as broken:
            raise SheetError("damaged") from broken

    @abstractmethod
    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    @abstractmethod
    def end(self, name: str) -> None:
        """An element ends."""

    @abstractmethod
    def text(self, text: str) -> None:
        """Text inside an element."""


def _reference(text: str) -> tuple[int, int]:
    """Row and column, from 1, of a reference such as `C12`.

    >>> _reference("AA3")
    (3, 27)
    """
    column = 0
    digits = 0
    for index, letter in enumerate(text):
        if letter.isdigit():
            digits = index
            break
        column = column * 26 + ord(letter.upper()) - 64
    return int(text[digits:] or 0), column


class _XlsxScan(_Scan):
    def __init__(self, extent: Extent) -> None:
        self.extent = extent
        self.row = self.column = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = 0
        elif name == "c":
            reference = attributes.get("r")
            if reference:
                self.row, self.column = _reference(reference)
            else:
                self.column += 1
        elif name in ("v", "is", "f"):
            self.extent.reach(self.row, self.column)
        elif name == "mergeCell" and ":" in attributes.get("ref", ""):
            first, last = attributes["ref"].split(":", 1)
            (top, left), (bottom, right) = _reference(first), _reference(last)
            self.extent.merged.append((top - 1, left - 1, bottom - 1, right - 1))

    def end(self, name: str) -> None:
        return None

    def text(self, text: str) -> None:
        return None


class _OdsScan(_Scan):
    def __init__(self, extents: dict[str, Extent]) -> None:
        self.extents = extents
        self.extent = Extent()
        self.row = self.column = 0
        self.row_repeat = self.cell_repeat = 1
        self.filled = False
        self.row_filled = False
        self.span = (1, 1)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self.extent = self.extents.setdefault(attributes.get("table:name", ""), Extent())
            self.row = 0
        elif name == "table:table-row":
            self.row_repeat = int(attributes.get("table:number-rows-repeated", 1))
            self.row += 1
            self.column = 0
            self.row_filled = False
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self.cell_repeat = int(attributes.get("table:number-columns-repeated", 1))
            self.column += 1
            self.filled = "office:value-type" in attributes
            self.span = (
                int(attributes.get("table:number-rows-spanned", 1)),
                int(attributes.get("table:number-columns-spanned", 1)),
            )

    def end(self, name: str) -> None:
        if name in ("table:table-cell", "table:covered-table-cell"):
            self._end_cell()
        elif name == "table:table-row":
            if self.row_filled and self.row_repeat > 1:
                self.extent.reach(self.row + self.row_repeat - 1, 1)
            self.row += self.row_repeat - 1

    def _end_cell(self) -> None:
        last = self.column + self.cell_repeat - 1
        if self.filled:
            self.row_filled = True
            self.extent.reach(self.row, last)
            if self.span != (1, 1):
                top, left = self.row - 1, self.column - 1
                self.extent.merged.append((top, left, top + self.span[0] - 1, left + self.span[1] - 1))
        self.column = last
        self.filled = False

    def text(self, text: str) -> None:
        if text.strip() and self.column:
            self.filled = True
