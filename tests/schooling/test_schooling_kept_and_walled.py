"""The wall around courses, enrolments and hours; what the person takes along; and that erasing takes all of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import factories
import jsonschema
import pytest
from django.db import DatabaseError, connection, transaction
from factories import AsOwner, be
from school import School, ahead
from test_hours import MARCH

from reisgenoot.dossiers.actions import emergency_access, set_number
from reisgenoot.dossiers.models import Dossier
from reisgenoot.keeping import archive
from reisgenoot.schooling import actions, queries
from reisgenoot.schooling.models import ENTRIES

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner(school: School) -> Dossier:
    """Somebody who follows the course, with hours."""
    guide, made = school.people["guide"], school.learner()
    it = actions.enrol(guide, made.pk, school.start.pk)
    actions.begin(guide, made.pk, it.pk, on=ahead(-3))
    actions.write_hours(guide, made.pk, actions.Given("pvt", MARCH, 90), supplier_id=school.supplier.pk)
    for kind, values in ROWS:
        actions.write_entry(guide, made.pk, kind, values)
    agreed = {"what": "Bellen met school", "who": "guide", "due_on": ahead(9)}
    actions.hold_talk(guide, made.pk, {"on": ahead(-2), "course": "stuck", "said": "Te snel"}, [agreed])
    return made


ROWS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("attempt", {"part": "knm", "on": ahead(-9), "result": "failed"}),
    ("dispensation", {"part": "reading", "ground": "exempt", "on": ahead(-9)}),
    ("level", {"skill": "reading", "level": "A1", "on": ahead(-9)}),
    ("theme", {"theme": "network", "content": "Buurthuis"}),
    ("practice", {"place": "Bakkerij Voorbeeld", "kind": "employer", "since": ahead(-9), "minutes": 600}),
    ("session", {"on": ahead(-9), "minutes": 120}),
    ("final", {"kind": "signing", "on": ahead(-9), "outcome": "refused"}),
)
NEW = tuple(model._meta.db_table for model in ENTRIES.values())


def attempt(statement: str) -> int:
    """How many rows it touched or found; -1 if the database refused it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            return int(cursor.rowcount)
    except DatabaseError:
        return -1


def test_who_reads_and_changes_what(school: School, learner: Dossier, as_owner: AsOwner) -> None:
    own = school.people["guide"].organisation
    people = {
        **school.people,
        "volunteer": factories.member(as_owner, "volunteer", own),
        "administrator": factories.member(as_owner, "administrator", own),
        "nobody": None,
    }
    working = ("guide", "colleague")
    professional = (*working, "director", "other organisation")
    for who, member in people.items():
        be(member)
        for table in ("schooling_enrolment", "schooling_hours"):
            assert attempt(f"SELECT FROM {table}") == (who in working), (who, table)
            state = "ended" if table.endswith("enrolment") else "undone"
            changed = attempt(f"UPDATE {table} SET state = '{state}' WHERE false")
            assert changed == 0, (who, table)
        for table in ("schooling_supplier", "schooling_course", "schooling_start"):
            assert attempt(f"SELECT FROM {table}") == (who in professional), (who, table)
            touched = attempt(f"UPDATE {table} SET changes = 9, changed_by_id = access_my_id()")
            assert touched == (who == "director"), (who, table)
        for table in NEW:
            assert attempt(f"SELECT FROM {table}") == (who in working), (who, table)
            touched = attempt(f"UPDATE {table} SET mistaken = mistaken, changed_by_id = access_my_id()")
            assert touched == (who in working), (who, table)
            assert attempt(f"DELETE FROM {table}") == -1, (who, table)
            assert attempt(f"UPDATE {table} SET dossier_id = dossier_id") == -1, (who, table)
        assert attempt("UPDATE schooling_start SET taken = 0") == -1  # only the database counts
        assert attempt("DELETE FROM schooling_enrolment") == -1
        assert attempt("DELETE FROM schooling_hours") == 0  # those that stand stay
        assert attempt("UPDATE schooling_hours SET followed = 9999") == -1


def test_emergency_access_knows_of_it_and_does_not_read_it(
    school: School, learner: Dossier, as_owner: AsOwner
) -> None:
    """The table of access gives it ``k`` for work and education."""
    set_number(school.people["guide"], learner, "v_number", "2912345678")
    helper = factories.member(as_owner, "coordinator")
    be(helper)
    emergency_access(helper, v_number="2912345678", reason="Staat zonder onderdak aan de deur.")
    assert Dossier.objects.filter(pk=learner.pk).exists()
    assert {attempt(f"SELECT FROM {table}") for table in NEW} == {0}
    assert attempt("SELECT FROM schooling_enrolment") == attempt("SELECT FROM schooling_hours") == 0
    page = queries.lessons(helper, learner.pk, ahead(0))
    assert (page.learning.route, page.enrolments, page.hours, page.may_add) == ("", (), (), False)


def test_the_person_takes_it_along(school: School, learner: Dossier) -> None:
    be(school.people["guide"])
    content = archive.gather(school.people["guide"], learner.pk, [])
    jsonschema.validate(
        content, json.loads(Path(archive.__file__).with_name("archive.schema.json").read_text())
    )
    told = {it["what"]["en"]: it["text"] for it in content["lines"] if it["category"] == "work_education"}
    assert told["Your courses"].startswith("Z-route overdag, Taalhuis Voorbeeld")
    assert "1,5" in told["The hours that you followed"]
    every = "; ".join(it["text"] for it in content["lines"])
    for said in ("Buurthuis", "Bakkerij Voorbeeld", "Te snel", "Bellen met school"):
        assert said in every, said


@pytest.mark.parametrize(
    "call", ["keeping_erase_part(%s, %s, 'work_education')", "keeping_erase_dossier(%s, %s)"]
)
def test_erasing_takes_it_and_frees_the_place(learner: Dossier, as_owner: AsOwner, call: str) -> None:
    with as_owner(), connection.cursor() as cursor:
        for table in ("erasedpart", "fileleft"):  # they belong to an erasure, of which there is none here
            cursor.execute(f"ALTER TABLE keeping_{table} DISABLE TRIGGER ALL")
        cursor.execute(f"SELECT {call}", ["11111111-1111-1111-1111-111111111111", learner.pk])
        for table in ("schooling_enrolment", "schooling_hours", *NEW):
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone()[0] == 0, table
        cursor.execute("SELECT taken FROM schooling_start")
        assert cursor.fetchone()[0] == 0
