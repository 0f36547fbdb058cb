"""The fixtures of these tests."""

from conftest_keeping import over

__all__ = ["over"]
