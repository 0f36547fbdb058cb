"""Moments as closures: from what is known of one dossier to the day from which something holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from .days import ALWAYS, NEVER, within_calendar
from .facts import Known
from .model import (
    AllOf,
    AnyOf,
    AttributeIs,
    AttributeKnown,
    Definition,
    Fact,
    Fixed,
    LastProgress,
    LatestOf,
    Moment,
    OverdueTasks,
    Shifted,
    Unanswered,
)
from .spans import lengthened
from .terms import Term

Evaluate = Callable[[Known], int]


def means_task(definition: Definition, key: str, own: str | None = None) -> bool:
    """Whether an id in a moment means the completion of a task: not of a milestone or attribute of that name,
    and not in the task's own `completed_by`, where it is the fact that somebody ticked it off."""
    return key in definition.tasks and key not in definition.milestones and key != own


def compiled(moment: Moment, definition: Definition, own: str | None = None) -> Evaluate:
    """A function that gives the value of a moment; `own` is the task in whose `completed_by` it stands."""

    def part(inner: Moment) -> Evaluate:
        return compiled(inner, definition, own)

    match moment:
        case Fixed(holds):
            day = ALWAYS if holds else NEVER
            return lambda known: day
        case Fact(key):
            if means_task(definition, key, own):
                return lambda known: known.done[key]
            return lambda known: known.dates.get(key, NEVER)
        case Shifted(base, term, sign, longer):
            shifted = _shifted(part(base), term, sign)
            return _lengthened(part(base), shifted, longer) if longer else shifted
        case AllOf(parts):
            return _all(*map(part, parts))
        case AnyOf(parts):
            return _any(*map(part, parts))
        case LatestOf(parts):
            return _latest(*map(part, parts))
        case AttributeIs() | AttributeKnown():
            return _attribute(moment)
        case Unanswered(event, answers):
            return _unanswered(part(Fact(event)), [part(Fact(answer)) for answer in answers])
        case LastProgress():
            return lambda known: known.progress
        case OverdueTasks():
            return lambda known: known.overdue


def _shifted(base: Evaluate, term: Term, sign: int) -> Evaluate:
    if not term.in_months:
        days = sign * term.in_days
        shift: Callable[[int], int] = lambda day: within_calendar(day + days)  # noqa: E731
    else:
        shift = lambda day: within_calendar(term.from_day(day, sign))  # noqa: E731

    def evaluate(known: Known) -> int:
        day = base(known)
        return shift(day) if ALWAYS < day < NEVER else day

    return evaluate


def _lengthened(base: Evaluate, shifted: Evaluate, longer: tuple[str, ...]) -> Evaluate:
    def evaluate(known: Known) -> int:
        day, end = base(known), shifted(known)
        spans = spans_of(known, longer)
        return lengthened(end, day, spans)[0] if spans and ALWAYS < day < NEVER else end

    return evaluate


def spans_of(known: Known, keys: Iterable[str]) -> list[tuple[str, str]]:
    """The spans of these facts, each with its fact."""
    return [
        (key, str(text))
        for key in keys
        if isinstance(value := known.values.get(key), tuple)
        for text in value
    ]


def _all(*parts: Evaluate) -> Evaluate:
    return parts[0] if len(parts) == 1 else lambda known: max([part(known) for part in parts])


def _any(*parts: Evaluate) -> Evaluate:
    return parts[0] if len(parts) == 1 else lambda known: min([part(known) for part in parts])


def _latest(*parts: Evaluate) -> Evaluate:
    return lambda known: max([day for part in parts if (day := part(known)) < NEVER], default=NEVER)


def _attribute(test: AttributeIs | AttributeKnown) -> Evaluate:
    key = test.id
    if isinstance(test, AttributeKnown):
        wanted = test.known
        return lambda known: ALWAYS if (key in known.values or key in known.dates) == wanted else NEVER
    values, negated = frozenset(test.values), test.negated

    def evaluate(known: Known) -> int:
        value = known.values.get(key)
        found = not values.isdisjoint(value) if isinstance(value, tuple) else value in values
        return ALWAYS if found != negated else NEVER

    return evaluate


def _unanswered(event: Evaluate, answers: list[Evaluate]) -> Evaluate:
    def evaluate(known: Known) -> int:
        day = event(known)
        return NEVER if any(day <= answer(known) < NEVER for answer in answers) else day

    return evaluate
