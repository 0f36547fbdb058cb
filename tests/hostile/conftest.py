"""The world in which everybody tries what is not theirs: made once for a file of tests, and as it was after each."""

import logging
import os
from collections.abc import Iterator
from typing import Any

import pytest
import world as worlds
from django.db import connection, transaction

from reisgenoot.dossiers.pages import questions


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[worlds.World]:
    """Two organisations that do the same work, and two that keep shielded dossiers, with their keys."""
    before = os.environ.get("REISGENOOT_KEYS")
    os.environ["REISGENOOT_KEYS"] = str(tmp_path_factory.mktemp("keys"))
    takes, questions.TAKES = questions.TAKES, 0.0  # what it is for is tried in tests/access
    logging.getLogger("django.request").setLevel(logging.ERROR)  # thousands of refusals
    with django_db_blocker.unblock():
        with transaction.atomic():
            yield worlds.make()
            transaction.set_rollback(True)
        connection.close()
    questions.TAKES = takes
    del os.environ["REISGENOOT_KEYS"]
    if before is not None:
        os.environ["REISGENOOT_KEYS"] = before
    logging.getLogger("django.request").setLevel(logging.NOTSET)


@pytest.fixture(autouse=True)
def as_it_was(world: worlds.World) -> Iterator[None]:
    """What a test changes is undone after it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
