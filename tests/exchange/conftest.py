"""Organisations and members for the tests of imports, and a small caseload in the database."""

import itertools
import random
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from caseloads import DUTCH, Row, as_csv, people, table

from reisgenoot.access.models import Member, Organisation, User

COUNTER = itertools.count(1)
MakeMember = Callable[..., Member]


@pytest.fixture
def organisation(as_owner: Callable[[], AbstractContextManager[None]]) -> Organisation:
    """An organisation that imports."""
    return make_organisation(as_owner)


def make_organisation(as_owner: Callable[[], AbstractContextManager[None]]) -> Organisation:
    """One more organisation."""
    with as_owner():
        number = next(COUNTER)
        return Organisation.objects.create(
            slug=f"organisatie-{number}", name=f"Organisatie {number}", kind="vluchtelingenwerk"
        )


@pytest.fixture
def make_member(as_owner: Callable[[], AbstractContextManager[None]]) -> MakeMember:
    """Makes members: `make_member(organisation, role)`."""

    def make(organisation: Organisation, role: str, name: str = "") -> Member:
        number = next(COUNTER)
        with as_owner():
            user = User.objects.create_user(f"lid{number}@example.org")
            return Member.objects.create(
                user=user,
                organisation=organisation,
                role=role,
                name=name or f"Lid {number}",
                begins_on="2020-01-01",
            )

    return make


@pytest.fixture
def coordinator(organisation: Organisation, make_member: MakeMember) -> Member:
    """Somebody who may import for the organisation."""
    return make_member(organisation, "coordinator")


def caseload(count: int = 12, seed: int = 7, change: Callable[[list[Row]], None] | None = None) -> bytes:
    """A csv file with so many rows; `change` may spoil them."""
    dice = random.Random(seed)
    rows = people(dice, count)
    if change is not None:
        change(rows)
    return as_csv(table(rows, DUTCH, list(DUTCH), dice, real_dates=False))
