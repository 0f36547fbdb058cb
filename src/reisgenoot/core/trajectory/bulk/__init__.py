"""The plans of a whole caseload: `plan` for every row, as columns, without a Python loop over dossiers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from ..catalogue import Catalogue, period
from ..columns import day, written_days
from ..days import NEVER
from ..model import Definition
from ..program import program
from .caseload import ROW, Caseload
from .dossiers import dossier_rows, phase_rows, signal_rows
from .tasks import task_rows

KNOWN = "known:"


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
        found = list(_by_version(routes, route or routes.ids[0], facts, on.toordinal()))
        # Compiling a version takes far longer than a row does; one without rows gives the columns of none at all.
        groups = [group for group in found if group[1].height] or found[:1]
    plans = [_plan(Caseload(program(definition), rows, on, why)) for definition, rows in groups]
    frames = zip(*((p.dossiers, p.phases, p.tasks, p.signals) for p in plans), strict=True)
    return BulkPlan(*(pl.concat(part) for part in frames))


def _plan(caseload: Caseload) -> BulkPlan:
    tasks = task_rows(caseload)
    caseload.add_overdue(tasks)  # signals may ask for it
    phases = phase_rows(caseload)
    return BulkPlan(
        dossier_rows(caseload, phases), phases.drop(ROW, "number"), tasks.drop(ROW), signal_rows(caseload)
    )


def _by_version(
    routes: Catalogue, route: str, facts: pl.DataFrame, today: int
) -> Iterator[tuple[Definition, pl.DataFrame]]:
    """The rows for each version and overlay, as `Catalogue.resolve` has it."""
    versions = routes.versions(route)
    chosen = pl.lit(None, pl.Int32)
    earliest = day(NEVER)
    by_date = pl.lit(None, pl.Int32)
    dated = facts.with_columns(
        _first_known(version, facts, today).alias(f"{KNOWN}{number}")
        for number, version in enumerate(versions)
    )
    for number, version in enumerate(versions):
        wanted = version.applies.attribute
        if wanted and all(facts.schema.get(key) == pl.String for key in wanted):
            named = pl.all_horizontal(*(pl.col(key) == value for key, value in wanted.items())).fill_null(
                False
            )
            chosen = pl.coalesce(chosen, pl.when(named).then(number))
        start, until = period(version)
        known = pl.col(f"{KNOWN}{number}")
        holds = (known >= start) & (known < until) & (known < NEVER)
        by_date = pl.coalesce(by_date, pl.when(holds).then(number))
        earliest = pl.min_horizontal(earliest, known)
    nearest = pl.when(earliest < period(versions[0])[0]).then(0).otherwise(len(versions) - 1)
    numbers = dated.select(pl.coalesce(chosen, by_date, nearest).alias("n"), *_municipality(facts))
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
