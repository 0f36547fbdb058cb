"""The chain of the log, looked at from outside the database: carrying its newest hash out, and verifying it whole.

``sql/30_log.sql`` seals each entry at commit with the SHA-256 of the seal before it and the entry's text. Whoever
is superuser of the database can write a new, consistent chain; not one that has the hashes that left it before.
These *anchors* stand in a file, one JSON object per line, that belongs on another machine or on storage that can
only be added to (``docs/operate.md``).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from reisgenoot.config.paths import var

SEPARATOR = "\x1f"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
AT_ONCE = 5000
"""Entries fetched together: few round trips, little memory."""
_ENTRIES = """
    SELECT s.position, s.entry_id, s.hash, l.id, l.at, l.member_id, l.organisation_id, l.dossier_id, l.dossiers,
           l.act, l.part, l.basis, l.sealed
    FROM access_logseal s LEFT JOIN access_accesslog l ON l.id = s.entry_id ORDER BY s.position
"""
_UNSEALED = """
    SELECT l.id FROM access_accesslog l
    WHERE NOT EXISTS (SELECT FROM access_logseal s WHERE s.entry_id = l.id) ORDER BY l.id LIMIT 100
"""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A hash that left the database: the seal at ``position`` was ``hash`` (hexadecimal) at ``at``."""

    position: int
    hash: str
    at: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a place in the chain: ``code``, and the entry's id if it is known.

    Codes: ``changed`` (the entry, or its place, is not what was sealed), ``removed`` (a seal without entry, or a
    gap), ``inserted`` (an entry without seal), ``rewritten`` (the chain was made anew after an anchor left),
    ``cut_off`` (the chain ends before an anchor).
    """

    code: str
    position: int | None = None
    entry: int | None = None


@dataclass(slots=True)
class Verdict:
    """What verifying found: how many entries, how many anchors they were held against, and all faults."""

    entries: int = 0
    anchors: int = 0
    faults: list[Fault] = field(default_factory=list)


def anchor_file() -> Path:
    """Where anchors go: ``REISGENOOT_ANCHORS``, or a file under ``var/``."""
    return Path(os.environ.get("REISGENOOT_ANCHORS") or var() / "log-anchors.jsonl")


def read_anchors(path: Path) -> list[Anchor]:
    """The anchors in a file, oldest first; none if there is no file. ValueError for a line that is none."""
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    try:
        return [Anchor(**json.loads(line)) for line in lines if line.strip()]
    except (TypeError, json.JSONDecodeError) as error:
        raise ValueError(f"{path} holds a line that is no anchor: {error}") from None


def add_anchor(path: Path, head: tuple[int, bytes] | None) -> Anchor | None:
    """Write the newest seal (position, hash) to the end of the file, unless it stands there already."""
    if head is None:
        return None
    known = read_anchors(path)
    if known and known[-1].position >= head[0]:
        return None
    anchor = Anchor(head[0], bytes(head[1]).hex(), datetime.now(UTC).isoformat(timespec="seconds"))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as out:
        out.write(json.dumps({"position": anchor.position, "hash": anchor.hash, "at": anchor.at}) + "\n")
        out.flush()
        os.fsync(out.fileno())
    return anchor


def verify(connection: psycopg.Connection[Any], anchors: Iterable[Anchor]) -> Verdict:
    """Hold the whole chain against the entries and the anchors.

    ``connection`` may read both tables, and is in autocommit: all is read as it stood at one moment.
    """
    verdict = Verdict()
    wanted = {anchor.position: anchor for anchor in anchors}
    verdict.anchors = len(wanted)
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        before, expected = b"", 1
        with connection.cursor(name="chain", binary=True) as cursor:
            cursor.itersize = AT_ONCE
            for position, entry, sealed, *columns in cursor.execute(_ENTRIES):
                verdict.faults += _judge(position, expected, entry, sealed, before, columns, wanted)
                before, expected = sealed, position + 1
                verdict.entries += 1
        last = expected - 1
        verdict.faults += [Fault("cut_off", position) for position in sorted(wanted) if position > last]
        for (entry,) in connection.execute(_UNSEALED):
            verdict.faults.append(Fault("inserted", entry=entry))
    return verdict


def _judge(
    position: int,
    expected: int,
    entry: int,
    sealed: bytes,
    before: bytes,
    columns: list[Any],
    anchors: Mapping[int, Anchor],
) -> Iterator[Fault]:
    if position != expected:
        yield Fault("removed", expected)
    if columns[0] is None:
        yield Fault("removed", position, entry)
    elif hashlib.sha256(before + text_of(columns)).digest() != sealed and position == expected:
        yield Fault("changed", position, entry)
    if position in anchors and anchors[position].hash != sealed.hex():
        yield Fault("rewritten", position, entry)


def text_of(columns: list[Any]) -> bytes:
    """What of an entry is sealed: the same as ``access_log_text`` in the database."""
    key, at, member, organisation, dossier, dossiers, act, part, basis, shielded = columns
    since = at - EPOCH
    microseconds = (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
    parts = (
        key,
        microseconds,
        member,
        organisation,
        "" if dossier is None else dossier,
        "" if dossiers is None else ",".join(map(str, dossiers)),
        act,
        part,
        basis,
        *([] if shielded is None else [bytes(shielded).hex()]),
    )
    return SEPARATOR.join(map(str, parts)).encode()
