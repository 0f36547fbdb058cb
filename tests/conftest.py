"""Every test that asks for the database gets a real PostgreSQL, with the wall up, as the application's role.

The server is that of DATABASE_URL, or the embedded one under ``var/test-postgres``, which all test processes share and
the last one stops. Each process has a database of its own. Tests log in as the administrator with the application's
role taken on, so that ``as_owner`` can leave the wall within the test's own transaction; what tests do is walled.
"""

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import dj_database_url
import psycopg
import pytest
from django.db import connections
from django.test import override_settings
from django.utils import timezone, translation
from wall import APP, out_of_the_wall

from reisgenoot.access import wall
from reisgenoot.config import database, postgres
from reisgenoot.config.paths import PROJECT, SOURCE, var

OWNER = "reisgenoot_owner"
OWN_SERVER = not os.environ.get("DATABASE_URL")
"""Whether we started it: then what takes long to make is kept there, to copy."""


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
def database_url(django_db_blocker: Any) -> Iterator[str]:
    """A migrated database of this process, dropped at the end; the URL is the administrator's."""
    with _administrator() as administrator:
        name = f"test_{os.getpid()}"
        with psycopg.connect(administrator, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            with open(var() / "test-postgres.migrate", "w") as turn, django_db_blocker.unblock():
                fcntl.flock(
                    turn, fcntl.LOCK_EX
                )  # roles belong to the server, not to one database: one by one
                _make(connection, administrator, name)
            yield _url(administrator, name)
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _make(connection: psycopg.Connection[Any], administrator: str, name: str) -> None:
    """A database as `reisgenoot migrate` makes it. Our own server keeps one to copy, until the source changes."""
    if not OWN_SERVER:
        connection.execute(f"CREATE DATABASE {name}")
        _migrate(_url(administrator, name))
        return
    wanted = f"migrated_{_source()}"
    kept = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'migrated%'").fetchall()
    if (wanted,) not in kept:
        for (other,) in kept:
            connection.execute(f"DROP DATABASE {other} WITH (FORCE)")
        connection.execute("CREATE DATABASE migrated_half")
        _migrate(_url(administrator, "migrated_half"))
        connection.execute(f"ALTER DATABASE migrated_half RENAME TO {wanted}")
    _copy(connection, administrator, wanted, name)


def _copy(connection: psycopg.Connection[Any], administrator: str, template: str, name: str) -> None:
    connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    with psycopg.connect(_url(administrator, name), autocommit=True) as copied:
        wall.prepare(copied)  # what is set for a database is not copied with it


def _migrate(url: str) -> None:
    with _pointed_at(url):
        database.migrate()
        connections.close_all()


def _source() -> str:
    """Another text whenever a database would be made in another way: by our code, or by a package."""
    files = sorted(it for it in SOURCE.rglob("*") if it.suffix in (".py", ".sql", ".yaml", ".json"))
    told = hashlib.sha256()
    for file in (*files, PROJECT / "requirements.txt", PROJECT / "tests" / "conftest.py"):
        told.update(f"{file}\0".encode() + file.read_bytes())
    return told.hexdigest()[:16]


def _url(administrator: str, name: str) -> str:
    """The administrator's URL of a database of that server."""
    parts = psycopg.conninfo.conninfo_to_dict(administrator)
    return (
        f"postgresql://{parts.get('user', 'postgres')}:{parts.get('password', '')}@/{name}"
        f"?host={parts.get('host', '')}&port={parts.get('port', 5432)}"
    )


@contextmanager
def _pointed_at(url: str) -> Iterator[None]:
    """Django's connections lead there: as the administrator, with the role of each taken on."""
    before = os.environ.get("DATABASE_URL")
    os.environ["DATABASE_URL"] = url
    for alias, role in (("default", APP), ("admin", OWNER)):
        parsed = dj_database_url.parse(url)
        options = {**parsed.pop("OPTIONS", {}), "options": f"-c role={role}"}
        connections.databases[alias].update({**parsed, "OPTIONS": options, "CONN_MAX_AGE": 0})
    yield
    if before is None:
        del os.environ["DATABASE_URL"]
    else:
        os.environ["DATABASE_URL"] = before


@pytest.fixture(scope="session")
def django_db_setup(database_url: str, django_db_blocker: Any) -> Iterator[None]:
    """Replaces pytest-django's: on this process's own database, which is migrated already."""
    with _pointed_at(database_url), django_db_blocker.unblock():
        yield
        connections.close_all()


@pytest.fixture(scope="session")
def demo(database_url: str, django_db_setup: None, django_db_blocker: Any) -> None:
    """This process's database holds the demo. It tells of the days until today, so that a kept one is of today."""
    from reisgenoot.demo import seed

    with django_db_blocker.unblock(), open(var() / "test-postgres.demo", "w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # another process copies what this one made
        if not OWN_SERVER:
            list(seed.fill())
            connections.close_all()
            return
        name = psycopg.conninfo.conninfo_to_dict(database_url)["dbname"]
        wanted = f"demo_{_source()}_{timezone.localdate():%Y%m%d}"
        with psycopg.connect(_url(database_url, "postgres"), autocommit=True) as server:
            kept = server.execute("SELECT datname FROM pg_database WHERE datname LIKE 'demo%'").fetchall()
            if (wanted,) in kept:
                connections.close_all()
                server.execute(f"DROP DATABASE {name} WITH (FORCE)")
                _copy(server, database_url, wanted, str(name))
                return
            list(seed.fill())
            connections.close_all()
            for (other,) in kept:
                server.execute(f"DROP DATABASE {other} WITH (FORCE)")
            server.execute(f"CREATE DATABASE {wanted} TEMPLATE {name}")


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """What keeps a password takes half a second by design; tests log in a thousand times."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


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
