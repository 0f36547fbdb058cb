"""Importing a caseload of 20,000 rows into the database, all in: limits 60 s and 500 MB.

    python benchmarks/import_database.py [ROWS]

Uses the server of DATABASE_URL (an administrator's log-in), or the embedded one; makes a database and
drops it again.
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "exchange"))

from caseloads import DUTCH, as_xlsx, people, table

from reisgenoot.config import postgres
from reisgenoot.config.paths import var

SECONDS_ALLOWED = 60
MEGABYTES_ALLOWED = 500
FILE = "caseload.xlsx"


def prepare() -> int:
    """Migrate, and make a coordinator; returns the member's id."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reisgenoot.config.settings")
    django.setup()
    from reisgenoot.config import database

    database.migrate()
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        organisation = connection.execute(
            "INSERT INTO access_organisation (slug, name, kind, municipality)"
            " VALUES ('bench', 'Bench', 'vluchtelingenwerk', '') RETURNING id"
        ).fetchone()
        user = connection.execute(
            "INSERT INTO access_user"
            " (email, password, is_superuser, is_staff, is_active, first_name, last_name, date_joined)"
            " VALUES ('bench@example.org', '', false, false, true, '', '', now()) RETURNING id"
        ).fetchone()
        assert organisation is not None
        assert user is not None
        member = connection.execute(
            "INSERT INTO access_member (user_id, organisation_id, role, name, begins_on)"
            " VALUES (%s, %s, 'coordinator', 'Bench', '2020-01-01') RETURNING id",
            [user[0], organisation[0]],
        ).fetchone()
        assert member is not None
        return int(member[0])


def measure(content: bytes, member_id: int) -> None:
    """Upload, import, and upload once more; prints seconds and the peak memory of this process."""
    from reisgenoot.access.identity import acting_as
    from reisgenoot.access.models import Member
    from reisgenoot.exchange.actions import preparing, running

    with acting_as(Member(pk=member_id)):
        member = Member.objects.select_related("organisation").get(pk=member_id)
    start = time.perf_counter()
    with acting_as(member):
        made = preparing.upload(member, file_name=FILE, content=content)
        running.begin(member, made.pk)
    uploaded = time.perf_counter()
    peak_of_preview = _peak()
    running.work(member, made.pk)
    done = time.perf_counter()
    peak = _peak()
    with acting_as(member):
        preparing.upload(member, file_name=FILE, content=content)
    again = time.perf_counter()
    fine = done - start < SECONDS_ALLOWED and peak < MEGABYTES_ALLOWED
    print(
        f"{made.total} rows: preview {uploaded - start:.1f} s, import {done - uploaded:.1f} s, together "
        f"{done - start:.1f} s of {SECONDS_ALLOWED}; the same file again {again - done:.1f} s; "
        f"{peak_of_preview:.0f}, then {peak:.0f}, then {_peak():.0f} MB of {MEGABYTES_ALLOWED}: "
        f"{'met' if fine else 'NOT MET'}"
    )


def _peak() -> float:
    """The most memory that this process has had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Make the database and the file, and measure in a process of its own."""
    if len(sys.argv) == 3:
        measure(Path(sys.argv[1]).read_bytes(), prepare())
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    dice = random.Random(20_000)
    file = var() / "bench-caseload.xlsx"
    file.write_bytes(as_xlsx(table(people(dice, count), DUTCH, list(DUTCH), dice, real_dates=True)))
    server = None if "DATABASE_URL" in os.environ else postgres.start(var() / "bench-postgres")
    administrator = os.environ.get("DATABASE_URL") or (server.url("postgres") if server else "")
    name = f"bench_{os.getpid()}"
    try:
        with psycopg.connect(administrator, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
            url = server.url(name) if server else administrator.rsplit("/", 1)[0] + f"/{name}"
            environment = {**os.environ, "DATABASE_URL": url}
            subprocess.run([sys.executable, __file__, str(file), "measure"], check=True, env=environment)
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        file.unlink()
        if server is not None:
            server.stop()


if __name__ == "__main__":
    main()
