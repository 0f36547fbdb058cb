"""Which version of a route is for whom: by attribute, else by date; and the overlay of the municipality."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from .model import Definition


class Catalogue:
    """Definitions by id, version and municipality."""

    def __init__(self, definitions: Iterable[Definition]) -> None:
        self.definitions = tuple(definitions)
        self._versions: dict[str, list[Definition]] = {}
        self._overlays: dict[tuple[str, str, str], Definition] = {}
        for definition in self.definitions:
            if definition.overlay is None:
                self._versions.setdefault(definition.id, []).append(definition)
            elif definition.municipality is not None:
                self._overlays[definition.id, definition.version, definition.municipality] = definition
        for versions in self._versions.values():
            versions.sort(key=lambda version: version.applies.start or date.min)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the routes."""
        return tuple(self._versions)

    def versions(self, key: str) -> tuple[Definition, ...]:
        """The versions of a route, oldest first, without overlays. KeyError if there is no such route."""
        return tuple(self._versions[key])
