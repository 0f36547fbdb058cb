"""Another key for an organisation: data keys and tokens are made anew under it, and what they lock stays as it is."""

from __future__ import annotations

from uuid import UUID

from django.db import connections

from reisgenoot.access.models import Member

from . import crypto
from .boxes import TOKENS, Vault, blank
from .keys import Keys

_ROWS = "SELECT id, wrapped_key, card FROM vault_box WHERE organisation_id = %s FOR UPDATE"
_REWRAP = """
    UPDATE vault_box b SET wrapped_key = n.wrapped_key, tokens = n.tokens
    FROM unnest(%s::uuid[], %s::bytea[], %s::bytea[]) AS n (id, wrapped_key, tokens) WHERE b.id = n.id
"""


def rotate(member: Member, old: bytes, new: bytes, using: str = "default") -> int:
    """Rewrap everything of the member's organisation, in the caller's transaction; returns how many boxes there are.

    Raises KeyWrong if ``old`` is not the key, Tampered.
    """
    vault, keys = Vault(member, Keys.of(old), using), Keys.of(new)
    if not vault.read_shelf(lock=True):
        return 0
    filled, rows = vault.filled, []
    for key, wrapped, card in vault.rows(_ROWS, [vault.organisation]):
        box_id = UUID(str(key))
        if box_id in filled:
            box = vault.opened(box_id, wrapped, card)
            rewrapped = crypto.wrap(keys.wrap, box.key, vault.at(box_id, "key"))
            rows.append((box_id, rewrapped, crypto.tokens(keys.index, box_id, box.words, TOKENS)))
        else:
            random, _card, _content, tokens = blank(0)
            rows.append((box_id, random, tokens))
    with connections[using].cursor() as cursor:
        cursor.execute(_REWRAP, [list(column) for column in zip(*rows, strict=True)])
        cursor.execute(
            "UPDATE vault_shelf SET wrapped_key = %s WHERE organisation_id = %s",
            [crypto.wrap(keys.wrap, vault.shelf_key, vault.at(None, "key")), vault.organisation],
        )
    return len(rows)
