"""A file with a caseload: the sheet and the row in which most of its columns are named."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from reisgenoot.core.sheets.read import Cell, Table, content_of
from reisgenoot.core.sheets.read import read as read_sheet
from reisgenoot.exchange.caseload.columns import header_score

__all__ = ["Cell", "Table", "content_of", "read", "read_path"]


def read_path(path: Path, mapping: Mapping[str, str] | None = None) -> Table:
    """Read a file from disk; raises SheetError for whatever is wrong with it."""
    return read(content_of(path), mapping)


def read(content: bytes, mapping: Mapping[str, str] | None = None) -> Table:
    """Read a file; `mapping` (column name → field) helps to find the header. Raises SheetError."""

    def score(row: Sequence[object]) -> int:
        return header_score(row, mapping)

    return read_sheet(content, score)
