"""Purposes and grounds (``purposes.yaml``) as values, checked; what may be consented to, as rows for the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from . import rules

SOURCE = Path(__file__).with_name("purposes.yaml")
LAW, CONSENT = "law", "consent"
BASE = ("identity", "contact", "route")
"""What every consent opens: of whom the dossier is, how to reach them, and where they are on the route."""


class BadPurpose(ValueError):
    """The purposes say something that cannot be; the text says where."""


@dataclass(frozen=True, slots=True)
class Ground:
    """An article; ``confirmed`` only if it was read, in the text of ``text_of``."""

    id: str
    law: str
    article: str
    url: str
    confirmed: bool
    text_of: date | None
    note: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Purpose:
    """What data is used for, by which kinds of organisation, and what it needs at most. ``ground``: LAW or CONSENT."""

    id: str
    text: Mapping[str, str]
    ground: str
    grounds: tuple[Ground, ...]
    kinds: tuple[str, ...]
    categories: tuple[str, ...]


@cache
def purposes() -> Mapping[str, Purpose]:
    """All purposes by id, in the order of the file, read and checked once. Raises BadPurpose."""
    return parse(yaml.safe_load(SOURCE.read_text(encoding="utf-8")))


def consented() -> Mapping[str, Purpose]:
    """Those that rest on consent."""
    return {key: it for key, it in purposes().items() if it.ground == CONSENT}


def openable(purpose: Purpose, kind: str) -> tuple[str, ...]:
    """What a consent for this purpose may open to an organisation of that kind, in the order of the table of access."""
    wanted = (*BASE, *purpose.categories)
    table = rules.table()
    return tuple(it for it in table.categories if it in wanted and table.may(CONSENT, it, "r", kind))


def parse(raw: Mapping[str, Any]) -> Mapping[str, Purpose]:
    """The purposes in a document. Raises BadPurpose for what is missing, not known, or opened to nobody."""
    known = {key: _ground(key, it) for key, it in raw["grounds"].items()}
    found = {}
    for key, it in raw["purposes"].items():
        for needed, there in ((it["grounds"], known), (it["categories"], rules.table().categories)):
            if missing := [name for name in needed if name not in there]:
                raise BadPurpose(f"{key}: {', '.join(missing)}")
        if set(it["text"]) != {"nl", "en"} or it["ground"] not in (LAW, CONSENT) or not it["grounds"]:
            raise BadPurpose(f"{key}: {it['text']}, {it['ground']}, {it['grounds']}")
        grounds = tuple(known[name] for name in it["grounds"])
        made = Purpose(key, it["text"], it["ground"], grounds, tuple(it["kinds"]), tuple(it["categories"]))
        if made.ground == CONSENT:
            reached = {category for kind in made.kinds for category in openable(made, kind)}
            if unreachable := set(made.categories) - reached:
                raise BadPurpose(
                    f"{key}: consent opens {', '.join(sorted(unreachable))} to none of its kinds"
                )
        found[key] = made
    agreed = [it for it in found.values() if it.ground == CONSENT]
    if any(it.grounds != agreed[0].grounds for it in agreed):
        raise BadPurpose("consent rests on the same grounds, whatever it is for")
    return found


def _ground(key: str, it: Mapping[str, Any]) -> Ground:
    if it["confirmed"] != (it["text_of"] is not None):
        raise BadPurpose(f"{key}: confirmed only with the date of the text that was read")
    return Ground(
        key, it["law"], it["article"], it["url"], it["confirmed"], it["text_of"], it.get("note", {})
    )


def as_sql() -> str:
    """The SQL that makes ``access_consentpurpose`` hold what may be consented to: one row for each purpose and kind."""
    rows = []
    for it in consented().values():
        for kind in it.kinds:
            for name in (it.id, kind):
                if not name.replace("_", "").isalnum():
                    raise BadPurpose(name)
            rows.append(f"('{it.id}', '{kind}', '{{{','.join(openable(it, kind))}}}')")
    values = ",\n".join(rows)
    return (
        "DELETE FROM access_consentpurpose;\n"
        f"INSERT INTO access_consentpurpose (purpose, kind, categories) VALUES\n{values};\n"
    )
