"""Reads the facts of one dossier as far as a definition understands them; what it doesn't is named, never raised."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from .days import NEVER, read_day
from .model import Definition
from .spans import known_spans

Value = str | bool | tuple[str, ...]


class Known:
    """What is known of one dossier on a day. Days are ordinals; `done` and the rest are filled in by the plan."""

    __slots__ = ("dates", "done", "future", "overdue", "progress", "unread", "values")

    def __init__(self) -> None:
        self.dates: dict[str, int] = {}
        self.values: dict[str, Value] = {}
        self.done: dict[str, int] = {}
        self.unread: list[str] = []
        self.future = NEVER
        self.progress = NEVER
        self.overdue = NEVER


def kinds(definition: Definition) -> dict[str, tuple[str, frozenset[str]]]:
    """The type of each fact (date, text, boolean, list, spans) and the only texts it can have, if it has such."""
    dated = [*definition.tasks, *definition.milestones, *definition.set_aside]
    dates = dict.fromkeys(dated, ("date", frozenset[str]()))
    others = {key: (item.type, frozenset(item.values)) for key, item in definition.attributes.items()}
    return {**dates, **others}


def read_facts(
    kinds: Mapping[str, tuple[str, frozenset[str]]], facts: Mapping[str, object], on: date
) -> Known:
    """The facts that are known on a day: neither dated after it nor beyond understanding."""
    known = Known()
    today = on.toordinal()
    for key, value in facts.items():
        if value is None:
            continue
        kind, allowed = kinds.get(key, ("", frozenset()))
        if kind == "date":
            day = read_day(value)
            if day is None:
                known.unread.append(key)
            elif day > today:
                known.future = min(known.future, day)
            else:
                known.dates[key] = day
        elif kind == "spans":
            spans = _read_spans(value, today)
            if spans is None:
                known.unread.append(key)
            else:
                known.values[key] = spans[0]
                known.future = min(known.future, spans[1])
        else:
            read = read_value(value, kind, allowed)
            if read is None:
                known.unread.append(str(key))
            else:
                known.values[key] = read
    known.unread.sort()
    return known


def _read_spans(value: object, today: int) -> tuple[tuple[str, ...], int] | None:
    written = read_value(value, "list", frozenset())
    return known_spans(written, today) if isinstance(written, tuple) else None


def read_value(value: object, kind: str, allowed: frozenset[str]) -> Value | None:
    """The value of an attribute that isn't a date; None if it isn't of its type or not one of the allowed texts."""
    if kind == "boolean":
        return value if isinstance(value, bool) else None
    if kind == "text":
        return value if isinstance(value, str) and (not allowed or value in allowed) else None
    if kind == "list" and isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        return tuple(value) if not allowed or allowed.issuperset(value) else None
    return None
