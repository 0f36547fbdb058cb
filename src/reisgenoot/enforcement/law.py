"""What the law says of not coming and not keeping to the plan (``law.yaml``), and the most that the act allows.

Nothing here proposes a fine or reckons one: what the decree allows at most, the database holds against an amount that
somebody typed (``sql/30_fine.sql``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

_RAW: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("law.yaml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Ground:
    """Where something is said. ``confirmed``: the text named was read, and says it; ``note`` by language."""

    where: str
    url: str
    confirmed: bool
    note: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Conduct:
    """What somebody did or left. ``article``: on which a municipality can fine; empty: no fine is possible."""

    article: str
    ground: Ground
    text: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Maximum:
    """The most that a fine of an article can be, in euros; after ``years`` it can't be imposed any more."""

    euros: Decimal
    by: str
    years: int
    ground: Ground


GROUNDS = {name: Ground(**it) for name, it in _RAW["grounds"].items()}
CONDUCT = {
    name: Conduct(it["article"], GROUNDS[it["ground"]], it["text"]) for name, it in _RAW["conduct"].items()
}
MAXIMUM = {
    article: Maximum(Decimal(it["euros"]), it["by"], it["years"], GROUNDS[it["ground"]])
    for article, it in _RAW["maximum"].items()
}
OURS = tuple(article for article, it in MAXIMUM.items() if it.by == "municipality")
"""Articles on which the municipality fines; on the others DUO does."""
