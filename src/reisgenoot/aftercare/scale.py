"""The scale of what somebody can do alone (``scale.yaml``), checked, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

SOURCE = Path(__file__).with_name("scale.yaml")
LEVELS = range(1, 6)
Text = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Area:
    """One area of life: its name, the category of data that it is, and a sentence for each level; by language."""

    id: str
    category: str
    text: Text
    sentences: Mapping[int, Text]


@dataclass(frozen=True, slots=True)
class Scale:
    """All of it; ``levels``: a few words for each level, the same for every area."""

    levels: Mapping[int, Text]
    areas: Mapping[str, Area]


@cache
def scale() -> Scale:
    """The scale, read once. Raises ValueError if an area lacks a level."""
    raw = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))
    areas = {key: Area(key, **about) for key, about in raw["areas"].items()}
    if any(set(it) != set(LEVELS) for it in (raw["levels"], *(area.sentences for area in areas.values()))):
        raise ValueError("scale.yaml: five levels for each area")
    return Scale(raw["levels"], areas)
