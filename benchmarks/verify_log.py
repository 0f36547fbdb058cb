"""Verifying 100,000 entries of the log: limit 5 s.

    python benchmarks/verify_log.py [ENTRIES]

Uses a database of its own on the server of DATABASE_URL or the embedded one.
"""

from __future__ import annotations

import sys
import time

import psycopg
from bench_database import own_database
from import_database import prepare

SECONDS_ALLOWED = 5.0


def measure(url: str, member: int, many: int) -> None:
    """Write so many sealed entries, then verify them all."""
    from reisgenoot.access import chain

    with psycopg.connect(url, autocommit=True) as connection:
        began = time.perf_counter()
        connection.execute("ALTER TABLE access_accesslog DISABLE TRIGGER fill")
        connection.execute(
            "INSERT INTO access_accesslog (at, member_id, organisation_id, dossier_id, act, part, basis)"
            " SELECT now() + n * interval '0.37 s', %s, m.organisation_id, n %% 5000, 'read', 'dossier', 'phase'"
            " FROM generate_series(1, %s) n, access_member m WHERE m.id = %s",
            [member, many, member],
        )
        written = time.perf_counter() - began
        began = time.perf_counter()
        verdict = chain.verify(connection, [])
        took = time.perf_counter() - began
    assert (verdict.entries, verdict.faults) == (many, [])
    print(
        f"{many:,} entries sealed in {written:.1f} s ({written / many * 1000:.2f} ms each), verified in {took:.2f} s"
        f" of {SECONDS_ALLOWED:.0f}: {'met' if took <= SECONDS_ALLOWED else 'NOT MET'}"
    )


if __name__ == "__main__":
    with own_database() as url:
        measure(url, prepare(), int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
