"""What the broad intake asks (``intake.yaml``), checked, as values; and whether answers can be such."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from reisgenoot.access.errors import Text as Told
from reisgenoot.core.trajectory import Ground

from .models import CATEGORY_OF

SOURCE = Path(__file__).with_name("intake.yaml")
TYPES = ("choice", "text", "words", "number", "yes_no")
MOST_LINES = 12
LINE, WORDS = 200, 4000
"""Characters of a text, and of words."""
NUMBERS = range(1000)
Text = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Field:
    """One question; ``values``: by code, for a choice."""

    id: str
    type: str
    text: Text
    help: Text | None = None
    values: Mapping[str, Text] | None = None

    def can_be(self, value: Any) -> bool:
        """Whether the value is an answer to it; an empty one never is, and is left out."""
        match self.type:
            case "choice":
                return value in (self.values or {})
            case "yes_no":
                return value is True
            case "number":
                return isinstance(value, int) and not isinstance(value, bool) and value in NUMBERS
            case _:
                return isinstance(value, str) and 0 < len(value) <= (LINE if self.type == "text" else WORDS)

    def told(self, value: Any) -> Text:
        """The answer as people read it, by language."""
        if self.type == "choice" and self.values:
            return self.values.get(str(value), {"nl": str(value)})
        if self.type == "yes_no":
            return {"nl": "ja", "en": "yes"}
        return {"nl": str(value), "en": str(value)}


@dataclass(frozen=True, slots=True)
class Lines:
    """What there can be several of in a part."""

    id: str
    text: Text
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the intake. ``must``: the grounds for which it must be finished; ``see``: what else bears on it."""

    id: str
    category: str
    text: Text
    help: Text | None
    must: tuple[Ground, ...]
    see: tuple[Ground, ...]
    fields: tuple[Field, ...]
    lines: Lines | None


@cache
def parts() -> Mapping[str, Part]:
    """All parts in order, read once. Raises ValueError for what cannot be."""
    raw = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    grounds = {key: Ground(key, kind="statute", **about) for key, about in raw["grounds"].items()}
    found = {key: _part(key, about, grounds) for key, about in raw["parts"].items()}
    if set(found) != set(CATEGORY_OF):
        raise ValueError(f"intake.yaml: {', '.join(sorted(set(found) ^ set(CATEGORY_OF)))}")
    return found


def _part(key: str, about: Mapping[str, Any], grounds: Mapping[str, Ground]) -> Part:
    lines = about.get("lines")
    return Part(
        id=key,
        category=CATEGORY_OF[key],
        text=about["text"],
        help=about.get("help"),
        must=tuple(grounds[it] for it in about.get("must", ())),
        see=tuple(grounds[it] for it in about.get("see", ())),
        fields=tuple(_fields(about["fields"])),
        lines=Lines(lines["id"], lines["text"], tuple(_fields(lines["fields"]))) if lines else None,
    )


def _fields(raw: Mapping[str, Any]) -> Iterator[Field]:
    for key, about in raw.items():
        if about["type"] not in TYPES or (about["type"] == "choice") != ("values" in about):
            raise ValueError(f"intake.yaml: {key}")
        # YAML reads yes and no as true and false; here they are codes like others.
        names = {True: "yes", False: "no"}
        values = about.get("values")
        if values is not None:
            about = {**about, "values": {names.get(it, it): text for it, text in values.items()}}
        yield Field(key, **about)


def kept(part: Part, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as they are stored: trimmed, without what is empty or is no question of this part."""
    found = _answered(part.fields, answers)
    if part.lines:
        rows = [_answered(part.lines.fields, it) for it in answers.get(part.lines.id, ())]
        if rows := [it for it in rows if it]:
            found[part.lines.id] = rows
    return found


def _answered(fields: tuple[Field, ...], answers: Mapping[str, Any]) -> dict[str, Any]:
    given = {it.id: answers.get(it.id) for it in fields}
    trimmed = {key: it.strip() if isinstance(it, str) else it for key, it in given.items()}
    return {key: it for key, it in trimmed.items() if it not in (None, "", False)}


def problems(part: Part, answers: Mapping[str, Any], told: Told) -> dict[str, Told]:
    """What cannot be, with ``told``, by field: ``FIELD``, or ``INDEX.FIELD``. ``answers`` as :func:`kept` has them."""
    found = {it.id: told for it in part.fields if it.id in answers and not it.can_be(answers[it.id])}
    rows = answers.get(part.lines.id, []) if part.lines else []
    for index, row in enumerate(rows):
        assert part.lines
        found |= {
            f"{index}.{it.id}": told
            for it in part.lines.fields
            if it.id in row and (index >= MOST_LINES or not it.can_be(row[it.id]))
        }
    return found
