"""Terms: ISO 8601 durations on the calendar, and the last day of a term under the Algemene termijnenwet.

Days are proleptic ordinals (`date.toordinal()`), because both evaluators reckon in whole days.
The act: BWBR0002448, text of 10 October 2010.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cache

_DURATION = re.compile(
    r"P(?=[0-9])(?:([0-9]{1,3})Y)?(?:([0-9]{1,3})M)?(?:([0-9]{1,3})W)?(?:([0-9]{1,4})D)?", re.ASCII
)

# Statutory terms that the act leaves alone are longer than these (article 4, opening words and under a).
MOST_DAYS, MOST_WEEKS, MOST_MONTHS = 90, 12, 3
LONGEST_YEARS = 100  # keeps every sum of a readable date and a term far inside the calendar
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time in calendar units.

    >>> Term.parse("P10W")
    Term(years=0, months=0, weeks=10, days=0)
    >>> str(Term.parse("P3M15D"))
    'P3M15D'
    """

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0

    @classmethod
    def parse(cls, text: str) -> Term:
        """Read `PnYnMnWnD` in whole numbers; ValueError for anything else, for nothing, and for over 100 years."""
        found = _DURATION.fullmatch(text)
        if not found:
            raise ValueError(f"not an ISO 8601 duration in years, months, weeks and days: {text!r}")
        term = cls(*(int(part or 0) for part in found.groups()))
        if not 0 < term.in_months / 12 + term.in_days / 365 <= LONGEST_YEARS:
            raise ValueError(f"a term is longer than nothing and at most {LONGEST_YEARS} years: {text!r}")
        return term

    @property
    def in_months(self) -> int:
        """The years and months, in months."""
        return self.years * 12 + self.months

    @property
    def in_days(self) -> int:
        """The weeks and days, in days."""
        return self.weeks * 7 + self.days

    def __str__(self) -> str:
        parts = ((self.years, "Y"), (self.months, "M"), (self.weeks, "W"), (self.days, "D"))
        return "P" + "".join(f"{number}{unit}" for number, unit in parts if number)

    def with_first(self, day: int) -> int:
        """The last day of this term if `day` is its first: the day before the same date, or where that date does
        not exist the last of that month.

        >>> def last(text, term):
        ...     return str(date.fromordinal(Term.parse(term).with_first(date.fromisoformat(text).toordinal())))
        >>> last("2018-03-05", "P3Y"), last("2021-03-01", "P3Y"), last("2020-02-29", "P3Y"), last("2027-01-04", "P1W")
        ('2021-03-04', '2024-02-29', '2023-02-28', '2027-01-10')
        """
        end = self.from_day(day)
        cut_short = not self.in_days and date.fromordinal(end).day < date.fromordinal(day).day
        return end if cut_short else end - 1

    def from_day(self, day: int, sign: int = 1) -> int:
        """The day that lies this term after (`sign` 1) or before (-1) `day`: months first, then days.

        >>> def after(text, term):
        ...     return str(date.fromordinal(Term.parse(term).from_day(date.fromisoformat(text).toordinal())))
        >>> after("2027-01-31", "P1M"), after("2028-01-31", "P1M")   # months follow the calendar
        ('2027-02-28', '2028-02-29')
        >>> after("2027-01-03", "P10W")
        '2027-03-14'
        """
        if self.in_months:
            day = add_months(day, sign * self.in_months)
        return day + sign * self.in_days


def add_months(day: int, months: int) -> int:
    """The same day of the month so many months on, or the last day of a month that is too short."""
    start = date.fromordinal(day)
    years, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(years, month + 1, min(start.day, monthrange(years, month + 1)[1])).toordinal()


@cache
def public_holidays(year: int) -> frozenset[int]:
    """The days of article 3 in a year, as ordinals.

    Article 3(1) names New Year's Day, Easter Monday, Whit Monday, both Christmas days, Ascension Day, the day
    on which the King's birthday is celebrated, and 5 May of every year; article 3(2) adds Good Friday.

    >>> [str(date.fromordinal(day)) for day in sorted(public_holidays(2026))][:4]
    ['2026-01-01', '2026-04-03', '2026-04-06', '2026-04-27']
    """
    easter = easter_sunday(year).toordinal()
    movable = {easter - 2, easter + 1, easter + 39, easter + 50}
    fixed = {date(year, month, day).toordinal() for month, day in ((1, 1), (5, 5), (12, 25), (12, 26))}
    return frozenset(movable | fixed | {sovereigns_birthday(year).toordinal()})


def sovereigns_birthday(year: int) -> date:
    """The day it is celebrated: King's day 27 April, on Sunday the 26th; until 2013 Queen's day 30 April.

    A Queen's day on Sunday went to the Monday after until 1979 and to the Saturday before from 1980.
    """
    day = date(year, 4, 27 if year >= 2014 else 30)
    if day.weekday() != 6:
        return day
    return date.fromordinal(day.toordinal() + (1 if year < 1980 else -1))


def easter_sunday(year: int) -> date:
    """Easter in the Gregorian calendar (Butcher's rule).

    >>> easter_sunday(2027), easter_sunday(2038)
    (datetime.date(2027, 3, 28), datetime.date(2038, 4, 25))
    """
    golden, (century, rest) = year % 19, divmod(year, 100)
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    correction = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


def working_day_after(day: date, many: int) -> date:
    """The last of so many working days (at least one) after ``day``, which itself does not count.

    >>> working_day_after(date(2026, 4, 2), 5)  # Thursday; Good Friday, the weekend and Easter Monday do not count
    datetime.date(2026, 4, 13)
    """
    number = day.toordinal()
    while many:
        number += 1
        many -= is_working_day(number)
    return date.fromordinal(number)


def is_working_day(day: int) -> bool:
    """Neither Saturday nor Sunday nor a public holiday in the sense of article 3."""
    return (day - 1) % 7 < SATURDAY and day not in public_holidays(date.fromordinal(day).year)


def next_working_day(day: int) -> int:
    """`day` itself if it is a working day, otherwise the first one after it (article 1(1))."""
    while not is_working_day(day):
        day += 1
    return day


def second_working_day_after(day: int) -> int:
    """The second working day after `day`: no term of three days or more ends before it (article 2)."""
    return next_working_day(next_working_day(day + 1) + 1)


def is_extended(term: Term) -> bool:
    """Whether the act extends a statutory term of this length, see article 4(a).

    >>> [is_extended(Term.parse(text)) for text in ("P10W", "P12W", "P90D", "P3M")]
    [True, True, True, True]
    >>> [is_extended(Term.parse(text)) for text in ("P13W", "P91D", "P4M", "P3M1D", "P1Y")]
    [False, False, False, False, False]
    """
    if term.years or (term.months, term.in_days) > (MOST_MONTHS, 0):
        return False
    return term.in_days <= (MOST_WEEKS * 7 if term.weeks else MOST_DAYS)


def needs_two_working_days(term: Term) -> bool:
    """Whether article 2 can matter: at least three days, and short enough to hold under two working days.

    >>> [needs_two_working_days(Term.parse(text)) for text in ("P2D", "P3D", "P1W", "P2W", "P1M")]
    [False, True, True, False, False]
    """
    return not term.in_months and 3 <= term.in_days < 14


def last_day(start: int, term: Term, end: int | None = None) -> int:
    """The last day of a statutory term of `term` after the day `start`, as the Algemene termijnenwet has it.

    `end` is its last day before that act, where the term was made longer.

    >>> def last(text, term):
    ...     return str(date.fromordinal(last_day(date.fromisoformat(text).toordinal(), Term.parse(term))))
    >>> last("2027-01-03", "P10W")       # ends on Sunday 14 March: the Monday after, article 1(1)
    '2027-03-15'
    >>> last("2027-01-03", "P13W")       # Sunday 4 April, but more than twelve weeks: article 4(a)
    '2027-04-04'
    >>> last("2027-03-25", "P4D")        # over Easter: 30 and 31 March are the two working days of article 2
    '2027-03-31'
    """
    end = term.from_day(start) if end is None else end
    if not is_extended(term):
        return end
    if needs_two_working_days(term):
        end = max(end, second_working_day_after(start))
    return next_working_day(end)
