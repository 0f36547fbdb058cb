"""What the ids of a stored plan say, in words: looked up in the definitions, which are in memory."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from reisgenoot.core.trajectory import Definition, catalogue

Text = Mapping[str, str]


@lru_cache(maxsize=512)
def definition_as(route: str, version: str, municipality: str) -> Definition | None:
    """The definition by which a stored plan was made; None if it is no longer shipped."""
    found = None
    for definition in catalogue().definitions:
        if (definition.id, definition.version) == (route, version):
            if definition.municipality == municipality:
                return definition
            if definition.overlay is None:
                found = definition
    return found


def task_text(route: str, version: str, municipality: str, key: str) -> Text:
    """What is to be done, by language; the id itself if the definition is no longer shipped."""
    definition = definition_as(route, version, municipality)
    task = definition.tasks.get(key) if definition else None
    return task.text if task else _as_is(key)


@lru_cache(maxsize=1)
def phases() -> Mapping[str, Text]:
    """All phases of all routes, in their order on the route."""
    return {phase.id: phase.text for definition in catalogue().definitions for phase in definition.phases}


@lru_cache(maxsize=1)
def signals() -> Mapping[str, Text]:
    """All signals of all routes."""
    return {signal.id: signal.text for definition in catalogue().definitions for signal in definition.signals}


@lru_cache(maxsize=1)
def kinds() -> tuple[str, ...]:
    """All kinds of tasks of all routes, by the alphabet."""
    return tuple(
        sorted({task.kind for definition in catalogue().definitions for task in definition.tasks.values()})
    )


def _as_is(key: str) -> Text:
    return {"nl": key, "en": key}
