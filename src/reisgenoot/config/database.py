"""Finds the database, and brings it to the state that this version of the code expects."""

import os

import psycopg

from . import postgres

NAME = "reisgenoot"


class DatabaseUnavailable(Exception):
    """The database can't be used; the text says why in one sentence."""


def connect_or_start() -> postgres.Server | None:
    """Point the environment at a database: that of DATABASE_URL, or the embedded server, which is started.

    To be called before Django is set up. Returns the embedded server if there is one, for whoever must stop it.

    Raises:
        DatabaseUnavailable: the address of DATABASE_URL gives no usable PostgreSQL.
        postgres.PostgresError: the embedded server does not start.
    """
    if url := os.environ.get("DATABASE_URL"):
        _check(url)
        return None
    server = postgres.start()
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        if connection.execute("SELECT FROM pg_database WHERE datname = %s", [NAME]).fetchone() is None:
            connection.execute(f"CREATE DATABASE {NAME}")
    os.environ["DATABASE_URL"] = server.url(NAME)
    os.environ.setdefault("DATABASE_APP_URL", server.url(NAME, role="reisgenoot_app"))
    return server


def _check(url: str) -> None:
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            version = connection.info.server_version
    except (psycopg.Error, ValueError) as error:
        reason = " ".join(str(error).split()) or "no answer"
        raise DatabaseUnavailable(f"The database of DATABASE_URL can't be reached: {reason[:300]}") from None
    if version < 150000:
        raise DatabaseUnavailable(
            f"PostgreSQL 15 or newer is needed; the server is version {version // 10000}."
        )


def migrate(verbosity: int = 0) -> None:
    """Roles, tables, policies, in that order; doing it again changes nothing. Django must be set up.

    Two processes may call this at once: the second waits for the first.
    """
    from django.core.management import call_command
    from django.db import connections

    from reisgenoot.access import wall

    url = os.environ["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext('reisgenoot.migrate'))")
        wall.prepare(connection)
        connections["admin"].close()  # it may have connected before its role existed
        call_command("migrate", database="admin", interactive=False, verbosity=verbosity)
        connections["admin"].close()
        wall.apply(connection)
