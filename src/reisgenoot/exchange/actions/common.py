"""What the actions of an import share: who may, and finding an import through the wall."""

from __future__ import annotations

from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotAllowed, NotFound
from reisgenoot.access.models import Member

from ..models import Import, ImportRow

IMPORTING = frozenset({Member.Role.COORDINATOR, Member.Role.DIRECTOR})
"""Roles that import for their organisation; the same rule stands as a policy in ``sql``."""


def may_import(member: Member) -> bool:
    """Whether the member's role imports caseloads."""
    return member.role in IMPORTING


def require_importer(member: Member) -> None:
    """Raise NotAllowed unless the member is a coordinator or case director."""
    if not may_import(member):
        raise NotAllowed(_("Only a coordinator or case director can import a caseload."))


def import_of(import_id: int, *, lock: bool = False) -> Import:
    """The import, if the acting member may see it; raises NotFound. ``lock``: until the transaction ends."""
    imports = Import.objects.select_for_update() if lock else Import.objects
    found = imports.filter(pk=import_id).first()
    if found is None:
        raise NotFound(_("There is no such import, or you have no access to it."))
    return found


def row_of(import_id: int, number: int) -> ImportRow:
    """One row, locked, if the acting member may see it; raises NotFound."""
    found = (
        ImportRow.objects.select_for_update(of=("self",))
        .select_related("import_of")
        .filter(import_of_id=import_id, number=number)
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such row, or you have no access to it."))
    return found
