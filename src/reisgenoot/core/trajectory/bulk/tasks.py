"""The rows of tasks: which dossiers have each in their plan, when it is due and expected, in which state, and why."""

from __future__ import annotations

import polars as pl

from .. import explain
from ..columns import DATE, DONE, END, as_dates, dated, day, last_days, lengthened, shifted, with_first
from ..days import ALWAYS, NEVER
from ..program import DueRule, TaskProgram
from ..spans import Step
from .caseload import DOSSIER, ENDS, ROW, Caseload
from .words import filled, named

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
_COLUMNS: dict[str, pl.DataType] = {
    ROW: pl.UInt32(),
    "id": pl.Categorical(),
    "state": pl.Categorical(),
    **dict.fromkeys(_DATES, pl.Date()),
    "waits_for": pl.String(),
    **dict.fromkeys(("ground", "base_id"), pl.Categorical()),
    **dict.fromkeys(("due_code", "expected_code"), pl.Int32()),
    **dict.fromkeys(("per", "phase", "kind", "owner"), pl.Categorical()),
}


def task_rows(caseload: Caseload) -> pl.DataFrame:
    """A row for each task in the plan of each dossier."""
    return pl.concat(
        pl.collect_all([_task(caseload, task) for task in caseload.ready.tasks]) or [caseload.none(_COLUMNS)]
    )


def _task(caseload: Caseload, task: TaskProgram) -> pl.LazyFrame:
    """The rows of one task: those dossiers that have it in their plan."""
    item = task.task
    rows = caseload.frame.lazy().with_columns(
        caseload.shown(caseload.value(item.starts)).alias("starts"),
        caseload.shown(pl.col(DONE + item.id)).alias("done"),
        pl.col(ENDS + item.id).alias("ends"),
    )
    lasts = pl.col("ends") > pl.max_horizontal(pl.col("starts"), day(caseload.today))
    planned = (pl.col("done") <= caseload.today) | ((pl.col("starts") < NEVER) & lasts)
    if item.per == "household":
        planned = planned & pl.col("plans_household")
    rows = _with_due(caseload, task, rows.filter(planned))
    rows = _with_expected(caseload, task, rows)
    next_day = pl.col("due") + 1
    started = pl.max_horizontal(next_day, pl.col("starts"))
    late = pl.when(pl.col("starts") == NEVER).then(next_day).otherwise(started)
    freed = [_freed(caseload, key) for key in item.waits_for]
    missing: list[pl.Expr] = [
        pl.when(days > caseload.today).then(pl.lit(key))
        for key, days in zip(item.waits_for, freed, strict=True)
    ]
    rows = rows.with_columns(
        pl.when(pl.col("due") == NEVER).then(NEVER).otherwise(late).cast(pl.Int32).alias("overdue"),
        pl.max_horizontal(pl.col("starts"), *freed).alias("ready"),
        pl.concat_str(*(missing or [pl.lit("")]), separator=",", ignore_nulls=True).alias("waits_for"),
    )
    return _explained(caseload, rows, task).select(
        *_task_columns(caseload, task), *(f"why_{lang}" for lang in caseload.why)
    )


def _task_columns(caseload: Caseload, task: TaskProgram) -> list[pl.Expr]:
    item = task.task
    dates = {"starts": "starts", "due": "due", "expected": "expected", "overdue_from": "overdue"}
    dates |= {"done_on": "done", "ends": "ends", "ready_from": "ready", "base": "base"}
    dates |= {"expected_base": "expected_base", "unmoved": "unmoved"}
    return [
        pl.col(DOSSIER),
        pl.col(ROW),
        named(item.id).alias("id"),
        _state(caseload).alias("state"),
        *(as_dates(pl.col(column)).alias(name) for name, column in dates.items()),
        pl.col("waits_for", "ground", "base_id", "due_code", "expected_code"),
        *(named(getattr(item, key)).alias(key) for key in ("per", "phase", "kind", "owner")),
    ]


def _state(caseload: Caseload) -> pl.Expr:
    done, overdue = pl.col("done") <= caseload.today, pl.col("overdue") <= caseload.today
    waiting = pl.col("ready") > caseload.today
    state = pl.when(done).then(named("done")).when(overdue).then(named("overdue"))
    return state.when(waiting).then(named("waiting")).otherwise(named("open"))


def _freed(caseload: Caseload, key: str) -> pl.Expr:
    """From when a task or milestone holds up nothing: done, fallen away, or not for this person."""
    task = caseload.ready.by_id.get(key)
    if task is None:
        return pl.col(DATE + key)
    days = pl.min_horizontal(DONE + key, ENDS + key)
    if task.task.per == "household":
        days = pl.when(pl.col("plans_household")).then(days).otherwise(day(ALWAYS))
    return days


def _with_due(caseload: Caseload, task: TaskProgram, rows: pl.LazyFrame) -> pl.LazyFrame:
    """Adds the due day, its base and how it came about, by the first rule that counts."""
    rows = rows.with_columns(caseload.value(r.rule.base).alias(f"base:{i}") for i, r in enumerate(task.due))
    rows = rows.with_columns(_longer(caseload, r, i).alias(f"longer:{i}") for i, r in enumerate(task.due))
    which = pl.coalesce(
        *(pl.when(_counts(caseload, r, i)).then(i) for i, r in enumerate(task.due)), pl.lit(None, pl.Int32)
    )
    rows = rows.with_columns(which.cast(pl.Int32).alias("rule"))
    own = task.task.ground.id if task.task.ground else None
    parts = [_rule(caseload, rule, i, own) for i, rule in enumerate(task.due)]
    none = [day(NEVER), day(NEVER), day(NEVER), day(0 if task.due else -1), named(None), named(own)]
    none += [pl.lit("") for _ in caseload.why]
    names = ("due", "base", "unmoved", "due_code", "base_id", "ground", *map(_said, caseload.why))
    chosen = []
    for position, (name, otherwise) in enumerate(zip(names, none, strict=True)):
        value = otherwise
        for i, part in enumerate(parts):
            value = pl.when(pl.col("rule") == i).then(part[position]).otherwise(value)
        chosen.append(value.alias(name))
    return rows.with_columns(chosen)


def _counts(caseload: Caseload, rule: DueRule, number: int) -> pl.Expr:
    base = pl.col(f"base:{number}")
    valid = (base >= rule.valid_from) & (base < rule.valid_until)
    return dated(base) & valid & (caseload.value(rule.rule.when) <= base)


def _rule(caseload: Caseload, rule: DueRule, number: int, own: str | None) -> list[pl.Expr]:
    """Due day, base, unmoved last day, sentence, fact and ground under one rule, or else the task's ``own``."""
    base = pl.col(f"base:{number}")
    longer = pl.col(f"longer:{number}").struct
    unmoved = longer.field(END)
    due, for_two_days = unmoved, pl.lit(False)
    if rule.extended:
        due, for_two_days = last_days(base - int(rule.rule.inclusive), unmoved, rule.rule.term)
        due = pl.when(unmoved < NEVER).then(due).otherwise(NEVER)
    still = pl.when(due == NEVER).then(explain.STANDS_STILL)
    article = pl.when(for_two_days).then(explain.MOVED_FOR_TWO_DAYS).otherwise(explain.MOVED_TO_WORKING_DAY)
    moved = still.when(due == unmoved).then(explain.UNMOVED).otherwise(article)
    leaf = caseload.leaf(rule.base, base)
    code = (leaf * len(explain.MOVED) + moved + rule.code).cast(pl.Int32)
    ids = [leaf.id for leaf in rule.base.leaves]
    fact = named(None)
    for i, key in enumerate(ids):
        fact = pl.when(leaf == i).then(named(key)).otherwise(fact)
    ground = rule.rule.reason.ground
    words = [longer.field(lang) for lang in caseload.why]
    return [due, base, unmoved, code, fact, named(ground.id if ground else own), *words]


def _said(lang: str) -> str:
    """The column with what made a term longer, in words."""
    return f"longer_{lang}"


def _longer(caseload: Caseload, rule: DueRule, number: int) -> pl.Expr:
    """The last day under one rule before the Algemene termijnenwet, and what made its term longer, in words."""
    base = pl.col(f"base:{number}")
    term, sign = rule.rule.term, rule.rule.sign
    end = with_first(base, term) if rule.rule.inclusive else shifted(base, term, sign)
    keys = [item.id for item in rule.rule.longer if item.id in caseload.values]
    if not keys:
        return pl.struct(end.alias(END), *(pl.lit("").alias(lang) for lang in caseload.why))

    def said(steps: tuple[Step, ...]) -> dict[str, str]:
        return {lang: explain.longer_in_words(rule.rule.longer, steps, lang) for lang in caseload.why}

    return lengthened(end, base, keys, said, caseload.why)


def _with_expected(caseload: Caseload, task: TaskProgram, rows: pl.LazyFrame) -> pl.LazyFrame:
    if task.expected is None or task.task.expected is None:
        return rows.with_columns(
            day(NEVER).alias("expected"),
            day(NEVER).alias("expected_base"),
            day(-1).alias("expected_code"),
        )
    rows = rows.with_columns(caseload.value(task.expected.moment).alias("expected_base"))
    base = pl.col("expected_base")
    days = shifted(base, task.task.expected.term, task.task.expected.sign)
    return rows.with_columns(
        pl.when(dated(base)).then(days).otherwise(NEVER).cast(pl.Int32).alias("expected"),
        pl.when(dated(base)).then(base).otherwise(NEVER).cast(pl.Int32).alias("expected_base"),
        pl.when(dated(base))
        .then(caseload.leaf(task.expected, base))
        .otherwise(-1)
        .cast(pl.Int32)
        .alias("expected_code"),
    )


def _explained(caseload: Caseload, rows: pl.LazyFrame, task: TaskProgram) -> pl.LazyFrame:
    """Adds the reasons in words, in the languages asked for."""
    for lang in caseload.why:
        due = filled(task.due_sentences, "due_code", lang, date="due", base="base", end="unmoved")
        if any(rule.rule.longer for rule in task.due):
            due = due.str.replace(explain.LONGER[lang], pl.col(_said(lang)), literal=True)
        expected = filled(
            task.expected_sentences, "expected_code", lang, date="expected", base="expected_base"
        )
        without = pl.when(dated(pl.col("starts"))).then(1).otherwise(0)
        without = without.alias("without")
        rows = rows.with_columns(without)
        alone = filled([explain.NO_TERM, explain.FROM], "without", lang, date="starts")
        said = pl.concat_str(due, expected, separator=". ", ignore_nulls=True)
        none = (pl.col("due_code") < 0) & (pl.col("expected_code") < 0)
        why = pl.when(none).then(alone).otherwise(said)
        if task.rests_on:
            why = pl.concat_str(pl.lit(task.rests_on[lang]), why, separator=". ")
        rows = rows.with_columns(why.alias(f"why_{lang}"))
    return rows
