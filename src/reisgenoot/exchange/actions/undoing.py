"""Undoing an import, as long as nothing was built on it."""

from __future__ import annotations

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import Refused
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.dossiers import planning
from reisgenoot.dossiers.actions.common import lock
from reisgenoot.dossiers.models import Fact
from reisgenoot.dossiers.projection import project

from ..models import Import, ImportRow
from .common import import_of, require_importer

State = ImportRow.State


def built_upon(import_id: int, row_id: int | None = None) -> list[int]:
    """The dossiers that changed since the import (or one row of it) brought them, so that it cannot be
    undone.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM exchange_built_upon(%s, %s) ORDER BY 1", [import_id, row_id])
        return [row[0] for row in cursor.fetchall()]


def undo(member: Member, import_id: int) -> Import:
    """Take an import back: dossiers that it opened are removed, facts that it added to others are taken back.

    All or nothing. Raises NotAllowed, NotFound, and Refused if it was not imported or somebody built on it.
    """
    require_importer(member)
    with transaction.atomic():
        made = import_of(import_id, lock=True)
        if made.state not in (Import.State.DONE, Import.State.FAILED):
            raise Refused({"import": _("Only an import that is done can be undone.")})
        _take_back(member, made, None)
        made.state = Import.State.UNDONE
        made.save(update_fields=["state"])
    return made


def undo_row(member: Member, row: ImportRow) -> None:
    """Take back what one row brought, so that it can be decided on anew. Raises Refused if somebody
    built on it.
    """
    _take_back(member, row.import_of, row.pk)
    row.refresh_from_db()


def _take_back(member: Member, made: Import, row_id: int | None) -> None:
    if upon := built_upon(made.pk, row_id):
        raise Refused(
            {
                "import": _("In %(count)d dossiers something was added since; they cannot be removed.")
                % {"count": len(upon)}
            }
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT exchange_remove_opened(%s, %s)", [made.pk, row_id])
    rows = made.rows.all() if row_id is None else made.rows.filter(pk=row_id)
    _take_facts_back(member, list(rows.filter(state=State.UPDATED)))
    rows.filter(state=State.CREATED).update(state=State.NEW, dossier_id=None, fact_ids=[], note_id=None)
    rows.filter(state=State.UPDATED).update(state=State.CHANGED, fact_ids=[], note_id=None)


def _take_facts_back(member: Member, rows: list[ImportRow]) -> None:
    lock({row.dossier_id for row in rows if row.dossier_id is not None})
    ids = [fact_id for row in rows for fact_id in row.fact_ids]
    facts = list(Fact.objects.filter(pk__in=ids).select_related("supersedes"))
    if not facts:
        return
    taken_back = Fact.objects.bulk_create(
        [
            Fact(
                dossier_id=fact.dossier_id,
                key=fact.key,
                category=fact.category,
                value=fact.supersedes.value if fact.supersedes else None,
                happened_on=fact.supersedes.happened_on if fact.supersedes else None,
                recorded_by=member,
                organisation_id=member.organisation_id,
                source=Fact.Source.IMPORT,
                note=_("import undone"),
                supersedes=fact,
            )
            for fact in facts
        ]
    )
    project(taken_back)
    touched = sorted({fact.dossier_id for fact in taken_back})
    log(member, touched, AccessLog.Act.WRITE, "import undone")
    planning.replan(touched, on=timezone.localdate())
