"""What is in the database, as one number for each table: to see that nothing changed."""

from collections.abc import Iterable

from django.db import connection
from wall import out_of_the_wall

NOT_COUNTED = ("django_session", "django_migrations", "access_sent")
"""Tables that change with every visit, and hold nothing of newcomers."""


def tables() -> list[str]:
    """All tables."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
        )
        return [row[0] for row in cursor.fetchall()]


def rows_written() -> int:
    """How many rows this transaction added, changed or removed so far, rolled back ones included.

    Cheap, where ``state`` reads everything: only what wrote something can have changed something. What the view
    ``pg_stat_xact_user_tables`` says of each table, without what that looks up beside it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)"
            " + pg_stat_get_xact_tuples_deleted(oid)), 0) FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> ALL (%s)",
            [list(NOT_COUNTED)],
        )
        return int(cursor.fetchone()[0])


def state(*, about: Iterable[str] = ()) -> dict[str, str]:
    """A checksum by table; ``about``: only of rows in which one of these stands, whole."""
    wanted = [it for it in tables() if it not in NOT_COUNTED]
    words = [rf"\m{word}" for word in about]
    condition = "WHERE t::text ~ ANY (%s)" if words else ""
    each = " UNION ALL ".join(
        f"SELECT '{it}', md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))) FROM \"{it}\" t {condition}"
        for it in wanted
    )
    with out_of_the_wall(), connection.cursor() as cursor:
        cursor.execute(each, [words] * len(wanted) if words else None)
        return {table: checksum or "" for table, checksum in cursor.fetchall()}
