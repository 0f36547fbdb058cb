"""What the acting member may do with which category of data in one dossier, as the database has it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection

from reisgenoot.access import rules


def addable(dossier_id: int) -> list[str]:
    """The categories in which something may be added, in the order of the table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT category FROM access_granted WHERE dossier_id = %s AND may_add", [dossier_id])
        found = {row[0] for row in cursor.fetchall()}
    return [category for category in rules.table().categories if category in found]


def kept_elsewhere(dossier_id: int) -> list[Mapping[str, str]]:
    """The names, by language, of categories in which there is something that others keep."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM dossiers_kept_elsewhere(%s)", [dossier_id])
        return [rules.table().categories[row[0]] for row in cursor.fetchall()]
