"""The table of access (``table_of_access.yaml``) as values, checked, and as rows for the database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

SOURCE = Path(__file__).with_name("table_of_access.yaml")
RIGHTS = "krac"
"""Know that it exists, read, add, change."""
ANY_KIND = ""


class BadTable(ValueError):
    """The table of access says something that cannot be; the text says where."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a relation may do with a category, in organisations of one ``kind`` (empty: of every kind)."""

    relation: str
    category: str
    kind: str
    rights: str


@dataclass(frozen=True, slots=True)
class Table:
    """The whole table. ``categories`` and ``relations``: their names by language, in the order of the file."""

    categories: Mapping[str, Mapping[str, str]]
    relations: Mapping[str, Mapping[str, str]]
    rules: tuple[Rule, ...]

    def may(self, relation: str, category: str, right: str, kind: str = ANY_KIND) -> bool:
        """Whether the relation has this right, in an organisation of that kind."""
        return any(
            right in rule.rights
            for rule in self.rules
            if (rule.relation, rule.category) == (relation, category) and rule.kind in (ANY_KIND, kind)
        )


@cache
def table() -> Table:
    """The table, read and checked once. Raises BadTable."""
    return parse(yaml.safe_load(SOURCE.read_text(encoding="utf-8")))


def parse(raw: Mapping[str, Any]) -> Table:
    """The table in a document. Raises BadTable for a missing cell, an unknown name or right, and what cannot be."""
    categories, relations = raw["categories"], raw["relations"]
    rules = []
    if set(raw["table"]) != set(relations):
        raise BadTable(
            f"relations without a row, or rows without a relation: {set(raw['table']) ^ set(relations)}"
        )
    for relation, row in raw["table"].items():
        if set(row) != set(categories):
            raise BadTable(f"{relation}: {', '.join(sorted(set(row) ^ set(categories)))}")
        if ("r" in row["identity"]) != ("r" in row["contact"]):
            raise BadTable(f"{relation}: identity and contact stand in one row and are read together")
        rules += [
            Rule(relation, category, ANY_KIND, _rights(relation, cell)) for category, cell in row.items()
        ]
    kept = ((raw["keepers"], raw["keeping_relations"]), (raw["kept_by_consent"], ["consent"]))
    for keepers, by in kept:
        for category, kinds in keepers.items():
            if category not in raw["keepers"] or category not in categories:
                raise BadTable(f"keepers: {category}")
            for kind, cell in kinds.items():
                if kind not in raw["keepers"][category]:
                    raise BadTable(f"keepers: {category} is not kept by {kind}")
                rules += [Rule(relation, category, kind, _rights(category, cell)) for relation in by]
    return Table(categories, relations, tuple(rules))


def _rights(where: str, cell: str) -> str:
    """The letters of a cell; who may read may know, and who may add or change may know too."""
    if set(cell) - set(RIGHTS) or (cell and "k" not in cell) or ("c" in cell and "r" not in cell):
        raise BadTable(f"{where}: {cell!r}")
    return cell


def as_sql() -> str:
    """The SQL that makes ``access_rule`` hold the table and nothing else; names are checked, so they need no quotes."""
    rows = ",\n".join(_values())
    return (
        "DELETE FROM access_rule;\n"
        "INSERT INTO access_rule (relation, category, kind, may_know, may_read, may_add, may_change) VALUES\n"
        f"{rows};\n"
    )


def _values() -> Iterator[str]:
    for rule in table().rules:
        for name in (rule.relation, rule.category, rule.kind or "x"):
            if not name.replace("_", "").isalnum():
                raise BadTable(name)
        held = ", ".join(str(right in rule.rights).lower() for right in RIGHTS)
        yield f"('{rule.relation}', '{rule.category}', '{rule.kind}', {held})"
