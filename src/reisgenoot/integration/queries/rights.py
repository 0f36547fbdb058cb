"""What the acting member may do with each category of data in one dossier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection

from reisgenoot.access import rules


@dataclass(frozen=True, slots=True)
class Rights:
    """With one category."""

    reads: bool = False
    adds: bool = False


def rights(dossier_id: int) -> Mapping[str, Rights]:
    """By category, all of them. One SQL statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT category, bool_or(may_read), bool_or(may_add AND may_change) FROM access_granted"
            " WHERE dossier_id = %s GROUP BY category",
            [dossier_id],
        )
        found = {category: Rights(reads, adds) for category, reads, adds in cursor.fetchall()}
    return {category: found.get(category, Rights()) for category in rules.table().categories}
