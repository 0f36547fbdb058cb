"""Changing what is in a vault: one change at a time, written so that it does not show which boxes it met."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from random import SystemRandom
from uuid import UUID

import msgspec
from django.db import connections, transaction

from . import crypto
from .boxes import BLANKS, CARD, MOST_CONTENT, TOKENS, Box, Card, Vault, add_blanks, blank, sealed_shelf

BUDGET = 6 * 1024 * 1024
"""Bytes that a change may write. Up to some 250 small boxes each change writes all of them; beyond, a random part."""
FEWEST_BLANKS = 16
_random = SystemRandom()


class Change:
    """What will be written at the end of :func:`changing`."""

    def __init__(self, vault: Vault) -> None:
        self.vault = vault
        self.ids = {UUID(str(row[0])) for row in vault.rows(_IDS, [vault.organisation])}
        self.put: dict[UUID, Box] = {}
        self.erased: set[UUID] = set()

    def box(self, key: UUID) -> Box:
        """A box as it stands now, also after what this change did. Raises NotFound, Tampered."""
        return self.put[key] if key in self.put else self.vault.box(key)

    def fill(self, words: Iterable[str], card: bytes, content: bytes) -> UUID:
        """Fill a blank box, and return which."""
        key = _random.choice(sorted(self.ids - self.vault.filled))
        self.put[key] = Box(key, os.urandom(32), tuple(words)[:TOKENS], card, content)
        self.vault.kept.filled.append(key.bytes)
        return key

    def save(self, box: Box, words: Iterable[str], card: bytes, content: bytes) -> None:
        """Put something else into a filled box."""
        self.put[box.id] = Box(box.id, box.key, tuple(words)[:TOKENS], card, content)

    def erase(self, key: UUID) -> None:
        """Make a box blank: its data key and all that was in it are gone."""
        self.put.pop(key, None)
        self.erased.add(key)
        self.vault.kept.filled.remove(key.bytes)

    def write(self) -> None:
        """Write what changed and the shelf, and beside them all other boxes, or as many as are cheap.

        Raises TooLong if a box holds more than it may.
        """
        kept = self.vault.kept
        before = kept.content_size
        for box in self.put.values():
            assert box.content is not None  # only whole boxes are put
            kept.content_size = max(kept.content_size, crypto.size_for(box.content, before))
        if kept.content_size > MOST_CONTENT:
            raise crypto.TooLong
        if len(self.ids) - len(kept.filled) < FEWEST_BLANKS:
            add_blanks(self.vault, kept.content_size)
        rows = [self._row(box) for box in self.put.values()]
        rows += [(key, *blank(kept.content_size)) for key in self.erased]
        others = self.ids - set(self.put) - self.erased
        if kept.content_size == before:
            each = CARD + kept.content_size + TOKENS * crypto.TOKEN
            many = max(BLANKS, BUDGET // each) - len(rows)
            others = set(_random.sample(sorted(others), min(max(many, 0), len(others))))
        filled = self.vault.filled & others
        rows += [self._row(box) for box in self.vault.contents(filled)]
        rows += [(key, *blank(kept.content_size)) for key in others - filled]
        _random.shuffle(rows)
        with connections[self.vault.using].cursor() as cursor:
            cursor.execute(
                _UPDATE, [*(list(column) for column in zip(*rows, strict=True)), self.vault.organisation]
            )
        self._write_shelf()

    def _row(self, box: Box) -> tuple[UUID, bytes, bytes, bytes, bytes]:
        vault, size = self.vault, self.vault.kept.content_size
        assert box.content is not None
        card = msgspec.msgpack.encode(Card(list(box.words), box.card))
        return (
            box.id,
            crypto.wrap(vault.keys.wrap, box.key, vault.at(box.id, "key")),
            crypto.seal(box.key, card, vault.at(box.id, "card"), CARD),
            crypto.seal(box.key, box.content, vault.at(box.id, "content"), size),
            crypto.tokens(vault.keys.index, box.id, box.words, TOKENS),
        )

    def _write_shelf(self) -> None:
        vault = self.vault
        wrapped = crypto.wrap(vault.keys.wrap, vault.shelf_key, vault.at(None, "key"))
        content = sealed_shelf(vault, vault.shelf_key, vault.kept)
        with connections[vault.using].cursor() as cursor:
            cursor.execute(
                "UPDATE vault_shelf SET wrapped_key = %s, content = %s WHERE organisation_id = %s",
                [wrapped, content, vault.organisation],
            )


_IDS = "SELECT id FROM vault_box WHERE organisation_id = %s"
_UPDATE = """
    UPDATE vault_box b
    SET wrapped_key = n.wrapped_key, card = n.card, content = n.content, tokens = n.tokens
    FROM unnest(%s::uuid[], %s::bytea[], %s::bytea[], %s::bytea[], %s::bytea[])
        AS n (id, wrapped_key, card, content, tokens)
    WHERE b.id = n.id AND b.organisation_id = %s
"""


@contextmanager
def changing(vault: Vault) -> Iterator[Change]:
    """Change something: others of the organisation wait until this is done. All is written at the end, or nothing."""
    before = vault.kept
    try:
        with transaction.atomic(using=vault.using):
            vault.read_shelf(lock=True)
            before = deepcopy(vault.kept)
            change = Change(vault)
            yield change
            change.write()
    except BaseException:
        vault.kept = before  # what was rolled back must not be seen by who goes on reading
        raise
