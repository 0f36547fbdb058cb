"""One item of the checklist, with all that can be written with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from reisgenoot.access.errors import NotFound
from reisgenoot.access.models import Member
from reisgenoot.core.trajectory.model import Task

from .checklist import Cell, Checklist, checklist

_OWNERS = """
    SELECT m.id, m.name FROM access_member m
    WHERE m.id IN (SELECT * FROM dossiers_may_attend(%(dossier)s, NULL::bigint[]))
    ORDER BY m.organisation_id <> %(organisation)s, m.name, m.id
"""
_PROOFS = """
    SELECT n.id, n.name FROM dossiers_document n WHERE n.dossier_id = %(dossier)s ORDER BY n.added_at DESC, n.id
"""


@dataclass(frozen=True, slots=True)
class ItemShown:
    """``owners`` and ``proofs`` can be chosen: members who see the dossier, documents that the member sees in it."""

    name: str
    cell: Cell
    task: Task
    list: Checklist
    changes: int
    owners: tuple[tuple[int, str], ...]
    proofs: tuple[tuple[int, str], ...]
    names: Mapping[str, Mapping[str, str]]

    @property
    def may_record(self) -> bool:
        """Whether the member may write with it."""
        return self.cell.dossier_id in self.list.may_record


def item(member: Member, dossier_id: int, key: str, today: date) -> ItemShown:
    """The item ``key`` of one person. Ten SQL statements at most. Raises NotFound, also if it is not on their list."""
    shown = checklist(member, dossier_id, today)
    row = next((it for it in shown.rows if it.key == key and dossier_id in it.cells), None)
    if row is None:
        raise NotFound
    about: dict[str, Any] = {"dossier": dossier_id, "organisation": member.organisation_id, "key": key}
    with connection.cursor() as cursor:
        cursor.execute(_OWNERS, about)
        owners = tuple(cursor.fetchall())
        cursor.execute(_PROOFS, about)
        proofs = tuple(cursor.fetchall())
        cursor.execute(
            "SELECT changes FROM settlement_checklistitem WHERE dossier_id = %(dossier)s AND key = %(key)s",
            about,
        )
        changes = cursor.fetchone()
    name = next(it.name for it in shown.household.mates if it.dossier_id == dossier_id)
    task = shown.tasks[key]
    return ItemShown(
        name, row.cells[dossier_id], task, shown, changes[0] if changes else 0, owners, proofs, shown.names
    )
