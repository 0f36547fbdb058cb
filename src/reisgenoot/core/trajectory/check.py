"""Checks a merged definition by meaning: what it refers to exists, nothing is circular, every term has a reason.

Tolerates what has the wrong shape; `shape` reports that.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from typing import Any

from .build import BIRTH, WORDS
from .cycles import check_cycles
from .model import NOT_APPLICABLE
from .source import Problem, Rows, Table, problem

Where = tuple[Table | Rows, str | int | None]
REASONS = ("ground", "own_choice", "source")
TASK_MOMENTS = ("starts", "completed_by", "falls_away")


class Names:
    """The ids that a merged definition gives out."""

    def __init__(self, raw: Table) -> None:
        self.grounds = set(_table(raw, "grounds"))
        self.milestones = set(_table(raw, "milestones"))
        self.attributes = _table(raw, "attributes")
        self.tasks = {item["id"]: item for item in _rows(raw, "tasks")}
        self.phases = {item["id"] for item in _rows(raw, "phases")}
        self.all = self.milestones | set(self.attributes) | set(self.tasks)


def check_meaning(raw: Table) -> Iterator[Problem]:
    """All that is wrong with the meaning of a merged definition."""
    names = Names(raw)
    for item in _table(raw, "grounds").values():
        yield from _check_validity(item.get("valid"), "valid")
    yield from _check_attributes(names)
    for item in _table(raw, "moments").values():
        yield from _check_moment(item, (item, None), names, signal=True)
    for item in _table(raw, "extensions").values():
        yield from _check_longer(item, names)
    for item in _table(raw, "milestones").values():
        yield from _check_known(item, "phase", names.phases, "unknown_phase")
    for item in _rows(raw, "phases"):
        yield from _check_moment(item.get("opens"), (item, "opens"), names)
        if isinstance(item.get("lasts"), Table):
            yield from _check_reason(item["lasts"], names)
    for item in names.tasks.values():
        yield from _check_task(item, names)
    for item in _rows(raw, "signals"):
        yield from _check_signal(item, names)
    yield from _check_applies(raw.get("applies"), names)
    yield from check_cycles(names.tasks, names.milestones)


def _table(raw: Any, key: str) -> dict[str, Table]:
    section = raw.get(key) if isinstance(raw, Table) else None
    return {k: v for k, v in section.items() if isinstance(v, Table)} if isinstance(section, Table) else {}


def _rows(raw: Table, key: str) -> list[Table]:
    section = raw.get(key)
    items = section if isinstance(section, Rows) else ()
    return [item for item in items if isinstance(item, Table) and isinstance(item.get("id"), str)]


def _each(section: Any) -> Iterator[tuple[Where, Any]]:
    """The items of a list, each with its place."""
    if isinstance(section, Rows):
        yield from (((section, index), item) for index, item in enumerate(section))


def _check_known(item: Table, key: str, known: set[str], code: str) -> Iterator[Problem]:
    value = item.get(key)
    if isinstance(value, str) and value not in known:
        yield _unknown((item, key), value, known, code)


def _unknown(where: Where, value: str, known: set[str], code: str) -> Problem:
    near = get_close_matches(value, sorted(known), 1)
    nl = f"‘{value}’ bestaat niet" + (f"; bedoeld is misschien ‘{near[0]}’" if near else "")
    en = f"‘{value}’ does not exist" + (f"; did you mean ‘{near[0]}’?" if near else "")
    return problem(*where, code, nl, en)


def _check_validity(span: Any, key: str) -> Iterator[Problem]:
    if isinstance(span, Table) and not _before(span.get("from"), span.get("until")):
        nl, en = "‘until’ moet na ‘from’ liggen", "‘until’ must lie after ‘from’"
        yield problem(span, "until", "empty_period", nl, en)


def _before(start: Any, end: Any) -> bool:
    try:
        return date.fromisoformat(start) < date.fromisoformat(end)
    except (TypeError, ValueError):
        return True  # open, or reported as a date that does not exist


def _check_attributes(names: Names) -> Iterator[Problem]:
    for key, item in names.attributes.items():
        if item.get("type") == "date" and "text" not in item:
            nl = f"‘{key}’ is een datum, en heeft een tekst nodig om een termijn uit te leggen"
            yield problem(
                item, None, "missing_text", nl, f"‘{key}’ is a date, and needs a text to explain a term"
            )
        if key in names.milestones:
            nl, en = f"‘{key}’ is ook een mijlpaal", f"‘{key}’ is a milestone too"
            yield problem(item, None, "duplicate_id", nl, en)


def _check_task(item: Table, names: Names) -> Iterator[Problem]:
    yield from _check_known(item, "phase", names.phases, "unknown_phase")
    yield from _check_known(item, "ground", names.grounds, "unknown_ground")
    for key in TASK_MOMENTS:
        yield from _check_moment(item.get(key), (item, key), names)
    for _, row in _each(item.get("due")):
        if isinstance(row, Table):
            yield from _check_counted(row, names)
            yield from _check_reason(row, names)
            yield from _check_moment(row.get("when"), (row, "when"), names)
    if isinstance(item.get("expected"), Table):
        yield from _check_counted(item["expected"], names)
    if item.get("checklist") is True and (taken := f"{item['id']}{NOT_APPLICABLE}") in names.all:
        nl, en = (
            f"‘{taken}’ zet deze taak opzij, en bestaat al",
            f"‘{taken}’ sets this task aside, and exists already",
        )
        yield problem(item, "checklist", "duplicate_id", nl, en)
    known = names.milestones | set(names.tasks)
    for where, key in _each(item.get("waits_for")):
        if isinstance(key, str) and key not in known:
            yield _unknown(where, key, known, "unknown_task")


def _check_longer(raw: Any, names: Names) -> Iterator[Problem]:
    """Each fact that makes a term longer holds spans, and does so on a ground."""
    for key, item in raw.items() if isinstance(raw, Table) else ():
        if key not in names.attributes:
            yield _unknown((raw, key), key, set(names.attributes), "unknown_attribute")
        elif names.attributes[key].get("type") != "spans":
            nl, en = f"‘{key}’ bevat geen tijdvakken (‘spans’)", f"‘{key}’ does not hold spans"
            yield problem(raw, key, "not_spans", nl, en)
        if isinstance(item, Table):
            yield from _check_known(item, "ground", names.grounds, "unknown_ground")


def _check_counted(row: Table, names: Names) -> Iterator[Problem]:
    yield from _check_longer(row.get("longer_by"), names)
    for side in ("after", "from", "before"):
        yield from _check_moment(row.get(side), (row, side), names)


def _check_signal(item: Table, names: Names) -> Iterator[Problem]:
    for key in ("since", "until"):
        yield from _check_moment(item.get(key), (item, key), names, signal=True)
    if any("term" in table for table in _tables(item.get("since"))) or any(key in item for key in REASONS):
        yield from _check_reason(item, names)
    if "outcome" in item and "ground" not in item:
        nl, en = "wat iets betekent, heeft een grond (‘ground’)", "what means something has a ‘ground’"
        yield problem(item, None, "no_ground", nl, en)


def _check_reason(row: Table, names: Names) -> Iterator[Problem]:
    given = [key for key in REASONS if key in row]
    if not given:
        nl = "een termijn noemt zijn grond (‘ground’), onze eigen keuze (‘own_choice’) of een bron (‘source’)"
        en = "a term names its ‘ground’, or says that it is our ‘own_choice’, or gives a ‘source’"
        yield problem(row, None, "no_ground", nl, en)
    elif len(given) > 1:
        both = ", ".join(given)
        yield problem(row, given[1], "two_grounds", f"kies er één: {both}", f"choose one of: {both}")
    yield from _check_known(row, "ground", names.grounds, "unknown_ground")


def _check_applies(applies: Any, names: Names) -> Iterator[Problem]:
    if not isinstance(applies, Table):
        return
    yield from _check_validity(applies, "applies")
    for where, key in _each(applies.get("by")):
        yield from _check_moment(key, where, names)
    if isinstance(attribute := applies.get("attribute"), Table):
        for key, value in attribute.items():
            yield from _check_value(key, [value], (attribute, key), names)


def _check_moment(raw: Any, where: Where, names: Names, *, signal: bool = False) -> Iterator[Problem]:
    """Every id in a moment exists, and every value fits its attribute."""
    if isinstance(raw, str):
        yield from _check_word(raw, where, names, signal=signal)
    elif isinstance(raw, Table):
        for key in ("after", "before"):
            yield from _check_moment(raw.get(key), (raw, key), names, signal=signal)
        for key in ("all", "any", "latest"):
            for place, part in _each(raw.get(key)):
                yield from _check_moment(part, place, names, signal=signal)
        yield from _check_longer(raw.get("longer_by"), names)
        yield from _check_known(raw, "ground", names.grounds, "unknown_ground")
        if "longer_by" in raw and "ground" not in raw:
            nl, en = (
                "een termijn die langer kan worden, heeft een grond (‘ground’)",
                "what can be longer has a ‘ground’",
            )
            yield problem(raw, None, "no_ground", nl, en)
        if "event" in raw:
            yield from _check_event(raw, names)
        if "age" in raw and (BIRTH not in names.attributes or names.attributes[BIRTH].get("type") != "date"):
            nl, en = f"een leeftijd vraagt een datum ‘{BIRTH}’", f"an age needs a date ‘{BIRTH}’"
            yield problem(raw, "age", "unknown_attribute", nl, en)
        if "attribute" in raw:
            yield from _check_attribute(raw, names)


def _check_word(key: str, where: Where, names: Names, *, signal: bool) -> Iterator[Problem]:
    dates = {k for k, item in names.attributes.items() if item.get("type") == "date"}
    known = names.milestones | set(names.tasks) | dates | set(WORDS)
    if key == "overdue_tasks" and not signal:
        nl, en = "‘overdue_tasks’ kan alleen in een signaal", "‘overdue_tasks’ can stand in a signal only"
        yield problem(*where, "not_allowed", nl, en)
    elif key in names.attributes and key not in known:
        yield problem(*where, "not_a_date", f"‘{key}’ is geen datum", f"‘{key}’ is not a date")
    elif key not in known:
        yield _unknown(where, key, known, "unknown_milestone")


def _check_event(raw: Table, names: Names) -> Iterator[Problem]:
    if isinstance(raw["event"], str):
        yield from _check_word(raw["event"], (raw, "event"), names, signal=False)
    for where, key in _each(raw.get("not_followed_by")):
        if isinstance(key, str):
            yield from _check_word(key, where, names, signal=False)


def _check_attribute(raw: Table, names: Names) -> Iterator[Problem]:
    if not isinstance(raw["attribute"], str):
        return
    test = next((key for key in ("is", "is_not", "in") if key in raw), "attribute")
    given = raw[test] if test != "attribute" else Rows("", 0, "")
    yield from _check_value(
        raw["attribute"], given if isinstance(given, Rows) else [given], (raw, test), names
    )


def _check_value(key: str, values: list[Any], where: Where, names: Names) -> Iterator[Problem]:
    """The attribute exists, and these are values that it can have."""
    if key not in names.attributes:
        yield _unknown(where, key, set(names.attributes), "unknown_attribute")
        return
    kind, allowed = names.attributes[key].get("type"), names.attributes[key].get("values")
    for value in values:
        fits = (
            isinstance(value, bool)
            if kind == "boolean"
            else kind in ("text", "list") and isinstance(value, str)
        )
        if not fits or (isinstance(allowed, Table | Rows) and value not in allowed):
            nl, en = f"‘{key}’ kan niet ‘{value}’ zijn", f"‘{key}’ can't be ‘{value}’"
            yield problem(*where, "unknown_value", nl, en)


def _tables(raw: Any) -> Iterator[Table]:
    """A moment and all the moments in it that are tables."""
    if isinstance(raw, Table):
        yield raw
    if isinstance(raw, Table | Rows):
        for part in raw.values() if isinstance(raw, Table) else raw:
            yield from _tables(part)
