"""Every spreadsheet that people download: what somebody typed is text in it, and never a formula."""

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from typing import TypeAlias

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

Cell: TypeAlias = str | int | date | None
LONGEST_CELL = 32_000
"""Characters that a cell of xlsx can hold, a little less."""
WIDEST = 560
"""Pixels."""


def spreadsheet(sheet: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """An xlsx file of one sheet, with a line of headings that stays in sight and filters on them."""
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, {**options, "strings_to_numbers": False}) as book:
        # Text for good: the quote prefix keeps a text that begins with = a text when somebody edits the cell.
        as_text = book.add_format({"num_format": "@", "quote_prefix": True})
        bold = book.add_format({"bold": True, "num_format": "@", "quote_prefix": True})
        day = book.add_format({"num_format": "d-m-yyyy"})
        page = book.add_worksheet(sheet[:31])
        for column, heading in enumerate(headings):
            page.write_string(0, column, heading[:LONGEST_CELL], bold)
        line = 0
        for line, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    page.write_datetime(line, column, value, day)
                elif isinstance(value, int):
                    page.write_number(line, column, value)
                elif value:
                    page.write_string(line, column, value[:LONGEST_CELL], as_text)
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, line, max(0, len(headings) - 1))
        page.autofit(WIDEST)
    return target.getvalue()


def dated(name: str, sheet: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """A list as it is today, to download: ``name`` and the day are the file's name, without its ending."""
    return as_download(f"{name}-{timezone.localdate()}.xlsx", spreadsheet(sheet, headings, rows))


def as_download(name: str, content: bytes) -> HttpResponse:
    """A spreadsheet under a file name."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
