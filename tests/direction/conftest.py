"""The town of these tests."""

import factories
import pytest
from town_desk import Desk, made


@pytest.fixture
def town(as_owner: factories.AsOwner) -> Desk:
    """Three people under the duty, of two case directors."""
    return made(as_owner)
