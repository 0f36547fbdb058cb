"""What the wall itself costs: the statements of a page, with the policies and without them, in the same run.

Part of `country_size.py`. Each statement that a page sent is sent again, prepared as pages do, by the role of the
application and by a superuser, for whom no policy holds; filters, functions and triggers are the same for both.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

import psycopg

LIMIT = 1.5  # times the same statements without policies
RUNS, WARM_UP = 40, 8
TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def statements_of(ask: Callable[[], Any]) -> list[str]:
    """The SQL of one request, in order, with its values in it. What it wrote is rolled back, to be written again."""
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        ask()
        transaction.set_rollback(True)
    return [query["sql"] for query in asked if not query["sql"].startswith(TRANSACTION)]


def cost(url: str, member_id: int, statements: Sequence[str]) -> tuple[float, float, list[tuple[float, str]]]:
    """Median ms of all statements together with the wall and without, and what the wall adds to the dearest three."""
    walled = _replay(url, member_id, statements, role="reisgenoot_app")
    bare = _replay(url, member_id, statements, role=None)
    added = sorted(
        ((a - b, statement) for a, b, statement in zip(walled, bare, statements, strict=True)), reverse=True
    )
    return sum(walled), sum(bare), added[:3]


def _replay(url: str, member_id: int, statements: Sequence[str], role: str | None) -> list[float]:
    """The median ms of each statement, prepared once as pages do; what they write is rolled back."""
    found: dict[int, list[float]] = {}
    with psycopg.connect(url, autocommit=True, prepare_threshold=None) as connection:
        connection.execute(f"SET ROLE {role or 'NONE'}")
        connection.execute("SET plan_cache_mode = force_generic_plan")
        for place, statement in enumerate(statements):
            connection.execute(f"PREPARE q{place} AS {statement}")
        for run in range(WARM_UP + RUNS):
            connection.execute("BEGIN")
            connection.execute("SELECT set_config('reisgenoot.member', %s, true)", [str(member_id)])
            for place in range(len(statements)):
                began = time.perf_counter()
                connection.execute(f"EXECUTE q{place}")
                if run >= WARM_UP:
                    found.setdefault(place, []).append((time.perf_counter() - began) * 1000)
            connection.execute("ROLLBACK")
    return [statistics.median(times) for _place, times in sorted(found.items())]


def explained(url: str, member_id: int, statement: str) -> str:
    """The plan of a statement as the application runs it, with times."""
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE reisgenoot_app")
        cursor.execute("SELECT set_config('reisgenoot.member', %s, true)", [str(member_id)])
        cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, BUFFERS) {statement}")
        lines = "\n".join(row[0] for row in cursor.fetchall())
        connection.rollback()
    return lines
