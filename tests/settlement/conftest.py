"""The household of these tests."""

import factories
import pytest
from settled_home import Home, settled


@pytest.fixture
def home(as_owner: factories.AsOwner) -> Home:
    """One household."""
    return settled(as_owner)
