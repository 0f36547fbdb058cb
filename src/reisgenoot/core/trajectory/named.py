"""Puts what a definition has given a name in the place of that name: its own `moments` and
`extensions`, and the `texts` of reasons.

So a rule that many tasks share is written once, an overlay can change it in one place, and whatever comes after
(checks, evaluators, sentences) sees it written out. Tolerates tables whose shape is wrong (reported elsewhere).
"""

from __future__ import annotations

from typing import Any

from .build import WORDS
from .source import Problem, Rows, Table, problem

HOLD_A_MOMENT = frozenset(
    ("opens", "starts", "completed_by", "falls_away", "when", "since", "until", "after", "from", "before")
)
HOLD_MOMENTS = frozenset(("all", "any", "latest"))
HOLD_A_TEXT = frozenset(("own_choice", "source"))
USE_NAMES = ("moments", "phases", "tasks", "signals")


def written_out(raw: Table, problems: list[Problem]) -> Table:
    """A merged definition without names of its own in it."""
    names = _Names(raw, problems)
    result = raw.copy()
    for section in USE_NAMES:
        if section in raw:
            result[section] = names.fill(raw[section])
    return result


class _Names:
    def __init__(self, raw: Table, problems: list[Problem]) -> None:
        self.problems = problems
        self.moments = _table(raw, "moments")
        self.texts = _table(raw, "texts")
        self.extensions = _table(raw, "extensions")
        self._filled: dict[str, Any] = {}
        self._open: list[str] = []
        taken = set(WORDS).union(*(_ids(raw.get(key)) for key in ("milestones", "attributes", "tasks")))
        for key in self.moments:
            if key in taken:
                nl, en = f"‘{key}’ bestaat al", f"‘{key}’ exists already"
                problems.append(problem(self.moments[key], None, "duplicate_id", nl, en))

    def fill(self, value: Any) -> Any:
        """A copy of a table or list with all names in it written out; anything else as it is."""
        if isinstance(value, Rows):
            return _like(value, [self.fill(item) for item in value])
        if not isinstance(value, Table):
            return value
        result = value.copy()
        for key, item in value.items():
            if key in HOLD_A_MOMENT and isinstance(item, str):
                result[key] = self._moment(item)
            elif key in HOLD_A_TEXT and isinstance(item, str):
                result[key] = self._text(value, key, item)
            elif key == "longer_by" and isinstance(item, str):
                result[key] = self._extension(value, item)
            elif key in HOLD_MOMENTS and isinstance(item, Rows):
                parts = [self._moment(part) if isinstance(part, str) else self.fill(part) for part in item]
                result[key] = _like(item, parts)
            else:
                result[key] = self.fill(item)
        return result

    def _moment(self, key: str) -> Any:
        """The moment of that name; the word itself if it is none of ours."""
        if key not in self.moments:
            return key
        if key not in self._filled:
            if key in self._open:
                shown = " → ".join((*self._open[self._open.index(key) :], key))
                nl, en = f"kring: {shown}", f"cycle: {shown}"
                self.problems.append(problem(self.moments[key], None, "cycle", nl, en))
                return "never"
            self._open.append(key)
            self._filled[key] = self.fill(self.moments[key])
            self._open.pop()
        return self._filled[key]

    def _text(self, where: Table, key: str, name: str) -> Any:
        if name not in self.texts:
            nl, en = f"er is geen tekst ‘{name}’", f"there is no text ‘{name}’"
            self.problems.append(problem(where, key, "unknown_text", nl, en))
            return {"nl": name, "en": name}
        return self.texts[name]

    def _extension(self, where: Table, name: str) -> Any:
        if name not in self.extensions:
            nl, en = f"er is geen verlenging ‘{name}’", f"there is no extension ‘{name}’"
            self.problems.append(problem(where, "longer_by", "unknown_extension", nl, en))
            return Table(where.file, where.line, where.path)
        return self.extensions[name]


def _table(raw: Table, key: str) -> Table:
    section = raw.get(key)
    return section if isinstance(section, Table) else Table(raw.file, raw.line, key)


def _ids(section: Any) -> set[str]:
    if isinstance(section, Table):
        return set(section)
    return {str(item.get("id")) for item in section or () if isinstance(item, Table)}


def _like(rows: Rows, items: list[Any]) -> Rows:
    """A list of other items at the place of this one."""
    result = Rows(rows.file, rows.line, rows.path)
    result.lines.extend(rows.lines)
    result.extend(items)
    return result
