"""The log of who read and wrote which dossier, written in the transaction of the act itself."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connections

from .models import AccessLog, Member


def log(member: Member, dossier_ids: Iterable[int], act: str, part: str = "", using: str = "default") -> None:
    """Record one act of ``member`` on each dossier: one SQL statement, however many there are.

    What appeared in a list is one entry for all of them; everything else one for each.

    ``act`` is a value of ``AccessLog.Act``; ``part`` says which part of the dossier, as a short code.
    Raises the database's error if ``member`` is not who is acting, or cannot see one of the dossiers.
    """
    ids = list(dict.fromkeys(dossier_ids))
    if not ids:
        return
    about = "dossiers" if act == AccessLog.Act.APPEARED else "dossier_id"
    listed = "%s::bigint[]" if act == AccessLog.Act.APPEARED else "unnest(%s::bigint[])"
    with connections[using].cursor() as cursor:
        cursor.execute(
            f"INSERT INTO access_accesslog (member_id, organisation_id, act, part, {about})"
            f" SELECT %s, %s, %s, %s, {listed}",
            [member.pk, member.organisation_id, act, part, ids],
        )
