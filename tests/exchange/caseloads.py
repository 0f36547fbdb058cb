"""Invented caseloads for the tests: as rows, and written as xlsx, ods or csv with each fault where the
test wants it.
"""

import datetime as dt
import random
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import quoteattr

import xlsxwriter
from stdnum.nl import bsn as bsn_rules

TODAY = dt.date(2026, 11, 1)
DUTCH = {
    "v_number": "V-nummer",
    "bsn": "BSN",
    "family_name": "Achternaam",
    "given_names": "Voornamen",
    "born": "Geb. datum",
    "sex": "M/V",
    "nationality": "Nationaliteit",
    "languages": "Taal",
    "household": "Gezinsnr",
    "household_role": "Relatie",
    "arrived": "Datum aanmelding",
    "decision": "Beschikking",
    "permit_on": "Datum vergunning",
    "linked": "Datum koppeling",
    "municipality": "Gemeente",
    "moved_in": "Datum huisvesting",
    "postcode": "Postcode",
    "brp_registered": "Inschrijving BRP",
    "intake_completed": "Brede intake",
    "pip_set": "PIP vastgesteld",
    "learning_route": "Leerroute",
    "worker": "Begeleider",
    "remarks": "Opmerkingen",
}
ENGLISH = {
    "v_number": "V number",
    "bsn": "BSN",
    "family_name": "Family name",
    "given_names": "Given names",
    "born": "Date of birth",
    "sex": "Sex",
    "nationality": "Nationality",
    "languages": "Language",
    "household": "Household",
    "household_role": "Role in household",
    "arrived": "Application date",
    "decision": "Decision",
    "permit_on": "Permit date",
    "linked": "Linked on",
    "municipality": "Municipality",
    "moved_in": "Moved in",
    "postcode": "Postal code",
    "brp_registered": "BRP registration",
    "intake_completed": "Broad intake",
    "pip_set": "PIP set",
    "learning_route": "Learning route",
    "worker": "Case worker",
    "remarks": "Remarks",
}
FAMILIES = (
    "Haddad",
    "Saeed",
    "Al Masri",
    "Najjar",
    "Gebremedhin",
    "Öztürk",
    "Hosseini",
    "Tesfay",
    "Warsame",
    "Rahimi",
)
GIVEN = (
    "Ahmad",
    "Fatima",
    "Omar",
    "Selam",
    "Khaled",
    "Yonas",
    "Mariam",
    "Samir",
    "Zahra",
    "Bilqis",
    "Hamza",
    "Luwam",
    "Emre",
)
TRANSLITERATED = {
    "Ahmad": "Ahmed",
    "Fatima": "Fatma",
    "Omar": "Umar",
    "Selam": "Selaam",
    "Khaled": "Khalid",
    "Yonas": "Jonas",
    "Mariam": "Maryam",
    "Samir": "Sameer",
    "Zahra": "Zahrah",
    "Bilqis": "Bilkis",
    "Hamza": "Hamzah",
    "Luwam": "Luwaam",
    "Emre": "Emreh",
}
Row = dict[str, object]


def valid_bsn(dice: random.Random) -> str:
    """A number that passes the eleven test."""
    while True:
        number = f"{dice.randrange(100_000_000, 999_999_999)}"
        if bsn_rules.is_valid(number):
            return number


def people(dice: random.Random, count: int) -> list[Row]:
    """Rows without a fault: households of one to five, dates in a possible order, habits of people who
    type.
    """
    rows: list[Row] = []
    household = 0
    v_number = 2_900_000_000 + dice.randrange(1_000_000)
    while len(rows) < count:
        household += 1
        family = dice.choice(FAMILIES)
        applied = TODAY - dt.timedelta(days=dice.randrange(500, 1800))
        for role in ("hoofdpersoon", "partner", "kind", "zoon", "dochter")[: dice.randrange(1, 6)]:
            v_number += dice.randrange(1, 9)
            rows.append(person(dice, v_number, household, family, role, applied))
    return rows[:count]


def person(
    dice: random.Random, v_number: int, household: int, family: str, role: str, applied: dt.date
) -> Row:
    """One row without a fault."""
    adult = role in ("hoofdpersoon", "partner")
    born = dt.date(
        dice.randrange(1965, 2003) if adult else dice.randrange(2008, 2026),
        dice.randrange(1, 13),
        dice.randrange(1, 28),
    )
    permit = applied + dt.timedelta(days=dice.randrange(60, 200))
    linked = permit + dt.timedelta(days=dice.randrange(5, 60))
    moved = permit + dt.timedelta(days=dice.randrange(10, 150))
    number = str(v_number)
    return {
        "v_number": dice.choice((number, f"{number[:3]} {number[3:6]} {number[6:]}")),
        "bsn": valid_bsn(dice) if dice.random() < 0.8 else "",
        "family_name": dice.choice((family, family, family.upper())),
        "given_names": dice.choice(GIVEN),
        "born": dice.choice((born, born.replace(month=1, day=1))),
        "sex": dice.choice(("m", "V", "man", "vrouw", "X")),
        "nationality": dice.choice(("Syrische", "Eritrese", "Turkse", "Afghaanse")),
        "languages": dice.choice(("Arabisch", "tigrinya", "Turks", "Dari")),
        "household": household,
        "household_role": role,
        "arrived": applied,
        "decision": "ingewilligd",
        "permit_on": permit,
        "linked": dice.choice((linked, "n.v.t.", "-")),
        "municipality": dice.choice(("Doetinchem", "Montferland", "Oost Gelre")),
        "moved_in": dice.choice((moved, "", "?")),
        "postcode": dice.choice(("7001 AB", "7071cb", "")),
        "brp_registered": moved + dt.timedelta(days=dice.randrange(0, 6)),
        "intake_completed": dice.choice((moved + dt.timedelta(days=30), "")) if adult else "",
        "pip_set": dice.choice((moved + dt.timedelta(days=60), "n.v.t.")) if adult else "",
        "learning_route": dice.choice(("B1", "Z-route", "Onderwijsroute")) if adult else "",
        "worker": dice.choice(("Figulus", "VW Oost", "")),
        "remarks": dice.choice(("", "huisarts vol!", "+31 6 12345678", "- belt terug", "ma-vr bereikbaar")),
    }


def written(value: object, dice: random.Random, real_dates: bool) -> object:
    """A value as somebody types it; dates in one of the habits, or a real date where the file can hold
    one.
    """
    if not isinstance(value, dt.date):
        return value
    if real_dates and dice.random() < 0.4:
        return value
    short = 1930 <= value.year <= TODAY.year  # two digits say enough
    return dice.choice(
        (
            value.strftime("%d-%m-%Y"),
            f"{value.day}-{value.month}-{value.year}",
            value.strftime("%d/%m/%Y"),
            value.isoformat(),
            value.strftime("%d-%m-%y") if short else value.isoformat(),
        )
    )


def table(
    rows: Sequence[Row],
    headers: Mapping[str, str],
    order: Sequence[str],
    dice: random.Random,
    real_dates: bool,
) -> list[list[object]]:
    """The header and the rows as cells."""
    cells = [[written(row[name], dice, real_dates) for name in order] for row in rows]
    return [[headers[name] for name in order], *cells]


def as_csv(cells: Sequence[Sequence[object]], separator: str = ";", encoding: str = "utf-8-sig") -> bytes:
    """The cells as csv."""
    lines = [separator.join(_quoted(str(cell), separator) for cell in row) for row in cells]
    return "\r\n".join(lines).encode(encoding, errors="replace")


def _quoted(text: str, separator: str) -> str:
    if any(letter in text for letter in (separator, '"', "\n")):
        return '"' + text.replace('"', '""') + '"'
    return text


def as_xlsx(
    cells: Sequence[Sequence[object]],
    *,
    sheet: str = "Lijst",
    other_sheets: Sequence[str] = (),
    lead: int = 0,
) -> bytes:
    """The cells as xlsx, `lead` rows down, behind sheets with a line of text."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        for name in other_sheets:
            book.add_worksheet(name).write(0, 0, "niet gebruiken")
        page = book.add_worksheet(sheet)
        for number, row in enumerate(cells, start=lead):
            for column, cell in enumerate(row):
                if isinstance(cell, dt.date):
                    page.write_datetime(number, column, dt.datetime.combine(cell, dt.time()), day)
                elif cell != "":
                    page.write(number, column, cell)
    return target.getvalue()


def as_ods(
    cells: Sequence[Sequence[object]], *, sheet: str = "Lijst", lead: int = 0, extra: str = ""
) -> bytes:
    """The cells as ods, with the blank rows and columns after it that spreadsheet programs write."""
    rows = (
        [f'<table:table-row table:number-rows-repeated="{lead}"><table:table-cell/></table:table-row>']
        if lead
        else []
    )
    rows += [
        "<table:table-row>" + "".join(_ods_cell(cell) for cell in row) + "</table:table-row>" for row in cells
    ]
    rows.append(
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
    )
    spaces = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body>'
        f"<office:spreadsheet><table:table "
        f"table:name={quoteattr(sheet)}>{extra}{''.join(rows)}</table:table></office:spreadsheet>"
        "</office:body></office:document-content>"
    )
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return target.getvalue()


def _ods_cell(cell: object) -> str:
    if cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, dt.date):
        kind = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
        return f"<table:table-cell {kind}><text:p>x</text:p></table:table-cell>"
    if isinstance(cell, int):
        kind = f'office:value-type="float" office:value="{cell}"'
        return f"<table:table-cell {kind}><text:p>{cell}</text:p></table:table-cell>"
    escaped = str(cell).replace("&", "&amp;").replace("<", "&lt;")
    return f'<table:table-cell office:value-type="string"><text:p>{escaped}</text:p></table:table-cell>'
