"""The wall itself: who sees and changes which rows, tried on every table with personal data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from factories import AsOwner, be, dossier, member
from wall import for_a_file, out_of_the_wall, undone

from reisgenoot.access.models import Involvement
from reisgenoot.dossiers.actions import (
    add_document,
    add_note,
    end_involvement,
    involve,
    match_volunteer,
    plan_appointment,
    record_facts,
)

TABLES = {
    "people_person": "id",
    "people_personname": "person_id",
    "people_identifier": "person_id",
    "people_householdmember": "person_id",
    "dossiers_dossier": "person_id",
    "dossiers_fact": "dossier_id",
    "dossiers_task": "dossier_id",
    "dossiers_signal": "dossier_id",
    "dossiers_contactnote": "dossier_id",
    "dossiers_document": "dossier_id",
    "dossiers_appointment": "dossier_id",
    "dossiers_appointmentmember": "dossier_id",
    "dossiers_appointmentnote": "dossier_id",
    "access_involvement": "dossier_id",
    "access_accesslog": "dossier_id",
}
"""Every table with personal data, and its column with the dossier."""
FOR_VOLUNTEERS = {"access_involvement"}  # their own; the rest is in tests/volunteers
OPEN = {
    "access_organisation",
    "access_user",  # workers, needed to log in; nothing of newcomers
    "access_user_groups",
    "access_user_user_permissions",
    "access_rule",  # the table of access itself
    "access_consentpurpose",  # what may be consented to, by purpose
    "keeping_rule",  # the terms for keeping
    "volunteers_place",  # where an area of postcodes lies
}
"""Tables of ours that hold nothing of newcomers."""


def rows(table: str, dossier_id: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE {TABLES[table]} = %s", [dossier_id])
        return int(cursor.fetchone()[0])


def attempt(statement: str, values: list[Any]) -> int:
    """How many rows the statement touched; -1 if the database refused it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return int(cursor.rowcount)
    except DatabaseError:
        return -1


@pytest.fixture(scope="module")
def full(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """A dossier with something in every table, and people around it; made once."""
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
    """The guide acts when it is handed over."""
    guide = member(as_owner)
    colleague = member(as_owner, "coordinator", guide.organisation)
    matched = member(as_owner, "volunteer", guide.organisation)
    unmatched = member(as_owner, "volunteer", guide.organisation)
    stranger, partner = member(as_owner), member(as_owner)
    opened = dossier(guide, facts={"arrived": "2026-01-05"}, numbers={"v_number": "1234567890"})
    add_note(guide, opened, kind="visit", text="Thee gedronken")
    add_note(guide, opened, kind="visit", text="Gevoelig", sensitivity="sensitive")
    add_document(guide, opened, name="brief.txt", content=b"beste", sensitivity="normal")
    match_volunteer(guide, opened, matched)
    involve(guide, opened, partner.organisation)
    begins = timezone.now() + timedelta(days=3)
    plan_appointment(
        guide, opened, kind="visit", starts_at=begins, ends_at=begins + timedelta(hours=1), note="Sleutel mee"
    )
    return {
        "id": opened.pk,
        "guide": guide,
        "colleague": colleague,
        "matched": matched,
        "unmatched": unmatched,
        "stranger": stranger,
        "partner": partner,
        "administrator": member(as_owner, "administrator", guide.organisation),
        "policy": member(as_owner, "policy_maker", guide.organisation),
        "officer": member(as_owner, "privacy_officer", guide.organisation),
        "nobody": None,
    }


@pytest.mark.parametrize("table", TABLES)
def test_who_reads(full: dict[str, Any], table: str) -> None:
    """Own and involved organisations read; nobody else does, the matched volunteer neither."""
    for who in ("guide", "colleague", "partner", "matched"):
        be(full[who])
        hidden = who == "matched" and table not in FOR_VOLUNTEERS
        assert (rows(table, full["id"]) > 0) is not hidden, who
    for who in ("unmatched", "stranger", "administrator", "policy", "officer", "nobody"):
        be(full[who])
        allowed = who == "officer" and table == "access_accesslog"
        assert (rows(table, full["id"]) > 0) is allowed, who


@pytest.mark.parametrize("table", TABLES)
def test_after_the_involvement_has_ended(full: dict[str, Any], table: str, as_owner: AsOwner) -> None:
    """An organisation gets out on the day on which its part ends, and is out before it begins."""
    today = timezone.localdate()
    part = Involvement.objects.filter(dossier_id=full["id"], organisation=full["partner"].organisation)
    be(full["partner"])
    assert rows(table, full["id"]) > 0
    end_involvement(full["partner"], part.get())
    assert rows(table, full["id"]) == 0
    with as_owner():
        part.update(begins_on=today + timedelta(days=1), ends_on=None)
    assert rows(table, full["id"]) == 0
    with as_owner():
        part.update(begins_on=today, ends_on=today + timedelta(days=1))
    assert rows(table, full["id"]) > 0


@pytest.mark.parametrize("who", ["stranger", "unmatched", "administrator", "officer", "nobody"])
@pytest.mark.parametrize("table", TABLES)
def test_who_changes_nothing(full: dict[str, Any], table: str, who: str) -> None:
    """Outsiders cannot update or delete a row, nor copy one in."""
    column = TABLES[table]
    be(full[who])
    assert attempt(f"UPDATE {table} SET {column} = {column} WHERE {column} = %s", [full["id"]]) <= 0
    assert attempt(f"DELETE FROM {table} WHERE {column} = %s", [full["id"]]) <= 0


COLUMNS = {
    "people_personname": """given, prefix, family, "full", script, kind, search: '', '', '', 'x', '', 'other', ''""",
    "people_identifier": "kind, value: 'client', '1'",
    "dossiers_fact": "key, category, source, note, recorded_by_id, organisation_id:"
    " 'x', 'route', '', '', {me}, {organisation}",
    "dossiers_contactnote": '"on", kind, sensitivity, category, text, author_id, organisation_id:'
    " now(), 'visit', 'normal', 'notes', 'x', {me}, {organisation}",
    "dossiers_document": "name, content_type, size, stored, sensitivity, category, added_by_id, organisation_id:"
    " 'x', '', 1, '', 'normal', 'notes', {me}, {organisation}",
    "access_involvement": "organisation_id, member_id, basis, begins_on:"
    " {organisation}, {me}, 'phase', '2020-01-01'",
    "access_accesslog": "member_id, organisation_id, act, part: {me}, {organisation}, 'read', ''",
}
"""By table: the columns besides the dossier, and values for them."""


@pytest.mark.parametrize("table", COLUMNS)
def test_who_adds(full: dict[str, Any], table: str) -> None:
    """A row about a dossier is added by those let in, and by nobody else."""
    for who in ("stranger", "unmatched", "administrator", "officer"):
        be(full[who])
        assert attempt(_insert(table, full[who]), [full["id"]]) == -1, who
    be(None)
    assert attempt(_insert(table, full["guide"]), [full["id"]]) == -1
    be(full["colleague"])
    assert attempt(_insert(table, full["colleague"]), [full["id"]]) == 1


def _insert(table: str, who: Any) -> str:
    columns, values = COLUMNS[table].format(me=who.pk, organisation=who.organisation_id).split(":", 1)
    return f"INSERT INTO {table} ({TABLES[table]}, {columns}) VALUES (%s, {values})"


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO dossiers_signal (dossier_id, key, since) VALUES (%s, 'x', now())",
        "DELETE FROM dossiers_signal WHERE dossier_id = %s",
        "UPDATE dossiers_task SET due_on = NULL WHERE dossier_id = %s",
        "DELETE FROM dossiers_task WHERE dossier_id = %s",
        "UPDATE dossiers_dossier SET phase = 'ended' WHERE person_id = %s",
    ],
)
def test_nobody_writes_a_plan_by_hand(full: dict[str, Any], statement: str) -> None:
    """The stored plan follows from the facts: one function writes it, for who may read the route."""
    be(full["guide"])
    assert attempt(statement, [full["id"]]) == -1


def test_a_plan_is_stored_by_who_reads_the_route(full: dict[str, Any]) -> None:
    signals = '[{"key": "made_up", "since": "2026-01-01"}]'
    planned = f'[{{"id": {full["id"]}, "version": "", "phase": "", "tasks": [], "signals": {signals}}}]'
    for who, allowed in (("stranger", False), ("administrator", False), ("nobody", False), ("partner", True)):
        be(full[who])
        assert attempt("SELECT dossiers_store_plans(%s::jsonb)", [planned]) == 1
        be(full["guide"])
        assert (rows("dossiers_signal", full["id"]) == 1) is allowed, who
        assert (rows("dossiers_task", full["id"]) == 0) is allowed, who


@pytest.mark.parametrize("table", ["dossiers_fact", "dossiers_contactnote", "access_accesslog"])
def test_nobody_writes_in_another_name(full: dict[str, Any], table: str) -> None:
    be(full["guide"])
    assert attempt(_insert(table, full["colleague"]), [full["id"]]) == -1


@pytest.mark.parametrize("table", ["dossiers_fact", "access_accesslog", "dossiers_contactnote"])
def test_record_and_log_are_only_added_to(full: dict[str, Any], table: str) -> None:
    """Even who may write in the dossier cannot change or remove what was recorded."""
    be(full["guide"])
    assert attempt(f"UPDATE {table} SET id = id", []) == -1
    assert attempt(f"DELETE FROM {table}", []) == -1
    assert attempt(f"TRUNCATE {table}", []) == -1


def test_volunteers_read_their_own_notes_and_change_nobody(full: dict[str, Any]) -> None:
    be(full["guide"])
    assert rows("dossiers_contactnote", full["id"]) == 2
    be(full["matched"])
    assert attempt(_insert("dossiers_contactnote", full["matched"]), [full["id"]]) == 1
    assert rows("dossiers_contactnote", full["id"]) == 1
    assert attempt("UPDATE people_person SET phone = 'x' WHERE id = %s", [full["id"]]) == 0


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE people_person DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE people_person NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY involved ON people_person",
        "CREATE POLICY more ON people_person USING (true)",
        "CREATE TABLE mine (id int)",
        "CREATE OR REPLACE FUNCTION access_professional() RETURNS boolean LANGUAGE sql RETURN true",
        "GRANT DELETE ON dossiers_fact TO reisgenoot_app",
    ],
)
def test_the_application_cannot_open_the_wall(statement: str) -> None:
    assert attempt(statement, []) == -1


def test_the_application_owns_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("reisgenoot_app", False, False)
        cursor.execute(
            "SELECT relname FROM pg_class WHERE pg_get_userbyid(relowner) = 'reisgenoot_app'"
            " UNION ALL SELECT proname FROM pg_proc WHERE pg_get_userbyid(proowner) = 'reisgenoot_app'"
        )
        assert cursor.fetchall() == []
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
            " AND (pg_get_userbyid(proowner) <> 'reisgenoot_guard'"
            " OR NOT coalesce(array_to_string(proconfig, ',') LIKE '%search_path=%', false))"
        )
        assert cursor.fetchall() == []


def unguarded() -> set[str]:
    """Tables of our apps without forced row-level security and a policy."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace"
            " AND c.relkind IN ('r', 'p', 'm')"
            " AND c.relname !~ '^(django_|auth_|account_|mfa_|socialaccount_|usersessions_|procrastinate_)'"
            " AND NOT (c.relrowsecurity AND c.relforcerowsecurity"
            " AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid))"
        )
        return {row[0] for row in cursor.fetchall()}


def test_no_table_stands_outside_the_wall(as_owner: AsOwner) -> None:
    """A table that is not known to hold nothing personal must be guarded: a new one too."""
    assert unguarded() - OPEN == set()
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE newcomer_diary (id bigint, dossier_id bigint)")
    assert unguarded() - OPEN == {"newcomer_diary"}


def test_no_table_of_a_framework_refers_to_a_person() -> None:
    """What the test above leaves out by its name has no column with a dossier, person or household."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND column_name IN ('dossier_id', 'person_id', 'household_id')"
            " AND table_name ~ '^(django_|auth_|account_|mfa_|socialaccount_|procrastinate_)'"
        )
        assert cursor.fetchall() == []


def test_facts_of_one_dossier_do_not_reach_another(as_owner: AsOwner) -> None:
    """Two organisations, each with its own dossier, see one each."""
    first, second = member(as_owner), member(as_owner)
    a, b = dossier(first), dossier(second)
    be(first)
    record_facts(first, a, {"arrived": "2026-01-05"})
    assert (rows("dossiers_fact", a.pk), rows("dossiers_fact", b.pk)) == (1, 0)


def test_reading_on_after_a_hand_over_lets_nobody_back_in(full: dict[str, Any], as_owner: AsOwner) -> None:
    """Neither by making the part run again, nor by changing the row of the dossier."""
    opened, partner, today = full["id"], full["partner"], timezone.localdate()
    with as_owner():
        Involvement.objects.filter(dossier_id=opened, organisation_id=partner.organisation_id).update(
            ends_on=today, reads_until=today + timedelta(days=30)
        )
    be(partner)
    assert rows("dossiers_dossier", opened) == 1
    again = "UPDATE access_involvement SET ends_on = NULL WHERE dossier_id = %s AND organisation_id = %s"
    assert attempt(again, [opened, partner.organisation_id]) == 0
    assert (
        attempt("UPDATE dossiers_dossier SET worker_id = NULL, name = 'X' WHERE person_id = %s", [opened]) < 0
    )
    assert attempt("UPDATE dossiers_dossier SET open_tasks = open_tasks WHERE person_id = %s", [opened]) == 1


def test_nobody_reads_for_ever(full: dict[str, Any]) -> None:
    """An organisation that brings another one in, or opens a dossier, does not say until when they read on."""
    be(full["guide"])
    bring = """
        INSERT INTO access_involvement (dossier_id, organisation_id, basis, begins_on, ends_on, reads_until)
        VALUES (%s, %s, 'phase', access_today(), access_today() + 1, %s)
    """
    asked = [full["id"], full["stranger"].organisation_id]
    assert attempt(bring, [*asked, "2999-01-01"]) < 0
    assert attempt(bring, [*asked, None]) == 1
