"""What people decide about rows: corrections, and whether a possible duplicate is one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import Overtaken, Refused
from reisgenoot.access.models import Member

from .. import matching
from ..models import Import, ImportRow
from .common import import_of, require_importer, row_of
from .preparing import LONGEST_CELL, check_anew, settle
from .running import import_late
from .undoing import undo_row

State = ImportRow.State
Decision = ImportRow.Decision


def correct_row(
    member: Member,
    import_id: int,
    number: int,
    texts: Mapping[int, str],
    *,
    seen: Sequence[str] | None = None,
) -> ImportRow:
    """Put other texts in a held-back row, by column (from 0); it is checked again, and imported
    if the rest was.

    ``seen``: the cells as the member saw them. Raises NotAllowed, NotFound, Refused if the row was imported already or
    a column does not exist, and Overtaken if somebody else corrected it.
    """
    require_importer(member)
    with transaction.atomic():
        row = row_of(import_id, number)
        made = row.import_of
        imported = row.state in (State.CREATED, State.UPDATED)
        closed = imported or made.state in (Import.State.RUNNING, Import.State.UNDONE)
        if seen is not None and list(seen) != row.cells:
            raise _overtaken(row, list(seen), row.cells, "" if closed else json.dumps(row.cells))
        if closed:
            raise Refused({"row": _("This row cannot be corrected now.")})
        if any(index not in range(len(made.header)) for index in texts):
            raise Refused({"row": _("There is no such column.")})
        old = [*row.cells, *[""] * (len(made.header) - len(row.cells))]
        cells = [texts.get(index, text).strip()[:LONGEST_CELL] for index, text in enumerate(old)]
        row.changed_by, row.changed_at = member, timezone.now()
        check_anew(member, row, cells)
        import_late(member, row)
    return row


def _overtaken(row: ImportRow, seen: Any, now: Any, version: str) -> Overtaken:
    by = f"{row.changed_by.name}, {row.organisation.name}" if row.changed_by else ""
    return Overtaken("row", seen=seen, now=now, by=by, at=row.changed_at, version=version)


def decide(
    member: Member, import_id: int, number: int, decision: str, *, seen: str | None = None
) -> ImportRow:
    """Say whether a possible duplicate is ``same`` or ``different``; "" takes the decision back, and with it
    what the row brought into dossiers, as long as nothing was built on that.

    `same` adds to the other's dossier what it does not know yet; `different` opens a dossier of its own.
    ``seen``: the decision as the member saw it. Raises NotAllowed, NotFound, Refused if the row is no possible
    duplicate or was imported already, and Overtaken if somebody else decided otherwise.
    """
    require_importer(member)
    if decision not in Decision.values:
        raise Refused({"decision": _("There is no such choice.")})
    with transaction.atomic():
        row = row_of(import_id, number)
        if not (row.twin_dossier_id or row.twin_number) or row.state == State.HELD_BACK:
            raise Refused({"decision": _("This row is no possible duplicate.")})
        if seen not in (None, row.decision) and row.decision != decision:
            raise _overtaken(row, seen, row.decision, "")
        if row.import_of.state in (Import.State.RUNNING, Import.State.UNDONE):
            raise Refused({"decision": _("This row cannot be decided on now.")})
        if row.state in (State.CREATED, State.UPDATED):
            if decision != Decision.OPEN:
                raise Refused({"decision": _("This row was imported already; take the decision back first.")})
            undo_row(member, row)
        row.decision = decision
        row.changed_by, row.changed_at = member, timezone.now()
        row.dossier_id = None
        if decision == Decision.OPEN:
            row.state, row.changes = State.DUPLICATE, []
        else:
            _settle(member, row)
        row.save()
        import_late(member, row)
    return row


def _settle(member: Member, row: ImportRow) -> None:
    if row.decision == Decision.SAME:
        row.dossier_id = row.twin_dossier_id or _dossier_of_twin(row)
        if row.dossier_id is None:
            raise Refused(
                {
                    "decision": _("Row %(row)s has no dossier yet: import first, then decide.")
                    % {"row": row.twin_number}
                }
            )
    settle(
        row,
        matching.known_people(),
        matching.standing([row.dossier_id] if row.dossier_id else []),
        matching.workers_of(member),
    )


def _dossier_of_twin(row: ImportRow) -> int | None:
    twin = ImportRow.objects.filter(import_of=row.import_of_id, number=row.twin_number or 0).first()
    return twin.dossier_id if twin else None


def discard(member: Member, import_id: int) -> None:
    """Throw a preview away, with all its rows. Raises NotAllowed, NotFound, and Refused if it was
    imported.
    """
    require_importer(member)
    with transaction.atomic():
        made = import_of(import_id, lock=True)
        if made.state not in (Import.State.PREVIEW, Import.State.UNDONE):
            raise Refused({"import": _("This import can only be undone.")})
        made.delete()
