"""Which terms stand on the desk, by kind, and what follows when one passes (``terms.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from reisgenoot.core.trajectory import catalogue

_RAW: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("terms.yaml").read_text(encoding="utf-8"))
ROUTE = "nl-asylum"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of term: the tasks of the definitions that belong to it."""

    id: str
    text: Mapping[str, str]
    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the law says what follows. ``confirmed``: the text was read, and says it."""

    where: str
    url: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Passed:
    """What follows when a term passes, under which acts (versions of the route)."""

    acts: tuple[str, ...]
    text: Mapping[str, str]
    ground: Ground


KINDS = {name: Kind(name, it["text"], tuple(it["tasks"])) for name, it in _RAW["kinds"].items()}
KIND_OF = {task: kind for kind in KINDS.values() for task in kind.tasks}
PASSED = {
    task: Passed(tuple(it["acts"]), it["text"], Ground(**_RAW["grounds"][it["ground"]]))
    for task, it in _RAW["passed"].items()
}


@lru_cache(maxsize=1)
def statutory() -> frozenset[str]:
    """The tasks of the integration route, or of the municipality, whose last day rests on a ground of law."""
    return frozenset(
        task.id
        for definition in catalogue().definitions
        if definition.id == ROUTE and definition.overlay is None
        for task in definition.tasks.values()
        if (task.kind == "integration" or task.owner == "municipality")
        and any(it.reason.ground is not None for it in task.due)
    )


def passed(task: str, version: str) -> Passed | None:
    """What follows when the term of the task passes, by the act under which somebody is; None: nothing was found."""
    found = PASSED.get(task)
    return found if found and version in found.acts else None
