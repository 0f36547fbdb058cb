"""Keys in a folder of the test, a small route, and a guide of a church."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import small_route
from factories import AsOwner
from helping import Helper, helper_of

from reisgenoot.shielded import route

ROUTE = Path(__file__).with_name("route.yaml")


@pytest.fixture(autouse=True)
def key_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keys of these tests, and a small route in the place of the shipped one."""
    monkeypatch.setenv("REISGENOOT_KEYS", str(tmp_path / "keys"))
    small = small_route.read(ROUTE)
    monkeypatch.setattr(route, "catalogue", lambda: small)
    return tmp_path / "keys"


@pytest.fixture
def helpers(as_owner: AsOwner) -> Callable[..., Helper]:
    """Makes guides of new helping organisations, or of the one given."""

    return partial(helper_of, as_owner)


@pytest.fixture
def helper(helpers: Callable[..., Helper]) -> Helper:
    """A guide of a church."""
    return helpers()
