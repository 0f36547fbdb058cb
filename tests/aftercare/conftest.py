"""The fixtures of these tests."""

import pytest
from closing_world import Ending, make_ending
from factories import AsOwner


@pytest.fixture
def ending(as_owner: AsOwner) -> Ending:
    """A household near the end of its guidance; the guide acts."""
    return make_ending(as_owner)
