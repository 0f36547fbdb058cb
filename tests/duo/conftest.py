"""The person of these tests."""

import pytest
from duo_world import Person, person
from factories import AsOwner


@pytest.fixture
def hala(as_owner: AsOwner) -> Person:
    """Somebody with a PIP."""
    return person(as_owner)
