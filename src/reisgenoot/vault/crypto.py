"""AES-256-GCM, with what belongs together bound together: a ciphertext opens only in its own row and column.

Whatever is sealed is compressed and then padded to a fixed size, so that lengths say nothing.
"""

from __future__ import annotations

import hmac
import os
import zlib
from collections.abc import Iterable
from random import SystemRandom
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE, TAG, COUNT = 12, 16, 4
OVERHEAD = NONCE + TAG
WRAPPED = 32 + OVERHEAD
"""Bytes of a wrapped key."""
TOKEN = 16
"""Bytes of one token of the blind index."""


class CannotOpen(Exception):
    """A wrong key, a wrong place, or changed bytes: which of them cannot be told."""


class TooLong(Exception):
    """What should be sealed does not fit into its size."""


def place(organisation: int, box: UUID | None, part: str) -> bytes:
    """What a ciphertext is bound to: the organisation, the box (none: the shelf) and the part."""
    return f"{organisation}|{box or 'shelf'}|{part}".encode()


def wrap(key: bytes, data_key: bytes, where: bytes) -> bytes:
    """A data key under another key."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, data_key, where)


def unwrap(key: bytes, wrapped: bytes, where: bytes) -> bytes:
    """The data key. Raises CannotOpen."""
    return _opened(key, wrapped, where)


def seal(key: bytes, body: bytes, where: bytes, size: int) -> bytes:
    """``body`` as ``size + OVERHEAD`` bytes. Raises TooLong."""
    packed = zlib.compress(body)
    if len(packed) + COUNT > size:
        raise TooLong
    padded = len(packed).to_bytes(COUNT) + packed
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, padded.ljust(size, b"\0"), where)


def open_sealed(key: bytes, sealed: bytes, where: bytes) -> bytes:
    """What :func:`seal` was given. Raises CannotOpen."""
    padded = _opened(key, sealed, where)
    return zlib.decompress(padded[COUNT : COUNT + int.from_bytes(padded[:COUNT])])


def size_for(body: bytes, least: int) -> int:
    """The smallest size that takes ``body``: ``least``, or that doubled as often as needed."""
    size, wanted = least, len(zlib.compress(body)) + COUNT
    while size < wanted:
        size *= 2
    return size


def _opened(key: bytes, sealed: bytes, where: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(bytes(sealed[:NONCE]), bytes(sealed[NONCE:]), where)
    except (InvalidTag, ValueError):
        raise CannotOpen from None


def token(key: bytes, box: UUID, word: str) -> bytes:
    """The token of a word in one box. The same word in another box has another token, so that no two rows share any."""
    return mac(key, box.bytes + word.encode())


def tokens(key: bytes, box: UUID, words: Iterable[str], many: int) -> bytes:
    """``many`` tokens: those of the words (as many as there is room for), and random ones; in no order."""
    made = [token(key, box, word) for word in list(dict.fromkeys(words))[:many]]
    made += [os.urandom(TOKEN) for _more in range(many - len(made))]
    SystemRandom().shuffle(made)
    return b"".join(made)


def mac(key: bytes, text: bytes) -> bytes:
    """HMAC with SHA-256, cut to the length of a token."""
    return hmac.digest(key, text, "sha256")[:TOKEN]


def shown(key: bytes, box: UUID) -> bytes:
    """The handle of a box: its id, permuted by one block of AES."""
    cipher = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    return cipher.update(box.bytes) + cipher.finalize()


def meant(key: bytes, handle: bytes) -> UUID:
    """The box of a handle of 16 bytes; every handle has one, though mostly none that exists."""
    cipher = Cipher(algorithms.AES(key), modes.ECB()).decryptor()
    return UUID(bytes=cipher.update(handle) + cipher.finalize())
