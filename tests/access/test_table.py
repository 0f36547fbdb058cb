"""Every cell of the table of access, on real PostgreSQL, as the application's role."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

import pytest
import yaml
from django.db import DatabaseError, connection, transaction
from factories import AsOwner, be, dossier, member
from relations import KINDS, TABLE, TODAY, consented, somebody
from wall import for_a_file, out_of_the_wall, undone

from reisgenoot.access import rules
from reisgenoot.access.models import Involvement, Member, Organisation
from reisgenoot.access.purposes import BASE
from reisgenoot.core.trajectory import schema


def rows(statement: str, *values: Any) -> int:
    """How many rows the statement gives or touches; 0 if the database refuses it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return int(cursor.rowcount)
    except DatabaseError:
        return 0


@pytest.fixture(scope="module")
def full(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """A dossier with a fact, a note and a document of each category; made once."""
    with for_a_file(django_db_blocker):
        yield make_full(out_of_the_wall)


@pytest.fixture(autouse=True)
def as_it_was(full: dict[str, Any]) -> Iterator[None]:
    """What a test changes is undone after it."""
    with undone():
        yield


@pytest.fixture
def as_owner() -> AsOwner:
    """Stepping out of the wall, in the transaction that runs already."""
    return out_of_the_wall


def make_full(as_owner: AsOwner) -> dict[str, Any]:
    """Kept by somebody else, who acts when it is handed over."""
    keeper = member(as_owner)
    opened = dossier(keeper, facts={"arrived": TODAY}, numbers={"v_number": "1234567890"})
    facts = {}
    with as_owner(), connection.cursor() as cursor:
        for category in TABLE.categories:
            own = [opened.pk, category, keeper.pk, keeper.organisation_id]
            cursor.execute(
                "INSERT INTO dossiers_fact (dossier_id, key, category, source, note, recorded_by_id, organisation_id)"
                " VALUES (%s, 'x', %s, 'screen', '', %s, %s) RETURNING id",
                own,
            )
            facts[category] = cursor.fetchone()[0]
            cursor.execute(
                'INSERT INTO dossiers_contactnote (dossier_id, "on", kind, sensitivity, category, text, author_id,'
                " organisation_id) SELECT %s, now(), 'visit', 'normal', %s, 'x', %s, %s",
                own,
            )
            cursor.execute(
                "INSERT INTO dossiers_document (dossier_id, name, content_type, size, stored, sensitivity, category,"
                " added_by_id, organisation_id) SELECT %s, 'x', '', 1, '', 'normal', %s, %s, %s",
                own,
            )
    return {"id": opened.pk, "facts": facts}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("relation", TABLE.relations)
def test_every_cell(full: dict[str, Any], as_owner: AsOwner, relation: str, kind: str) -> None:
    who = somebody(as_owner, full["id"], relation, kind)
    assert cells(full, who, relation, kind, TABLE.categories) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("named", TABLE.categories)
def test_consent_opens_what_it_names_and_no_more(
    full: dict[str, Any], as_owner: AsOwner, named: str, kind: str
) -> None:
    """Each category alone, on top of what every consent opens: their cells of the table of access, and no others."""
    who = member(as_owner)
    opened = {*BASE, named}
    with as_owner():
        Organisation.objects.filter(pk=who.organisation_id).update(kind=kind)
        consented(full["id"], who, sorted(opened))
    be(who)
    assert cells(full, who, "consent", kind, opened) == []


def test_two_consents_of_one_organisation_add_up(full: dict[str, Any], as_owner: AsOwner) -> None:
    who = member(as_owner)
    with as_owner():
        for named in ("finance", "family"):
            consented(full["id"], who, [*BASE, named])
    be(who)
    assert cells(full, who, "consent", "municipality", {*BASE, "finance", "family"}) == []


def cells(full: dict[str, Any], who: Member, relation: str, kind: str, opened: Collection[str]) -> list[Any]:
    """What of the database differs from the table of access, where nothing is allowed outside ``opened``."""
    own = [who.pk, who.organisation_id]
    wrong = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM dossiers_kept_elsewhere(%s)", [full["id"]])
        elsewhere = {row[0] for row in cursor.fetchall()}
    for category in TABLE.categories:
        may = {
            right: category in opened and TABLE.may(relation, category, right, kind) for right in rules.RIGHTS
        }
        about = [full["id"], category]
        fact = "INSERT INTO dossiers_fact (dossier_id, key, category, source, note, recorded_by_id, organisation_id,"
        fact += " supersedes_id) VALUES (%s, 'y', %s, 'screen', '', %s, %s, %s)"
        note = 'INSERT INTO dossiers_contactnote (dossier_id, "on", kind, sensitivity, category, text, author_id,'
        note += " organisation_id) VALUES (%s, now(), 'visit', 'normal', %s, 'y', %s, %s)"
        document = "INSERT INTO dossiers_document (dossier_id, name, content_type, size, stored, sensitivity, category,"
        document += " added_by_id, organisation_id) VALUES (%s, 'x', '', 1, '', 'normal', %s, %s, %s)"
        found = {
            "r fact": rows(
                "SELECT FROM dossiers_fact WHERE dossier_id = %s AND category = %s AND key = 'x'", *about
            ),
            "r note": rows(
                "SELECT FROM dossiers_contactnote WHERE dossier_id = %s AND category = %s", *about
            ),
            "r document": rows(
                "SELECT FROM dossiers_document WHERE dossier_id = %s AND category = %s", *about
            ),
            "a fact": rows(fact, *about, *own, None),
            "a note": rows(note, *about, *own),
            "a document": rows(document, *about, *own),
            "c fact": rows(fact, *about, *own, full["facts"][category]),
            "k": category in elsewhere or may["r"],
        }
        wrong += [(category, what) for what, held in found.items() if bool(held) is not may[what[0]]]
    return wrong


@pytest.mark.parametrize("relation", TABLE.relations)
def test_what_stands_in_tables_of_its_own(full: dict[str, Any], as_owner: AsOwner, relation: str) -> None:
    """Persons and names follow identity, numbers legal, households family, the dossier itself and its tasks route."""
    somebody(as_owner, full["id"], relation, "municipality")
    read = {
        "people_person": ("id", "identity"),
        "people_personname": ("person_id", "identity"),
        "people_identifier": ("person_id", "legal"),
        "people_householdmember": ("person_id", "family"),
        "dossiers_dossier": ("person_id", "route"),
        "dossiers_task": ("dossier_id", "route"),
        "dossiers_signal": ("dossier_id", "route"),
    }
    for table, (column, category) in read.items():
        held = rows(f"SELECT FROM {table} WHERE {column} = %s", full["id"]) > 0
        assert held is TABLE.may(relation, category, "r"), table
    changed = {
        "UPDATE people_person SET phone = '1' WHERE id = %s": ("identity", "c"),
        "UPDATE people_personname SET given = 'x' WHERE person_id = %s": ("identity", "c"),
        "UPDATE people_identifier SET value = '1' WHERE person_id = %s": ("legal", "c"),
        "INSERT INTO people_identifier (person_id, kind, value) VALUES (%s, 'client', '7')": ("legal", "a"),
        "UPDATE people_householdmember SET role = 'other' WHERE person_id = %s": ("family", "c"),
    }
    for statement, (category, right) in changed.items():
        assert (rows(statement, full["id"]) > 0) is TABLE.may(relation, category, right), statement


@pytest.mark.parametrize("relation", TABLE.relations)
def test_only_who_may_change_the_route_brings_others_in(
    full: dict[str, Any], as_owner: AsOwner, relation: str
) -> None:
    other = member(as_owner).organisation_id
    somebody(as_owner, full["id"], relation, "municipality")
    statement = "INSERT INTO access_involvement (dossier_id, organisation_id, basis, begins_on)"
    brought = rows(f"{statement} VALUES (%s, %s, 'phase', now())", full["id"], other)
    professional = relation not in ("volunteer", "newcomer")
    assert (brought > 0) is (professional and TABLE.may(relation, "route", "c"))


@pytest.mark.parametrize("relation", TABLE.relations)
def test_search_finds_whom_one_may_know_by_name(
    full: dict[str, Any], as_owner: AsOwner, relation: str
) -> None:
    somebody(as_owner, full["id"], relation, "municipality")
    found = rows("SELECT * FROM people_search('amina test', '', 10)")
    assert (found > 0) is TABLE.may(relation, "identity", "r")


def test_search_finds_nobody_of_another_organisation(full: dict[str, Any], as_owner: AsOwner) -> None:
    stranger = member(as_owner)
    own = dossier(stranger, "Amina Test")
    with connection.cursor() as cursor:
        cursor.execute("SELECT person_id FROM people_search('amina test', '', 10)")
        assert cursor.fetchall() == [(own.pk,)]


def test_reading_after_a_hand_over_ends_on_its_day(full: dict[str, Any], as_owner: AsOwner) -> None:
    somebody(as_owner, full["id"], "handed_over", "coa")
    looking = "SELECT FROM dossiers_dossier WHERE person_id = %s"
    assert rows(looking, full["id"]) == 1
    with as_owner():
        Involvement.objects.filter(reads_until__isnull=False).update(reads_until=TODAY)
    assert rows(looking, full["id"]) == 0


def test_the_database_holds_the_table_and_nothing_else() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relation, category, kind, may_know, may_read, may_add, may_change FROM access_rule"
        )
        held = {row[:3]: row[3:] for row in cursor.fetchall()}
    assert held == {
        (it.relation, it.category, it.kind): tuple(right in it.rights for right in rules.RIGHTS)
        for it in TABLE.rules
    }
    assert rows("UPDATE access_rule SET may_read = true") == 0
    assert rows("DELETE FROM access_rule") == 0


def test_a_definition_knows_the_same_categories() -> None:
    assert tuple(TABLE.categories) == schema.CATEGORIES


@pytest.mark.parametrize(
    ("relation", "category", "cell"),
    [
        ("consent", "health", "x"),
        ("consent", "health", "r"),
        ("consent", "notes", "kc"),
        ("consent", "contact", "k"),
    ],
)
def test_a_table_that_cannot_be_is_refused(relation: str, category: str, cell: str) -> None:
    raw = yaml.safe_load(rules.SOURCE.read_text())
    raw["table"][relation][category] = cell
    with pytest.raises(rules.BadTable):
        rules.parse(raw)
    del raw["table"][relation][category]
    with pytest.raises(rules.BadTable):
        rules.parse(raw)
    assert replace(TABLE, rules=()).may("coordinator", "route", "r") is False
