"""These tests plan by a small route."""

import pytest
from django.core.cache import cache
from small_route import small_route

__all__ = ["small_route"]


@pytest.fixture
def nothing_remembered(db: None) -> None:
    """For tests that log in often: nothing is counted that the test before did."""
    cache.clear()
