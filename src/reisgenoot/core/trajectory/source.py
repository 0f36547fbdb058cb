"""YAML with line numbers: every table and list remembers where it stood, so that a problem can point at it."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import yaml

Text = dict[str, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a definition: where, a stable code, and a message in Dutch and English."""

    file: str
    line: int
    path: str
    code: str
    message: Text = field(hash=False)

    def as_json(self) -> dict[str, object]:
        return asdict(self)


class DefinitionError(ValueError):
    """A definition that can't be used; `problems` holds all that is wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(f"{p.file}:{p.line}: {p.path}: {p.message['en']}" for p in problems))
        self.problems = problems


class Table(dict[str, Any]):
    """A YAML mapping that knows its file, its line, and the line of each key."""

    __slots__ = ("file", "line", "lines", "path")

    def __init__(self, file: str, line: int, path: str) -> None:
        super().__init__()
        self.file, self.line, self.path = file, line, path
        self.lines: dict[str, int] = {}

    def copy(self) -> Table:
        """A shallow copy that still knows its place."""
        twin = Table(self.file, self.line, self.path)
        twin.update(self)
        twin.lines.update(self.lines)
        return twin


class Rows(list[Any]):
    """A YAML sequence that knows its file and the line of each item."""

    __slots__ = ("file", "line", "lines", "path")

    def __init__(self, file: str, line: int, path: str) -> None:
        super().__init__()
        self.file, self.line, self.path = file, line, path
        self.lines: list[int] = []


def problem(where: Table | Rows, key: str | int | None, code: str, nl: str, en: str) -> Problem:
    """A problem at `key` of a table or list, or at the whole of it for None."""
    line = where.line
    if isinstance(where, Table):
        line = where.lines.get(str(key), where.line)
    elif isinstance(key, int) and key < len(where.lines):
        line = where.lines[key]
    path = where.path if key is None else _join(where.path, key)
    return Problem(where.file, line, path or "(top)", code, {"nl": nl, "en": en})


def _join(path: str, key: str | int) -> str:
    if isinstance(key, int):
        return f"{path}[{key}]"
    return f"{path}.{key}" if path else key


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML 1.2's plain scalars: `no` and `on` are words, and a date stays the text that was written."""

    yaml_implicit_resolvers: dict[str, Any] = {}


for _tag, _pattern, _first in (
    ("bool", "true|false", "tf"),
    ("null", "null|~|", ["n", "~", ""]),
    ("int", "-?(?:0|[1-9][0-9]*)", "-0123456789"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_first))


def read(path: Path, file: str | None = None) -> tuple[Table | None, list[Problem]]:
    """The document in `path` (None if it can't be read at all) and what is wrong with it as YAML.

    >>> document, problems = parse("id: x\\nid: y\\n", "a.yaml")
    >>> [(p.line, p.code) for p in problems]
    [(2, 'duplicate_key')]
    """
    file = file or str(path)
    if not path.is_file():
        message = {"nl": "dit bestand is er niet", "en": "there is no such file"}
        return None, [Problem(file, 1, "(top)", "no_file", message)]
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return None, [_unreadable(file, 1, str(error))]
    return parse(text, file)


def parse(text: str, file: str) -> tuple[Table | None, list[Problem]]:
    """The same for YAML text that bears the name `file`."""
    problems: list[Problem] = []
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        document = _build(loader, node, file, "", problems) if node else None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        return None, [
            _unreadable(file, mark.line + 1 if mark else 1, getattr(error, "problem", None) or str(error))
        ]
    if not isinstance(document, Table):
        return None, [_unreadable(file, 1, "a definition is a mapping of keys to values")]
    return document, problems


def _unreadable(file: str, line: int, reason: str) -> Problem:
    message = {
        "nl": f"dit bestand is niet als YAML te lezen: {reason}",
        "en": f"can't be read as YAML: {reason}",
    }
    return Problem(file, line, "(top)", "not_yaml", message)


def _build(loader: Any, node: yaml.Node, file: str, path: str, problems: list[Problem]) -> Any:
    """Python values for a YAML node; tables and rows keep their lines."""
    line = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        rows = Rows(file, line, path)
        for index, item in enumerate(node.value):
            rows.lines.append(item.start_mark.line + 1)
            rows.append(_build(loader, item, file, _join(path, index), problems))
        return rows
    if not isinstance(node, yaml.MappingNode):
        return loader.construct_object(node)
    table = Table(file, line, path)
    for key_node, value in node.value:
        key = str(key_node.value)
        again = key in table
        table.lines[key] = key_node.start_mark.line + 1
        table[key] = _build(loader, value, file, _join(path, key), problems)
        if again:
            problems.append(
                problem(
                    table,
                    key,
                    "duplicate_key",
                    f"sleutel ‘{key}’ staat er twee keer",
                    f"key ‘{key}’ is given twice",
                )
            )
    return table
