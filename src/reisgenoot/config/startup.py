"""What every command that needs the database does first, and undoes at the end."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from . import database, postgres


class StartError(Exception):
    """Something is missing before the work can begin; the text says what in one sentence."""


@contextmanager
def set_up() -> Iterator[postgres.Server | None]:
    """The database is there and Django is set up; an embedded server that was not running before is stopped afterwards.

    Raises:
        StartError: no usable database, or no right to do in it what must be done.
    """
    import psycopg

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reisgenoot.config.settings")
    was_running = "DATABASE_URL" not in os.environ and postgres.is_running()
    try:
        server = database.connect_or_start()
    except (database.DatabaseUnavailable, postgres.PostgresError) as problem:
        raise StartError(str(problem)) from None
    try:
        import django
        from django.db.utils import DatabaseError

        django.setup()
        try:
            yield server
        except (psycopg.errors.InsufficientPrivilege, DatabaseError) as problem:
            if "InsufficientPrivilege" not in f"{type(problem)} {type(problem.__cause__)}":
                raise
            raise StartError(
                f"The log-in of DATABASE_URL may not do this ({' '.join(str(problem).split())}): "
                "`reisgenoot migrate` needs a superuser."
            ) from None
    finally:
        if server is not None and not was_running:
            server.stop()
