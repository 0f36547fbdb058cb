"""The wall around settling in: who reads and changes which rows, whatever the application asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from factories import be
from settled_home import Home

from reisgenoot.dossiers.actions import end_involvement, involve
from reisgenoot.settlement import actions
from reisgenoot.settlement.actions import ItemAsked, SlotAsked

pytestmark = pytest.mark.django_db
TABLES = ("checklistitem", "arrangingday", "dayslot", "furnishing", "furnishingitem")


@pytest.fixture
def full(home: Home) -> Home:
    """Something in every table."""
    be(home.guide)
    actions.write_item(home.guide, home.head.pk, "insured", note="Belt.")
    visits = [SlotAsked(time(9), 60, "brp")]
    actions.save_day(home.guide, home.head.pk, on=timezone.localdate() + timedelta(days=3), slots=visits)
    actions.set_budget(home.guide, home.head.pk, budget=Decimal(100), source="own")
    actions.save_list(home.guide, home.head.pk, [ItemAsked("Bank")])
    return home


def rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM settlement_{table}")
        return int(cursor.fetchone()[0])


def attempt(statement: str) -> int:
    """How many rows it touched; -1 if the database refused it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            return int(cursor.rowcount)
    except DatabaseError:
        return -1


@pytest.mark.parametrize("table", TABLES)
def test_who_reads(full: Home, table: str, as_owner: Callable[..., object]) -> None:
    for who in ("guide", "colleague"):
        be(full.people[who])
        assert rows(table) == 1, who
    for who in ("volunteer", "other volunteer", "other organisation", "administrator"):
        be(full.people[who])
        assert rows(table) == 0, who
    be(None)
    assert rows(table) == 0


@pytest.mark.parametrize("table", TABLES)
def test_who_is_in_and_out_again(full: Home, table: str) -> None:
    other = full.people["other organisation"]
    be(full.guide)
    part = involve(full.guide, full.head, other.organisation)
    be(other)
    assert rows(table) == 1
    end_involvement(other, part)
    assert rows(table) == 0


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("who", ["volunteer", "other volunteer", "other organisation", "administrator"])
def test_outsiders_change_nothing(full: Home, table: str, who: str) -> None:
    be(full.people[who])
    column = "minutes" if table == "dayslot" else "changes"
    assert attempt(f"UPDATE settlement_{table} SET {column} = {column}") <= 0
    assert attempt(f"DELETE FROM settlement_{table}") <= 0


@pytest.mark.parametrize("table", TABLES)
def test_nobody_moves_a_row_to_another_dossier_or_signs_with_another_name(full: Home, table: str) -> None:
    be(full.guide)
    assert attempt(f"UPDATE settlement_{table} SET dossier_id = {full.child.pk}") == -1
    if table != "dayslot":
        assert attempt(f"UPDATE settlement_{table} SET changed_by_id = {full.people['colleague'].pk}") == -1


def test_the_database_holds_what_the_list_of_furniture_says(full: Home) -> None:
    be(full.guide)
    assert attempt("UPDATE settlement_furnishingitem SET price = 5") == -1  # it was not bought
    assert attempt("UPDATE settlement_furnishing SET budget = -1") == -1
    assert attempt("UPDATE settlement_dayslot SET minutes = 10") == -1
