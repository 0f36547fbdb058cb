"""Stepping out of the wall in a test, to set up or look at what nobody may see; and one set-up for a file of tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

APP = "reisgenoot_app"


@contextmanager
def out_of_the_wall() -> Iterator[None]:
    """Everything inside as the superuser; in a transaction that runs already."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        yield
        cursor.execute(f"SET LOCAL ROLE {APP}")


@contextmanager
def for_a_file(django_db_blocker: Any) -> Iterator[None]:
    """One transaction for all tests of a file, instead of one for each: what is made in it is made once.

    For a fixture of the module; its tests don't ask for ``db``, and undo what they change by ``undone``.
    """
    from django.db import connection

    with django_db_blocker.unblock():
        with undone():
            yield
        connection.close()


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside is undone afterwards; also who acts."""
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)
