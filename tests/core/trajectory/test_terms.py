"""The calendar and the Algemene termijnenwet."""

from __future__ import annotations

from datetime import date

import holidays
import pytest

from reisgenoot.core.trajectory.terms import Term, last_day, public_holidays


@pytest.mark.parametrize("year", range(2000, 2061))
def test_the_holidays_library_agrees_with_article_3(year: int) -> None:
    """The library knows 5 May as a day off (optional), and Easter and Whit Sunday, which are Sundays anyway."""
    library = holidays.country_holidays("NL", years=[year], categories=("public", "optional"))
    known = {day for day in library if day.weekday() != 6}
    assert {d for n in public_holidays(year) if (d := date.fromordinal(n)).weekday() != 6} == known


def test_the_fifth_of_may_is_a_public_holiday_every_year_in_this_act() -> None:
    assert all(date(year, 5, 5).toordinal() in public_holidays(year) for year in range(2000, 2061))


@pytest.mark.parametrize(
    ("start", "term", "last"),
    [
        ("2026-04-23", "P12D", "2026-05-06"),  # Tuesday 5 May, not a lustrum year
        ("2026-04-01", "P2D", "2026-04-07"),  # Good Friday, over Easter, to Tuesday
        ("2014-04-12", "P14D", "2014-04-28"),  # King's day on Saturday 26 April 2014
        ("2026-12-23", "P2D", "2026-12-28"),  # Christmas Day on Friday, to Monday
        ("2027-01-04", "P12W", "2027-03-30"),  # twelve weeks end on Easter Monday
        ("2027-01-03", "P13W", "2027-04-04"),  # more than twelve weeks: Sunday stays
        ("2026-11-30", "P3M", "2027-03-01"),  # Sunday 28 February
        ("2026-05-31", "P1Y", "2027-05-31"),  # in years: never moved
    ],
)
def test_the_last_day_of_a_statutory_term(start: str, term: str, last: str) -> None:
    end = last_day(date.fromisoformat(start).toordinal(), Term.parse(term))
    assert str(date.fromordinal(end)) == last


@pytest.mark.parametrize("text", ["", "P", "10W", "P1.5M", "PT4H", "P-1D", "P0D", "P101Y", "P1D\n"])
def test_what_is_no_term(text: str) -> None:
    with pytest.raises(ValueError, match=r"duration|term"):
        Term.parse(text)
