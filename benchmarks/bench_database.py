"""A database for one benchmark, on the server of DATABASE_URL or the embedded one, dropped afterwards."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from reisgenoot.config import postgres
from reisgenoot.config.paths import var


@contextmanager
def own_database() -> Iterator[str]:
    """Its URL, which DATABASE_URL is set to meanwhile; nothing of Django may have been set up before."""
    given = os.environ.get("DATABASE_URL")
    server = None if given else postgres.start(var() / "bench-postgres")
    administrator = given or (server.url("postgres") if server else "")
    name = f"bench_{os.getpid()}"
    try:
        with psycopg.connect(administrator, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
            url = server.url(name) if server else administrator.rsplit("/", 1)[0] + f"/{name}"
            os.environ["DATABASE_URL"] = url
            yield url
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        if server is not None:
            server.stop()
