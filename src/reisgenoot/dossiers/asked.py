"""Questions that a part of somebody's file asks, as a YAML file has them; and whether answers can be such.

For apps that keep what was answered as one JSON value for each part: the broad intake, the plan (PIP).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import override

from reisgenoot.access.errors import Text as Told
from reisgenoot.core.trajectory.days import read_day
from reisgenoot.web.templatetags.web import day

TYPES = ("choice", "text", "words", "number", "yes_no", "date")
MOST_LINES = 12
LINE, WORDS = 200, 4000
"""Characters of a text, and of words."""
Text = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Field:
    """One question; ``values``: by code, for a choice; ``most``: of a number."""

    id: str
    type: str
    text: Text
    help: Text | None = None
    values: Mapping[str, Text] | None = None
    most: int = 999

    def can_be(self, value: Any) -> bool:
        """Whether the value is an answer to it; an empty one never is, and is left out."""
        match self.type:
            case "choice":
                return value in (self.values or {})
            case "yes_no":
                return value is True
            case "number":
                return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= self.most
            case "date":
                return isinstance(value, str) and read_day(value) is not None
            case _:
                return isinstance(value, str) and 0 < len(value) <= (LINE if self.type == "text" else WORDS)

    def told(self, value: Any) -> Text:
        """The answer as people read it, by language."""
        if self.type == "choice" and self.values:
            return self.values.get(str(value), {"nl": str(value)})
        if self.type == "yes_no":
            return {"nl": "ja", "en": "yes"}
        if self.type == "date":
            return {lang: _day(str(value), lang) for lang in ("nl", "en")}
        return {"nl": str(value), "en": str(value)}

    def in_line(self, value: Any) -> Text:
        """The answer among others of a line, where the question is not told beside it."""
        return self.text if self.type == "yes_no" else self.told(value)


@dataclass(frozen=True, slots=True)
class Lines:
    """What there can be several of in a part."""

    id: str
    text: Text
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Questions:
    """What one part asks."""

    fields: tuple[Field, ...]
    lines: Lines | None

    def kept(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """The answers as they are stored: trimmed, without what is empty or is no question of this part."""
        found = _answered(self.fields, answers)
        if self.lines:
            rows = [_answered(self.lines.fields, it) for it in answers.get(self.lines.id, ())]
            if rows := [it for it in rows if it]:
                found[self.lines.id] = rows
        return found

    def problems(self, answers: Mapping[str, Any], told: Told) -> dict[str, Told]:
        """What cannot be, with ``told``, by field: ``FIELD``, or ``INDEX.FIELD``; ``answers``: from :meth:`kept`."""
        found = {it.id: told for it in self.fields if it.id in answers and not it.can_be(answers[it.id])}
        rows = answers.get(self.lines.id, []) if self.lines else []
        for index, row in enumerate(rows):
            assert self.lines
            found |= {
                f"{index}.{it.id}": told
                for it in self.lines.fields
                if it.id in row and (index >= MOST_LINES or not it.can_be(row[it.id]))
            }
        return found

    def told(self, answers: Mapping[str, Any]) -> list[tuple[Text, Text]]:
        """Questions with their answers, as people read them, by language; lines come last."""
        found: list[tuple[Text, Text]] = [
            (it.text, it.told(answers[it.id])) for it in self.fields if it.id in answers
        ]
        if self.lines:
            for row in answers.get(self.lines.id, ()):
                said = [it.in_line(row[it.id]) for it in self.lines.fields if it.id in row]
                line = {lang: ", ".join(each.get(lang, each["nl"]) for each in said) for lang in ("nl", "en")}
                found.append((self.lines.text, line))
        return found


def questions(about: Mapping[str, Any]) -> Questions:
    """The questions of a part: ``fields`` and ``lines`` of its YAML. Raises ValueError for what cannot be."""
    lines = about.get("lines")
    return Questions(
        fields=tuple(_fields(about.get("fields", {}))),
        lines=Lines(lines["id"], lines["text"], tuple(_fields(lines["fields"]))) if lines else None,
    )


def _fields(raw: Mapping[str, Any]) -> Iterator[Field]:
    for key, about in raw.items():
        if about["type"] not in TYPES or (about["type"] == "choice") != ("values" in about):
            raise ValueError(key)
        # YAML reads yes and no as true and false; here they are codes like others.
        names = {True: "yes", False: "no"}
        values = about.get("values")
        if values is not None:
            about = {**about, "values": {names.get(it, it): text for it, text in values.items()}}
        yield Field(key, **about)


def _day(value: str, lang: str) -> str:
    with override(lang):
        return day(value)


def _answered(fields: tuple[Field, ...], answers: Mapping[str, Any]) -> dict[str, Any]:
    given = {it.id: answers.get(it.id) for it in fields}
    trimmed = {key: it.strip() if isinstance(it, str) else it for key, it in given.items()}
    return {key: it for key, it in trimmed.items() if it not in (None, "", False)}
