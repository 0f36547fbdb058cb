"""Our events and messages beside the files that DUO published, where those are: they are no part of the project."""

import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from reisgenoot.core.duo import Shape, events, groups, rules, shapes

SHARED = Path(os.environ.get("REISGENOOT_SHARED", Path(__file__).resolve().parents[4] / "shared"))
PUBLISHED = SHARED / "data" / "duo"
needs_them = pytest.mark.skipif(
    not PUBLISHED.exists(),
    reason="REISGENOOT_SHARED names the folder that holds data/duo, DUO's published files",
)
COMPARED = ("type", "enum", "minimum", "maximum", "minLength", "maxLength", "format")
FULL: Mapping[str, Mapping[str, Any]] = {
    "pip": {
        "dagtekeningPip": "2024-03-11",
        "leerroute": "B",
        "niveau": "B1",
        "geschatteIntensiteitB1Route": 600,
        "indicatorMagOpleidingAfmaken": True,
        "indicatorAlfabetiseringsonderwijs": "AA",
    },
    "offer": {
        "datumInburgeringsaanbod": "2024-04-01",
        "verwachteStartdatumOpleiding": "2024-04-08",
        "verwachteEinddatumOpleiding": "2026-04-08",
        "indicatorAlfabetiseringsonderwijs": "NVT",
    },
    "hours_lessons": {"uren": 9999},
    "hours_participation": {"uren": 0},
    "hours_intake": {"uren": 12},
    "pvt": {"datumOndertekeningPvt": "2024-09-02", "verwijtbaar": "Nee"},
    "map": {"datumEindgesprekMap": "2025-09-02", "verwijtbaar": "Ja"},
    "zroute": {"datumAfrondingZroute": "2026-09-02"},
}
"""A message of each kind with every field."""


@cache
def read(file: str) -> dict[str, Any]:
    """One of DUO's files, which are long: read once, by the parser in C where it is there."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, Any] = yaml.load((PUBLISHED / file).read_text("utf-8"), Loader=loader)
    return found


def published(shape: Shape) -> tuple[dict[str, Any], dict[str, Any]]:
    """The file, and the schema of the message with its references in their place and nothing else allowed."""
    file = read(shape.file)
    schemas = file["components"]["schemas"]
    found = dict(schemas[shape.schema_name])
    found["properties"] = {
        name: schemas[it["$ref"].rsplit("/", 1)[1]] if "$ref" in it else it
        for name, it in found["properties"].items()
    }
    return file, found | {"additionalProperties": False}


@pytest.mark.parametrize("kind", list(shapes()))
def test_a_full_message_fits_our_schema(kind: str) -> None:
    assert set(FULL[kind]) == set(shapes()[kind].fields)
    jsonschema.validate(FULL[kind], shapes()[kind].schema(), format_checker=jsonschema.FormatChecker())


@needs_them
@pytest.mark.parametrize("kind", list(shapes()))
def test_ours_is_what_was_published(kind: str) -> None:
    shape = shapes()[kind]
    file, theirs = published(shape)
    jsonschema.validate(FULL[kind], theirs, format_checker=jsonschema.FormatChecker())
    assert file["info"]["version"] == shape.version
    assert shape.method.lower() in file["paths"][shape.address]
    ours = shape.schema()
    assert sorted(theirs.get("required", [])) == sorted(ours["required"])
    for name, it in theirs["properties"].items():
        same = {key: it[key] for key in COMPARED if key in it and it[key] != "int32"}
        assert same == ours["properties"][name], name
    for name, field in shape.path.items():
        there = file["components"]["parameters"][name.capitalize()]["schema"]
        assert there["maxLength"] == there["minLength"] == field.length
    for name in (*shape.fields, *shape.path):
        at = file
        for step in shape.place(name).split("#/")[1].split("/"):
            at = at[step]  # the place that a failure names is there


@needs_them
def test_all_events_are_there_and_no_other() -> None:
    told = (PUBLISHED / "events.md").read_text("utf-8")
    assert set(re.findall(r"^\| (SS\d{3})", told, re.MULTILINE)) == set(events())


@needs_them
def test_rules_stand_under_headings_of_the_readme() -> None:
    told = (PUBLISHED / "README.md").read_text("utf-8")
    files = {shape.file for shape in shapes().values()}
    for heading in {heading for heading, _it in rules().values() if not heading.startswith(tuple(files))}:
        assert all(f"# {one}" in told for one in heading.split("; ")), heading


def test_each_event_has_what_a_page_needs() -> None:
    for it in events().values():
        assert it.group in groups()
        assert {*it.text} == {"nl", "en"} == {*(it.to_do or it.text)}
        assert not it.own_day or it.fact


def test_what_has_a_day_of_its_own() -> None:
    assert {code for code, it in events().items() if it.own_day} == {"SS106", "SS108", "SS131"}
    assert {code for code, it in events().items() if it.fact and not it.own_day} == {"SS139"}
