"""A route of three tasks in the place of the shipped ones, so that tests say what they count on.

The folders whose tests plan by it import the fixture into their ``conftest.py``.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from reisgenoot.core.trajectory import Catalogue, load
from reisgenoot.dossiers import planning, texts

read = cache(load)
"""A catalogue by its file: checking it takes longer than most tests, and nobody changes one."""


@pytest.fixture(autouse=True)
def small_route(monkeypatch: pytest.MonkeyPatch) -> Iterator[Catalogue]:
    """Plan by ``tests/route.yaml``."""
    route = read(Path(__file__).with_name("route.yaml"))
    cached = (texts.definition_as, texts.phases, texts.signals, texts.kinds)
    for module in (planning, texts):
        monkeypatch.setattr(module, "catalogue", lambda: route)
    for function in cached:
        function.cache_clear()
    yield route
    for function in cached:
        function.cache_clear()
