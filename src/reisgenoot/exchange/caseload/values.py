"""One cell at a time: what a person typed → the value that Reisgenoot keeps, or the reason why it can't.

Every function takes the cell as the reader gave it. Nothing here raises for a bad value: it gives a `Value`
with a fault code (see `faults.py`).
"""

import datetime as dt
import re
from dataclasses import dataclass

from stdnum.nl import bsn as bsn_rules

from reisgenoot.core.sheets.cells import plain, text_of
from reisgenoot.exchange.caseload.words import BLANKS, COUNTRIES, LANGUAGES, MONTHS, ROLES

EXCEL_EPOCH = dt.date(1899, 12, 30)
EXCEL_SERIALS = range(3_654, 73_051)  # 1910 to 2100
EARLIEST_YEAR = 1900
YEARS_AHEAD = 80
EVENT_YEARS_AHEAD = 20
OLDEST_AGE = 105
YOUNGEST_ADULT = 10  # below this age nobody is the head or partner of a household
FORBIDDEN_POSTCODE_LETTERS = frozenset({"SA", "SD", "SS"})


@dataclass(frozen=True, slots=True)
class Value:
    """A cell read: `value` (None for empty), the code of the fault if any, and whether it is uncertain."""

    value: object = None
    fault: str | None = None
    uncertain: bool = False


EMPTY = Value()


def is_blank(cell: object) -> bool:
    """Whether a cell says nothing: empty, `-`, `?`, `n.v.t.` and the like.

    >>> [is_blank(cell) for cell in ("", " n.v.t. ", "-", "?", None, "nee", 0.0)]
    [True, True, True, True, True, False, False]
    """
    text = text_of(cell).casefold()
    return text in BLANKS or not text.strip("?-–—. ")


def date(cell: object, *, today: dt.date, born: bool = False, role: str | None = None) -> Value:
    """A date from an Excel date, `d-m-y`, `y-m-d`, `d/m/y`, `12 maart 2024`, a serial number; empty for a
    blank.

    `born` says that it is a birth date: years of two digits then lie in the past, and `role` (`child`,
    `head`,
    `partner`) helps to choose the century. Faults: `date_does_not_exist`, `date_unreadable`.

    >>> today = dt.date(2026, 11, 1)
    >>> date("21-08-26", today=today, born=True, role="child").value
    datetime.date(2026, 8, 21)
    >>> date("01-01-85", today=today, born=True).value, date("24-04-24", today=today).value
    (datetime.date(1985, 1, 1), datetime.date(2024, 4, 24))
    >>> date("31-02-1990", today=today).fault, date("volgende week", today=today).fault
    ('date_does_not_exist', 'date_unreadable')
    >>> date("n.v.t.", today=today) == EMPTY
    True
    """
    if isinstance(cell, dt.datetime):
        return _in_range(cell.date(), today)
    if isinstance(cell, dt.date):
        return _in_range(cell, today)
    if is_blank(cell):
        return EMPTY
    text = text_of(cell)
    uncertain = born and text.endswith("?")
    read = _date_of_text(text.rstrip("? ") if uncertain else text, today, born, role)
    return Value(read.value, read.fault, uncertain)


def _date_of_text(text: str, today: dt.date, born: bool, role: str | None) -> Value:
    text = re.sub(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[ap]m)?Z?$", "", text, flags=re.IGNORECASE)
    text = re.sub(
        r"^(ma|di|wo|do|vr|za|zo|mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? +(?=\d)",
        "",
        text,
        flags=re.IGNORECASE,
    )
    if text.isdigit():
        return _date_of_digits(text, today)
    parts = [part for part in re.split(r"[-/.,\s\u2010-\u2015]+", text.casefold()) if part]
    if len(parts) != 3:
        return Value(fault="date_unreadable")
    if parts[1] in MONTHS:
        parts[1] = str(MONTHS[parts[1]])
    elif parts[0] in MONTHS:  # March 12, 2024
        parts[0], parts[1] = parts[1], str(MONTHS[parts[0]])
    if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        return Value(fault="date_unreadable")
    if len(parts[0]) == 4:
        year, month, day = parts
    else:
        day, month, year = parts
    if len(day) > 2 or len(month) > 2 or len(year) not in (2, 4):
        return Value(fault="date_unreadable")
    whole_year = (
        int(year) if len(year) == 4 else _whole_year(int(year), int(month), int(day), today, born, role)
    )
    return _real(whole_year, int(month), int(day), today)


def _date_of_digits(text: str, today: dt.date) -> Value:
    if len(text) == 5 and int(text) in EXCEL_SERIALS:
        return _in_range(EXCEL_EPOCH + dt.timedelta(days=int(text)), today)
    if len(text) == 8:
        year_first = int(text[:4]) in range(EARLIEST_YEAR, today.year + YEARS_AHEAD) and int(text[4:6]) <= 12
        if year_first:
            return _real(int(text[:4]), int(text[4:6]), int(text[6:]), today)
        return _real(int(text[4:]), int(text[2:4]), int(text[:2]), today)
    return Value(fault="date_unreadable")


def _whole_year(year: int, month: int, day: int, today: dt.date, born: bool, role: str | None) -> int:
    this_century = today.year - today.year % 100 + year
    if not born:
        return this_century - (100 if this_century > today.year + EVENT_YEARS_AHEAD else 0)
    if this_century > today.year:
        return this_century - 100
    if role == "child":
        return this_century
    ahead = (this_century, month, day) > (today.year, today.month, today.day)
    too_young = role in ("head", "partner") and today.year - this_century < YOUNGEST_ADULT
    if (ahead or too_young) and today.year - (this_century - 100) <= OLDEST_AGE:
        return this_century - 100
    return this_century


def _real(year: int, month: int, day: int, today: dt.date) -> Value:
    try:
        return _in_range(dt.date(year, month, day), today)
    except ValueError:
        plausible = EARLIEST_YEAR <= year <= today.year + YEARS_AHEAD
        return Value(fault="date_does_not_exist" if plausible else "date_unreadable")


def _in_range(day: dt.date, today: dt.date) -> Value:
    if EARLIEST_YEAR <= day.year <= today.year + YEARS_AHEAD:
        return Value(day)
    return Value(fault="date_unreadable")


def v_number(cell: object) -> Value:
    """Ten digits, however they are spaced. Fault: `v_number_invalid`.

    >>> v_number("290 000 7026").value, v_number(2900007001.0).value, v_number("29000").fault
    ('2900007026', '2900007001', 'v_number_invalid')
    """
    if is_blank(cell):
        return EMPTY
    digits = re.sub(r"^v(?=\d)", "", re.sub(r"[\s.\-_/]", "", text_of(cell).casefold().removeprefix("v-")))
    if re.fullmatch(r"[0-9]{10}", digits) and len(set(digits)) > 1:
        return Value(digits)
    return Value(fault="v_number_invalid")


def bsn(cell: object) -> Value:
    """Nine digits (eight where a spreadsheet dropped the leading zero) that pass the eleven test.

    >>> bsn("308246287").value, bsn("123456789").fault, bsn("1234").fault
    ('308246287', 'bsn_fails_eleven_test', 'bsn_fails_eleven_test')
    """
    if is_blank(cell):
        return EMPTY
    digits = re.sub(r"[\s.\-]", "", text_of(cell))
    if re.fullmatch(r"[0-9]{8,9}", digits):
        whole = digits.zfill(9)
        if whole.strip("0") and bsn_rules.is_valid(whole):
            return Value(whole)
    return Value(fault="bsn_fails_eleven_test")


def postcode(cell: object) -> Value:
    """`1234 AB`. Fault: `postcode_invalid`.

    >>> postcode("7071cb").value, postcode("70O1 AB").fault, postcode("7071 SS").fault
    ('7071 CB', 'postcode_invalid', 'postcode_invalid')
    """
    if is_blank(cell):
        return EMPTY
    found = re.fullmatch(r"([1-9][0-9]{3})[\s-]*([A-Z]{2})", text_of(cell).upper())
    if found and found[2] not in FORBIDDEN_POSTCODE_LETTERS:
        return Value(f"{found[1]} {found[2]}")
    return Value(fault="postcode_invalid")


def word(cell: object, table: dict[str, str]) -> Value:
    """A word of one of the tables of `words.py` as its code. Fault: `value_unknown`.

    >>> from reisgenoot.exchange.caseload.words import SEXES
    >>> word("Vrouw", SEXES).value, word("groen", SEXES).fault
    ('v', 'value_unknown')
    """
    if is_blank(cell):
        return EMPTY
    flat = plain(cell)
    code = table.get(flat) or table.get(flat.replace(" ", ""))
    return Value(code) if code else Value(fault="value_unknown")


def nationality(cell: object) -> Value:
    """`Syrische`, `Syrië`, `Syrian`, `SY` → `SY`; stateless and unknown → empty. Fault: `value_unknown`."""
    if plain(cell) in ("staatloos", "stateless", "staatloze"):
        return EMPTY
    return word(cell, COUNTRIES)


def role(cell: object) -> Value:
    """The place in the household: `head`, `partner`, `child`, `other`. Fault: `value_unknown`."""
    return word(cell, ROLES)


def languages(cell: object) -> Value:
    """One or more languages as a tuple of codes; what is not a language is left out, with `value_unknown`.

    >>> languages("Arabisch, Koerdisch en Engels").value
    ('ar', 'kmr', 'en')
    """
    if is_blank(cell):
        return EMPTY
    names = [part for part in re.split(r"[,;/+&]|\ben\b|\band\b", text_of(cell)) if plain(part)]
    codes = [LANGUAGES.get(plain(name)) for name in names]
    known = tuple(dict.fromkeys(code for code in codes if code))
    return Value(known or None, "value_unknown" if None in codes else None)


def looks_live(cell: object) -> bool:
    """Whether a text would become a formula if a spreadsheet program typed it in anew.

    A telephone number (`+31 6 …`), a dash before a remark and an e-mail address are no formulas.

    >>> [looks_live(text) for text in ('=1+1', '=HYPERLINK("x")', '@SUM(A1)', "+cmd|'/C calc'!A0", "-2+3")]
    [True, True, True, True, True]
    >>> [looks_live(text) for text in ("+31 6 12345678", "- belt terug", "=", "@anna", "-")]
    [False, False, False, False, False]
    """
    if not isinstance(cell, str):
        return False
    text = cell.lstrip(" \t\r\n\u00a0'")
    if text[:1] in ("=", "＝"):
        return len(text.strip("= ")) > 0
    if text[:1] == "@":
        return re.match(r"@[A-Za-z.]+\(", text) is not None
    if text[:1] in ("+", "-"):
        live = (
            r"[+\-]\s*(\S*[A-Za-z.]+\(|[A-Za-z]+\|\S|\$?[A-Za-z]{1,3}\$?\d+\s*([+\-*/^&]|$)|[\d.]+\s*[+*/^])"
        )
        return re.match(live, text) is not None
    return False
