"""Stepping out of the wall in a test, to set up or look at what nobody may see."""

from collections.abc import Iterator
from contextlib import contextmanager

APP = "reisgenoot_app"


@contextmanager
def out_of_the_wall() -> Iterator[None]:
    """Everything inside as the superuser; in a transaction that runs already."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        yield
        cursor.execute(f"SET LOCAL ROLE {APP}")
