"""Organisations and members for the tests of imports, and a small caseload in the database."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from importers import COUNTER, make_organisation

from reisgenoot.access.models import Member, Organisation, User

MakeMember = Callable[..., Member]


@pytest.fixture
def organisation(as_owner: Callable[[], AbstractContextManager[None]]) -> Organisation:
    """An organisation that imports."""
    return make_organisation(as_owner)


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
                begins_on=date(2020, 1, 1),
            )

    return make


@pytest.fixture
def coordinator(organisation: Organisation, make_member: MakeMember) -> Member:
    """Somebody who may import for the organisation."""
    return make_member(organisation, "coordinator")
