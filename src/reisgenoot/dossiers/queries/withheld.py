"""What the member's organisation keeps to itself about a dossier. One SQL statement; none for whom it is not."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from reisgenoot.access.models import Member
from reisgenoot.core.trajectory import Definition
from reisgenoot.core.trajectory.model import Signal
from reisgenoot.vault.boxes import Vault, may_keep
from reisgenoot.vault.errors import VaultShut
from reisgenoot.vault.keys import Keys, has_key, organisation_key

from ..withheld import PARTNER, PartnerNoted, decode

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Withheld:
    """What the organisation alone sees. ``shut``: there is a vault, and it can't be opened now."""

    noted: PartnerNoted | None = None
    warning: Signal | None = None
    shut: bool = False


def withheld(member: Member, dossier_id: int, definition: Definition) -> Withheld | None:
    """What is noted within the organisation, and the warning that follows from it; made anew, and stored nowhere.

    None for whoever can't have such a part: volunteers, and organisations that keep no vault or have no key.
    """
    if not (may_keep(member) and has_key(member.organisation.slug)):
        return None
    try:
        vault = Vault(member, Keys.of(organisation_key(member.organisation.slug)))
        vault.read_shelf()  # none yet is an empty one: looking makes none
    except VaultShut as shut:
        logger.error("%s: %s", type(shut).__name__, shut)
        return Withheld(shut=True)
    noted = decode(vault.kept.beside).get(dossier_id)
    told = next((signal for signal in definition.signals if signal.id == PARTNER), None)
    return Withheld(noted, told if noted else None)
