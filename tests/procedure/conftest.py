"""The fixtures of these tests."""

from conftest_procedure import arrive, arrived

__all__ = ["arrive", "arrived"]
