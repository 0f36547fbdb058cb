"""What the acting member may do with which category of data in one dossier, as the database has it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection

from reisgenoot.access import rules


def addable(dossier_id: int) -> list[str]:
    """The categories in which something may be added, in the order of the table."""
    return granted(dossier_id)[1]


def granted(dossier_id: int) -> tuple[list[str], list[str]]:
    """The categories that may be read, and those in which something may be added, in the order of the table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT category, bool_or(may_read), bool_or(may_add) FROM access_granted WHERE dossier_id = %s GROUP BY 1",
            [dossier_id],
        )
        found = {category: (reads, adds) for category, reads, adds in cursor.fetchall()}
    order = [category for category in rules.table().categories if category in found]
    return [it for it in order if found[it][0]], [it for it in order if found[it][1]]


def kept_elsewhere(dossier_id: int) -> list[Mapping[str, str]]:
    """The names, by language, of categories in which there is something that others keep."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM dossiers_kept_elsewhere(%s)", [dossier_id])
        return [rules.table().categories[row[0]] for row in cursor.fetchall()]
