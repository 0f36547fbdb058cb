"""`reisgenoot serve --demo` as a whole: it starts, lets people in, stops on Ctrl-C, and mends itself after a crash."""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
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
started: list[subprocess.Popen[str]] = []
ORGANISATION = "vluchtelingenwerk-achterhoek"
WITHIN = 300  # seconds for a first start on a busy machine; a second one has 10


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    place = var() / f"served-{os.getpid()}"
    monkeypatch.setenv("REISGENOOT_VAR", str(place))
    for name in ("DATABASE_URL", "DATABASE_APP_URL"):  # which the tests on a database of their own have set
        monkeypatch.delenv(name, raising=False)
    yield place
    for program in started:
        program.kill()
    server = postgres._place(place / "postgres")
    server.stop()
    subprocess.run(["rm", "-rf", str(place), str(server.data), str(server.sockets)], check=True)


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def served(port: int, within: float) -> tuple[subprocess.Popen[str], str]:
    """The running program, and what it printed until its log-ins."""
    words = [sys.executable, "-m", "reisgenoot.cli", "serve", "--demo", "--port", str(port)]
    program = subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )
    started.append(program)
    said, until = "", time.monotonic() + within
    assert program.stdout is not None
    while "privacy@demo.example" not in said:
        line = program.stdout.readline()
        assert line, said
        assert time.monotonic() < until, said
        said += line
    return program, said


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def logged_in(port: int, email: str, password: str) -> str:
    """The page after logging in through the form."""
    jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    browser = urllib.request.build_opener(jar)
    address = f"http://127.0.0.1:{port}/account/login/"
    form = browser.open(address).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    assert token
    body = {"csrfmiddlewaretoken": token[1], "login": email, "password": password}
    request = urllib.request.Request(address, urllib.parse.urlencode(body).encode(), {"Referer": address})
    return str(browser.open(request).read().decode())


def import_twice(folder: Path) -> None:
    """A file goes in from the command line beside the running server; a second time it changes nothing."""
    file = folder / "caseload.csv"
    file.write_text(
        "Achternaam;Voornaam;Geboortedatum;V-nummer;Gemeente\n"
        "Verzonnen;Amina;17-05-1990;2911111111;Aalten\n"
        "Verzonnen;Yusuf;31-02-1991;;Aalten\n"
    )
    words = [sys.executable, "-m", "reisgenoot.cli", "import", str(file), "--json"]
    first = subprocess.run(
        [*words, "--organisation", ORGANISATION], capture_output=True, text=True, check=False
    )
    again = subprocess.run(
        [*words, "--organisation", ORGANISATION], capture_output=True, text=True, check=False
    )
    other = subprocess.run([*words, "--organisation", "nobody"], capture_output=True, text=True, check=False)
    assert (first.returncode, again.returncode, other.returncode) == (1, 1, 2)  # one row is held back
    found, later = json.loads(first.stdout), json.loads(again.stdout)
    assert [fault["code"] for fault in found["held_back"]] == ["date_does_not_exist"]
    assert (found["created"], later["created"], later["unchanged"]) == (1, 0, 1)
    assert json.loads(other.stdout)["error"]["code"] == "organisation_unknown"


def an_organisation(port: int) -> None:
    """Made beside the running server, with an administrator who can choose a password; a second time it exists."""
    words = [
        sys.executable,
        "-m",
        "reisgenoot.cli",
        "organisation",
        "kerk-verzonnen",
        "--name",
        "Verzonnen kerk",
    ]
    words += ["--kind", "church", "--administrator", "koster@example.org", "--json"]
    made = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (made.returncode, made.stderr) == (0, "")
    path = json.loads(made.stdout)["password_path"]
    jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    page = urllib.request.build_opener(jar).open(f"http://127.0.0.1:{port}{path}").read().decode()
    assert 'name="password1"' in page
    again = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (again.returncode, again.stdout) == (1, "")
    assert "‘kerk-verzonnen’ already" in again.stderr


def lose_the_database(folder: Path) -> None:
    """All connections end, as when PostgreSQL restarts."""
    url = postgres._place(folder / "postgres").url("postgres")
    with psycopg.connect(url, autocommit=True) as boss:
        ended = boss.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = 'reisgenoot'"
        ).fetchone()
    assert ended is not None
    assert ended[0] > 1  # pages and the worker


def test_start_log_in_stop_start_again_and_crash(folder: Path, port: int) -> None:
    program, said = served(port, WITHIN)
    roles = set(re.findall(r"(\w+)@demo\.example", said))
    assert len(roles) >= 10
    assert "Werklijst" in logged_in(port, "gids@demo.example", "reisgenoot-demo")
    lose_the_database(folder)
    import_twice(folder)
    an_organisation(port)
    assert "Werklijst" in logged_in(port, "gids@demo.example", "reisgenoot-demo")
    assert program.poll() is None
    program.send_signal(signal.SIGINT)
    assert program.wait(30) == 0
    assert not answers(port)
    assert not postgres.is_running(folder / "postgres")

    program, _said = served(port, 10)  # and what was entered is still there
    assert "data-row" in logged_in(port, "coordinator@demo.example", "reisgenoot-demo")
    program.kill()
    program.wait()
    until = time.monotonic() + 15
    while answers(port) and time.monotonic() < until:
        time.sleep(0.2)

    program, said = served(port, 20)  # after a crash, with the database still running
    assert "Traceback" not in said
    program.send_signal(signal.SIGTERM)
    assert program.wait(30) == 0
