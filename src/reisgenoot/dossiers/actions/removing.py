"""Taking dossiers away that an import opened and on which nobody has built."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_professional


def remove_imported(member: Member, dossier_ids: Iterable[int]) -> list[int]:
    """Remove dossiers with all that hangs on them, and return the ids of those that were removed.

    Only those that the member's organisation opened and that hold nothing but facts which it imported: no
    other facts, notes, documents, or involvement of another organisation. The others are left as they
    are. Log entries stay. Raises NotAllowed.
    """
    require_professional(member)
    with connection.cursor() as cursor:
        cursor.execute("SELECT dossiers_remove_imported(%s)", [list(dossier_ids)])
        return [row[0] for row in cursor.fetchall()]
