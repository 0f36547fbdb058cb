"""What the act and the decree say about courses and hours: read in the text named, or marked as not confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class Ground:
    """Where something is said. ``confirmed``: the text named was read, and says it; ``note`` by language."""

    where: str
    url: str
    confirmed: bool
    note: Mapping[str, str]


def _read() -> dict[str, Ground]:
    raw = yaml.safe_load(Path(__file__).with_name("law.yaml").read_text(encoding="utf-8"))
    return {name: Ground(**it) for name, it in raw.items()}


GROUNDS = _read()
HOUR = 60
"""Minutes."""


@dataclass(frozen=True, slots=True)
class Norm:
    """How much of a part somebody is to follow. ``threshold``: a number that opens something, and no norm."""

    minutes: int
    ground: Ground
    threshold: bool = False


def norms(route: str, asylum: bool) -> dict[str, Norm]:
    """By part, what counts on a route (`b1`, `education`, `z`, or empty: not chosen yet).

    ``asylum``: an asylum status holder, or family of one.

    >>> {part: norm.minutes // 60 for part, norm in norms("z", asylum=True).items()}
    {'lessons': 800, 'participation': 800, 'map': 64, 'pvt': 12}
    >>> sorted(norms("z", asylum=False)), sorted(norms("education", asylum=True))
    (['lessons', 'map', 'pvt'], ['pvt'])
    """
    found: dict[str, Norm] = {}
    if route == "z":
        found["lessons"] = Norm(800 * HOUR, GROUNDS["lessons_z"])
        if asylum:
            found["participation"] = Norm(800 * HOUR, GROUNDS["participation_z"])
    elif route == "b1":
        found["lessons"] = Norm(600 * HOUR, GROUNDS["lessons_b1"], threshold=True)
    if route != "education":
        found["map"] = Norm(64 * HOUR, GROUNDS["map"])
    found["pvt"] = Norm(12 * HOUR, GROUNDS["pvt"])
    return found
