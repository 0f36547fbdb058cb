"""Finds, checks and builds definitions: the shipped ones, or those in given files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from . import build
from .catalogue import Catalogue
from .check import check_meaning
from .merge import expanded, laid
from .model import Definition
from .named import written_out
from .shape import check_shape, kind_of
from .source import DefinitionError, Problem, Rows, Table, problem, read

SHIPPED = Path(__file__).parent / "definitions"


@dataclass(frozen=True, slots=True)
class Version:
    """A merged definition, not built yet."""

    raw: Table
    overlay: Table | None = None


class Library:
    """The documents in a set of files, and those beside them or shipped that they build upon."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self.problems: list[Problem] = []
        given = list(paths)
        self.documents = [document for path in given if (document := self._read(path)) is not None]
        self.given = list(self.documents)
        folders = dict.fromkeys([*(path.parent for path in given), SHIPPED])
        known = {path.resolve() for path in given}
        beside = [p for folder in folders for p in sorted(folder.glob("*.yaml")) if p.resolve() not in known]
        self._shelf = [document for path in beside if (document := read(path)[0]) is not None]
        self._take_what_is_needed()
        for document in self.documents:
            self.problems += check_shape(document)
        self.versions = [
            Version(written_out(version.raw, self.problems), version.overlay) for version in self._merged()
        ]

    def _read(self, path: Path) -> Table | None:
        document, problems = read(path)
        self.problems += problems
        return document

    def _take_what_is_needed(self) -> None:
        """What a document extends or overlays, and what extends a shared file: else its meaning can't be known."""
        for document in self.documents:  # grows meanwhile
            for other in self._shelf:
                builds_on = document.get("extends", document.get("of"))
                needed = builds_on is not None and other.get("id") == builds_on
                extends = kind_of(document) == "shared" and other.get("extends") == document.get("id")
                if (needed or extends) and not any(_same(other, taken) for taken in self.documents):
                    self.documents.append(other)

    def _merged(self) -> Iterator[Version]:
        full = [
            expanded(document, self._shared, self.problems)
            for document in self.documents
            if kind_of(document) == "definition"
        ]
        self.problems += _check_periods([v for v in full if isinstance(v.get("id"), str)])
        yield from (Version(raw) for raw in full)
        for overlay in self.documents:
            if kind_of(overlay) == "overlay":
                yield from self._overlaid(overlay, full)

    def _overlaid(self, overlay: Table, full: list[Table]) -> Iterator[Version]:
        of = [raw for raw in full if raw.get("id") == overlay.get("of")]
        if not of:
            nl, en = (
                f"‘{overlay.get('of')}’ is nergens te vinden",
                f"‘{overlay.get('of')}’ is not to be found",
            )
            self.problems.append(problem(overlay, "of", "unknown_definition", nl, en))
        names = overlay.get("versions")
        if of and isinstance(names, Rows):
            for index, name in enumerate(names):
                if all(raw.get("version") != name for raw in of):
                    nl, en = f"versie ‘{name}’ bestaat niet", f"version ‘{name}’ does not exist"
                    self.problems.append(problem(names, index, "unknown_version", nl, en))
        for raw in of:
            if not isinstance(names, Rows) or raw.get("version") in names:
                yield Version(laid(raw, overlay, overlay.get("add"), self.problems), overlay)

    def _shared(self, key: str) -> Table | None:
        """What can be extended under this id: a shared file before a definition."""
        found = [document for document in self.documents if document.get("id") == key]
        return min(found, key=lambda document: kind_of(document) != "shared", default=None)


def _same(one: Table, other: Table) -> bool:
    keys = ("id", "version", "overlay")
    return one.file == other.file or all(one.get(key) == other.get(key) for key in keys)


def _check_periods(versions: list[Table]) -> Iterator[Problem]:
    """Two versions of one route never hold on the same day, nor bear the same name."""
    for index, later in enumerate(versions):
        for earlier in versions[:index]:
            if earlier["id"] == later["id"] and (
                _overlap(earlier, later) or earlier.get("version") == later.get("version")
            ):
                names = f"{earlier.get('version')} ({Path(earlier.file).name}), {later.get('version')}"
                nl, en = f"versies overlappen: {names}", f"versions overlap: {names}"
                where = later.get("applies")
                place = (where, "from") if isinstance(where, Table) else (later, "version")
                yield problem(*place, "overlapping_versions", nl, en)


def _overlap(one: Table, other: Table) -> bool:
    (start, end), (other_start, other_end) = _period(one), _period(other)
    return start < other_end and other_start < end


def _period(version: Table) -> tuple[str, str]:
    applies = version.get("applies")
    span = applies if isinstance(applies, Table) else {}
    return str(span.get("from") or "0000"), str(span.get("until") or "9999-99")


def check_files(paths: Iterable[Path] = ()) -> list[Problem]:
    """All problems in these files (default: the shipped ones) and what they build upon, by file and line."""
    return _checked(Library(list(paths) or sorted(SHIPPED.glob("*.yaml"))))


def _checked(library: Library) -> list[Problem]:
    for version in library.versions:
        library.problems += check_meaning(version.raw)
    return sorted(set(library.problems), key=lambda p: (p.file, p.line, p.path, p.code))


def load(path: Path | None = None) -> Catalogue:
    """The definitions in a file or folder (default: the shipped ones) with what they build upon.

    Raises DefinitionError, which lists every problem, if one of them is not right.
    """
    path = path or SHIPPED
    library = Library(sorted(path.glob("*.yaml")) if path.is_dir() else [path])
    if problems := _checked(library):
        raise DefinitionError(problems)
    return Catalogue(_built(version) for version in library.versions)


def _built(version: Version) -> Definition:
    overlay = version.overlay
    if overlay is None:
        return build.definition(version.raw)
    return build.definition(version.raw, overlay["overlay"], overlay.get("municipality"))


@cache
def catalogue() -> Catalogue:
    """The shipped definitions, read once."""
    return load()
