"""The school of these tests."""

import factories
import pytest
from school import School, made


@pytest.fixture
def school(as_owner: factories.AsOwner) -> School:
    """A school with two places."""
    return made(as_owner)
