"""Noting something within the organisation, beside a dossier that it shares.

The shared dossier and its log stay as they are: that something was noted would tell others what. The organisation's own
sealed log holds who did it.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from reisgenoot.access.errors import Refused
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.vault import record
from reisgenoot.vault.boxes import open_vault
from reisgenoot.vault.change import changing

from ..models import Dossier
from ..values import Impossible, checked_day
from ..withheld import PartnerNoted, decode, encode
from .common import dossier_of


def note_partner(member: Member, dossier: Dossier | int, since: date) -> None:
    """Note that from ``since`` a partner without status lives at the address; replaces what was noted.

    Raises NotFound for who has no vault or does not see the dossier, Refused, and VaultShut.
    """
    today = timezone.localdate()
    try:
        day = checked_day(since, today)
    except Impossible as error:
        raise Refused({"since": str(error)}) from None
    _put(member, dossier, PartnerNoted(since=day, by=member.pk, on=today))


def forget_partner(member: Member, dossier: Dossier | int) -> None:
    """Note that it is no longer so: nothing of it stays. Raises NotFound, VaultShut."""
    _put(member, dossier, None)


def _put(member: Member, dossier: Dossier | int, noted: PartnerNoted | None) -> None:
    with transaction.atomic():
        vault = open_vault(member)
        target = dossier_of(dossier)
        with changing(vault):
            kept = decode(vault.kept.beside)
            kept.pop(target.pk, None)
            # What the organisation no longer sees, it keeps no note of.
            seen = set(Dossier.objects.filter(pk__in=kept).values_list("pk", flat=True))
            kept = {key: it for key, it in kept.items() if key in seen}
            if noted:
                kept[target.pk] = noted
            vault.kept.beside = encode(kept)
        record.note(vault, vault.shelf, AccessLog.Act.WRITE, f"partner {target.pk}")
