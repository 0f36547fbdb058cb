"""What an organisation notes beside a dossier that it shares: in its own vault, so that nobody else learns of it.

Never facts, tasks or signals: those are stored for all who see the dossier.
"""

from __future__ import annotations

from datetime import date

import msgspec

PARTNER = "partner_without_status"
"""The signal that warns of it."""
FACT = "allowance_partner_without_status"


class PartnerNoted(msgspec.Struct, frozen=True):
    """That a partner without status lives or will live at the address. ``by``: the member who noted it."""

    since: date
    by: int
    on: date


def decode(body: bytes) -> dict[int, PartnerNoted]:
    """What is noted, by dossier."""
    return msgspec.json.decode(body, type=dict[int, PartnerNoted])


def encode(noted: dict[int, PartnerNoted]) -> bytes:
    """The stored form."""
    return msgspec.json.encode(noted)
