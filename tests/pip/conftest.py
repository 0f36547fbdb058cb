"""The newcomer of these tests."""

import pytest
from factories import AsOwner
from pip_world import Newcomer, newcomer


@pytest.fixture
def hala(as_owner: AsOwner) -> Newcomer:
    """Somebody under the duty; the director acts."""
    return newcomer(as_owner)
