"""Spans: the facts that make a term longer, and what they do to its last day.

A span is written as an ISO 8601 interval. `2025-02-01/2025-06-28` is a time that does not count, from its first day up
to the day on which it was over; `2025-02-01/..` is not over yet; `2026-11-02/P6M` is a length that was decided on that
day. Both evaluators call these functions; only few dossiers have spans.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from .days import NEVER, read_day, within_calendar
from .terms import Term

_FORM = re.compile(r"([0-9-]{10})/(?:(\.\.)|([0-9-]{10})|(P[0-9YMWD]+))", re.ASCII)


@dataclass(frozen=True, slots=True)
class Span:
    """A time that does not count (`until` is NEVER while it lasts), or a decided length (`term`)."""

    start: int
    until: int = NEVER
    term: Term | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What one span did to a term: `length` is None while the term stands still."""

    key: str
    start: int
    until: int
    length: Term | None
    decided: bool = False


@lru_cache(maxsize=4096)
def read_span(text: str) -> Span | None:
    """The span that is written so; None if it can't be read, or ends before it has begun.

    >>> read_span("2026-11-02/P6M").term
    Term(years=0, months=6, weeks=0, days=0)
    >>> [read_span(text) for text in ("2025-02-01", "2025-06-28/2025-02-01", "2025-02-30/..", "2025-02-01/P0D")]
    [None, None, None, None]
    """
    found = _FORM.fullmatch(text)
    start = read_day(found[1]) if found else None
    if found is None or start is None:
        return None
    if found[4]:
        try:
            return Span(start, term=Term.parse(found[4]))
        except ValueError:
            return None
    until = read_day(found[3]) if found[3] else NEVER
    return Span(start, until) if until is not None and until > start else None


def known_spans(written: Sequence[str], today: int) -> tuple[tuple[str, ...], int] | None:
    """The spans that have begun on a day, and the next day on which one begins or ends; None for one that can't be
    read. One that has not ended yet is not over, whatever end is foreseen.

    >>> day = date(2025, 3, 1).toordinal()
    >>> known_spans(["2025-02-01/2025-06-28", "2026-01-01/.."], day)[0]
    ('2025-02-01/..',)
    """
    known, future = [], NEVER
    for text in written:
        span = read_span(text)
        if span is None:
            return None
        if span.start > today:
            future = min(future, span.start)
        elif span.term is None and today < span.until < NEVER:
            known.append(f"{date.fromordinal(span.start).isoformat()}/..")
            future = min(future, span.until)
        else:
            known.append(text)
    return tuple(known), future


def lengthened(end: int, base: int, spans: Iterable[tuple[str, str]]) -> tuple[int, tuple[Step, ...]]:
    """The last day of a term from `base`, longer by its spans (with the fact that each stands in), and the steps.

    What began before the term or after its last day does not count, nor does a day twice; a length may be decided
    after the last day. Never, as long as a span is not over.

    >>> after = lambda *spans: lengthened(day(2027, 3, 12), day(2024, 3, 12), [("ill", span) for span in spans])
    >>> day = lambda *parts: date(*parts).toordinal()
    >>> str(date.fromordinal(after("2025-02-01/2025-06-28")[0]))
    '2027-08-06'
    >>> after("2025-02-01/2025-06-28", "2025-03-01/2025-06-28")[0] == after("2025-02-01/2025-06-28")[0]
    True
    >>> after("2024-03-11/2024-06-28")[1], after("2027-03-13/..")[1], after("2025-02-01/..")[0] == NEVER
    ((), (), True)
    """
    read = [
        (span, key) for key, text in spans if (span := read_span(text)) is not None and span.start >= base
    ]
    steps: list[Step] = []
    counted, still, last = base, False, end  # `last`: the last day with all that was decided
    for span, _ in read:
        last = within_calendar(span.term.from_day(last)) if span.term else last
    for span, key in sorted(read, key=lambda pair: (pair[0].start, pair[0].until, pair[1])):
        if not span.term and span.start > last:
            continue
        if span.term:
            end = within_calendar(span.term.from_day(end))
            steps.append(Step(key, span.start, NEVER, span.term, decided=True))
        elif span.until == NEVER:
            still = True
            steps.append(Step(key, span.start, NEVER, None))
        elif (days := span.until - max(span.start, counted)) > 0:
            counted = span.until
            end, last = within_calendar(end + days), within_calendar(last + days)
            steps.append(Step(key, span.start, span.until, Term(days=days)))
    return (NEVER if still else end), tuple(steps)
