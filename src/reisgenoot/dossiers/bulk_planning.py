"""The stored plans of a whole caseload at once: the rows of `planning.replan`, through compiled columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl
from django.db import transaction

from reisgenoot.core.trajectory import bulk, catalogue

from . import planning

AT_ONCE = 10_000
"""Dossiers in one evaluation: enough to be worth compiling for, and small enough for the memory."""
STORED_AT_ONCE = 500
_COLUMNS = {"id": "key", "starts": "starts_on", "due": "due_on", "expected": "expected_on", "ends": "ends_on"}
_KEPT = ("id", "per", "phase", "kind", "owner", "starts", "due", "expected", "overdue_from", "ends")


def replan_caseload(dossier_ids: Iterable[int], on: date) -> None:
    """Replace the stored plans of these dossiers by what follows from their facts on ``on``."""
    ids = sorted(set(dossier_ids))
    for start in range(0, len(ids), AT_ONCE):
        known = planning.gather(ids[start : start + AT_ONCE], on)
        by_route: dict[str, list[planning.Known]] = {}
        for it in known.values():
            by_route.setdefault(it.definition, []).append(it)
        for route, group in by_route.items():
            _plan(route, group, on)


def _plan(route: str, group: Sequence[planning.Known], on: date) -> None:
    made = bulk.plan_many(catalogue(), _frame(group), on, route=route)
    rows = {row["dossier"]: row for row in made.dossiers.iter_rows(named=True)}
    tasks: dict[int, list[dict[str, Any]]] = {}
    waiting = made.tasks.filter(pl.col("done_on").is_null() | (pl.col("done_on") > on))
    for task in waiting.select("dossier", "waits_for", "ground", *_KEPT).iter_rows(named=True):
        tasks.setdefault(task.pop("dossier"), []).append(_task(task))
    signals: dict[int, list[dict[str, Any]]] = {}
    for signal in made.signals.select("dossier", "id", "since", "until").iter_rows(named=True):
        about = {"key": signal["id"], "since": _iso(signal["since"]), "until": _iso(signal["until"])}
        signals.setdefault(signal["dossier"], []).append(about)
    bodies = [
        _dossier(it, rows[it.dossier_id], tasks.get(it.dossier_id, []), signals.get(it.dossier_id, []), on)
        for it in group
    ]
    with transaction.atomic():
        for start in range(0, len(bodies), STORED_AT_ONCE):
            planning._store(bodies[start : start + STORED_AT_ONCE])


def _frame(group: Sequence[planning.Known]) -> pl.DataFrame:
    keys = sorted({key for it in group for key in it.facts})
    columns: dict[str, Any] = {"dossier": [it.dossier_id for it in group]}
    for key in keys:
        columns[key] = [it.facts.get(key) for it in group]
    return pl.DataFrame(columns)


def _task(task: Mapping[str, Any]) -> dict[str, Any]:
    body = {_COLUMNS.get(key, key): _iso(task[key]) for key in _KEPT}
    return {**body, "waiting": planning.waits(task["waits_for"], task["due"], task["ground"])}


def _dossier(
    known: planning.Known,
    planned: Mapping[str, Any],
    tasks: list[dict[str, Any]],
    signals: list[dict[str, Any]],
    on: date,
) -> dict[str, Any]:
    again = [day for day in (planned["good_until"], known.changes_on) if day is not None]
    return {
        "id": known.dossier_id,
        "version": planned["version"],
        "phase": planned["phase"] or "",
        "phase_since": _iso(planned["phase_since"]),
        "planned_on": on.isoformat(),
        "replan_on": _iso(min(again, default=None)),
        "tasks": tasks,
        "signals": signals,
    }


def _iso(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
