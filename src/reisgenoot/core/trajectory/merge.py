"""Lays a definition on the shared file it extends, and an overlay on a definition: by id, key by key, without copying.

Tolerates tables whose shape is wrong (reported elsewhere), so that all problems of a file come out at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from .schema import KEYED, SECTIONS
from .source import Problem, Rows, Table, problem

Find = Callable[[str], Table | None]


def expanded(document: Table, find: Find, problems: list[Problem], seen: tuple[str, ...] = ()) -> Table:
    """A definition or shared file with everything it extends laid under it."""
    base_id = document.get("extends")
    own_id = str(document.get("id"))
    base = find(base_id) if isinstance(base_id, str) else None
    if base_id is not None and base is None:
        nl, en = f"‘{base_id}’ is nergens te vinden", f"‘{base_id}’ is not to be found"
        problems.append(problem(document, "extends", "unknown_definition", nl, en))
    if base is not None and (base.get("id") == own_id or base.get("id") in seen):
        chain = " → ".join((*seen, own_id, str(base.get("id"))))
        problems.append(problem(document, "extends", "cycle", f"kring: {chain}", f"cycle: {chain}"))
        base = None
    under = expanded(base, find, problems, (*seen, own_id)) if base is not None else None
    result = laid(under or _empty(document), document, document, problems)
    for key in ("id", "version", "title", "applies"):
        if key in document:
            result[key], result.lines[key] = document[key], document.lines[key]
    return result


def laid(base: Table, document: Table, additions: Any, problems: list[Problem]) -> Table:
    """`base` after the `remove` and `change` of a document, and with its additions."""
    result = base.copy()
    for name in SECTIONS:
        items = dict(_items(base.get(name), problems))
        for where, index, key in _listed(document.get("remove"), name):
            if items.pop(key, None) is None:
                problems.append(_unknown(where, index, key))
        change = document.get("change")
        for key, item in _items(change.get(name) if isinstance(change, Table) else None, problems):
            if key in items:
                items[key] = _changed(items[key], item)
            else:
                problems.append(_unknown(item, "id" if name not in KEYED else None, key))
        for key, item in _items(additions.get(name) if isinstance(additions, Table) else None, problems):
            if key in items:
                problems.append(_twice(item, key))
            items[key] = item
        result[name] = _as_section(name, items, document)
    return result


def _empty(document: Table) -> Table:
    return Table(document.file, document.line, "")


def _items(section: Any, problems: list[Problem]) -> Iterator[tuple[str, Table]]:
    """The items of a section with their ids, in order."""
    seen = set()
    if isinstance(section, Table):
        yield from ((key, item) for key, item in section.items() if isinstance(item, Table))
    elif isinstance(section, Rows):
        for item in section:
            if isinstance(item, Table) and isinstance(item.get("id"), str):
                if item["id"] in seen:
                    problems.append(_twice(item, item["id"]))
                seen.add(item["id"])
                yield item["id"], item


def _listed(remove: Any, name: str) -> Iterator[tuple[Rows, int, str]]:
    rows = remove.get(name) if isinstance(remove, Table) else None
    if isinstance(rows, Rows):
        yield from ((rows, index, str(key)) for index, key in enumerate(rows))


def _changed(item: Table, change: Table) -> Table:
    """An item with the keys of a change in the place of its own; each key keeps the place where it was written."""
    result = change.copy()
    for key, value in item.items():
        if key not in change:
            result[key] = value
    return result


def _as_section(name: str, items: dict[str, Table], document: Table) -> Table | Rows:
    if name in KEYED:
        table = Table(document.file, document.line, name)
        table.update(items)
        return table
    rows = Rows(document.file, document.line, name)
    rows.extend(items.values())
    return rows


def _twice(item: Table, key: str) -> Problem:
    return problem(item, "id", "duplicate_id", f"‘{key}’ bestaat al", f"‘{key}’ exists already")


def _unknown(where: Table | Rows, at: str | int | None, key: str) -> Problem:
    return problem(where, at, "unknown_id", f"‘{key}’ bestaat hier niet", f"‘{key}’ does not exist here")
