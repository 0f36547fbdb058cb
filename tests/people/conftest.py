"""These tests plan by a small route."""

from small_route import small_route

__all__ = ["small_route"]
