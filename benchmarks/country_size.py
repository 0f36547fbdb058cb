"""Pages at the size of the country: the worklist, a dossier, a name search and ticking a task off, with the wall up.

    python benchmarks/country_size.py [DOSSIERS] [plans]    # default: 30,000; the country is 300,000

For each page also what the wall costs: its statements with policies against the same without (limit: 1.5 times); with
`plans`, the query plans of the statements to which the wall adds most.

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
import wall_cost
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


def measure(dossiers: int, url: str, plans: bool) -> None:
    """Each page as a guide, a coordinator and a volunteer of one organisation."""
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    organisation = min(dossiers // PER_ORGANISATION, 3) - 1
    for role, number in (("guide", 2), ("coordinator", 0), ("volunteer", 1)):
        email = f"w{organisation * WORKERS + number}@example.org"
        member_id, asked = asked_as(email, organisation * PER_ORGANISATION + 1)
        for name, target in TARGETS.items():
            ask = asked[name]
            median = statistics.median(timed(name, ask, asked["undo"]))
            verdict = "met" if median <= target else f"NOT MET, {median / target:.1f} times the target"
            line = f"{dossiers:>7,}  {role:<12} {name:<15} {median:6.1f} ms of {target}: {verdict}"
            print(f"{line}; {wall(url, member_id, ask, plans)}", flush=True)


def wall(url: str, member_id: int, ask: Callable[[int], Any], plans: bool) -> str:
    """What the policies cost on this page, in words."""
    walled, bare, dearest = wall_cost.cost(url, member_id, wall_cost.statements_of(lambda: ask(0)))
    if plans:
        for added, statement in dearest:
            print(f"-- the wall adds {added:.2f} ms: {statement}")
            print(wall_cost.explained(url, member_id, statement))
    verdict = "met" if walled <= wall_cost.LIMIT * bare else "NOT MET"
    return f"SQL {walled:.1f} ms, without policies {bare:.1f}: {walled / bare:.2f} times, {verdict}"


def asked_as(email: str, first: int) -> tuple[int, dict[str, Callable[[int], Any]]]:
    """How to ask for each page, for one member whose organisation's dossiers begin at ``first``."""
    from django.test import Client

    from reisgenoot.access.identity import acting_as
    from reisgenoot.access.models import Member, User
    from reisgenoot.dossiers import planning

    client, day = Client(), time.strftime("%Y-%m-%d")
    user = User.objects.get(email=email)
    client.force_login(user)
    numbers = range(first, first + PER_ORGANISATION)
    own = next(path for path in (f"/dossiers/{n}/" for n in numbers) if client.get(path).status_code == 200)
    with acting_as(
        Member.objects.raw("SELECT (e.member).* FROM access_enter(%s, NULL, false) AS e", [user.pk])[0]
    ) as member:
        planning.replan([int(own.split("/")[2])])  # a real plan instead of sixty invented tasks
    asked: dict[str, Callable[[int], Any]] = {
        "worklist, mine": lambda _run: client.get("/?scope=mine"),
        "worklist, team": lambda _run: client.get("/?scope=team"),
        "dossier": lambda _run: client.get(own),
        "search": lambda run: client.get(f"/people/?q=naam{run} familie"),
        "tick": lambda _run: client.post(f"{own}tasks/{TICKED}/done/", {"on": day}),
        "undo": lambda _run: client.post(f"{own}tasks/{TICKED}/undo/"),
    }
    return member.pk, asked


def timed(name: str, ask: Callable[[int], Any], undo: Callable[[int], Any]) -> list[float]:
    """The times of a page in ms, the first few left out; what was ticked off is undone in between."""
    times = []
    for run in range(WARM_UP + RUNS):
        began = time.perf_counter()
        answer = ask(run)
        took = (time.perf_counter() - began) * 1000
        assert answer.status_code in (200, 302), (name, answer.status_code)
        if name == "tick":
            undo(run)
        if run >= WARM_UP:
            times.append(took)
    return times


if __name__ == "__main__":
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 30_000
    with own_database() as url:
        prepare()
        began = time.perf_counter()
        fill(url, size)
        print(f"{size:,} dossiers filled in {time.perf_counter() - began:.0f} s", flush=True)
        measure(size, url, "plans" in sys.argv)
