"""Every test that asks for the database gets a real PostgreSQL, with the wall up, as the application's role.

The server is that of DATABASE_URL, or the embedded one under ``var/test-postgres``, which all test processes share and
the last one stops. Each process has a database of its own. Tests log in as the administrator with the application's
role taken on, so that ``as_owner`` can leave the wall within the test's own transaction; what tests do is walled.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import dj_database_url
import psycopg
import pytest
from django.utils import translation
from wall import APP, out_of_the_wall

from reisgenoot.config import postgres
from reisgenoot.config.paths import var

OWNER = "reisgenoot_owner"


@contextmanager
def _administrator() -> Iterator[str]:
    """The URL of a database server, for an administrator."""
    if url := os.environ.get("DATABASE_URL"):
        yield url
        return
    folder = var() / "test-postgres"
    with open(var() / "test-postgres.use", "w") as use:
        fcntl.flock(use, fcntl.LOCK_SH)  # before starting: nobody stops it while we hold this
        server = postgres.start(folder)
        _hurry(server.url("postgres"))
        try:
            yield server.url("postgres")
        finally:
            fcntl.flock(use, fcntl.LOCK_UN)
            try:
                fcntl.flock(use, fcntl.LOCK_EX | fcntl.LOCK_NB)
                server.stop()
            except BlockingIOError:
                pass  # another test process is still using it


def _hurry(url: str) -> None:
    """Nothing here must survive a crash, so nothing waits for the disk."""
    with psycopg.connect(url, autocommit=True) as connection:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {name} = off")
        connection.execute("SELECT pg_reload_conf()")


@pytest.fixture(scope="session")
def database_url() -> Iterator[str]:
    """An empty database of this process, dropped at the end; the URL is the administrator's."""
    with _administrator() as administrator:
        name = f"test_{os.getpid()}"
        url = psycopg.conninfo.make_conninfo(administrator, dbname=name)
        with psycopg.connect(administrator, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {name}")
            yield _as_url(url)
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _as_url(conninfo: str) -> str:
    parts = psycopg.conninfo.conninfo_to_dict(conninfo)
    return (
        f"postgresql://{parts.get('user', 'postgres')}:{parts.get('password', '')}@/{parts['dbname']}"
        f"?host={parts.get('host', '')}&port={parts.get('port', 5432)}"
    )


@pytest.fixture(scope="session")
def django_db_setup(database_url: str, django_db_blocker: Any) -> Iterator[None]:
    """Replaces pytest-django's: the same steps as `reisgenoot migrate`, on this process's own database."""
    from django.db import connections

    from reisgenoot.config import database

    before = os.environ.get("DATABASE_URL")
    os.environ["DATABASE_URL"] = database_url
    for alias, role in (("default", APP), ("admin", OWNER)):
        parsed = dj_database_url.parse(database_url)
        options = {**parsed.pop("OPTIONS", {}), "options": f"-c role={role}"}
        connections.databases[alias].update({**parsed, "OPTIONS": options, "CONN_MAX_AGE": 0})
    with django_db_blocker.unblock():
        with open(var() / "test-postgres.migrate", "w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)  # roles belong to the server, not to one database: one by one
            database.migrate()
        yield
        connections.close_all()
    if before is None:
        del os.environ["DATABASE_URL"]
    else:
        os.environ["DATABASE_URL"] = before


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """What a test reads is in the language of the project: a page asked for in another leaves that one in force."""
    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture
def as_owner(db: None) -> Callable[[], AbstractContextManager[None]]:
    """A context manager that steps out of the wall (superuser), to set up or look at what nobody may see."""
    return out_of_the_wall


@pytest.fixture
def committed(
    django_db_setup: None, django_db_blocker: Any
) -> Iterator[Callable[[], AbstractContextManager[None]]]:
    """As ``as_owner``, for tests of several connections, where nothing is rolled back: what they leave is removed."""
    from django.apps import apps
    from django.db import connection, transaction

    labels = "|".join(it.label for it in apps.get_app_configs() if it.name.startswith("reisgenoot."))
    ours = f"^({labels})_(?!rule$|consentpurpose$)|^django_session"
    with django_db_blocker.unblock():
        yield out_of_the_wall
        with transaction.atomic(), out_of_the_wall(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")  # the log is only added to
            cursor.execute(
                "SELECT string_agg(relname, ', ') FROM pg_class"
                " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname ~ %s",
                [ours],
            )
            cursor.execute(f"TRUNCATE {cursor.fetchone()[0]} CASCADE")
