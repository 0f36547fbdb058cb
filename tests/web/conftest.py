"""The dossier of these tests: see ``guided``."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import transaction
from guided import Guided, make_guided

AsOwner = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def guided(as_owner: AsOwner) -> Guided:
    """Somebody who moved in forty days ago, guided by one organisation; nobody acts when it is handed over."""
    return make_guided(as_owner)


@pytest.fixture
def guided_for_all(committed: AsOwner) -> Guided:
    """The same, committed: every connection sees it."""
    with transaction.atomic():
        return make_guided(committed)
