"""What a home needs by the size of the household: read from ``furnishing.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

Text = Mapping[str, str]


@cache
def _file() -> Mapping[str, Any]:
    found: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return found


def needed(persons: int, children: int) -> list[tuple[Text, int]]:
    """What a household of this size needs, and how many; ``children`` are among the persons."""
    return [
        (it["text"], it.get("home", 0) + it.get("person", 0) * persons + it.get("child", 0) * children)
        for it in _file()["list"]
    ]
