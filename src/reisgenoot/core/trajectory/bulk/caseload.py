"""The facts of a caseload as columns, with all that tasks, signals and phases are worked out from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from ..columns import (
    DATE,
    DONE,
    EPOCH,
    OVERDUE,
    PROGRESS,
    VALUE,
    compiled,
    day,
    known_spans,
    read_values,
    written_days,
)
from ..days import ALWAYS, NEVER
from ..model import Moment
from ..program import HEAD, HOUSEHOLD_ROLE, Base, Program, completion

DOSSIER = "dossier"
ROW = "row"  # the place of a dossier in its group, for joins
BEGIN, ENDS, READ = "begin", "ends:", "read:"


class Caseload:
    """One evaluation: columns are added to ``frame`` in the order in which moments need each other."""

    def __init__(self, ready: Program, facts: pl.DataFrame, on: date, why: Sequence[str]) -> None:
        self.ready, self.definition, self.why = ready, ready.definition, why
        self.on, self.today = on, on.toordinal()
        self.values: dict[str, str] = {}
        self.frame = self._read(facts)
        self._complete()

    def value(self, moment: Moment, own: str | None = None) -> pl.Expr:
        """The day of a moment in every row; ``own``: the task in whose completion it stands."""
        return compiled(moment, self.definition, self.values, own)

    def shown(self, days: pl.Expr) -> pl.Expr:
        """What holds always is shown from the first milestone on."""
        return pl.when(days == ALWAYS).then(pl.col(BEGIN)).otherwise(days)

    def leaf(self, base: Base, days: pl.Expr) -> pl.Expr:
        """Which leaf gave a base its day."""
        which = [
            pl.when(self.value(leaf.moment) == days).then(day(number))
            for number, leaf in enumerate(base.leaves)
        ]
        return day(0) if len(which) < 2 else pl.coalesce(*which, day(0))

    def none(self, schema: dict[str, pl.DataType]) -> pl.DataFrame:
        """No rows, for a definition without tasks, signals or phases."""
        own = {DOSSIER: self.frame.schema[DOSSIER]}
        return pl.DataFrame(
            schema={**own, **schema, **dict.fromkeys((f"why_{lang}" for lang in self.why), pl.String)}
        )

    def _read(self, facts: pl.DataFrame) -> pl.DataFrame:
        columns, futures = [pl.col(DOSSIER)], [day(NEVER)]
        unread, read = [], []  # what is read comes first, each text once
        for key, dtype in facts.schema.items():
            if key == DOSSIER:
                continue
            kind, allowed = self.ready.kinds.get(key, ("", frozenset()))
            value = None
            if kind == "date":
                read.append(written_days(pl.col(key), dtype).alias(READ + key))
                value = pl.col(READ + key)
                past = pl.when(value <= self.today).then(value).otherwise(NEVER)
                columns.append(past.cast(pl.Int32).alias(DATE + key))
                futures.append(pl.when(value > self.today).then(value))
            elif kind and (values := read_values(pl.col(key), dtype, kind, allowed)) is not None:
                value = pl.col(READ + key if kind == "spans" else VALUE + key)
                if kind == "spans":
                    read.append(known_spans(values, self.today).alias(READ + key))
                    columns.append(value.struct.field("known").alias(VALUE + key))
                    futures.append(value.struct.field("future"))
                else:
                    read.append(values.alias(VALUE + key))
                    columns.append(value)
                self.values[key] = kind
            junk = pl.col(key).is_not_null() & (value.is_null() if value is not None else True)
            unread.append((key, pl.when(junk).then(pl.lit(key))))
        named: list[pl.Expr] = [expression for _, expression in sorted(unread, key=lambda pair: pair[0])]
        columns.append(
            pl.concat_str(*(named or [pl.lit("")]), separator=",", ignore_nulls=True).alias("unread")
        )
        columns.append(pl.min_horizontal(*futures).cast(pl.Int32).alias("future"))
        # Lazy, here and below: what columns have in common is then worked out once.
        frame = facts.lazy().with_columns(read).select(columns).with_row_index(ROW).collect()
        missing = [
            key
            for key, (kind, _) in self.ready.kinds.items()
            if kind == "date" and DATE + key not in frame.columns
        ]
        return frame.with_columns(day(NEVER).alias(DATE + key) for key in missing)

    def _complete(self) -> None:
        """Adds when the route begins, when each task is done and falls away, and the last progress."""
        milestones = [pl.col(DATE + key) for key in self.definition.milestones] or [day(NEVER)]
        self.frame = self.frame.with_columns(pl.min_horizontal(*milestones).alias(BEGIN))
        for task in self.ready.completions:
            done = self.value(completion(task.task), task.task.id)
            self.frame = self.frame.with_columns(done.alias(DONE + task.task.id))
        shown = [self.shown(pl.col(DONE + key)) for key in self.definition.tasks]
        happened = [pl.when(days <= self.today).then(days) for days in (*milestones, *shown)]
        later = [pl.when(days > self.today).then(days) for days in shown]
        self.frame = self.frame.with_columns(
            pl.max_horizontal(*happened).fill_null(NEVER).alias(PROGRESS),
            pl.min_horizontal(pl.col("future"), *later).alias("good_until"),
            self._plans_household().alias("plans_household"),
            day(NEVER).alias(OVERDUE),
        )
        ends = [
            self.shown(self.value(it.task.falls_away)).alias(ENDS + it.task.id) for it in self.ready.tasks
        ]
        self.frame = self.frame.lazy().with_columns(ends).collect()

    def _plans_household(self) -> pl.Expr:
        if self.values.get(HOUSEHOLD_ROLE) != "text":
            return pl.lit(HOUSEHOLD_ROLE not in self.values)
        role = pl.col(VALUE + HOUSEHOLD_ROLE)
        return role.is_null() | (role == HEAD)

    def add_overdue(self, tasks: pl.DataFrame) -> None:
        """The first day on which a task that is still to be done is overdue."""
        late, gone = pl.col("overdue_from"), pl.min_horizontal("ends", "done_on")
        still = (pl.col("state") != "done") & late.is_not_null() & (gone.is_null() | (late < gone))
        first = tasks.filter(still & (pl.col("done_on").is_null() | (pl.col("done_on") > self.on)))
        days = first.group_by(ROW).agg((late.min().cast(pl.Int32) + EPOCH).alias("first"))
        self.frame = self.frame.join(days, on=ROW, how="left", maintain_order="left").with_columns(
            pl.col("first").fill_null(NEVER).cast(pl.Int32).alias(OVERDUE)
        )
