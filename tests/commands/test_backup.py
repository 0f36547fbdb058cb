"""What was acknowledged survives a killed server; a back-up comes back whole on an empty machine, or not at all."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from reisgenoot.config import postgres
from reisgenoot.config.paths import var

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif("DATABASE_URL" in os.environ, reason="starts a server of its own"),
]
WRITER = """
import os, sys, django
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reisgenoot.config.settings")
from reisgenoot.config import database
server = database.connect_or_start()
django.setup()
from reisgenoot.access.identity import acting_as
from reisgenoot.access.models import Member
from reisgenoot.dossiers import actions
from reisgenoot.dossiers.models import Dossier
guide = Member(pk=int(sys.argv[1]))
with acting_as(guide):
    guide = Member.objects.select_related("organisation").get(pk=guide.pk)
    dossier = Dossier.objects.filter(worker=guide, closed_on=None).first().pk  # one of their own: they may write in it
number = 0
while True:
    number += 1
    with acting_as(guide):
        actions.add_note(guide, dossier, kind="phone", text=f"Notitie {number}")
    print(number, flush=True)
"""


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A demo of its own under ``var/``, gone afterwards, and room for a second database."""
    place = var() / f"backed-{os.getpid()}"
    monkeypatch.setenv("REISGENOOT_VAR", str(place))
    for name in ("DATABASE_URL", "DATABASE_APP_URL"):  # which the tests on a database of their own have set
        monkeypatch.delenv(name, raising=False)
    yield place
    for name in ("postgres", "other/postgres"):
        server = postgres._place(place / name)
        server.stop()
        subprocess.run(["rm", "-rf", str(server.data), str(server.sockets)], check=True)
    subprocess.run(["rm", "-rf", str(place)], check=True)


def reisgenoot(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "reisgenoot.cli", *words]
    return subprocess.run(command, env={**os.environ, **more}, capture_output=True, text=True, check=False)


def test_killed_while_writing_backed_up_and_restored(folder: Path) -> None:
    assert reisgenoot("demo").returncode == 0
    server = postgres.start(folder / "postgres")
    with psycopg.connect(server.url()) as connection:
        guide = connection.execute("SELECT min(id) FROM access_member WHERE role = 'guide'").fetchone()
    assert guide is not None
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(guide[0])], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    acknowledged = [int(writer.stdout.readline()) for _number in range(20)]
    os.kill(int((server.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    time.sleep(0.5)
    writer.kill()
    acknowledged += [int(line) for line in writer.stdout.read().split()]
    server = postgres.start(folder / "postgres")
    with psycopg.connect(server.url()) as connection:
        texts = connection.execute("SELECT text FROM dossiers_contactnote WHERE text LIKE 'Notitie %'")
        assert {f"Notitie {number}" for number in acknowledged} <= {row[0] for row in texts}
    assert reisgenoot("verify-log").returncode == 0

    file = folder / "all.backup"
    done = reisgenoot("backup", str(file), "--json")
    assert (done.returncode, done.stderr) == (0, "")
    manifest = json.loads(done.stdout)
    assert int(manifest["tables"]["dossiers_dossier"][0]) > 300
    assert reisgenoot("backup", str(file)).returncode == 1  # never over another one
    assert "not empty" in reisgenoot("restore", str(file)).stderr

    other = {"REISGENOOT_VAR": str(folder / "other")}
    done = reisgenoot("restore", str(file), **other)
    assert (done.returncode, done.stderr) == (0, "")
    again = json.loads(reisgenoot("backup", str(folder / "again.backup"), "--json", **other).stdout)
    made_anew = (
        "django_migrations",
        "access_rule",
        "access_consentpurpose",
        "keeping_rule",
    )  # by `restore`, which ends with what `migrate` does
    same = {name: value for name, value in manifest["tables"].items() if name not in made_anew}
    assert {name: value for name, value in again["tables"].items() if name in same} == same
    assert again["log_hash"] == manifest["log_hash"]
    verdict = reisgenoot("verify-log", "--json", **other)
    assert (verdict.returncode, json.loads(verdict.stdout)["problems"]) == (0, [])


def test_a_back_up_that_is_not_whole_leaves_nothing(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "x.backup").write_bytes(b"PGDMP nonsense")
    assert "belongs to the back-up" in reisgenoot("restore", str(folder / "x.backup")).stderr
    manifest = {"format": 1, "made_at": "2026-11-24", "tables": {}, "log_position": 0, "log_hash": ""}
    (folder / "x.backup.json").write_text(json.dumps(manifest))
    done = reisgenoot("restore", str(folder / "x.backup"))
    assert (done.returncode, "pg_restore failed" in done.stderr, "Traceback" in done.stderr) == (
        1,
        True,
        False,
    )
