"""How long 300,000 plans take at once, and how much faster that is than one by one.

    python benchmarks/plan_bulk.py [DEFINITION.yaml]       # default: the shipped definitions

Aims: under 10 s, under 4 GB, at least 20 times faster than plan() for each; plan() under 1 ms at the median.
"""

from __future__ import annotations

import random
import resource
import statistics
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from reisgenoot.core.trajectory import Catalogue, catalogue, load, plan
from reisgenoot.core.trajectory.bulk import plan_many

DOSSIERS, SAMPLE = 300_000, 3_000
ON = date(2026, 6, 15)


def caseload(routes: Catalogue, route: str) -> pl.DataFrame:
    """Invented facts: half of what a definition knows, over five years, the same on every run."""
    chance = random.Random(7)
    newest = routes.versions(route)[-1]
    columns: dict[str, list[object]] = {"dossier": list(range(DOSSIERS))}
    days = [(ON - timedelta(days=n)).isoformat() for n in range(1800)]
    for key in newest.milestones:
        share = chance.uniform(0.2, 0.8)
        columns[key] = [
            days[int(chance.random() * 1800)] if chance.random() < share else None for _ in range(DOSSIERS)
        ]
    for key, item in newest.attributes.items():
        if item.values:
            columns[key] = chance.choices([*item.values, None], k=DOSSIERS)
        elif item.type == "date":
            columns[key] = chance.choices(days, k=DOSSIERS)
        elif item.type == "boolean":
            columns[key] = chance.choices([True, False, None], k=DOSSIERS)
    return pl.DataFrame(columns)


def main() -> None:
    routes = load(Path(sys.argv[1])) if len(sys.argv) > 1 else catalogue()
    for route in routes.ids:
        facts = caseload(routes, route)
        before = time.perf_counter()
        plans = plan_many(routes, facts, ON, route=route)
        together = time.perf_counter() - before
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
        each = []
        for row in facts.head(SAMPLE).drop("dossier").iter_rows(named=True):
            before = time.perf_counter()
            plan(routes.resolve(route, row, ON), row, ON)
            each.append(time.perf_counter() - before)
        ratio = statistics.mean(each) * DOSSIERS / together
        tasks = len(routes.versions(route)[-1].tasks)
        print(f"{route}: {tasks} tasks in the newest version, {plans.tasks.height:,} rows of tasks")
        print(
            f"  plan_many, {DOSSIERS:,} dossiers: {together:.2f} s (aim 10), peak of the process {peak:.2f} GB (aim 4)"
        )
        print(f"  plan, median of {SAMPLE:,}: {statistics.median(each) * 1000:.3f} ms (aim 1)")
        print(f"  plan_many is {ratio:.0f} times faster than plan for each (aim 20)")


if __name__ == "__main__":
    main()
