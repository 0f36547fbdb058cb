"""Pages at the size of the country: the worklist, a dossier, a name search and ticking a task off, with the wall up.

    python benchmarks/country_size.py [DOSSIERS]        # default: 30,000; the country is 300,000

Per 750 dossiers one organisation with 50 workers; 60 tasks, 12 facts and 33 log entries per dossier. Targets, median in
the server process: worklist 10 ms, dossier 20 ms, search 30 ms, tick 15 ms. Uses a database of its own on the server of
DATABASE_URL or the embedded one.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from bench_database import own_database
from import_database import prepare

PER_ORGANISATION, WORKERS, TASKS, FACTS, ENTRIES = 750, 50, 60, 12, 33
WARM_UP, RUNS = 10, 60
TICKED = "gp_registered"
TARGETS = {"worklist, mine": 10, "worklist, team": 10, "dossier": 20, "search": 30, "tick": 15}
FILL = Path(__file__).with_name("country.sql")


def fill(url: str, dossiers: int) -> None:
    """The country, without triggers: only its size matters here."""
    numbers = {
        "dossiers": dossiers,
        "organisations": -(-dossiers // PER_ORGANISATION),
        "per": PER_ORGANISATION,
    }
    numbers |= {"workers": WORKERS, "tasks": TASKS, "facts": FACTS, "entries": ENTRIES}
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in FILL.read_text().format(**numbers).split(";\n"):
            if statement.strip():
                connection.execute(statement)


def measure(dossiers: int) -> None:
    """Each page as a guide, a coordinator and a volunteer of one organisation."""
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    organisation = min(dossiers // PER_ORGANISATION, 3) - 1
    for role, number in (("guide", 2), ("coordinator", 0), ("volunteer", 1)):
        email = f"w{organisation * WORKERS + number}@example.org"
        for name, times in asked_as(email, organisation * PER_ORGANISATION + 1).items():
            median, target = statistics.median(times), TARGETS[name]
            verdict = "met" if median <= target else f"NOT MET, {median / target:.1f} times the target"
            print(
                f"{dossiers:>7,}  {role:<12} {name:<15} {median:6.1f} ms of {target}: {verdict}", flush=True
            )


def asked_as(email: str, first: int) -> dict[str, list[float]]:
    """The times of each page, in ms, for one member whose organisation's dossiers begin at ``first``."""
    from django.test import Client

    from reisgenoot.access.identity import acting_as
    from reisgenoot.access.models import Member, User
    from reisgenoot.dossiers import planning

    client, day = Client(), time.strftime("%Y-%m-%d")
    user = User.objects.get(email=email)
    client.force_login(user)
    numbers = range(first, first + PER_ORGANISATION)
    own = next(path for path in (f"/dossiers/{n}/" for n in numbers) if client.get(path).status_code == 200)
    with acting_as(Member.objects.raw("SELECT * FROM access_enter(%s, NULL)", [user.pk])[0]):
        planning.replan([int(own.split("/")[2])])  # a real plan instead of sixty invented tasks
    asked: dict[str, Callable[[int], Any]] = {
        "worklist, mine": lambda _run: client.get("/?scope=mine"),
        "worklist, team": lambda _run: client.get("/?scope=team"),
        "dossier": lambda _run: client.get(own),
        "search": lambda run: client.get(f"/people/?q=naam{run} familie"),
        "tick": lambda _run: client.post(f"{own}tasks/{TICKED}/done/", {"on": day}),
    }
    found: dict[str, list[float]] = {}
    for name, ask in asked.items():
        for run in range(WARM_UP + RUNS):
            began = time.perf_counter()
            answer = ask(run)
            took = (time.perf_counter() - began) * 1000
            assert answer.status_code in (200, 302), (name, answer.status_code)
            if name == "tick":
                client.post(f"{own}tasks/{TICKED}/undo/")
            if run >= WARM_UP:
                found.setdefault(name, []).append(took)
    return found


if __name__ == "__main__":
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 30_000
    with own_database() as url:
        prepare()
        began = time.perf_counter()
        fill(url, size)
        print(f"{size:,} dossiers filled in {time.perf_counter() - began:.0f} s", flush=True)
        measure(size)
