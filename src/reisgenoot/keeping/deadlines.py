"""By when a request of the person must be answered.

One month from receipt, which two further months may extend (Regulation (EU) 2016/679, article 12(3)). How a month is
counted: Regulation (EEC, Euratom) No 1182/71, article 3: the day of receipt does not count, the term ends with the same
date (or the last day of a shorter month), and on a public holiday, Sunday or Saturday with the next working day.
"""

from __future__ import annotations

from datetime import date

from reisgenoot.core.trajectory.terms import add_months, next_working_day

MONTHS, EXTENDED_MONTHS = 1, 3


def answer_by(received_on: date, *, extended: bool = False) -> date:
    """The last day for an answer.

    >>> answer_by(date(2026, 1, 31)), answer_by(date(2027, 3, 26))   # 28 February is a Saturday; 26 April a Monday
    (datetime.date(2026, 3, 2), datetime.date(2027, 4, 26))
    >>> answer_by(date(2027, 3, 27)), answer_by(date(2026, 1, 31), extended=True)   # 27 April is King's day
    (datetime.date(2027, 4, 28), datetime.date(2026, 4, 30))
    """
    months = EXTENDED_MONTHS if extended else MONTHS
    return date.fromordinal(next_working_day(add_months(received_on.toordinal(), months)))
