"""A file that is no good gives one clear sentence, never a trace, and quickly."""

import datetime as dt
import io
import random
import struct
import zipfile
from pathlib import Path

import pytest
from caseloads import DUTCH, TODAY, as_csv, as_ods, as_xlsx, people, table

from reisgenoot.core.sheets.archive import CFB_SIGNATURE
from reisgenoot.core.sheets.errors import FILE_PROBLEMS, SheetError
from reisgenoot.exchange.caseload.check import check_bytes, check_path

SHEET_HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def sample(count: int = 5) -> list[list[object]]:
    dice = random.Random(1)
    return table(people(dice, count), DUTCH, list(DUTCH), dice, real_dates=False)


def changed(content: bytes, part: str, new: bytes | None) -> bytes:
    """A zipped file with one part replaced, added or (None) removed."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in old.namelist():
            if name != part:
                archive.writestr(name, old.read(name))
        if new is not None:
            archive.writestr(part, new)
    return target.getvalue()


def far_cell() -> bytes:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    sheet = f"{SHEET_HEAD}{rows}</sheetData></worksheet>"
    return changed(as_xlsx(sample()), "xl/worksheets/sheet1.xml", sheet.encode())


def repeated_ods(rows: int, columns: int) -> bytes:
    kind = f'office:value-type="string" table:number-columns-repeated="{columns}"'
    cell = f"<table:table-cell {kind}><text:p>x</text:p></table:table-cell>"
    return as_ods(
        sample(), extra=f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'
    )


def lying_sizes(content: bytes) -> bytes:
    """A bomb whose directory says that its parts are small."""
    bomb = bytearray(changed(content, "xl/worksheets/sheet1.xml", b" " * 400_000_000))
    at = 0
    while (at := bomb.find(b"PK\x01\x02", at)) >= 0:
        bomb[at + 24 : at + 28] = struct.pack("<I", 1000)
        at += 4
    return bytes(bomb)


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w>&b;</w>'
BAD = {
    "empty": (b"", "empty"),
    "blank": (b"\r\n \n;;;\n", "empty"),
    "empty sheet": (as_xlsx([]), "empty"),
    "a pdf": (b"%PDF-1.7 ...", "not_a_spreadsheet"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "not_a_spreadsheet"),
    "random bytes": (random.Random(2).randbytes(5000), "not_a_spreadsheet"),
    "a web page": (b"<!DOCTYPE html><html><table><tr><td>Naam</td></tr></table></html>", "not_a_spreadsheet"),
    "a zip of something else": (changed(as_xlsx(sample()), "xl/workbook.xml", None), "not_a_spreadsheet"),
    "half a file": (as_xlsx(sample(200))[:3000], "damaged"),
    "no xml inside": (changed(as_xlsx(sample()), "xl/worksheets/sheet1.xml", b"hello"), "damaged"),
    "a password": (
        CFB_SIGNATURE + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500),
        "password",
    ),
    "an old xls": (CFB_SIGNATURE + bytes(500) + "Workbook".encode("utf-16-le") + bytes(500), "old_format"),
    "an ods with a password": (
        changed(as_ods(sample()), "META-INF/manifest.xml", b"<m><manifest:encryption-data/></m>"),
        "password",
    ),
    "macros": (changed(as_xlsx(sample()), "xl/vbaProject.bin", b"\xd0\xcf"), "macros"),
    "macros in ods": (changed(as_ods(sample()), "Basic/Standard/Module1.xml", b"<m/>"), "macros"),
    "a zip bomb": (changed(as_xlsx(sample()), "xl/worksheets/sheet1.xml", b" " * 200_000_000), "zip_bomb"),
    "a lying zip bomb": (lying_sizes(as_xlsx(sample())), "damaged"),
    "entities": (changed(as_xlsx(sample()), "xl/worksheets/sheet1.xml", ENTITIES), "unsafe_xml"),
    "a cell far away": (far_cell(), "too_many_columns"),
    "a row repeated": (repeated_ods(1_000_000, 3), "too_many_rows"),
    "a cell repeated": (repeated_ods(1, 1_000_000_000), "too_many_columns"),
    "no header": (as_csv(sample()[1:]), "no_header"),
    "no header in xlsx": (as_xlsx(sample()[1:]), "no_header"),
    "only a header": (as_csv(sample()[:1]), "no_rows"),
    "another table": (as_csv([["product", "prijs", "aantal"], ["appel", "1", "2"]]), "no_header"),
    "wrong encoding": (as_csv(sample(), encoding="utf-32"), "wrong_encoding"),
    "control characters": (as_csv(sample()).replace(b"Syrische", b"Syr\x02sche", 1), "wrong_encoding"),
    "an open quotation mark": (as_csv(sample()) + b'\r\n"' + b"x" * 200_000, "broken_quotes"),
    "200,000 rows": (
        as_csv([*sample(1), *[["2900000001", "", "Haddad", "Hala"]] * 200_000]),
        "too_many_rows",
    ),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_has_a_code_and_a_sentence(kind: str) -> None:
    content, code = BAD[kind]
    with pytest.raises(SheetError) as problem:
        check_bytes(content, TODAY)
    assert problem.value.code == code
    assert problem.value.message("nl")
    assert problem.value.message("en")


def test_200_000_rows_of_xlsx_are_refused() -> None:
    row = "".join(f'<c r="{column}{{0}}" t="inlineStr"><is><t>Haddad</t></is></c>' for column in "ABC")
    sheet = (
        SHEET_HEAD
        + "".join(f'<row r="{n}">{row.format(n)}</row>' for n in range(1, 200_001))
        + "</sheetData></worksheet>"
    )
    with pytest.raises(SheetError) as problem:
        check_bytes(changed(as_xlsx(sample()), "xl/worksheets/sheet1.xml", sheet.encode()), TODAY)
    assert problem.value.code in ("too_many_rows", "zip_bomb")


def test_every_problem_has_both_languages() -> None:
    assert all(set(texts) == {"nl", "en"} for texts in FILE_PROBLEMS.values())


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "weg.xlsx", tmp_path):
        with pytest.raises(SheetError) as problem:
            check_path(path, TODAY)
        assert problem.value.code == "file_missing"


def test_no_header_offers_the_columns_for_mapping_by_hand() -> None:
    rows = [["Kolom A", "Kolom B", "Kolom C"], ["2900000001", "Haddad", "Hala"]]
    with pytest.raises(SheetError) as problem:
        check_bytes(as_csv(rows), TODAY)
    assert problem.value.columns == ("Kolom A", "Kolom B", "Kolom C")
    mapping = {"Kolom A": "v_number", "Kolom B": "family_name", "Kolom C": ""}
    report = check_bytes(as_csv(rows), TODAY, mapping)
    assert report.records[0].values == {"v_number": "2900000001", "family_name": "Haddad"}
    with pytest.raises(SheetError) as problem:
        check_bytes(as_csv(rows), TODAY, {"Kolom A": "schoenmaat"})
    assert problem.value.code == "unknown_field"


def test_cells_merged_downwards_count_for_each_row_unless_they_are_personal() -> None:
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        page = book.add_worksheet()
        page.merge_range("A1:E1", "Caseload van de gemeente")
        for column, name in enumerate(("V-nummer", "Achternaam", "Voornamen", "Geb. datum", "Gezinsnr")):
            page.write(1, column, name)
        for row in range(2, 6):
            page.write(row, 0, f"290000700{row}")
            page.write(row, 2, ("Hala", "Omar", "Selam", "Yonas")[row - 2])
        page.merge_range("B3:B4", "Haddad")
        page.merge_range("E3:E4", 7)
        page.merge_range("D5:D6", "01-02-1990")
    report = check_bytes(target.getvalue(), TODAY)
    assert [record.values.get("family_name") for record in report.records] == ["Haddad", "Haddad", None, None]
    assert [record.values.get("household") for record in report.records] == ["7", "7", None, None]
    assert [(fault.row, fault.code, fault.column) for fault in report.held_back] == [
        (5, "merged_cells", "Geb. datum"),
        (6, "merged_cells", "Geb. datum"),
    ]
    assert "merged_cells" in {note.code for note in report.notes}


def test_remarks_totals_and_repeated_headers_are_no_persons_but_are_told() -> None:
    cells = sample(6)
    width = len(cells[0])
    cells.insert(3, list(cells[0]))
    cells.insert(5, ["Doetinchem", *[""] * (width - 1)])
    cells += [
        [""] * width,
        ["Totaal", 6, *[""] * (width - 2)],
        ["", "", "", "gezien door balie", *[""] * (width - 4)],
    ]
    report = check_bytes(as_xlsx(cells), dt.date(2026, 11, 1))
    assert len(report.records) == 6
    assert report.held_back == []
    assert [(note.code, note.row) for note in report.notes] == [
        ("row_header_again", 4),
        ("row_remark", 6),
        ("row_total", 11),
        ("row_remark", 12),
    ]
