"""A year of invented people, day by day: no statutory term is missed that nobody saw coming."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date

import pytest
from django.utils import timezone
from factories import AsOwner, be, member

from tools.duty_year import Year, live, must_be_seen, told

PEOPLE, SEED = 12, 2
MISSED = {
    "pip_set",
    "insured",
    "language_reached",
    "knm_passed",
    "pvt_signed",
    "route_reconsidered",
    "relief_ended",
}


@pytest.mark.slow
def test_each_missed_term_stood_on_a_worklist_ten_working_days_before(
    as_owner: AsOwner, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = member(as_owner)

    def acting(worker: object) -> nullcontext[None]:
        be(worker)  # type: ignore[arg-type]
        return nullcontext()

    def set_today(day: date) -> None:
        monkeypatch.setattr(timezone, "localdate", lambda *_zone: day)

    year = live([worker], PEOPLE, acting, set_today, seed=SEED)
    assert {term.task for term in year.missed} >= MISSED, "hardly anything is missed: this proves nothing"
    assert year.too_late() == [], "\n".join(told(year))
    # And a signal that comes late is noticed: here, in the last nine working days.
    late = Year({term: set(sorted(days)[-9:]) for term, days in year.looks.items()}, year.missed)
    assert late.too_late()


def test_the_days_on_which_a_term_must_be_seen() -> None:
    """The last day and ten working days before it: over Easter 2024, Good Friday and Monday do not count."""
    days = list(must_be_seen(date(2024, 4, 8), date(2024, 1, 1)))
    assert (days[0], days[-1], len(days)) == (date(2024, 3, 21), date(2024, 4, 8), 11)
    assert list(must_be_seen(date(2024, 4, 8), date(2024, 4, 5))) == [date(2024, 4, 5), date(2024, 4, 8)]
    assert list(must_be_seen(date(2024, 4, 7), date(2024, 4, 6))) == []
