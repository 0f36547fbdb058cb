"""The pages of the whole chain, at the size of the country: lists of 25 rows in 10 ms, parts of a dossier in 20 ms.

Part of `country_size.py`: each list as the organisation whose daily work it is, each part of a dossier as its worker.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

LIST, PART = 10, 20
"""Targets in ms, median in the server process."""
RUNS, WARM_UP = 30, 6
LISTS: tuple[tuple[str, str, str], ...] = (
    ("ind1", "arrivals of a week", "/procedure/arrivals/"),
    ("ind1", "terms of decisions", "/procedure/terms/"),
    ("gza1", "checks asked", "/procedure/checks/"),
    ("aid1", "terms of appeal", "/procedure/terms/"),
    ("coa1", "information sessions", "/procedure/sessions/"),
    ("coa1", "to link, all", "/housing/?show=todo&mine="),
    ("coa1", "to link, mine", "/housing/?show=todo&mine=1"),
    ("coa1", "proposed links", "/housing/?show=proposed"),
    ("town1", "housing of a municipality", "/housing/"),
    ("homes1", "homes asked for", "/housing/"),
    ("town1", "who is behind", "/settling/"),
    ("w{guide}", "who is behind", "/settling/"),
    ("w{coordinator}", "hand-overs", "/handovers/"),
    ("w{guide}", "agenda", "/agenda/"),
    ("w{guide}", "notifications", "/notifications/"),
    ("w{coordinator}", "volunteers", "/volunteers/"),
    ("w{coordinator}", "matches", "/volunteers/matches/"),
    ("w{volunteer}", "my people", "/my-people/"),
    ("w{guide}", "walk-in hours", "/desk/"),
    ("w{guide}", "referrals", "/desk/referrals/"),
    ("w{coordinator}", "bottlenecks", "/desk/bottlenecks/"),
    ("w{guide}", "social map", "/desk/map/"),
)
PARTS: tuple[tuple[str, str, str], ...] = (
    ("coa1", "procedure", "procedure/"),
    ("coa1", "to a home", "housing/"),
    ("town1", "to a home", "housing/"),
    ("w{guide}", "settling in", "settling/"),
    ("w{guide}", "arranging day", "settling/day/"),
    ("w{guide}", "furnishing", "settling/furnishing/"),
    ("w{guide}", "family reunification", "family-reunification/"),
    ("w{guide}", "volunteer", "volunteer/"),
    ("w{guide}", "appointments", "appointments/"),
    ("w{guide}", "hand-overs", "handovers/"),
    ("w{guide}", "referrals", "referrals/"),
    ("w{guide}", "closing", "closing/"),
)


def measure_pages(dossiers: int, numbers: dict[str, int]) -> None:
    """Print each page with its median and statements; ``numbers``: of the workers of one guiding organisation."""
    for who, name, address in LISTS:
        _report(dossiers, who.format(**numbers), name, address, LIST)
    for who, name, part in PARTS:
        email = who.format(**numbers)
        _report(dossiers, email, name, f"/dossiers/{_own(email)}/{part}", PART)


def _report(dossiers: int, email: str, name: str, address: str, target: int) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ask = _browser(email)
    for _run in range(WARM_UP):
        answer = ask(address)
        assert answer.status_code == 200, (email, address, answer.status_code)
    times = []
    for _run in range(RUNS):
        began = time.perf_counter()
        ask(address)
        times.append((time.perf_counter() - began) * 1000)
    with CaptureQueriesContext(connection) as asked:
        ask(address)
    median = statistics.median(times)
    verdict = "met" if median <= target else f"NOT MET, {median / target:.1f} times the target"
    sql = sum(float(query["time"]) for query in asked) * 1000
    print(
        f"{dossiers:>7,}  {email:<8} {name:<26} {median:6.1f} ms of {target}: {verdict}; "
        f"{len(asked)} statements, {sql:.0f} ms of SQL",
        flush=True,
    )


def _browser(email: str) -> Callable[[str], Any]:
    from django.test import Client

    from reisgenoot.access.models import User

    client = Client()
    client.force_login(User.objects.get(email=f"{email}@example.org"))
    return client.get


def _own(email: str) -> int:
    """A dossier of which they are the worker, with a real plan instead of sixty invented tasks."""
    from reisgenoot.access.identity import acting_as
    from reisgenoot.access.models import Member, User
    from reisgenoot.dossiers import planning
    from reisgenoot.dossiers.models import Dossier

    user = User.objects.get(email=f"{email}@example.org")
    member = Member.objects.raw("SELECT (e.member).* FROM access_enter(%s, NULL, false) AS e", [user.pk])[0]
    with acting_as(member):
        found = Dossier.objects.filter(worker=member).order_by("person_id").first()
        assert found is not None, email
        planning.replan([found.pk])
    return int(found.pk)
