"""What a person sees in a cell."""

import datetime as dt
import re
import unicodedata

_SPACES = re.compile(r"[ \t\u00a0\u200b\u200e\u200f]+")


def text_of(cell: object) -> str:
    """A cell as a person sees it: no `.0` behind whole numbers, dates as day-month-year.

    >>> text_of(7.0), text_of(" 7 "), text_of(dt.date(2026, 1, 5)), text_of(None)
    ('7', '7', '05-01-2026', '')
    >>> text_of(dt.datetime(2026, 1, 5)), text_of(dt.datetime(2026, 1, 5, 13, 30))
    ('05-01-2026', '05-01-2026 13:30')
    """
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.strftime("%d-%m-%Y") if cell.time() == dt.time() else cell.strftime("%d-%m-%Y %H:%M")
    if isinstance(cell, dt.date):
        return cell.strftime("%d-%m-%Y")
    return _SPACES.sub(" ", str(cell)).strip().removeprefix("'")


def plain(text: object) -> str:
    """A column name without case, accents, punctuation and brackets.

    >>> plain("  Geb. datum (dd-mm-jjjj) "), plain("M/V"), plain("Ethniciteit_é")
    ('geb datum', 'm v', 'ethniciteit e')
    """
    flat = unicodedata.normalize("NFKD", str(text)).casefold()
    flat = "".join(letter for letter in flat if not unicodedata.combining(letter))
    flat = re.sub(r"\(.*?\)|\[.*?\]", " ", flat)
    return re.sub(r"[^a-z0-9]+", " ", flat).strip()
