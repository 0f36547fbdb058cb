"""Telling members that something happened, and what they do with what they were told."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from reisgenoot.access.models import Member

from .kinds import KINDS


def notify(kind: str, *, to: Iterable[Member | int], dossier_id: int | None = None) -> None:
    """Tell these members; whoever is acting is left out. One SQL statement.

    ``kind`` is a key of ``kinds.KINDS``. Recipients need not see the dossier (yet): the notification holds no name.
    Raises KeyError for another kind, and the database's error (insufficient privilege) if whoever is acting can't see
    the dossier, or if nobody is. Again while it is unread changes nothing.
    """
    told = KINDS[kind]
    members = [it if isinstance(it, int) else it.pk for it in to]
    if not members:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT notices_notify(%s, %s, %s::bigint[], %s, %s)",
            [kind, dossier_id, members, told.in_app, told.by_mail],
        )
