"""The person of these tests."""

import pytest
from enforced import Enforced, enforced
from factories import AsOwner


@pytest.fixture
def hala(as_owner: AsOwner) -> Enforced:
    """Somebody under the duty."""
    return enforced(as_owner)
