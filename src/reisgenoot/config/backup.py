"""A back-up of the whole database in one file, and its way back; both know by checksums whether everything is in it."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from . import postgres

FORMAT = 1


class BackupError(Exception):
    """The back-up or its restoring failed, and nothing half was left; the text says why in one sentence."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a back-up holds: per table the number of rows and a checksum over all of them, and the newest log hash.

    Stands beside the back-up as ``FILE.json``.
    """

    format: int
    made_at: str
    tables: dict[str, list[str]]
    log_position: int
    log_hash: str


def back_up(url: str, file: Path) -> Manifest:
    """Write the database to ``file`` (PostgreSQL's custom format), all as it stood at one moment.

    Raises BackupError if the file exists, the log-in may not read everything, or PostgreSQL's programs fail.
    """
    if file.exists():
        raise BackupError(f"{file} exists already: a back-up never writes over another one.")
    partial = file.with_name(file.name + ".partial")
    with psycopg.connect(url) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert snapshot is not None  # a function always gives a row
        try:
            _run("pg_dump", "--format=custom", f"--snapshot={snapshot[0]}", f"--file={partial}", url)
        except BackupError:
            partial.unlink(missing_ok=True)
            raise
        manifest = _manifest(connection)
    partial.replace(file)
    file.with_name(file.name + ".json").write_text(json.dumps(asdict(manifest), indent=1) + "\n")
    return manifest


def restore(url: str, file: Path) -> Manifest:
    """Put a back-up into an empty database, all or nothing, and hold it against its manifest.

    The roles must be there (``wall.prepare``). Raises BackupError if the database is not empty, the back-up is not
    whole, or what came back is not what went in.
    """
    beside = file.with_name(file.name + ".json")
    try:
        wanted = Manifest(**json.loads(beside.read_text()))
    except (OSError, ValueError, TypeError) as error:
        raise BackupError(f"{beside} can't be read, and belongs to the back-up: {error}") from None
    with psycopg.connect(url) as connection:
        if _tables(connection):
            raise BackupError("This database is not empty: a back-up goes into an empty one.")
    _run("pg_restore", "--exit-on-error", "--single-transaction", f"--dbname={url}", str(file))
    with psycopg.connect(url) as connection:
        found = _manifest(connection)
    wrong = [
        name for name in {*wanted.tables, *found.tables} if wanted.tables.get(name) != found.tables.get(name)
    ]
    if wrong:
        raise BackupError(f"What came back is not what went in: {', '.join(sorted(wrong))}.")
    return found


def _manifest(connection: psycopg.Connection[Any]) -> Manifest:
    tables = {}
    for name in _tables(connection):
        # Order does not matter, so nothing has to be sorted: the sum of a hash of each row.
        statement = sql.SQL(
            "SELECT count(*)::text, coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0)::text FROM {} t"
        )
        row = connection.execute(statement.format(sql.Identifier("public", name))).fetchone()
        assert row is not None  # an aggregate always gives a row
        tables[name] = list(row)
    head = None
    if "access_logseal" in tables:
        newest = "SELECT position, hash FROM access_logseal ORDER BY position DESC LIMIT 1"
        head = connection.execute(newest).fetchone()
    position, sealed = head or (0, b"")
    made = datetime.now(UTC).isoformat(timespec="seconds")
    return Manifest(FORMAT, made, tables, position, bytes(sealed).hex())


def _tables(connection: psycopg.Connection[Any]) -> list[str]:
    rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    return [row[0] for row in rows]


def _run(program: str, *arguments: str) -> None:
    """One of PostgreSQL's programs: those of the embedded server, or the machine's own."""
    found = postgres.program(program) or shutil.which(program)
    if found is None:
        raise BackupError(
            f"The program {program} is missing: run `make setup`, or install PostgreSQL's client."
        )
    done = subprocess.run([str(found), *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = (done.stderr.strip() or "without a word").splitlines()[-1]
        raise BackupError(f"{program} failed: {said[:300]}")
