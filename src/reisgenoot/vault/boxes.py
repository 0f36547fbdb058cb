"""Opening an organisation's vault, and reading in it. Everything is decrypted in memory, for this request alone."""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import msgspec
from django.db import connections
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound
from reisgenoot.access.models import Member, Organisation
from reisgenoot.access.roles import is_professional

from . import crypto
from .errors import KeyWrong, Tampered
from .keys import Keys, organisation_key

CARD = 4096
"""Bytes of a card, before encryption."""
LEAST_CONTENT = 16_384
LEAST_SHELF = 16_384
MOST_CONTENT = 524_288
"""Bytes that the contents of all boxes of an organisation can grow to each."""
TOKENS = 128
BLANKS = 64
"""Blank boxes that are added together: when a vault begins, and when few are left."""


class Kept(msgspec.Struct):
    """What a shelf holds: the filled boxes, how large the contents of all boxes are, and the callers' bodies.

    ``body`` belongs to the boxes; ``beside`` to what the organisation notes beside things that it shares.
    """

    filled: list[bytes] = []
    content_size: int = LEAST_CONTENT
    body: bytes = b"{}"
    beside: bytes = b"{}"


class Card(msgspec.Struct, array_like=True):
    """What a card holds: the words by which the box is found, and ``body``, which is the caller's."""

    words: list[str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Box:
    """One filled box, open. ``content`` is None where only the card was read."""

    id: UUID
    key: bytes = field(repr=False)
    words: tuple[str, ...] = field(repr=False)
    card: bytes = field(repr=False)
    content: bytes | None = field(repr=False, default=None)


class Vault:
    """The boxes of a member's organisation, open for the rest of the transaction."""

    def __init__(self, member: Member, keys: Keys, using: str = "default") -> None:
        self.member = member
        self.organisation: int = member.organisation_id
        self.keys = keys
        self.using = using
        self.shelf_key = b""
        self.kept = Kept()

    def read_shelf(self, *, lock: bool = False) -> bool:
        """Read the shelf; False if there is none yet. Raises KeyWrong, Tampered."""
        how = " FOR UPDATE" if lock else ""
        rows = self.rows(
            f"SELECT wrapped_key, content FROM vault_shelf WHERE organisation_id = %s{how}",
            [self.organisation],
        )
        if not rows:
            return False
        (wrapped, content) = rows[0]
        try:
            self.shelf_key = crypto.unwrap(self.keys.wrap, wrapped, self.at(None, "key"))
        except crypto.CannotOpen:
            raise KeyWrong(
                "The key of this organisation is not the one with which its vault was locked."
            ) from None
        try:
            body = crypto.open_sealed(self.shelf_key, content, self.at(None, "content"))
        except crypto.CannotOpen:
            raise Tampered("What an organisation keeps as a whole is not what was stored.") from None
        self.kept = msgspec.msgpack.decode(body, type=Kept)
        return True

    def at(self, box: UUID | None, part: str) -> bytes:
        """What the ciphertext of that part is bound to."""
        return crypto.place(self.organisation, box, part)

    def rows(self, statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
        """Run a query."""
        with connections[self.using].cursor() as cursor:
            cursor.execute(statement, values)
            return [tuple(map(_plain, row)) for row in cursor.fetchall()]

    @property
    def shelf(self) -> Box:
        """The shelf, as the log takes it: for acts on what is kept as a whole."""
        return Box(UUID(int=0), self.shelf_key, (), b"")

    @property
    def filled(self) -> set[UUID]:
        """The boxes that hold something."""
        return {UUID(bytes=key) for key in self.kept.filled}

    def handle(self, box: UUID) -> str:
        """What stands for a box in an address: 22 characters, which only the organisation's key brings back to it."""
        return base64.urlsafe_b64encode(crypto.shown(self.keys.handle, box)).decode().rstrip("=")

    def meant(self, handle: str) -> UUID:
        """The box of a handle. What is no handle means a box that does not exist, so that it takes the same way."""
        try:
            found = base64.b64decode(handle + "==", altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            found = b""
        return crypto.meant(self.keys.handle, found if len(found) == 16 else os.urandom(16))

    def box(self, key: UUID) -> Box:
        """One box with its content. Raises NotFound, Tampered."""
        rows = self.rows(
            "SELECT wrapped_key, card, content FROM vault_box WHERE id = %s AND organisation_id = %s",
            [key, self.organisation],
        )
        if not rows or key not in self.filled:
            raise NotFound(_("There is no such dossier, or you have no access to it."))
        return self.opened(key, *rows[0])

    def cards(self) -> list[Box]:
        """All filled boxes, without their contents. One SQL statement, which asks for the blank ones as well."""
        rows = self.rows(
            "SELECT id, wrapped_key, card FROM vault_box WHERE organisation_id = %s", [self.organisation]
        )
        return self._filled_of({UUID(str(row[0])): row[1:] for row in rows}, self.filled)

    def contents(self, wanted: Iterable[UUID]) -> list[Box]:
        """These filled boxes with their contents. One SQL statement."""
        keys = set(wanted)
        rows = self.rows(
            "SELECT id, wrapped_key, card, content FROM vault_box WHERE organisation_id = %s AND id = ANY(%s::uuid[])",
            [self.organisation, sorted(keys)],
        )
        return self._filled_of({UUID(str(row[0])): row[1:] for row in rows}, keys & self.filled)

    def _filled_of(self, rows: Mapping[UUID, Sequence[bytes]], wanted: set[UUID]) -> list[Box]:
        if wanted - set(rows):
            raise Tampered("A dossier is gone from the vault.")
        return [self.opened(key, *rows[key]) for key in wanted]

    def opened(self, key: UUID, wrapped: bytes, card: bytes, content: bytes | None = None) -> Box:
        """A filled row as a box. Raises Tampered: also for the ciphertext of another box."""
        try:
            data_key = crypto.unwrap(self.keys.wrap, wrapped, self.at(key, "key"))
            words = msgspec.msgpack.decode(
                crypto.open_sealed(data_key, card, self.at(key, "card")), type=Card
            )
            body = None
            if content is not None:
                body = crypto.open_sealed(data_key, content, self.at(key, "content"))
        except crypto.CannotOpen:
            raise Tampered("A dossier in the vault is not what was stored there.") from None
        return Box(key, data_key, tuple(words.words), words.body, body)

    def find(self, wanted: Sequence[Sequence[str]]) -> list[Box]:
        """The boxes in which, of each group of ``wanted``, at least one word stands; without contents.

        Two SQL statements. The database gets tokens, for every box of the organisation, and no word.
        """
        ids = [UUID(str(row[0])) for row in self.rows(_IDS, [self.organisation])]
        asked = [
            (key, group, crypto.token(self.keys.index, key, word))
            for key in ids
            for group, words in enumerate(wanted)
            for word in words
        ]
        if not asked:
            return []
        columns = [list(column) for column in zip(*asked, strict=True)]
        rows = self.rows(_FIND, [*columns, self.organisation, len(wanted)])
        found = {UUID(str(row[0])): row[1:] for row in rows}
        return self._filled_of(found, set(found) & self.filled)


_IDS = "SELECT id FROM vault_box WHERE organisation_id = %s"
_FIND = """
    SELECT b.id, b.wrapped_key, b.card FROM vault_box b JOIN (
        SELECT w.id FROM unnest(%s::uuid[], %s::integer[], %s::bytea[]) AS w (id, part, token)
        JOIN vault_box t ON t.id = w.id WHERE position(w.token IN t.tokens) > 0 AND t.organisation_id = %s
        GROUP BY w.id HAVING count(DISTINCT w.part) = %s
    ) found ON found.id = b.id
"""


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def may_keep(member: Member) -> bool:
    """Whether the member is a professional of an organisation of a kind that may keep boxes."""
    return is_professional(member) and member.organisation.kind in Organisation.HELPING


def open_vault(member: Member, using: str = "default") -> Vault:
    """The vault of the member's organisation; one that has none yet gets an empty one.

    Raises NotFound for whoever may not know of it, KeyMissing, KeyWrong, Tampered.
    """
    if not may_keep(member):
        raise NotFound
    vault = Vault(member, Keys.of(organisation_key(member.organisation.slug)), using)
    if not vault.read_shelf():
        begin(vault)
    return vault


def begin(vault: Vault) -> None:
    """The first blank boxes and an empty shelf, unless somebody else was just ahead."""
    kind, data_key = vault.member.organisation.kind, os.urandom(32)
    wrapped = crypto.wrap(vault.keys.wrap, data_key, vault.at(None, "key"))
    content = sealed_shelf(vault, data_key, Kept())
    with connections[vault.using].cursor() as cursor:
        cursor.execute(
            "INSERT INTO vault_shelf (organisation_id, organisation_kind, wrapped_key, content)"
            " VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
            [vault.organisation, kind, wrapped, content],
        )
        made = cursor.rowcount
    if made:
        add_blanks(vault, LEAST_CONTENT)
    vault.read_shelf()


def sealed_shelf(vault: Vault, data_key: bytes, kept: Kept) -> bytes:
    """A shelf as ciphertext."""
    body = msgspec.msgpack.encode(kept)
    return crypto.seal(data_key, body, vault.at(None, "content"), crypto.size_for(body, LEAST_SHELF))


def blank(content_size: int) -> tuple[bytes, bytes, bytes, bytes]:
    """Wrapped key, card, content and tokens of a box that holds nothing: random bytes, as many as if it did."""
    sizes = (
        crypto.WRAPPED,
        CARD + crypto.OVERHEAD,
        content_size + crypto.OVERHEAD,
        TOKENS * crypto.TOKEN,
    )
    wrapped, card, content, tokens = map(os.urandom, sizes)
    return wrapped, card, content, tokens


def add_blanks(vault: Vault, content_size: int) -> None:
    """Add a batch of blank boxes."""
    made = [(uuid4(), *blank(content_size)) for _number in range(BLANKS)]
    with connections[vault.using].cursor() as cursor:
        cursor.execute(
            "INSERT INTO vault_box (id, organisation_id, organisation_kind, wrapped_key, card, content, tokens)"
            " SELECT n.id, %s, %s, n.wrapped_key, n.card, n.content, n.tokens"
            " FROM unnest(%s::uuid[], %s::bytea[], %s::bytea[], %s::bytea[], %s::bytea[])"
            " AS n (id, wrapped_key, card, content, tokens)",
            [
                vault.organisation,
                vault.member.organisation.kind,
                *(list(column) for column in zip(*made, strict=True)),
            ],
        )
