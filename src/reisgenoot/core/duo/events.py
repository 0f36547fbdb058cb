"""The events of which DUO notifies a municipality, and what each means for a dossier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

Text = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Event:
    """``fact``: the milestone that the notice records; ``own_day``: on a day of its own, not on that of the notice.

    ``to_do``: what somebody must look up or do; ``record``: the fact that they then record. With neither a fact nor
    something to do it is only to be noted.
    """

    code: str
    group: str
    text: Text
    fact: str = ""
    own_day: bool = False
    to_do: Text | None = None
    record: str = ""


@cache
def _read() -> Mapping[str, object]:
    read: Mapping[str, object] = yaml.safe_load(Path(__file__).with_name("events.yaml").read_text("utf-8"))
    return read


@cache
def events() -> Mapping[str, Event]:
    """All events, by code, in the order of the file."""
    given = _read()["events"]
    assert isinstance(given, dict)
    return MappingProxyType(
        {
            code: Event(
                code,
                it["group"],
                it["text"],
                it.get("fact", ""),
                it.get("day") == "event",
                it.get("to_do"),
                it.get("record", ""),
            )
            for code, it in given.items()
        }
    )


@cache
def groups() -> Mapping[str, Text]:
    """The headings of the list, in its order."""
    given = _read()["groups"]
    assert isinstance(given, dict)
    return MappingProxyType(given)
