"""The correction list as a spreadsheet: what was typed, and why it is held back. Never a formula."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

import xlsxwriter

from .models import Import, ImportRow

REASON = {"nl": "Reden van tegenhouden", "en": "Reason held back"}
ROW = {"nl": "Rij in het bestand", "en": "Row in the file"}
LONGEST_CELL = 32_000  # characters that a cell of xlsx can hold, a little less


def correction_list(made: Import, rows: Iterable[ImportRow], language: str) -> bytes:
    """An xlsx file: the columns of the file, the row's number, and a column of reasons, all as text."""
    target = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        # Text for good: the quote prefix keeps a text that starts with = a text when somebody edits the cell.
        as_text = book.add_format({"num_format": "@", "quote_prefix": True})
        heading = book.add_format({"bold": True})
        sheet = book.add_worksheet()
        header = [*made.header, ROW[language], REASON[language]]
        for column, name in enumerate(header):
            sheet.write_string(0, column, name, heading)
        for line, row in enumerate(rows, start=1):
            reasons = "; ".join(
                f"{fault['column']}: {fault[language]}" for fault in row.faults if fault["holds_back"]
            )
            cells = [*row.cells, *[""] * (len(made.header) - len(row.cells)), str(row.number), reasons]
            for column, text in enumerate(cells):
                if text:
                    sheet.write_string(line, column, text[:LONGEST_CELL], as_text)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(header) - 2, 16)
        sheet.set_column(len(header) - 1, len(header) - 1, 80)
    return target.getvalue()
