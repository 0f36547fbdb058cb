"""Pages at the size of the country: the worklist, a dossier, a name search and ticking a task off, with the wall up.

    python benchmarks/country_size.py [DOSSIERS] [plans]    # default: 30,000; the country is 300,000

Then the pages of the whole chain (`country_pages.py`).
For each page also what the wall costs: its statements with policies against the same without (limit: 1.5 times); with
`plans`, the query plans of the statements to which the wall adds most.

Per 750 dossiers one organisation with 50 workers; 60 tasks, 12 facts and 33 log entries per dossier. Targets, median in
the server process: worklist 10 ms, dossier 20 ms, search 30 ms, tick 15 ms. Uses a database of its own on the server of
DATABASE_URL or the embedded one.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import country_pages
import psycopg
import wall_cost
from bench_database import own_database
from import_database import prepare

PER_ORGANISATION, WORKERS, TASKS, FACTS, ENTRIES = 750, 50, 60, 12, 33
PLACES = {"guide": 2, "coordinator": 0, "volunteer": 1}
"""Which workers of an organisation are measured."""
WARM_UP, RUNS = 10, 60
TICKED = "gp_registered"
TARGETS = {"worklist, mine": 10, "worklist, team": 10, "dossier": 20, "search": 30, "tick": 15}
FILL = ("country.sql", "country_chain.sql")


def fill(url: str, dossiers: int) -> None:
    """The country, without triggers: only its size matters here."""
    numbers = {
        "dossiers": dossiers,
        "organisations": -(-dossiers // PER_ORGANISATION),
        "per": PER_ORGANISATION,
    }
    numbers |= {"workers": WORKERS, "tasks": TASKS, "facts": FACTS, "entries": ENTRIES}
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in defaults():
            connection.execute(statement)
        for name in FILL:
            for statement in Path(__file__).with_name(name).read_text().format(**numbers).split(";\n"):
                if statement.strip():
                    connection.execute(statement)


def defaults() -> list[str]:
    """What gives each column the value that its model would: the rows are made without Django."""
    from django.apps import apps

    plain = (bool, int, str, list, dict)
    made = []
    for model in apps.get_models():
        for field in model._meta.concrete_fields if model.__module__.startswith("reisgenoot.") else ():
            value = field.default if field.has_default() else "" if field.empty_strings_allowed else None
            kind = value if value in (list, dict) else str if isinstance(value, str) else type(value)
            if field.has_db_default() or field.is_relation or field.null or kind not in plain:
                continue
            held = str(value) if kind in (bool, int) else "'{}'" if kind in (list, dict) else f"'{value}'"
            made.append(
                f'ALTER TABLE {model._meta.db_table} ALTER COLUMN "{field.column}" SET DEFAULT {held}'
            )
    return made


def measure(dossiers: int, url: str, plans: bool) -> None:
    """Each page as a guide, a coordinator and a volunteer of one organisation."""
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    organisation = min(dossiers // PER_ORGANISATION, 3) - 1
    numbers = {role: organisation * WORKERS + number for role, number in PLACES.items()}
    for role, number in numbers.items():
        email = f"w{number}@example.org"
        member_id, asked = asked_as(email, organisation * PER_ORGANISATION + 1, role)
        for name, target in TARGETS.items():
            if (ask := asked.get(name)) is None:
                continue
            median = statistics.median(timed(name, ask, asked["undo"]))
            verdict = "met" if median <= target else f"NOT MET, {median / target:.1f} times the target"
            line = f"{dossiers:>7,}  {role:<12} {name:<15} {median:6.1f} ms of {target}: {verdict}"
            print(f"{line}; {wall(url, member_id, ask, plans)}", flush=True)

    country_pages.measure_pages(dossiers, numbers)


def wall(url: str, member_id: int, ask: Callable[[int], Any], plans: bool) -> str:
    """What the policies cost on this page, in words."""
    walled, bare, dearest = wall_cost.cost(url, member_id, wall_cost.statements_of(lambda: ask(0)))
    if plans:
        for added, statement in dearest:
            print(f"-- the wall adds {added:.2f} ms: {statement}")
            print(wall_cost.explained(url, member_id, statement))
    verdict = "met" if walled <= wall_cost.LIMIT * bare else "NOT MET"
    return f"SQL {walled:.1f} ms, without policies {bare:.1f}: {walled / bare:.2f} times, {verdict}"


def asked_as(email: str, first: int, role: str) -> tuple[int, dict[str, Callable[[int], Any]]]:
    """How to ask for each page, for one member whose organisation's dossiers begin at ``first``.

    A volunteer has one page, their people, and opens no dossier.
    """
    from django.test import Client

    from reisgenoot.access.identity import acting_as
    from reisgenoot.access.models import Member, User
    from reisgenoot.dossiers import planning

    client, day = Client(), time.strftime("%Y-%m-%d")
    user = User.objects.get(email=email)
    client.force_login(user)
    if role == "volunteer":
        member_id, theirs = their_people(user)
        there = f"/my-people/{theirs}/tasks/{TICKED}/done/"
        return member_id, {
            "worklist, mine": lambda _run: client.get("/my-people/"),
            "tick": lambda _run: client.post(there),
            "undo": lambda _run: (client.post(undo_there(theirs)), forget(theirs)),
        }
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
        "undo": lambda _run: (client.post(f"{own}tasks/{TICKED}/undo/"), forget(int(own.split("/")[2]))),
    }
    return member.pk, asked


def their_people(user: Any) -> tuple[int, int]:
    """The member that a volunteer is, and a dossier that they are matched with."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        row = connection.execute(
            "SELECT m.member_id, m.dossier_id FROM volunteers_match m JOIN access_member a ON a.id = m.member_id"
            " WHERE a.user_id = %s ORDER BY m.dossier_id",
            [user.pk],
        ).fetchone()
        assert row is not None
        return int(row[0]), int(row[1])


def undo_there(dossier_id: int) -> str:
    """Where a volunteer takes back what was ticked off last."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        row = connection.execute(
            "SELECT max(id) FROM dossiers_fact WHERE dossier_id = %s AND key = %s", [dossier_id, TICKED]
        ).fetchone()
        assert row is not None
        return f"/my-people/{dossier_id}/facts/{row[0]}/undo/"


def forget(dossier_id: int) -> None:
    """Facts are only appended, so a dossier that is ticked a hundred times is like no other: take that out again."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(
            "DELETE FROM dossiers_fact f WHERE f.dossier_id = %s"
            " AND (f.supersedes_id IS NOT NULL OR EXISTS (SELECT FROM dossiers_fact s WHERE s.supersedes_id = f.id))",
            [dossier_id],
        )


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
