"""The fixtures of these tests."""

import pytest
from desk_world import Desk, make_desk
from factories import AsOwner


@pytest.fixture
def desk(as_owner: AsOwner) -> Desk:
    """Today's walk-in hours; the guide acts."""
    return make_desk(as_owner)
