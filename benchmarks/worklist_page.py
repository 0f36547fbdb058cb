"""The worklist page of 25 rows, whole, in the server process, with row-level security on.

    python benchmarks/worklist_page.py

One organisation guides 5,000 people. A known peer needs 97 ms (median) for a list of 25 of 5,058 on such a
machine; the aim is a tenth of that. Uses a database of its own on the server of DATABASE_URL or the embedded one.
The tables are analysed after filling, as PostgreSQL does by itself within a minute.
"""

from __future__ import annotations

import os
import statistics
import time
from datetime import timedelta
from random import Random

import psycopg
from bench_database import own_database
from import_database import prepare

PEER_MS, AIM_MS = 97.0, 9.7
OURS, PER_STEP = 5000, 500
WARM_UP, RUNS = 30, 200
PAGES = {
    "team, first page": "/?scope=team",
    "mine": "/?scope=mine",
    "team, overdue": "/?scope=team&due=overdue",
    "team, one municipality": "/?scope=team&municipality=Aalten",
}
PLACES = ("Aalten", "Berkelland", "Bronckhorst", "Doetinchem", "Oost Gelre", "Winterswijk")


def hire(member) -> int:
    """A colleague of the member, who carries all but a few of the dossiers; returns their id."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        found = connection.execute(
            "INSERT INTO access_member (user_id, organisation_id, role, name, begins_on)"
            " VALUES (%s, %s, 'guide', 'Bench too', '2020-01-01') RETURNING id",
            [member.user_id, member.organisation_id],
        ).fetchone()
    assert found is not None
    return int(found[0])


def fill(member, many: int, dice: Random) -> None:
    """Open so many dossiers for a member and a colleague, over all phases."""
    from django.utils import timezone

    from reisgenoot.access.identity import acting_as
    from reisgenoot.dossiers import actions

    today, key = timezone.localdate(), hire(member)
    with acting_as(member):
        colleague = type(member).objects.get(pk=key)
    for begin in range(0, many, PER_STEP):
        new = []
        for number in range(begin, begin + PER_STEP):
            days = dice.randint(5, 1700)
            steps = {"arrived": 0, "asylum_applied": 5, "permit_granted": 130, "linked": 150, "moved_in": 240}
            steps |= {"brp_registered": 244, "duty_notified": 255, "pip_set": 320, "insured": 250}
            facts = {
                key: today - timedelta(days=days - after) for key, after in steps.items() if after <= days
            }
            facts |= {
                "municipality": dice.choice(PLACES),
                "languages": [dice.choice(["ar", "ti", "prs", "tr"])],
            }
            name = actions.NameParts(given=f"Naam{number % 400}", family=f"Voorbeeld{number}")
            new.append(
                actions.NewDossier(name=name, facts=facts, worker=member if number % 80 == 0 else colleague)
            )
        with acting_as(member):
            actions.open_dossiers(member, new)


def measure(member_id: int) -> None:
    """Fill, then time the pages through the whole stack of middleware, view and template."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from reisgenoot.access.models import Member

    settings.ALLOWED_HOSTS = ["testserver"]
    member = Member(pk=member_id)
    from reisgenoot.access.identity import acting_as

    with acting_as(member):
        member = Member.objects.select_related("organisation", "user").get(pk=member_id)
    dice = Random(1)
    began = time.perf_counter()
    fill(member, OURS, dice)
    print(f"{OURS} dossiers opened and planned in {time.perf_counter() - began:.0f} s")
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE; ANALYZE; SET ROLE reisgenoot_app")
    client = Client()
    client.force_login(member.user)
    for name, address in PAGES.items():
        times = []
        for run in range(WARM_UP + RUNS):
            began = time.perf_counter()
            answer = client.get(address)
            if run >= WARM_UP:
                times.append((time.perf_counter() - began) * 1000)
            assert answer.status_code == 200
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        median = statistics.median(times)
        print(
            f"{name:<24} median {median:5.1f} ms, least {min(times):5.1f} ms, {len(asked)} statements,"
            f" {PEER_MS / median:4.1f}x faster than the peer ({'met' if median <= AIM_MS else 'not met'})"
        )


if __name__ == "__main__":
    with own_database():
        measure(prepare())
