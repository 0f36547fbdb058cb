"""Facts and moments as Polars columns: the rules of `facts`, `moments` and `terms`, for a whole caseload at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache

import polars as pl

from . import spans
from .days import ALWAYS, FIRST_DAY, FIRST_FACT, LAST_DAY, LAST_FACT, NEVER, WRITTEN
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
from .moments import means_task
from .terms import Term, is_extended, is_working_day, needs_two_working_days

EPOCH = date(1970, 1, 1).toordinal()  # where Polars counts days from
DATE, VALUE, DONE = "date:", "value:", "done:"  # prefixes of the columns that moments read
PROGRESS, OVERDUE = "progress", "overdue"
END = "end"
Said = Callable[[tuple[spans.Step, ...]], Mapping[str, str]]


def day(number: int) -> pl.Expr:
    """A day, the same in every row."""
    return pl.lit(number, pl.Int32)


def dated(days: pl.Expr) -> pl.Expr:
    """Whether each is a day, neither always nor never."""
    return (days > ALWAYS) & (days < NEVER)


def as_dates(days: pl.Expr) -> pl.Expr:
    """Dates; null for always and never."""
    return pl.when(dated(days)).then(days - EPOCH).otherwise(None).cast(pl.Date)


def written_days(column: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """The days in a column of dates or of text; null where there is none that can be read."""
    if dtype == pl.String:
        parsed = column.str.to_date("%Y-%m-%d", strict=False)
        column = pl.when(column.str.contains(WRITTEN)).then(parsed)
    elif dtype != pl.Date:
        return pl.lit(None, pl.Int32)
    days = column.cast(pl.Int32) + EPOCH
    return pl.when(days.is_between(FIRST_FACT, LAST_FACT)).then(days)


def read_values(column: pl.Expr, dtype: pl.DataType, kind: str, allowed: frozenset[str]) -> pl.Expr | None:
    """The values of an attribute that isn't a date; None if the column is not of its type."""
    if kind in ("list", "spans") and dtype == pl.List(pl.Null):  # nothing but empty lists
        return column.cast(pl.List(pl.String))
    lists = dict.fromkeys(("list", "spans"), pl.List(pl.String))
    if dtype != {"boolean": pl.Boolean, "text": pl.String, **lists}[kind]:
        return None
    if not allowed:
        return column
    fits = column.is_in(sorted(allowed))
    if kind == "list":
        fits = column.list.eval(pl.element().is_in(sorted(allowed)) & pl.element().is_not_null()).list.all()
    return pl.when(fits).then(column)


def compiled(
    moment: Moment, definition: Definition, values: Mapping[str, str], own: str | None = None
) -> pl.Expr:
    """The value of a moment for every row. `values` gives the type of each attribute that there is a column for."""

    def part(inner: Moment) -> pl.Expr:
        return compiled(inner, definition, values, own)

    match moment:
        case Fixed(holds):
            return day(ALWAYS if holds else NEVER)
        case Fact(key):
            return pl.col((DONE if means_task(definition, key, own) else DATE) + key)
        case Shifted(base, term, sign, longer):
            days = part(base)
            end = shifted(days, term, sign)
            if present := [key for key in longer if key in values]:
                end = lengthened(end, days, present).struct.field(END)
            return pl.when(dated(days)).then(end).otherwise(days)
        case AllOf(parts):
            return pl.max_horizontal(*map(part, parts))
        case AnyOf(parts):
            return pl.min_horizontal(*map(part, parts))
        case LatestOf(parts):
            days = pl.max_horizontal(*(_unless_never(part(inner)) for inner in parts))
            return days.fill_null(NEVER)
        case AttributeIs() | AttributeKnown():
            return pl.when(_attribute(moment, definition, values)).then(day(ALWAYS)).otherwise(day(NEVER))
        case Unanswered(event, answers):
            days = part(Fact(event))
            late = [(days <= part(Fact(answer))) & (part(Fact(answer)) < NEVER) for answer in answers]
            return pl.when(pl.any_horizontal(*late)).then(day(NEVER)).otherwise(days)
        case LastProgress():
            return pl.col(PROGRESS)
        case OverdueTasks():
            return pl.col(OVERDUE)


def _unless_never(days: pl.Expr) -> pl.Expr:
    return pl.when(days < NEVER).then(days)


def _attribute(
    test: AttributeIs | AttributeKnown, definition: Definition, values: Mapping[str, str]
) -> pl.Expr:
    """Whether an attribute passes a test; an unknown one is none of the values."""
    if isinstance(test, AttributeKnown):
        if definition.attributes[test.id].type == "date":
            return (pl.col(DATE + test.id) < NEVER) == test.known
        known = pl.col(VALUE + test.id).is_not_null() if test.id in values else pl.lit(False)
        return known == test.known
    if test.id not in values:
        return pl.lit(test.negated)
    column = pl.col(VALUE + test.id)
    tests = [column.list.contains(v) if values[test.id] == "list" else column == v for v in test.values]
    return pl.any_horizontal(*tests).fill_null(False) != test.negated


def known_spans(column: pl.Expr, today: int) -> pl.Expr:
    """Of each list of spans those that have begun, and the next day on which one begins or ends; null if unreadable."""
    kind = pl.Struct({"known": pl.List(pl.String), "future": pl.Int32})

    def read(written: pl.Series) -> pl.Series:
        rows = [spans.known_spans(list(row), today) if row is not None else None for row in written.to_list()]
        said = [{"known": row[0], "future": row[1]} if row else None for row in rows]
        return pl.Series(said, dtype=kind)

    return column.map_batches(read, return_dtype=kind)


def lengthened(
    end: pl.Expr, base: pl.Expr, keys: Sequence[str], said: Said = lambda steps: {}, langs: Sequence[str] = ()
) -> pl.Expr:
    """The last days of terms from `base`, longer by the spans in these facts, and what `said` says of the steps."""
    kind = pl.Struct({END: pl.Int32, **dict.fromkeys(langs, pl.String)})

    def evaluate(rows: pl.Series) -> pl.Series:
        frame = rows.struct.unnest()
        days = frame[END].to_list()
        words = {lang: [""] * len(days) for lang in langs}
        some = frame.with_row_index("n").filter(pl.any_horizontal(pl.col(keys).list.len().fill_null(0) > 0))
        for row in some.to_dicts():
            if ALWAYS < row["base"] < NEVER:
                found = [(key, text) for key in keys for text in row[key] or ()]
                days[row["n"]], steps = spans.lengthened(row[END], row["base"], found)
                for lang, text in said(steps).items():
                    words[lang][row["n"]] = text
        return pl.DataFrame({END: days, **words}, schema=dict(kind.to_schema())).to_struct()

    columns = [pl.col(VALUE + key).alias(key) for key in keys]
    return pl.struct(end.alias(END), base.alias("base"), *columns).map_batches(evaluate, return_dtype=kind)


def within_calendar(days: pl.Expr) -> pl.Expr:
    """The days themselves, or the end of the calendar that they lie beyond."""
    return days.clip(FIRST_DAY, LAST_DAY)


def shifted(days: pl.Expr, term: Term, sign: int) -> pl.Expr:
    """The days a term after or before; for days only, not for always and never."""
    if term.in_months:
        dates = (within_calendar(days) - EPOCH).cast(pl.Date).dt.offset_by(f"{sign * term.in_months}mo")
        days = dates.cast(pl.Int32) + EPOCH
    return within_calendar(days + sign * term.in_days)


def with_first(days: pl.Expr, term: Term) -> pl.Expr:
    """The last days of terms of which these are the first days."""
    end = shifted(days, term, 1)
    if term.in_days:
        return end - 1
    cut_short = as_dates(end).dt.day() < as_dates(within_calendar(days)).dt.day()
    return pl.when(cut_short).then(end).otherwise(end - 1)


def last_days(start: pl.Expr, unmoved: pl.Expr, term: Term) -> tuple[pl.Expr, pl.Expr]:
    """The last day of a statutory term, and whether it had to hold two working days (article 2)."""
    if not is_extended(term):
        return unmoved, pl.lit(False)
    least = day(0)
    if needs_two_working_days(term):
        least = next_working_days(next_working_days(start + 1) + 1)
    due = within_calendar(next_working_days(pl.max_horizontal(unmoved, least)))
    return due, (due != unmoved) & (least > unmoved)


def next_working_days(days: pl.Expr) -> pl.Expr:
    """Each day itself if it is a working day, otherwise the first one after it."""
    return pl.lit(_working_days()).gather(days.clip(FIRST_DAY, LAST_DAY + _MARGIN) - FIRST_DAY)


_MARGIN = 14  # beyond the calendar, so that its last day can still be moved


@cache
def _working_days() -> pl.Series:
    """For each day of the calendar the first working day from it on."""
    days, following = [], 0
    for number in range(LAST_DAY + 2 * _MARGIN, FIRST_DAY - 1, -1):
        following = number if is_working_day(number) else following
        days.append(following)
    return pl.Series(days[::-1], dtype=pl.Int32)
