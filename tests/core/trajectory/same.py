"""Holds plan() and plan_many() against each other, to the letter."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeAlias

import polars as pl

from reisgenoot.core.trajectory import Catalogue, Definition, Plan, plan
from reisgenoot.core.trajectory.bulk import BulkPlan, plan_many

LANGUAGES = ("nl", "en")


Asked: TypeAlias = dict[date, list[dict[str, Any]]]


def assert_all_same(asked: Asked, routes: Catalogue, route: str) -> None:
    """The same, of what many tests asked about: compiling a route into columns takes far longer than a row does."""
    for on, rows in asked.items():
        different = list({repr(row): row for row in rows}.values())
        assert_same(routes, different, on, route)


def assert_same(
    routes: Definition | Catalogue, rows: list[dict[str, Any]], on: date, route: str | None = None
) -> None:
    """Both evaluators say the same of every row."""
    frame = pl.DataFrame(
        [{"dossier": number, **row} for number, row in enumerate(rows)], infer_schema_length=None
    )
    bulk = plan_many(routes, frame, on, route=route, why=LANGUAGES)
    for number, row in enumerate(rows):
        definition = (
            routes if isinstance(routes, Definition) else routes.resolve(route or routes.ids[0], row, on)
        )
        single = _of_plan(plan(definition, row, on))
        together = _of_bulk(bulk, number)
        for part, expected in single.items():
            assert together[part] == expected, (part, row)


def _of_plan(made: Plan) -> dict[str, Any]:
    whole = ("definition", "version", "overlay", "phase", "phase_since", "phase_until", "good_until")
    dates = (
        "starts",
        "due",
        "expected",
        "overdue_from",
        "done_on",
        "ends",
        "ready_from",
        "expected_base",
        "unmoved",
    )
    names = ("id", "state", "per", "phase", "kind", "owner", "due_code", "expected_code")
    return {
        "dossiers": [{**{key: getattr(made, key) for key in whole}, "unread": ",".join(made.unread)}],
        "phases": [
            {key: getattr(phase, key) for key in ("id", "opened", "expected_until")} for phase in made.phases
        ],
        "tasks": [
            {
                **{key: getattr(task, key) for key in (*names, *dates)},
                "waits_for": ",".join(task.waits_for),
                "ground": task.ground.id if task.ground else None,
                "base": task.base[0] if task.base else None,
                "base_id": task.base[1] if task.base else None,
                **{f"why_{lang}": task.why(lang) for lang in LANGUAGES},
            }
            for task in made.tasks
        ],
        "signals": [
            {
                **{key: getattr(signal, key) for key in ("id", "since", "until", "base", "code")},
                **{f"why_{lang}": signal.why(lang) for lang in LANGUAGES},
            }
            for signal in made.signals
        ],
    }


def _of_bulk(bulk: BulkPlan, number: int) -> dict[str, Any]:
    return {
        part: getattr(bulk, part).filter(pl.col("dossier") == number).drop("dossier").to_dicts()
        for part in ("dossiers", "phases", "tasks", "signals")
    }
