"""What a plan (PIP) consists of (``parts.yaml``), checked, as values; and what of it is missing by law."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from reisgenoot.core.trajectory import Ground
from reisgenoot.dossiers.asked import Questions, Text, questions
from reisgenoot.web.templatetags.web import text

from .models import CATEGORY_OF

SOURCE = Path(__file__).with_name("parts.yaml")


@dataclass(frozen=True, slots=True)
class Must:
    """What the law asks: ``fields`` answered; of whom: as in ``parts.yaml``."""

    ground: Ground
    fields: tuple[str, ...]
    routes: Collection[str] = ()
    asylum: bool = False
    scaled: bool = False
    when: tuple[tuple[str, str], ...] = ()

    def holds(self, about: About, answers: Mapping[str, Any]) -> bool:
        """Whether it is asked of this plan. A route that is not chosen yet could be any."""
        return (
            (not self.routes or not about.route or about.route in self.routes)
            and (about.asylum or not self.asylum)
            and (about.scaled or not self.scaled)
            and all(answers.get(key) == value for key, value in self.when)
        )


@dataclass(frozen=True, slots=True)
class About:
    """What decides which parts a plan must have. ``asylum``: article 13(1); ``scaled``: the exam goes down to A2."""

    route: str
    asylum: bool
    scaled: bool = False


@dataclass(frozen=True, slots=True)
class Part(Questions):
    """One part of the plan. ``see``: what else bears on it."""

    id: str
    category: str
    text: Text
    help: Text | None
    must: tuple[Must, ...]
    see: tuple[Ground, ...]

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """Those on which it must be there, each once."""
        return tuple({it.ground.id: it.ground for it in self.must}.values())

    def named(self, key: str) -> Text:
        """What is asked in a field, or in the lines."""
        if self.lines and self.lines.id == key:
            return self.lines.text
        return next(it.text for it in self.fields if it.id == key)


@dataclass(frozen=True, slots=True)
class Lacking:
    """Something that the law asks and the plan has not."""

    part: Part
    ground: Ground
    fields: tuple[str, ...]

    def in_words(self) -> str:
        """In the language of the page, with its article."""
        asked = ", ".join(text(self.part.named(key)) for key in self.fields)
        return f"{text(self.part.text)}: {asked} ({text(self.ground.cited)})"


@cache
def grounds() -> Mapping[str, Ground]:
    """All grounds by their id."""
    return {key: Ground(key, kind="statute", **about) for key, about in _raw()["grounds"].items()}


@cache
def parts() -> Mapping[str, Part]:
    """All parts in order, read once. Raises ValueError for what cannot be."""
    found = {key: _part(key, about) for key, about in _raw()["parts"].items()}
    if set(found) != set(CATEGORY_OF):
        raise ValueError(f"parts.yaml: {', '.join(sorted(set(found) ^ set(CATEGORY_OF)))}")
    return found


@cache
def _raw() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    return found


def _part(key: str, about: Mapping[str, Any]) -> Part:
    asked = questions(about)
    return Part(
        fields=asked.fields,
        lines=asked.lines,
        id=key,
        category=CATEGORY_OF[key],
        text=about["text"],
        help=about.get("help"),
        must=tuple(_must(it) for it in about.get("must", ())),
        see=tuple(grounds()[it] for it in about.get("see", ())),
    )


def _must(about: Mapping[str, Any]) -> Must:
    return Must(
        ground=grounds()[about["ground"]],
        fields=tuple(about["fields"]),
        routes=tuple(about.get("routes", ())),
        asylum=about.get("asylum", False),
        scaled=about.get("scaled", False),
        when=tuple(about.get("when", {}).items()),
    )


def lacking(written: Mapping[str, Mapping[str, Any]], about: About) -> list[Lacking]:
    """What the law asks of this plan and is not in it, in the order of the parts. ``written``: answers by part."""
    found = []
    for part in parts().values():
        answers = written.get(part.id, {})
        for must in part.must:
            if must.holds(about, answers):
                missing = tuple(key for key in must.fields if key not in answers)
                if missing:
                    found.append(Lacking(part, must.ground, missing))
    return found


def part_for(part: Part, about: About) -> bool:
    """Whether it belongs in this plan at all: scaling down only when it is done, the MAP not on the education route."""
    if part.id == "level":
        return about.scaled
    if part.id == "map":
        return about.route != "education"
    return about.asylum or part.id != "relief"
