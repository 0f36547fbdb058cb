"""What the worklist tells beside tasks."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True, slots=True)
class Notices:
    """How often others used emergency access in the last week, and how many questions wait for an answer.

    In dossiers of which the acting member is the worker; for a coordinator, of which the organisation is responsible.
    ``consents``: unread notices that one was given or withdrawn, in these or to the own organisation. ``unread``: their
    own notifications. Of hand-overs: ``waiting`` for an answer of the own organisation, ``late`` on either side (for
    who coordinates), and ``back``: to be given back, by the member or to them.
    """

    emergencies: int = 0
    questions: int = 0
    consents: int = 0
    unread: int = 0
    waiting: int = 0
    late: int = 0
    back: int = 0


def notices() -> Notices:
    """One SQL statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT n.*, h.* FROM dossiers_notices() n, dossiers_handover_notices() h")
        return Notices(*cursor.fetchone())
