"""A route of three tasks in the place of the shipped ones, so that these tests say what they count on."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from reisgenoot.core.trajectory import load
from reisgenoot.dossiers import planning, texts

ROUTE = Path(__file__).parents[1] / "route.yaml"


@pytest.fixture(autouse=True)
def small_route(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Plan by ``tests/route.yaml``."""
    route = load(ROUTE)
    cached = (texts.definition_as, texts.phases, texts.signals, texts.kinds)
    for module in (planning, texts):
        monkeypatch.setattr(module, "catalogue", lambda: route)
    for function in cached:
        function.cache_clear()
    yield
    for function in cached:
        function.cache_clear()


@pytest.fixture
def quick_passwords(settings: Any, db: None) -> None:
    """Hash passwords quickly, for tests that log in often; nothing is remembered from the test before."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
