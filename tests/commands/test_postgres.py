"""The embedded server mends itself after a crash."""

import os
import signal
import subprocess
import sys

import psycopg
import pytest

from reisgenoot.config import postgres
from reisgenoot.config.paths import var


@pytest.mark.slow
def test_a_killed_server_is_started_again_with_what_was_entered():
    folder = var() / f"killed-{os.getpid()}"
    server = postgres.start(folder)
    try:
        with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
        os.kill(int((server.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        again = postgres.start(folder)
        with psycopg.connect(again.url("postgres")) as connection:
            assert connection.execute("SELECT one FROM kept").fetchone() == (1,)
    finally:
        server.stop()
        subprocess.run(["rm", "-rf", str(server.data), str(server.sockets)], check=True)


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["nonsense"], 2, "invalid choice"),
        (["migrate"], 1, "The database of DATABASE_URL can't be reached"),
        (["serve", "--port", "99999"], 1, "Port 99999 on 127.0.0.1 can't be used"),
    ],
)
def test_what_can_not_be_done_is_one_sentence(arguments, status, said):
    environment = {**os.environ, "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"}
    call = [sys.executable, "-m", "reisgenoot.cli", *arguments]
    done = subprocess.run(call, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, said in done.stderr, "Traceback" in done.stderr) == (status, True, False)


def test_planning_imports_neither_django_nor_a_database(tmp_path):
    facts = tmp_path / "facts.json"
    facts.write_text('{"definition": "nl-asylum", "facts": {"arrived": "2026-01-05"}}')
    script = (
        "import sys; from reisgenoot.cli import main;"
        f"status = main(['plan', {str(facts)!r}, '--on', '2026-02-01', '--json']);"
        "sys.exit(status or any(name in sys.modules for name in ('django', 'psycopg', 'polars')))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
