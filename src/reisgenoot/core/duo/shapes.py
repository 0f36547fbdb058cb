"""The messages that a municipality sends to DUO: their fields (``shapes.yaml``), and whether one has that shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

Text = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Failure:
    """What DUO would refuse: the field ("" for the whole message), where the rule stands, and what is wrong.

    ``reading``: the rule is not published in so many words, and this is how we read it.
    """

    field: str
    place: str
    text: Text
    reading: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One field. ``type``: text, date, integer, boolean or choice; ``length``: of a text, exactly."""

    name: str
    text: Text
    type: str = "text"
    help: Text | None = None
    required: bool = False
    values: Mapping[str, Text] = field(default_factory=dict)
    minimum: int | None = None
    maximum: int | None = None
    length: int | None = None

    def problem(self, value: Any) -> Text | None:
        """What is wrong with a value that is there; None for nothing."""
        match self.type:
            case "date":
                return None if _is_day(value) else _told("geen datum", "not a date")
            case "boolean":
                return None if isinstance(value, bool) else _told("geen ja of nee", "neither yes nor no")
            case "choice":
                return None if value in self.values else _told("geen code van DUO", "no code of DUO")
            case "integer":
                low, high = self.minimum or 0, self.maximum or 0
                fits = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
                said = _told(
                    f"geen heel getal van {low} tot en met {high}", f"no whole number from {low} to {high}"
                )
                return None if fits else said
            case _:
                fits = isinstance(value, str) and len(value) == self.length and value.isalnum()
                said = _told(f"niet {self.length} letters of cijfers", f"not {self.length} letters or digits")
                return None if fits else said

    def schema(self) -> dict[str, Any]:
        """The same as JSON schema."""
        match self.type:
            case "date":
                return {"type": "string", "format": "date"}
            case "boolean":
                return {"type": "boolean"}
            case "choice":
                return {"type": "string", "enum": list(self.values)}
            case "integer":
                return {"type": "integer", "minimum": self.minimum, "maximum": self.maximum}
            case _:
                return {"type": "string", "minLength": self.length, "maxLength": self.length}


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of message. ``fact``: the milestone that makes it due, ``date``: the field that holds its day."""

    kind: str
    text: Text
    file: str
    version: str
    schema_name: str
    method: str
    address: str
    category: str
    fields: Mapping[str, Field]
    path: Mapping[str, Field]
    fact: str = ""
    date: str = ""
    for_asylum: bool = False

    def place(self, name: str) -> str:
        """Where a field stands in the published file."""
        if name in self.path:
            return f"{self.file}#/components/parameters/{name.capitalize()}"
        return f"{self.file}#/components/schemas/{self.schema_name}/properties/{name}"

    def schema(self) -> dict[str, Any]:
        """What is sent, as JSON schema; other fields than these are not sent."""
        required = [name for name, it in self.fields.items() if it.required]
        properties = {name: it.schema() for name, it in self.fields.items()}
        return {
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": False,
        }

    def failures(self, values: Mapping[str, Any]) -> list[Failure]:
        """What is missing or has another shape; ``values``: fields and those of the address, empty ones left out."""
        found = []
        every = {**self.path, **self.fields}
        for name, it in every.items():
            if name not in values:
                if it.required:
                    said = _told("Dit veld is verplicht.", "This field is required.")
                    found.append(Failure(name, self.place(name), said))
            elif problem := it.problem(values[name]):
                said = _told(f"Dit is {problem['nl']}.", f"This is {problem['en']}.")
                found.append(Failure(name, self.place(name), said))
        for name in values.keys() - every.keys():
            said = _told("DUO kent dit veld niet.", "DUO does not know this field.")
            found.append(Failure("", self.place(name), said))
        return found


def _told(nl: str, en: str) -> Text:
    return {"nl": nl, "en": en}


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _field(name: str, given: Mapping[str, Any]) -> Field:
    about = {key: value for key, value in given.items() if key != "type"}
    return Field(name=name, type="choice" if "values" in given else given.get("type", "text"), **about)


@cache
def shapes() -> Mapping[str, Shape]:
    """All kinds of message, by their name, in the order of the file."""
    read = yaml.safe_load(Path(__file__).with_name("shapes.yaml").read_text("utf-8"))["messages"]
    made = {}
    for kind, it in read.items():
        about = {key: value for key, value in it.items() if key not in ("fields", "path", "schema")}
        fields = {name: _field(name, given) for name, given in it["fields"].items()}
        path = {name: _field(name, given) for name, given in it.get("path", {}).items()}
        made[kind] = Shape(kind=kind, schema_name=it["schema"], fields=fields, path=path, **about)
    return MappingProxyType(made)
