"""What the acting member may do with which category of data in one dossier, as the database has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from reisgenoot.access import rules


@dataclass(frozen=True, slots=True)
class Rights:
    """With one category; ``writes``: adds to it and changes it."""

    reads: bool = False
    writes: bool = False


def rights(dossier_id: int) -> Mapping[str, Rights]:
    """By category, all of them. One SQL statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT category, bool_or(may_read), bool_or(may_add AND may_change) FROM access_granted"
            " WHERE dossier_id = %s GROUP BY category",
            [dossier_id],
        )
        found = {category: Rights(reads, writes) for category, reads, writes in cursor.fetchall()}
    return {category: found.get(category, Rights()) for category in rules.table().categories}


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
