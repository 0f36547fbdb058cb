"""What the wall lets a volunteer see and do, past all pages and actions: as the application's role, in plain SQL."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from factories import AsOwner, be, member
from volunteering import Around, around, days_ago

from reisgenoot.dossiers import actions as dossiers
from reisgenoot.dossiers.models import Fact
from reisgenoot.volunteers import actions

pytestmark = pytest.mark.django_db


def rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """What it gives; nothing if the database refuses it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else [()] * cursor.rowcount
    except DatabaseError:
        return []


@pytest.fixture
def matched(as_owner: AsOwner) -> Around:
    """A household with a matched volunteer, and something in every table about it."""
    it = around(as_owner)
    it.match()
    be(it.guide)
    actions.give_task(it.guide, it.head.pk, it.volunteer.pk, key="brp_registered", note="Samen gaan.")
    actions.give_task(it.guide, it.head.pk, it.volunteer.pk, text="Fiets regelen")
    dossiers.complete_task(it.guide, it.head, "arranging_day")
    since = timezone.now() + timedelta(days=3)
    plan = {"kind": "visit", "starts_at": since, "ends_at": since + timedelta(hours=1), "note": "Sleutel mee"}
    dossiers.plan_appointment(it.guide, it.head, members=[it.guide, it.volunteer], **plan)
    return it


CLOSED = (
    ("people_person", "id"),
    ("people_personname", "person_id"),
    ("people_identifier", "person_id"),
    ("people_householdmember", "person_id"),
    ("dossiers_dossier", "person_id"),
    ("dossiers_fact", "dossier_id"),
    ("dossiers_task", "dossier_id"),
    ("dossiers_signal", "dossier_id"),
    ("dossiers_contactnote", "dossier_id"),
    ("dossiers_document", "dossier_id"),
    ("dossiers_appointment", "dossier_id"),
    ("dossiers_appointmentmember", "dossier_id"),
    ("dossiers_appointmentnote", "dossier_id"),
    ("access_consent", "dossier_id"),
)


def test_a_volunteer_reads_no_row_of_the_dossier(matched: Around) -> None:
    be(matched.volunteer)
    for table, column in CLOSED:
        assert rows(f"SELECT 1 FROM {table} WHERE {column} = %s", matched.head.pk) == [], table
    for function in (
        "dossiers_known(ARRAY[%s]::bigint[], access_today())",
        "people_search('hala', '', 9) WHERE %s > 0",
    ):
        assert rows(f"SELECT * FROM {function}", matched.head.pk) == [], function
    own = rows("SELECT member_id FROM access_involvement WHERE dossier_id = %s", matched.head.pk)
    assert own == [(matched.volunteer.pk,)]
    seen = rows("SELECT DISTINCT member_id FROM access_accesslog WHERE dossier_id = %s", matched.head.pk)
    assert seen in ([], [(matched.volunteer.pk,)])
    be(matched.guide)  # or there would have been nothing to see
    assert rows("SELECT 1 FROM dossiers_fact WHERE dossier_id = %s", matched.head.pk)


def test_what_is_theirs_comes_from_functions_and_is_no_more_than_that(matched: Around) -> None:
    be(matched.volunteer)
    people = rows("SELECT name, address, phone FROM volunteers_my_people() ORDER BY name")
    assert people == [("Hala Voorbeeld", "Dorpsstraat 1", "0612345678"), ("Kind Voorbeeld", "", "")]
    tasks = {row[0] for row in rows("SELECT key FROM volunteers_my_tasks()")}
    assert "brp_registered" in tasks  # given by name, though it is the municipality's or the guide's
    assert "bank_account_opened" in tasks  # the route gives it to volunteers
    assert not tasks & {"guide_matched", "benefit_applied", "pip_set", "language_coach_matched"}
    told = str(rows("SELECT * FROM volunteers_my_people()") + rows("SELECT * FROM volunteers_my_tasks()"))
    for secret in ("1990", "SY", "Iets van de begeleider"):
        assert secret not in told


def test_a_language_coach_has_only_what_is_given_by_name(as_owner: AsOwner) -> None:
    it = around(as_owner)
    it.match(kind="language_coach")
    be(it.volunteer)
    assert rows("SELECT key FROM volunteers_my_tasks()") == []
    be(it.guide)
    actions.give_task(it.guide, it.head.pk, it.volunteer.pk, key="neighbours_met")
    be(it.volunteer)
    assert rows("SELECT key FROM volunteers_my_tasks()") == [("neighbours_met",)]


def test_who_is_not_matched_gets_nothing_by_any_function(matched: Around, as_owner: AsOwner) -> None:
    matched.match(matched.unmatched, begins_on=days_ago(-10))  # not yet
    elsewhere = member(as_owner, "volunteer")
    for who in (matched.unmatched, elsewhere, matched.guide, matched.coordinator, None):
        be(who)
        for name in ("people", "tasks", "appointments"):
            assert rows(f"SELECT * FROM volunteers_my_{name}()") == [], (who, name)
        for call in (
            "volunteers_tick(%s, 'bank_account_opened', access_today(), '', 'route')",
            "nullif(volunteers_contact(%s, access_today()), false)",
            "nullif(volunteers_help_reaches(%s), '{}')",
        ):
            assert rows(f"SELECT {call}", matched.head.pk) in ([], [(None,)]), (who, call)
    with as_owner():
        assert not Fact.objects.filter(
            key__in=("bank_account_opened", "last_contact"), recorded_by__role="volunteer"
        ).exists()


def test_a_volunteer_ticks_only_what_is_theirs_and_takes_back_only_their_own(matched: Around) -> None:
    be(matched.volunteer)
    tick = "SELECT volunteers_tick(%s, %s, access_today(), '', 'route')"
    assert rows(tick, matched.head.pk, "pip_set") == [(None,)]
    assert rows(tick, matched.head.pk, "arranging_day") == [(None,)]  # done by the guide
    made = rows(tick, matched.head.pk, "brp_registered")[0][0]
    assert rows(tick, matched.head.pk, "brp_registered") == [(None,)]  # once
    be(matched.guide)
    guides = Fact.objects.get(dossier=matched.head, key="arranging_day")
    be(matched.volunteer)
    assert rows("SELECT volunteers_untick(%s)", guides.pk) == [(False,)]
    assert rows("SELECT volunteers_untick(%s)", made) == [(True,)]
    assert rows("SELECT volunteers_untick(%s)", made) == [(False,)]


def test_their_own_notes_and_nobody_elses(matched: Around) -> None:
    be(matched.volunteer)
    actions.note_visit(matched.volunteer, matched.head.pk, kind="visit", text="Koffie gedronken.")
    assert rows("SELECT text FROM dossiers_contactnote") == [("Koffie gedronken.",)]
    in_anothers_name = (
        'INSERT INTO dossiers_contactnote (dossier_id, "on", kind, sensitivity, category, text, author_id,'
        " organisation_id) VALUES (%s, now(), 'visit', 'normal', %s, 'x', %s, %s)"
    )
    own = matched.volunteer.organisation_id
    assert not rows(in_anothers_name, matched.head.pk, "notes", matched.guide.pk, own)
    assert not rows(in_anothers_name, matched.head.pk, "health", matched.volunteer.pk, own)
    be(matched.guide)
    assert len(rows("SELECT text FROM dossiers_contactnote")) == 2


def test_when_a_match_ends_the_access_is_gone_in_the_same_transaction(matched: Around) -> None:
    be(matched.volunteer)
    actions.note_visit(matched.volunteer, matched.head.pk, kind="visit", text="Afscheid.")
    match_id = rows("SELECT id FROM volunteers_match")[0][0]
    be(matched.coordinator)
    actions.end_match(matched.coordinator, match_id, how="done")
    be(matched.volunteer)
    for name in ("people", "tasks", "appointments"):
        assert rows(f"SELECT * FROM volunteers_my_{name}()") == [], name
    for table in ("dossiers_contactnote", "volunteers_match", "volunteers_giventask", "volunteers_helpasked",
                  "access_involvement", "access_accesslog"):  # fmt: skip
        assert rows(f"SELECT 1 FROM {table}") == [], table
    be(matched.guide)
    notes = rows("SELECT text FROM dossiers_contactnote WHERE author_id = %s", matched.volunteer.pk)
    assert notes == [("Afscheid.",)]


def test_profiles_are_for_coordinators_of_the_same_organisation(matched: Around, as_owner: AsOwner) -> None:
    tables = ("volunteers_profile", "volunteers_spoken")
    be(matched.coordinator)
    assert all(rows(f"SELECT 1 FROM {table}") for table in tables)
    others = [matched.guide, member(as_owner, "coordinator"), member(as_owner, "administrator"), None]
    for who in others:
        be(who)
        for table in tables:
            assert rows(f"SELECT 1 FROM {table}") == [], (who, table)
        assert not rows("UPDATE volunteers_profile SET households = 9")
    be(matched.volunteer)
    assert rows("SELECT member_id FROM volunteers_profile") == [(matched.volunteer.pk,)]
    assert not rows("UPDATE volunteers_profile SET vog_issued_on = access_today()")


def test_nobody_gives_or_answers_without_a_right(matched: Around, as_owner: AsOwner) -> None:
    be(matched.volunteer)
    actions.ask_help(matched.volunteer, matched.head.pk, "Hoe werkt dit?")
    give = (
        "INSERT INTO volunteers_giventask (dossier_id, member_id, key, text, note, given_by_id, organisation_id)"
        " VALUES (%s, %s, '', 'x', '', %s, %s)"
    )
    for who in (matched.volunteer, matched.unmatched, member(as_owner), member(as_owner, "coordinator")):
        be(who)
        assert not rows(give, matched.head.pk, matched.volunteer.pk, who.pk, who.organisation_id), who
        answered = "UPDATE volunteers_helpasked SET answer = 'x', answered_at = now(), answered_by_id = %s"
        assert not rows(answered, who.pk), who
    be(matched.guide)
    assert not rows(
        give, matched.head.pk, matched.unmatched.pk, matched.guide.pk, matched.guide.organisation_id
    )
    assert rows(give, matched.head.pk, matched.volunteer.pk, matched.guide.pk, matched.guide.organisation_id)
