"""The key of an organisation, which never is in the database: from the environment, a file, or a program.

In this order:

- ``REISGENOOT_KEY_<SLUG>`` (upper case, ``-`` as ``_``): 32 bytes in base64;
- ``<REISGENOOT_KEYS, or keys/ in REISGENOOT_VAR>/<slug>.key``: the same in a file that only its owner reads;
- ``REISGENOOT_KEY_COMMAND``: a program that gets the slug as its only argument and prints the key in base64: the
  door to a key service (a script around ``vault kv get``, ``aws kms decrypt`` …). No shell; the answer is kept for
  five minutes.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
import secrets
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from reisgenoot.config.paths import var

from .errors import KeyMissing

LENGTH = 32
"""Bytes of every key here."""
KEPT = 300
"""Seconds for which the answer of a program is kept in the memory of the process."""
WITHIN = 20
"""Seconds that the program gets."""
_SLUG = re.compile(r"[A-Za-z0-9_-]+")
_answers: dict[tuple[str, str], tuple[float, bytes]] = {}


@dataclass(frozen=True, slots=True)
class Keys:
    """What is made from an organisation's key, one for each purpose."""

    wrap: bytes = field(repr=False)
    index: bytes = field(repr=False)
    handle: bytes = field(repr=False)

    @classmethod
    def of(cls, key: bytes) -> Keys:
        """The keys that follow from the organisation's key (HKDF with SHA-256)."""
        return cls(*(_derived(key, purpose) for purpose in ("wrap", "index", "handle")))


def _derived(key: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), LENGTH, salt=None, info=f"reisgenoot vault {purpose}".encode()).derive(key)


def folder() -> Path:
    """Where key files stand."""
    return Path(os.environ.get("REISGENOOT_KEYS") or var() / "keys")


def key_file(slug: str) -> Path:
    """The key file of an organisation, whether it exists or not. Raises KeyMissing for what is no slug."""
    if not _SLUG.fullmatch(slug):
        raise KeyMissing("This is not the short name of an organisation.")
    return folder() / f"{slug}.key"


def variable(slug: str) -> str:
    """The environment variable with the key of an organisation.

    >>> variable("kerk-utrecht")
    'REISGENOOT_KEY_KERK_UTRECHT'
    """
    return "REISGENOOT_KEY_" + slug.upper().replace("-", "_")


def organisation_key(slug: str) -> bytes:
    """The key of an organisation: 32 bytes. Raises KeyMissing."""
    file = key_file(slug)
    if given := os.environ.get(variable(slug)):
        return _decoded(given, variable(slug))
    try:
        return _decoded(file.read_text(encoding="ascii"), file.name)
    except (FileNotFoundError, NotADirectoryError):
        pass
    except (OSError, UnicodeDecodeError):
        raise KeyMissing(f"The key file {file.name} cannot be read.") from None
    if command := os.environ.get("REISGENOOT_KEY_COMMAND"):
        return _from_program(command, slug)
    raise KeyMissing(f"There is no key for {slug}: `reisgenoot vault-key {slug}` makes one.")


def has_key(slug: str) -> bool:
    """Whether there seems to be a key; a program is not asked, but taken to have one."""
    return bool(
        os.environ.get(variable(slug)) or os.environ.get("REISGENOOT_KEY_COMMAND") or key_file(slug).exists()
    )


def _from_program(command: str, slug: str) -> bytes:
    asked = (command, slug)
    at, kept = _answers.get(asked, (0.0, b""))
    if kept and time.monotonic() - at < KEPT:
        return kept
    try:
        done = subprocess.run([command, slug], capture_output=True, text=True, timeout=WITHIN, check=True)
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        # Not what it said: that could be the key.
        raise KeyMissing(f"The program of REISGENOOT_KEY_COMMAND gave no key for {slug}.") from None
    key = _decoded(done.stdout, "what the program of REISGENOOT_KEY_COMMAND printed")
    _answers[asked] = (time.monotonic(), key)
    return key


def _decoded(text: str, where: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != LENGTH:
        raise KeyMissing(f"There should be {LENGTH} bytes in base64 in {where}, and there are not.")
    return key


def write_key(file: Path, key: bytes) -> None:
    """Write a key to a new file that only its owner reads. Raises FileExistsError, and OSError."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(base64.b64encode(key).decode() + "\n")
        out.flush()
        os.fsync(out.fileno())


def new_key() -> bytes:
    """A key that nobody has."""
    return secrets.token_bytes(LENGTH)
