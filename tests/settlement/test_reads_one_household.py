"""The pages of one dossier look their rows up by index: none of them reads through all dossiers of the country.

By the plans that PostgreSQL makes for tables of the whole country, and when it must not read one through if there is
any other way: what is read through even then has no index that fits what is asked.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from factories import be
from settled_home import Home
from wall import out_of_the_wall

pytestmark = pytest.mark.django_db
GROWS = {
    "dossiers_dossier",
    "dossiers_task",
    "dossiers_fact",
    "people_person",
    "people_personname",
    "people_householdmember",
    "access_involvement",
    "access_accesslog",
}
"""Tables with rows of everybody in the country."""
PAGES = (
    "settlement:checklist",
    "settlement:day",
    "settlement:furnishing",
    "dossiers:dossier",
    "dossiers:appointments",
    "helpdesk:dossier",
)


@pytest.fixture(autouse=True)
def _in_a_large_country(home: Home) -> None:
    """PostgreSQL believes, for as long as the test lasts, that each page of these tables holds a million such rows."""
    with out_of_the_wall(), connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(sorted(GROWS))}")
        cursor.execute(
            "UPDATE pg_class SET reltuples = 1000000, relpages = 1 WHERE relname = ANY (%s)", [[*GROWS]]
        )


def read_through(statement: str) -> Iterator[str]:
    """The tables with rows of everybody that a statement reads without an index condition."""
    with connection.cursor() as cursor:
        for off in ("enable_seqscan", "enable_hashjoin", "enable_mergejoin"):
            cursor.execute(f"SET LOCAL {off} = off")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}")
        found = cursor.fetchone()[0]
    todo: list[dict[str, Any]] = [
        it["Plan"] for it in (json.loads(found) if isinstance(found, str) else found)
    ]
    while todo:
        node = todo.pop()
        todo += node.get("Plans", ())
        if (
            node.get("Relation Name") in GROWS
            and node["Node Type"] != "Bitmap Heap Scan"
            and "Index Cond" not in node
        ):
            yield f"{node['Node Type']} on {node['Relation Name']}"


def test_no_page_of_a_household_reads_the_whole_country(home: Home) -> None:
    browser, asked = home.browser("guide"), 0
    for name in PAGES:
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(reverse(name, args=[home.head.pk])).status_code == 200
        be(home.guide)
        for query in caught:
            if query["sql"].lstrip().startswith(("SELECT", "WITH")):
                asked += 1
                assert list(read_through(query["sql"])) == [], (name, query["sql"])
    assert asked > 30


def test_a_statement_without_an_index_is_seen(home: Home) -> None:
    """What took 750 ms among 300,000 dossiers."""
    be(home.guide)
    one = "SELECT name FROM dossiers_dossier WHERE person_id = 1"
    assert list(read_through(one)) == []
    assert list(read_through(f"{one} OR person_id IN (SELECT person_id FROM people_householdmember)")) != []
