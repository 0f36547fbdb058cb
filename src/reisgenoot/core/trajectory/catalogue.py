"""Which version of a route is for whom: by attribute, else by date; and the overlay of the municipality."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from .days import ALWAYS, NEVER, read_day
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

    def resolve(self, key: str, facts: Mapping[str, object], on: date) -> Definition:
        """The version for these facts on a day, with the overlay of their municipality.

        An attribute that names a version wins; else the first known date among its `by` decides; a date before all
        versions gives the oldest, and no date the newest. KeyError if there is no such route.
        """
        version = self._version(self._versions[key], facts, on.toordinal())
        municipality = facts.get("municipality")
        if not isinstance(municipality, str):
            return version
        return self._overlays.get((version.id, version.version, municipality), version)

    def overlays(self, version: Definition) -> Mapping[str, Definition]:
        """The overlays of a version, by municipality."""
        return {
            municipality: overlay
            for (key, name, municipality), overlay in self._overlays.items()
            if (key, name) == (version.id, version.version)
        }

    @staticmethod
    def _version(versions: list[Definition], facts: Mapping[str, object], today: int) -> Definition:
        for version in versions:
            wanted = version.applies.attribute
            if wanted and all(facts.get(key) == value for key, value in wanted.items()):
                return version
        earliest = NEVER
        for version in versions:
            start, until = period(version)
            day = first_known(version.applies.by, facts, today)
            if start <= day < until and day < NEVER:
                return version
            earliest = min(earliest, day)
        return versions[0] if earliest < period(versions[0])[0] else versions[-1]


def period(version: Definition) -> tuple[int, int]:
    """The first day for which a version holds, and the first for which it holds no more."""
    start, until = version.applies.start, version.applies.until
    return start.toordinal() if start else ALWAYS, until.toordinal() if until else NEVER


def first_known(ids: Iterable[str], facts: Mapping[str, object], today: int) -> int:
    """The day of the first of these facts that is known on a day; never if none is."""
    for key in ids:
        day = read_day(facts.get(key))
        if day is not None and day <= today:
            return day
    return NEVER
