"""The log of shielded dossiers: in the one chained log, so sealed that only the organisation reads it, until it erases.

An entry about one dossier is ciphertext under its data key, of always the same length. An entry about a list holds
:data:`SLOTS` places: for each dossier shown a mark that its data key makes from the entry's own number, and random
ones in the rest, so that it does not tell how many there were. No two entries have
anything in common, and with the data key everything that could be read of a dossier is gone.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from random import SystemRandom

from django.db import connections

from reisgenoot.access.models import AccessLog

from . import crypto
from .boxes import Box, Vault

SLOTS = 20
"""Dossiers on one page of a list at most."""
SIZE = 96
"""Bytes of an entry about one dossier, before encryption."""
NUMBER = 16
AT_ONCE = 5000
"""Entries that are looked through for one page of who looked."""
ONE, LIST = b"\x01", b"\x02"


@dataclass(frozen=True, slots=True)
class Noted:
    """Who did what with a dossier. ``id``: of the entry."""

    id: int
    at: datetime
    member_id: int
    act: str
    part: str


def note(vault: Vault, box: Box, act: str, part: str) -> None:
    """Record one act on one dossier; ``act`` is a value of ``AccessLog.Act``."""
    body = json.dumps([act, part]).encode()
    _insert(vault, ONE + crypto.seal(box.key, body, vault.at(None, "log"), SIZE))


def appeared(vault: Vault, boxes: Iterable[Box]) -> None:
    """Record that these dossiers, at most :data:`SLOTS`, appeared in a list; also that none did."""
    number = os.urandom(NUMBER)
    marks = [crypto.mac(box.key, number) for box in boxes]
    if len(marks) > SLOTS:
        raise ValueError("more dossiers than a page of a list has")
    marks += [os.urandom(crypto.TOKEN) for _more in range(SLOTS - len(marks))]
    SystemRandom().shuffle(marks)
    _insert(vault, LIST + number + b"".join(marks))


def _insert(vault: Vault, sealed: bytes) -> None:
    with connections[vault.using].cursor() as cursor:
        cursor.execute(
            "INSERT INTO access_accesslog (member_id, organisation_id, act, part, sealed) VALUES (%s, %s, %s, '', %s)",
            [vault.member.pk, vault.organisation, AccessLog.SEALED, sealed],
        )


def noted(vault: Vault, box: Box, *, before: int | None = None) -> tuple[list[Noted], int | None]:
    """What the log holds about a dossier, newest first, among the next :data:`AT_ONCE` entries of the organisation.

    Returns also before which entry to look on, or None if that was all.
    """
    with connections[vault.using].cursor() as cursor:
        cursor.execute(
            "SELECT id, at, member_id, sealed FROM access_accesslog WHERE organisation_id = %s AND sealed IS NOT NULL"
            " AND (%s::bigint IS NULL OR id < %s::bigint) ORDER BY id DESC LIMIT %s",
            [vault.organisation, before, before, AT_ONCE],
        )
        rows = cursor.fetchall()
    found = []
    for key, at, member_id, sealed in rows:
        if about := _about(vault, box, bytes(sealed)):
            found.append(Noted(key, at, member_id, *about))
    return found, rows[-1][0] if len(rows) == AT_ONCE else None


def _about(vault: Vault, box: Box, sealed: bytes) -> tuple[str, str] | None:
    """Act and part, if the entry is about this dossier."""
    if sealed[:1] == LIST:
        number, marks = sealed[1 : 1 + NUMBER], sealed[1 + NUMBER :]
        mine = crypto.mac(box.key, number)
        there = any(marks[at : at + crypto.TOKEN] == mine for at in range(0, len(marks), crypto.TOKEN))
        return (AccessLog.Act.APPEARED, "list") if there else None
    try:
        act, part = json.loads(crypto.open_sealed(box.key, sealed[1:], vault.at(None, "log")))
    except crypto.CannotOpen:
        return None
    return act, part
