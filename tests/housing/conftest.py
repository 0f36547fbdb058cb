"""The scene of the tests."""

import pytest
from factories import AsOwner
from housing_scene import Scene, make_scene


@pytest.fixture
def scene(as_owner: AsOwner) -> Scene:
    """A family that waits for a home, and everybody around it."""
    return make_scene(as_owner)
