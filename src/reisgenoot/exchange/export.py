"""The correction list as a spreadsheet: what was typed, and why it is held back. Never a formula."""

from __future__ import annotations

from collections.abc import Iterable

from reisgenoot.web.spreadsheet import spreadsheet

from .models import Import, ImportRow

REASON = {"nl": "Reden van tegenhouden", "en": "Reason held back"}
SHEET = {"nl": "Correcties", "en": "Corrections"}
ROW = {"nl": "Rij in het bestand", "en": "Row in the file"}


def correction_list(made: Import, rows: Iterable[ImportRow], language: str) -> bytes:
    """An xlsx file: the columns of the file, the row's number, and a column of reasons, all as text."""
    header = [*made.header, ROW[language], REASON[language]]

    def line(row: ImportRow) -> list[str]:
        reasons = "; ".join(
            f"{fault['column']}: {fault[language]}" for fault in row.faults if fault["holds_back"]
        )
        return [*row.cells, *[""] * (len(made.header) - len(row.cells)), str(row.number), reasons]

    return spreadsheet(SHEET[language], header, map(line, rows))
