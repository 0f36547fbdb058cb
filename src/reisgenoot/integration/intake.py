"""What the broad intake asks (``intake.yaml``), checked, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from reisgenoot.core.trajectory import Ground
from reisgenoot.dossiers.asked import Questions, Text, questions

from .models import CATEGORY_OF

SOURCE = Path(__file__).with_name("intake.yaml")


@dataclass(frozen=True, slots=True)
class Part(Questions):
    """One part of the intake. ``must``: the grounds for which it must be finished; ``see``: what else bears on it."""

    id: str
    category: str
    text: Text
    help: Text | None
    must: tuple[Ground, ...]
    see: tuple[Ground, ...]


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
    asked = questions(about)
    return Part(
        id=key,
        category=CATEGORY_OF[key],
        text=about["text"],
        help=about.get("help"),
        must=tuple(grounds[it] for it in about.get("must", ())),
        see=tuple(grounds[it] for it in about.get("see", ())),
        fields=asked.fields,
        lines=asked.lines,
    )
