"""A school's file with hours: which columns there are, and each row as hours of somebody or a reason to hold it back.

One line is one person in one month for one part. Columns, in Dutch or English, in any order: V-number, or name and date
of birth; month; part (without it: lessons); followed, offered, absent with and without a reason, in hours.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from reisgenoot.access.errors import Text
from reisgenoot.core.sheets.cells import plain, text_of
from reisgenoot.core.sheets.read import Cell, Table, read

from .actions.hours import Given, problems_of
from .clock import minutes_of
from .parts import Part

MOST_ROWS = 5_000
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "v_number": ("v nummer", "vnummer", "v nr", "v number"),
    "name": ("naam", "cursist", "deelnemer", "name", "learner", "participant", "student"),
    "born": ("geboortedatum", "geb datum", "geboren", "date of birth", "born", "birth date"),
    "month": ("maand", "periode", "month", "period"),
    "part": ("onderdeel", "soort", "activiteit", "part", "kind"),
    "offered": ("aangeboden", "aangeboden uren", "uren aangeboden", "offered", "hours offered"),
    "followed": (
        "gevolgd",
        "gevolgde uren",
        "uren gevolgd",
        "aanwezig",
        "uren",
        "followed",
        "hours followed",
        "hours",
    ),
    "excused": ("geoorloofd", "afwezig met reden", "geoorloofd verzuim", "absent with a reason", "excused"),
    "unexcused": (
        *("ongeoorloofd", "afwezig zonder reden", "ongeoorloofd verzuim"),
        *("absent without a reason", "unexcused"),
    ),
}
_FIELD = {name: field for field, names in COLUMNS.items() for name in names}
PART_WORDS: Mapping[str, str] = {
    **dict.fromkeys(("", "les", "lessen", "taalles", "taallessen", "nt2", "knm", "lessons"), Part.LESSONS),
    **dict.fromkeys(("participatie", "participation", "zelfredzaamheid", "activering"), Part.PARTICIPATION),
    **dict.fromkeys(("brede intake", "broad intake", "taalles brede intake"), Part.INTAKE_LESSONS),
    **dict.fromkeys(("map", "module arbeidsmarkt en participatie", "praktijk"), Part.MAP),
    **dict.fromkeys(("pvt", "participatieverklaring", "participatieverklaringstraject"), Part.PVT),
}
MONTHS: Mapping[str, int] = {
    "jan": 1,
    "feb": 2,
    "maa": 3,
    "mrt": 3,
    "mar": 3,
    "apr": 4,
    "mei": 5,
    "may": 5,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "okt": 10,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
"""How the names of months begin, in Dutch and English."""
REASONS: Mapping[str, Text] = {
    "nobody": _(
        "Nobody who follows a course of this school, and whose dossier you may change, is meant by this."
    ),
    "several": _("Several people are meant by this: give the V-number as well."),
    "no_person": _("There is neither a V-number nor a name with a date of birth."),
    "month_unreadable": _("This is no month: write it as 2026-09 or 09-2026."),
    "hours_unreadable": _("These are no hours: write them as 12, 12,5 or 12:30."),
    "hours_missing": _("There are no hours followed."),
    "twice": _("The same person, month and part stands in an earlier row."),
    "part_unknown": _("There is no such part."),
    "month_to_come": _("That month is still to come."),
    "month_too_early": _("That month lies before the act."),
    "more_than_offered": _("Followed and missed are more than was offered."),
    "more_than_a_month": _("That is more than a month has."),
}
"""Why a row is held back."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row is held back; ``column`` as the file names it, empty for the row as a whole."""

    number: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row that could be read: who, as the file says, and the hours."""

    number: int
    v_number: str
    name: str
    born: dt.date | None
    given: Given
    who_column: str


class _Held(Exception):
    def __init__(self, field: str, reason: str) -> None:
        super().__init__(field, reason)
        self.field, self.reason = field, reason


def score(row: Sequence[object]) -> int:
    """How many columns that are looked for a row names; a header names the month and the hours at least."""
    found = {_FIELD.get(plain(cell)) for cell in row}
    return len(found - {None}) if {"month", "followed"} <= found else 0


def table(content: bytes) -> Table:
    """The rows of a file. Raises SheetError."""
    return read(content, score)


def lines(it: Table, today: dt.date) -> Iterator[Line | Fault]:
    """Each row below the header, in order."""
    columns: dict[str, int] = {}
    for place, cell in enumerate(it.header):
        field = _FIELD.get(plain(cell))
        if field is not None:
            columns.setdefault(field, place)
    for number, cells in it.rows:
        try:
            yield _line(number, cells, columns, it.header, today)
        except _Held as held:
            column = it.header[columns[held.field]] if held.field in columns else ""
            yield Fault(number, column[:100], held.reason)


def _line(
    number: int, cells: Sequence[Cell], columns: Mapping[str, int], header: Sequence[str], today: dt.date
) -> Line:
    def cell(field: str) -> Cell:
        return cells[columns[field]] if field in columns else ""

    v_number, name = re.sub(r"\D", "", text_of(cell("v_number"))), text_of(cell("name"))
    born = _day(cell("born"))
    if not v_number and not (name and born):
        raise _Held("v_number" if "v_number" in columns else "name", "no_person")
    part = PART_WORDS.get(plain(cell("part")))
    if part is None:
        raise _Held("part", "part_unknown")
    followed = _minutes("followed", cell("followed"))
    if followed is None:
        raise _Held("followed", "hours_missing")
    given = Given(
        part=part,
        month=_month(cell("month")),
        followed=followed,
        offered=_minutes("offered", cell("offered")),
        excused=_minutes("excused", cell("excused")) or 0,
        unexcused=_minutes("unexcused", cell("unexcused")) or 0,
    )
    for field, reason in problems_of(given, today):
        raise _Held(field, reason)
    who = "v_number" if v_number else "name"
    return Line(number, v_number, name, born, given, header[columns[who]][:100])


def _minutes(field: str, cell: Cell) -> int | None:
    """Minutes; a number of a spreadsheet comes as a float, and is read as the text that a person sees."""
    if isinstance(cell, dt.time):
        return cell.hour * 60 + cell.minute
    if isinstance(cell, dt.timedelta):
        return int(cell.total_seconds()) // 60
    text = f"{cell:.2f}" if isinstance(cell, float) else text_of(cell)
    if not text:
        return None
    found = minutes_of(text)
    if found is None:
        raise _Held(field, "hours_unreadable")
    return found


def _month(cell: Cell) -> dt.date:
    """The first day of the month.

    >>> _month("2026-09"), _month("9-2026"), _month("sept 2026")
    (datetime.date(2026, 9, 1), datetime.date(2026, 9, 1), datetime.date(2026, 9, 1))
    """
    if isinstance(cell, dt.datetime):
        return cell.date().replace(day=1)
    if isinstance(cell, dt.date):
        return cell.replace(day=1)
    text = plain(text_of(cell))
    for pattern in (
        r"(?P<y>20\d\d) ?(?P<m>\d\d?)(?: \d\d?)?",
        r"(?:\d\d? )?(?P<m>\d\d?) (?P<y>20\d\d)",
        r"(?P<w>[a-z]{3,9}) (?P<y>20\d\d)",
    ):
        if found := re.fullmatch(pattern, text):
            parts = found.groupdict()
            month = int(parts["m"]) if parts.get("m") else MONTHS.get(parts["w"][:3], 0)
            if 1 <= month <= 12:
                return dt.date(int(parts["y"]), month, 1)
    raise _Held("month", "month_unreadable")


def _day(cell: Cell) -> dt.date | None:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    numbers = [int(it) for it in re.findall(r"\d+", text_of(cell))][:3]
    if len(numbers) != 3:
        return None
    year, month, day = numbers if numbers[0] > 31 else reversed(numbers)
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
