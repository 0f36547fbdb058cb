"""What the ids of a stored plan say, in words: looked up in the definitions, which are in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from reisgenoot.core.trajectory import Definition, catalogue

from .withheld import PARTNER

Text = Mapping[str, str]
ROUTES = frozenset({"nl-asylum", "family-reunification"})
"""The routes of dossiers that organisations share. No list or filter here names another: that of people without status
is for the one organisation that shields them."""


def _shared() -> Iterator[Definition]:
    return (definition for definition in catalogue().definitions if definition.id in ROUTES)


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
    """All phases of the shared routes, in their order on the route."""
    return {phase.id: phase.text for definition in _shared() for phase in definition.phases}


@lru_cache(maxsize=1)
def signals() -> Mapping[str, Text]:
    """All signals of the shared routes that a stored plan can have."""
    return {
        signal.id: signal.text
        for definition in _shared()
        for signal in definition.signals
        if signal.id != PARTNER
    }


@lru_cache(maxsize=1)
def kinds() -> tuple[str, ...]:
    """All kinds of tasks of the shared routes, by the alphabet."""
    return tuple(sorted({task.kind for definition in _shared() for task in definition.tasks.values()}))


def _as_is(key: str) -> Text:
    return {"nl": key, "en": key}
