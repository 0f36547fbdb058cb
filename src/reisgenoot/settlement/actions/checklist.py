"""Items of the checklist: who does it, a note and the proof; and that one does not apply.

Ticking off is done as everywhere: `dossiers.actions.complete_task`.
"""

from __future__ import annotations

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.changed import CHANGED
from reisgenoot.access.errors import NotFound, Refused
from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_professional
from reisgenoot.core.trajectory.model import Task
from reisgenoot.dossiers import planning
from reisgenoot.dossiers.actions import record_fact, retract_fact
from reisgenoot.dossiers.actions.common import dossier_of, wrote
from reisgenoot.dossiers.models import Document, Dossier, Fact

from ..models import ChecklistItem

PERSON = "person"
"""The owner of an item that the person does."""


def write_item(
    member: Member,
    dossier_id: int,
    key: str,
    *,
    owner: str = "",
    note: str = "",
    proof: int | None = None,
    seen: int | None = None,
) -> ChecklistItem:
    """Write with the item ``key`` who does it (``PERSON``, a member's id, or nobody in particular), a note, the proof.

    ``seen``: the ``changes`` that the member saw. Raises NotAllowed, NotFound, Refused with the fields, and Overtaken.
    """
    require_professional(member)
    with transaction.atomic():
        target = dossier_of(dossier_id)
        _item_of(target, key)
        found = ChecklistItem.objects.select_related("changed_by").filter(dossier=target, key=key).first()
        if found and seen not in (None, found.changes):
            raise found.overtaken("note", found.note)
        it = found or ChecklistItem(dossier=target, key=key)
        it.by_person = owner == PERSON
        it.member_id = _owner(target, owner)
        it.note = note.strip()
        it.proof_id = _proof(target, proof)
        it.change(member)
        if found:
            it.save(update_fields=["by_person", "member", "note", "proof", *CHANGED])
        else:
            it.save(force_insert=True)
        wrote(member, target, "checklist")
    return it


def set_aside(member: Member, dossier_id: int, key: str, *, why: str) -> Fact:
    """Record that the item ``key`` does not apply to the person, and why; it leaves the plan.

    Raises NotAllowed, NotFound, and Refused without a reason or if it was done.
    """
    require_professional(member)
    if not why.strip():
        raise Refused({"why": _("Say why it does not apply.")})
    with transaction.atomic():
        target = dossier_of(dossier_id)
        task = _item_of(target, key)
        if not target.tasks.filter(key=key).exists():
            raise Refused({"why": _("This is not open any more.")})
        made = record_fact(member, target, task.set_aside_by, timezone.localdate(), note=why.strip())
        if made is None:
            raise Refused({"why": _("This is not open any more.")})
    return made


def take_back(member: Member, dossier_id: int, key: str) -> Fact:
    """The item ``key`` applies after all. Raises NotAllowed and NotFound."""
    require_professional(member)
    with transaction.atomic():
        target = dossier_of(dossier_id)
        newest = target.facts.filter(
            key=_item_of(target, key).set_aside_by, superseded_by__isnull=True
        ).last()
        if newest is None or newest.value is None:
            raise NotFound(_("Nobody recorded that this does not apply."))
        return retract_fact(member, newest)


def _item_of(target: Dossier, key: str) -> Task:
    """The item of the checklist that the person's route has under this key. Raises NotFound."""
    today = timezone.localdate()
    known = planning.gather([target.pk], today)[target.pk]
    definition = planning.definition_of(known.definition, known.facts, today)
    task = definition.tasks.get(key)
    if task is None or not task.checklist:
        raise NotFound(_("There is no such item on the checklist."))
    return task


def _owner(target: Dossier, owner: str) -> int | None:
    """The member that ``owner`` names, who must see the dossier. Raises Refused."""
    if owner in ("", PERSON):
        return None
    wanted = int(owner) if owner.isascii() and owner.isdecimal() and len(owner) < 19 else 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM dossiers_may_attend(%s, %s::bigint[])", [target.pk, [wanted]])
        if cursor.fetchone() is None:
            raise Refused({"owner": _("This member does not see the dossier.")})
    return wanted


def _proof(target: Dossier, proof: int | None) -> int | None:
    if proof is None:
        return None
    if not Document.objects.filter(pk=proof, dossier=target).exists():
        raise Refused({"proof": _("This document is not in the dossier.")})
    return proof
