"""Builds the wall: database roles, and the functions, policies and rights in the ``sql`` folders of the apps.

``reisgenoot migrate`` calls :func:`prepare`, then Django's migrations (as ``reisgenoot_owner``), then
:func:`apply`. Until :func:`apply` has run, the application's role has no right to any table.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from typing import Any, Protocol

from django.apps import apps

from . import purposes, rules

OWNER, GUARD, APP = "reisgenoot_owner", "reisgenoot_guard", "reisgenoot_app"


class Connection(Protocol):
    """A connection of psycopg or of Django, in a transaction or in autocommit."""

    def cursor(self) -> Any:
        """A cursor that is a context manager."""


def prepare(connection: Connection) -> None:
    """Make the roles and extensions that migrations need. Again changes nothing.

    ``connection`` is logged in as a superuser, or as a role that may create roles with BYPASSRLS. Raises
    the driver's ProgrammingError (insufficient privilege) if it may not.
    """
    script = resources.files(__package__).joinpath("sql/prepare/roles.sql").read_text(encoding="utf-8")
    _run(connection, [script])


def apply(connection: Connection) -> None:
    """Put functions, policies and rights in place, all or nothing; what was there before is replaced.

    ``connection`` as for :func:`prepare`, to a migrated database; a role set on it stays set.
    """
    made = [rules.as_sql(), purposes.as_sql(), *_rules_of_apps()]
    _run(connection, [*(path.read_text(encoding="utf-8") for path in files()), *made])


def _rules_of_apps() -> Iterable[str]:
    """The rows that functions of other apps follow: ``rules_as_sql`` of an app's configuration."""
    for app in apps.get_app_configs():
        if made := getattr(app, "rules_as_sql", None):
            yield made()


def files() -> list[Path]:
    """The ``.sql`` files of all apps, in the order in which they run: by app as installed, then by name."""
    found: list[Path] = []
    for app in apps.get_app_configs():
        if app.name.startswith("reisgenoot."):
            found += sorted((Path(app.path) / "sql").glob("*.sql"))
    return found


def _run(connection: Connection, scripts: Iterable[str]) -> None:
    """Run the scripts as the log-in role, in one transaction (or in the one that is open)."""
    body = "\n".join(scripts)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role')")
        role = cursor.fetchone()[0]
        # One simple query of many statements is one transaction by itself.
        cursor.execute(f"SET ROLE NONE;\n{body}\n;SET ROLE {role}")
