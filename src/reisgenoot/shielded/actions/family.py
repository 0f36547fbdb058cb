"""Who belongs to one household: links between shielded dossiers, from both sides."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound, Refused
from reisgenoot.access.models import AccessLog
from reisgenoot.people.models import HouseholdMember
from reisgenoot.vault import record as log
from reisgenoot.vault.boxes import Vault
from reisgenoot.vault.change import Change

from ..content import Content, Kin, decode
from .editing import Editing, editing, save

OPPOSITE = {"child": "head", "partner": "partner", "head": "child", "other": "other"}
"""What the one is to the other, seen from the other side: a first guess, which each dossier can say otherwise."""


def link(vault: Vault, key: UUID, revision: int | None, other: UUID, role: str) -> None:
    """Say that ``other`` belongs to the household; ``role``: their place in it. Raises NotFound, Stale, Refused."""
    if role not in HouseholdMember.Role.values:
        raise Refused({"role": _("There is no such choice.")})
    if other == key:
        raise Refused({"": _("This is the same person.")})
    with editing(vault, key, revision, "family") as it:
        _put(it.content, Kin(other, role))
        theirs = _theirs(it, other)
        if all(kin.box != key for kin in theirs.kin):
            _put(theirs, Kin(key, OPPOSITE[role]))
            _save_theirs(it, other, theirs)


def unlink(vault: Vault, key: UUID, revision: int | None, other: UUID) -> None:
    """They do not belong to one household. Raises NotFound, Stale."""
    with editing(vault, key, revision, "family") as it:
        if all(kin.box != other for kin in it.content.kin):
            raise NotFound(_("There is no such dossier, or you have no access to it."))
        it.content.kin = [kin for kin in it.content.kin if kin.box != other]
        forget(it.change, other, key)


def forget(change: Change, whose: UUID, key: UUID) -> None:
    """Take the link to ``key`` out of another dossier, if that is still there."""
    if whose not in change.vault.filled:
        return
    it = Editing(change, change.box(whose))
    it.content.kin = [kin for kin in it.content.kin if kin.box != key]
    _save_theirs(it, whose, it.content)


def _put(content: Content, kin: Kin) -> None:
    content.kin = [*(one for one in content.kin if one.box != kin.box), kin]


def _theirs(it: Editing, other: UUID) -> Content:
    return decode(it.change.box(other).content, Content)


def _save_theirs(it: Editing, other: UUID, content: Content) -> None:
    content.changed("family", it.member.pk, it.now)
    box = it.change.box(other)
    save(it.change, box, content)
    log.note(it.change.vault, box, AccessLog.Act.WRITE, "family")
