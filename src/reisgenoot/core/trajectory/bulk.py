"""The plans of a whole caseload: `plan` for every row, as columns, without a Python loop over dossiers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from . import explain
from .catalogue import Catalogue, period
from .columns import (
    DATE,
    DONE,
    EPOCH,
    OVERDUE,
    PROGRESS,
    VALUE,
    as_dates,
    compiled,
    dated,
    day,
    last_days,
    read_values,
    shifted,
    within_calendar,
    written_days,
)
from .days import ALWAYS, NEVER
from .model import Definition, Moment, Text
from .program import (
    HEAD,
    HOUSEHOLD_ROLE,
    Base,
    DueRule,
    Program,
    SignalProgram,
    TaskProgram,
    completion,
    program,
)

DOSSIER = "dossier"
BEGIN, ENDS, READ = "begin", "ends:", "read:"
_ROW = "row"  # the place of a dossier in its group, for joins
_DATES = (
    "starts",
    "due",
    "expected",
    "overdue_from",
    "done_on",
    "ends",
    "ready_from",
    "base",
    "expected_base",
    "unmoved",
)
_TASK: dict[str, pl.DataType] = {
    _ROW: pl.UInt32(),
    "id": pl.Categorical(),
    "state": pl.Categorical(),
    **dict.fromkeys(_DATES, pl.Date()),
    "waits_for": pl.String(),
    **dict.fromkeys(("ground", "base_id"), pl.Categorical()),
    **dict.fromkeys(("due_code", "expected_code"), pl.Int32()),
    **dict.fromkeys(("per", "phase", "kind", "owner"), pl.Categorical()),
}
_SIGNAL: dict[str, pl.DataType] = {
    "id": pl.Categorical(),
    **dict.fromkeys(("since", "until", "base"), pl.Date()),
    "code": pl.Int32(),
}
_PHASE: dict[str, pl.DataType] = {
    _ROW: pl.UInt32(),
    "id": pl.Categorical(),
    **dict.fromkeys(("opened", "expected_until"), pl.Date()),
    "number": pl.Int32(),
}


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """The plans of a caseload, each frame with a column `dossier`.

    dossiers: definition, version, overlay, phase, phase_since, phase_until, good_until, unread (joined by a comma)
    phases:   id, opened, expected_until
    tasks:    id, state, starts, due, expected, overdue_from, done_on, ends, ready_from, waits_for (joined by a comma),
              ground (its id), base, base_id, expected_base, unmoved, due_code, expected_code, per, phase, kind, owner
    signals:  id, since, until, base, code
    tasks and signals have `why_nl` and `why_en` too where those were asked for.
    """

    dossiers: pl.DataFrame
    phases: pl.DataFrame
    tasks: pl.DataFrame
    signals: pl.DataFrame


def plan_many(
    routes: Catalogue | Definition,
    facts: pl.DataFrame,
    on: date,
    *,
    route: str | None = None,
    why: Sequence[str] = (),
) -> BulkPlan:
    """Plans for all rows of `facts`: a column `dossier`, and one for each fact (Date, String, Boolean, list of String).

    For a catalogue `route` says which definition is meant (default: the only one); version and overlay follow from
    the facts of each row. `why`: the languages in which to explain every task and signal; it costs time and space.
    """
    if isinstance(routes, Definition):
        groups = [(routes, facts)]
    else:
        groups = list(_by_version(routes, route or routes.ids[0], facts, on.toordinal()))
    plans = [_Bulk(program(definition), rows, on, why).plan() for definition, rows in groups]
    frames = zip(*((p.dossiers, p.phases, p.tasks, p.signals) for p in plans), strict=True)
    return BulkPlan(*(pl.concat(part) for part in frames))


def _by_version(
    routes: Catalogue, route: str, facts: pl.DataFrame, today: int
) -> Iterator[tuple[Definition, pl.DataFrame]]:
    """The rows for each version and overlay, as `Catalogue.resolve` has it."""
    versions = routes.versions(route)
    chosen = pl.lit(None, pl.Int32)
    earliest = day(NEVER)
    by_date = pl.lit(None, pl.Int32)
    for number, version in enumerate(versions):
        wanted = version.applies.attribute
        if wanted and all(facts.schema.get(key) == pl.String for key in wanted):
            named = pl.all_horizontal(*(pl.col(key) == value for key, value in wanted.items())).fill_null(
                False
            )
            chosen = pl.coalesce(chosen, pl.when(named).then(number))
        start, until = period(version)
        known = _first_known(version, facts, today)
        holds = (known >= start) & (known < until) & (known < NEVER)
        by_date = pl.coalesce(by_date, pl.when(holds).then(number))
        earliest = pl.min_horizontal(earliest, known)
    nearest = pl.when(earliest < period(versions[0])[0]).then(0).otherwise(len(versions) - 1)
    numbers = facts.select(pl.coalesce(chosen, by_date, nearest).alias("n"), *_municipality(facts))
    for number, version in enumerate(versions):
        mine = numbers["n"] == number
        for name, overlay in routes.overlays(version).items():
            there = (numbers["municipality"] == name).fill_null(False)
            yield overlay, facts.filter(mine & there)
            mine = mine & ~there
        yield version, facts.filter(mine)


def _municipality(facts: pl.DataFrame) -> list[pl.Expr]:
    known = facts.schema.get("municipality") == pl.String
    return [pl.col("municipality") if known else pl.lit(None, pl.String).alias("municipality")]


def _first_known(version: Definition, facts: pl.DataFrame, today: int) -> pl.Expr:
    days = [
        written_days(pl.col(key), facts.schema[key]) for key in version.applies.by if key in facts.columns
    ]
    return pl.coalesce(*(pl.when(column <= today).then(column) for column in days), day(NEVER))


class _Bulk:
    """One evaluation: columns are added in the order in which moments need each other, then read out by task."""

    def __init__(self, ready: Program, facts: pl.DataFrame, on: date, why: Sequence[str]) -> None:
        self.ready, self.definition, self.why = ready, ready.definition, why
        self.today = on.toordinal()
        self.values: dict[str, str] = {}
        self.frame = self._read(facts)
        self._complete()

    def plan(self) -> BulkPlan:
        """All frames."""
        tasks = pl.concat(
            pl.collect_all([self._task(task) for task in self.ready.tasks]) or [self._none(_TASK)]
        )
        self._add_overdue(tasks)
        signals = pl.concat([self._signal(signal) for signal in self.ready.signals] or [self._none(_SIGNAL)])
        phases = self._phases()
        return BulkPlan(self._dossiers(phases), phases.drop(_ROW, "number"), tasks.drop(_ROW), signals)

    def _value(self, moment: Moment, own: str | None = None) -> pl.Expr:
        return compiled(moment, self.definition, self.values, own)

    def _shown(self, days: pl.Expr) -> pl.Expr:
        """What holds always is shown from the first milestone on."""
        return pl.when(days == ALWAYS).then(pl.col(BEGIN)).otherwise(days)

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
                value = pl.col(VALUE + key)
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
        frame = facts.with_columns(read).select(columns).with_row_index(_ROW)
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
            done = self._value(completion(task.task), task.task.id)
            self.frame = self.frame.with_columns(done.alias(DONE + task.task.id))
        shown = [self._shown(pl.col(DONE + key)) for key in self.definition.tasks]
        happened = [pl.when(days <= self.today).then(days) for days in (*milestones, *shown)]
        later = [pl.when(days > self.today).then(days) for days in shown]
        self.frame = self.frame.with_columns(
            pl.max_horizontal(*happened).fill_null(NEVER).alias(PROGRESS),
            pl.min_horizontal(pl.col("future"), *later).alias("good_until"),
            self._plans_household().alias("plans_household"),
            day(NEVER).alias(OVERDUE),
        )
        self.frame = self.frame.with_columns(
            self._shown(self._value(task.task.falls_away)).alias(ENDS + task.task.id)
            for task in self.ready.tasks
        )

    def _plans_household(self) -> pl.Expr:
        if self.values.get(HOUSEHOLD_ROLE) != "text":
            return pl.lit(HOUSEHOLD_ROLE not in self.values)
        role = pl.col(VALUE + HOUSEHOLD_ROLE)
        return role.is_null() | (role == HEAD)

    def _task(self, task: TaskProgram) -> pl.LazyFrame:
        """The rows of one task: those dossiers that have it in their plan."""
        item = task.task
        rows = self.frame.lazy().with_columns(
            self._shown(self._value(item.starts)).alias("starts"),
            self._shown(pl.col(DONE + item.id)).alias("done"),
            pl.col(ENDS + item.id).alias("ends"),
        )
        lasts = pl.col("ends") > pl.max_horizontal(pl.col("starts"), day(self.today))
        planned = (pl.col("done") <= self.today) | ((pl.col("starts") < NEVER) & lasts)
        if item.per == "household":
            planned = planned & pl.col("plans_household")
        rows = self._with_due(task, rows.filter(planned))
        rows = self._with_expected(task, rows)
        next_day = pl.col("due") + 1
        started = pl.max_horizontal(next_day, pl.col("starts"))
        late = pl.when(pl.col("starts") == NEVER).then(next_day).otherwise(started)
        freed = [self._freed(key) for key in item.waits_for]
        missing: list[pl.Expr] = [
            pl.when(days > self.today).then(pl.lit(key))
            for key, days in zip(item.waits_for, freed, strict=True)
        ]
        rows = rows.with_columns(
            pl.when(pl.col("due") == NEVER).then(NEVER).otherwise(late).cast(pl.Int32).alias("overdue"),
            pl.max_horizontal(pl.col("starts"), *freed).alias("ready"),
            pl.concat_str(*(missing or [pl.lit("")]), separator=",", ignore_nulls=True).alias("waits_for"),
        )
        return self._explained(rows, task).select(
            *self._task_columns(task), *(f"why_{lang}" for lang in self.why)
        )

    def _task_columns(self, task: TaskProgram) -> list[pl.Expr]:
        item = task.task
        dates = {"starts": "starts", "due": "due", "expected": "expected", "overdue_from": "overdue"}
        dates |= {"done_on": "done", "ends": "ends", "ready_from": "ready", "base": "base"}
        dates |= {"expected_base": "expected_base", "unmoved": "unmoved"}
        return [
            pl.col(DOSSIER),
            pl.col(_ROW),
            _name(item.id).alias("id"),
            self._state().alias("state"),
            *(as_dates(pl.col(column)).alias(name) for name, column in dates.items()),
            pl.col("waits_for", "ground", "base_id", "due_code", "expected_code"),
            *(_name(getattr(item, key)).alias(key) for key in ("per", "phase", "kind", "owner")),
        ]

    def _state(self) -> pl.Expr:
        done, overdue = pl.col("done") <= self.today, pl.col("overdue") <= self.today
        waiting = pl.col("ready") > self.today
        state = pl.when(done).then(_name("done")).when(overdue).then(_name("overdue"))
        return state.when(waiting).then(_name("waiting")).otherwise(_name("open"))

    def _freed(self, key: str) -> pl.Expr:
        """From when a task or milestone holds up nothing: done, fallen away, or not for this person."""
        task = self.ready.by_id.get(key)
        if task is None:
            return pl.col(DATE + key)
        days = pl.min_horizontal(DONE + key, ENDS + key)
        if task.task.per == "household":
            days = pl.when(pl.col("plans_household")).then(days).otherwise(day(ALWAYS))
        return days

    def _with_due(self, task: TaskProgram, rows: pl.LazyFrame) -> pl.LazyFrame:
        """Adds the due day, its base and how it came about, by the first rule that counts."""
        rows = rows.with_columns(self._value(r.rule.base).alias(f"base:{i}") for i, r in enumerate(task.due))
        which = pl.coalesce(
            *(pl.when(self._counts(r, i)).then(i) for i, r in enumerate(task.due)), pl.lit(None, pl.Int32)
        )
        rows = rows.with_columns(which.cast(pl.Int32).alias("rule"))
        parts = [self._rule(rule, i) for i, rule in enumerate(task.due)]
        none = [day(NEVER), day(NEVER), day(NEVER), day(0 if task.due else -1), _name(None), _name(None)]
        names = ("due", "base", "unmoved", "due_code", "base_id", "ground")
        chosen = []
        for position, (name, otherwise) in enumerate(zip(names, none, strict=True)):
            value = otherwise
            for i, part in enumerate(parts):
                value = pl.when(pl.col("rule") == i).then(part[position]).otherwise(value)
            chosen.append(value.alias(name))
        return rows.with_columns(chosen)

    def _counts(self, rule: DueRule, number: int) -> pl.Expr:
        base = pl.col(f"base:{number}")
        valid = (base >= rule.valid_from) & (base < rule.valid_until)
        return dated(base) & valid & (self._value(rule.rule.when) <= base)

    def _rule(self, rule: DueRule, number: int) -> list[pl.Expr]:
        """Due day, base, unmoved last day, sentence, fact and ground under one rule."""
        base = pl.col(f"base:{number}")
        unmoved = shifted(base, rule.rule.term, rule.rule.sign)
        due, for_two_days = unmoved, pl.lit(False)
        if rule.extended:
            due, for_two_days = last_days(base, unmoved, rule.rule.term)
        article = (
            pl.when(for_two_days).then(explain.MOVED_FOR_TWO_DAYS).otherwise(explain.MOVED_TO_WORKING_DAY)
        )
        moved = pl.when(due == unmoved).then(explain.UNMOVED).otherwise(article)
        leaf = self._leaf(rule.base, base)
        code = (leaf * len(explain.MOVED) + moved + rule.code).cast(pl.Int32)
        ids = [leaf.id for leaf in rule.base.leaves]
        fact = _name(None)
        for i, key in enumerate(ids):
            fact = pl.when(leaf == i).then(_name(key)).otherwise(fact)
        ground = rule.rule.reason.ground
        return [due, base, unmoved, code, fact, _name(ground.id if ground else None)]

    def _leaf(self, base: Base, days: pl.Expr) -> pl.Expr:
        """Which leaf gave a base its day."""
        which = [
            pl.when(self._value(leaf.moment) == days).then(day(number))
            for number, leaf in enumerate(base.leaves)
        ]
        return day(0) if len(which) < 2 else pl.coalesce(*which, day(0))

    def _with_expected(self, task: TaskProgram, rows: pl.LazyFrame) -> pl.LazyFrame:
        if task.expected is None or task.task.expected is None:
            return rows.with_columns(
                day(NEVER).alias("expected"),
                day(NEVER).alias("expected_base"),
                day(-1).alias("expected_code"),
            )
        rows = rows.with_columns(self._value(task.expected.moment).alias("expected_base"))
        base = pl.col("expected_base")
        days = shifted(base, task.task.expected.term, task.task.expected.sign)
        return rows.with_columns(
            pl.when(dated(base)).then(days).otherwise(NEVER).cast(pl.Int32).alias("expected"),
            pl.when(dated(base)).then(base).otherwise(NEVER).cast(pl.Int32).alias("expected_base"),
            pl.when(dated(base))
            .then(self._leaf(task.expected, base))
            .otherwise(-1)
            .cast(pl.Int32)
            .alias("expected_code"),
        )

    def _explained(self, rows: pl.LazyFrame, task: TaskProgram) -> pl.LazyFrame:
        """Adds the reasons in words, in the languages asked for."""
        for lang in self.why:
            due = _filled(task.due_sentences, "due_code", lang, date="due", base="base", end="unmoved")
            expected = _filled(
                task.expected_sentences, "expected_code", lang, date="expected", base="expected_base"
            )
            without = pl.when(dated(pl.col("starts"))).then(1).otherwise(0)
            without = without.alias("without")
            rows = rows.with_columns(without)
            alone = _filled([explain.NO_TERM, explain.FROM], "without", lang, date="starts")
            said = pl.concat_str(due, expected, separator=". ", ignore_nulls=True)
            none = (pl.col("due_code") < 0) & (pl.col("expected_code") < 0)
            rows = rows.with_columns(pl.when(none).then(alone).otherwise(said).alias(f"why_{lang}"))
        return rows

    def _add_overdue(self, tasks: pl.DataFrame) -> None:
        """The first day on which a task that is still to be done is overdue."""
        on = date.fromordinal(self.today)
        late, gone = pl.col("overdue_from"), pl.min_horizontal("ends", "done_on")
        still = (pl.col("state") != "done") & late.is_not_null() & (gone.is_null() | (late < gone))
        first = tasks.filter(still & (pl.col("done_on").is_null() | (pl.col("done_on") > on)))
        days = first.group_by(_ROW).agg((late.min().cast(pl.Int32) + EPOCH).alias("first"))
        self.frame = self.frame.join(days, on=_ROW, how="left", maintain_order="left").with_columns(
            pl.col("first").fill_null(NEVER).cast(pl.Int32).alias(OVERDUE)
        )

    def _signal(self, signal: SignalProgram) -> pl.DataFrame:
        item = signal.signal
        base = self._value(signal.base.moment)
        rows = self.frame.select(
            DOSSIER,
            _name(item.id).alias("id"),
            self._shown(self._value(item.since)).alias("since"),
            self._shown(self._value(item.until)).alias("until"),
            base.alias("base"),
            pl.when(dated(base))
            .then(self._leaf(signal.base, base) + 1)
            .otherwise(0)
            .cast(pl.Int32)
            .alias("code"),
        )
        lasts = pl.col("until") > pl.max_horizontal(pl.col("since"), day(self.today))
        rows = rows.filter((pl.col("since") < NEVER) & lasts)
        said = [
            _filled(signal.sentences, "code", lang, date="since", base="base").alias(f"why_{lang}")
            for lang in self.why
        ]
        rows = rows.with_columns(said)
        return rows.with_columns(as_dates(pl.col(key)).alias(key) for key in ("since", "until", "base"))

    def _phases(self) -> pl.DataFrame:
        frames = []
        for number, phase in enumerate(self.definition.phases):
            rows = self.frame.select(
                DOSSIER,
                pl.col(_ROW),
                _name(phase.id).alias("id"),
                self._shown(self._value(phase.opens)).alias("opened"),
            ).filter(pl.col("opened") < NEVER)
            end = within_calendar(shifted(pl.col("opened"), phase.lasts, 1)) if phase.lasts else day(NEVER)
            rows = rows.with_columns(
                as_dates(end).alias("expected_until"), pl.lit(number, pl.Int32).alias("number")
            )
            frames.append(rows.with_columns(as_dates(pl.col("opened")).alias("opened")))
        return pl.concat(frames) if frames else self._none(_PHASE)

    def _dossiers(self, phases: pl.DataFrame) -> pl.DataFrame:
        on = date.fromordinal(self.today)
        current = (
            phases.filter(pl.col("opened") <= on)
            .group_by(_ROW)
            .agg(
                pl.col("id").sort_by("number").last().alias("phase"),
                pl.col("opened").sort_by("number").last().alias("phase_since"),
                pl.col("number").max().alias("reached"),
            )
        )
        later = phases.filter(pl.col("opened") > on).join(
            current.select(_ROW, "reached"), on=_ROW, how="left"
        )
        later = later.filter(pl.col("reached").is_null() | (pl.col("number") > pl.col("reached")))
        change = later.group_by(_ROW).agg(pl.col("opened").min().alias("phase_until"))
        rows = self.frame.join(current, on=_ROW, how="left", maintain_order="left")
        rows = rows.join(change, on=_ROW, how="left", maintain_order="left")
        return rows.select(
            DOSSIER,
            pl.lit(self.definition.id).alias("definition"),
            pl.lit(self.definition.version).alias("version"),
            pl.lit(self.definition.overlay, pl.String).alias("overlay"),
            "phase",
            "phase_since",
            "phase_until",
            as_dates(pl.col("good_until")).alias("good_until"),
            "unread",
        )

    def _none(self, schema: dict[str, pl.DataType]) -> pl.DataFrame:
        """No rows, for a definition without tasks, signals or phases."""
        own = {DOSSIER: self.frame.schema[DOSSIER]}
        return pl.DataFrame(
            schema={**own, **schema, **dict.fromkeys((f"why_{lang}" for lang in self.why), pl.String)}
        )


def _name(text: str | None) -> pl.Expr:
    return pl.lit(text, pl.Categorical)


def _filled(sentences: Sequence[Text], code: str, lang: str, **dates: str) -> pl.Expr:
    """The sentence with a row's code, and its dates in words; null for a negative code."""
    if not sentences:
        return pl.lit(None, pl.String)
    known = pl.lit(pl.Series([sentence[lang] for sentence in sentences]))
    text: pl.Expr = pl.when(pl.col(code) >= 0).then(known.gather(pl.col(code).clip(0)))
    for name, column in dates.items():
        words = _in_words(as_dates(pl.col(column)), lang)
        text = text.str.replace(f"{{{name}}}", words.fill_null(""), literal=True)
    return text


def _in_words(dates: pl.Expr, lang: str) -> pl.Expr:
    months = pl.lit(pl.Series(explain.MONTHS[lang])).gather(dates.dt.month().fill_null(1).cast(pl.Int32) - 1)
    return pl.concat_str(dates.dt.day(), months, dates.dt.year(), separator=" ")
