"""Our validator, which knows lines and Dutch, judges as the `jsonschema` library does by the published schema."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from reisgenoot.core.trajectory import schema, source
from reisgenoot.core.trajectory.load import SHIPPED
from reisgenoot.core.trajectory.shape import check_shape, kind_of

SCHEMA = json.loads(Path(schema.__file__).with_suffix(".json").read_text())
RICH = """\
id: my-route
version: v1
extends: other
title: {nl: Mijn route, en: My route}
applies: {attribute: {law: "2021"}, by: [arrived], from: 2022-01-01, until: null}
moments:
  gone: {any: [departed, {after: arrived, term: P4D, source: average}]}
texts:
  average: {nl: gemiddeld, en: average}
grounds:
  W15: {law: Wet, bwb: BWBR0044770, article: "15", url: "https://x", confirmed: true, kind: statute,
        text_of: 2025-10-21, valid: {from: 2022-01-01, until: null}, note: {nl: a, en: b}}
milestones:
  arrived: {phase: one, text: {nl: aankomst, en: arrival}}
attributes:
  sex: {type: text, values: [m, v], text: {nl: a, en: b}}
  law: {type: text, values: {"2013": {nl: a, en: b}}}
phases:
  - {id: one, text: {nl: een, en: one}, acting: [ind], opens: arrived, lasts: {term: P4D, source: average}}
tasks:
  - id: first
    per: household
    phase: one
    kind: legal
    owner: guide
    text: {nl: doe dit, en: do this}
    help: {nl: hulp, en: help}
    starts: {all: [{age: 18}, {attribute: sex, is: m}, {attribute: sex, in: [m]}, {attribute: sex, known: true}]}
    due: [{after: arrived, term: P10W, ground: W15, when: {latest: [arrived]}}]
    expected: {before: arrived, term: P1M, source: {nl: a, en: b}}
    completed_by: {event: arrived, not_followed_by: [departed]}
    falls_away: {before: gone, term: P1D}
    waits_for: [arrived]
change:
  tasks: [{id: other, text: {nl: a, en: b}}]
remove: {signals: [old]}
signals:
  - {id: late, text: {nl: a, en: b}, since: overdue_tasks, until: never, own_choice: {nl: a, en: b}}
"""
OVERLAY = """\
overlay: place
of: my-route
versions: [v1]
municipality: Place
add: {tasks: [{id: x, phase: one, kind: legal, owner: guide, text: {nl: a, en: b}}]}
change: {moments: {gone: {any: [departed]}}}
remove: {tasks: [first]}
"""
JUNK = st.sampled_from(
    [None, True, 3, 101, -1, "", "x", "X-1", "P10W", [], ["x"], {}, {"x": "y"}, {"nl": "a"}]
)


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to each value inside a document."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at] * bool(at) + [place for key, item in inner for place in places(item, (*at, key))]


def spoilt(draw: st.DrawFn, document: Any) -> Any:
    """The document with one value gone, replaced, or under another key."""
    document = copy.deepcopy(document)
    *way, last = draw(st.sampled_from(places(document)))
    holder = document
    for key in way:
        holder = holder[key]
    match draw(st.sampled_from(["drop", "replace", "rename"])):
        case "drop":
            del holder[last]
        case "rename" if isinstance(holder, dict):
            holder[draw(st.sampled_from(["nl", "x", "X y", "term", "until"]))] = holder.pop(last)
        case _:
            holder[last] = draw(JUNK)
    return document


def judged_alike(document: dict[str, Any]) -> bool:
    """Whether the document is right; fails unless both validators agree on that."""
    table, problems = source.parse(yaml.safe_dump(document, sort_keys=False, allow_unicode=True), "x.yaml")
    assert table is not None, problems
    ours = check_shape(table)
    if ours and all(it.code in ("bad_date", "bad_duration") for it in ours):
        return False  # 2026-02-30 fits the pattern of a date: only our validator knows the calendar
    rule = {"$ref": f"#/$defs/{kind_of(table)}", "$defs": SCHEMA["$defs"]}
    theirs = list(jsonschema.Draft202012Validator(rule).iter_errors(document))
    assert bool(ours) == bool(theirs), (document, ours, theirs)
    return not ours


def typed(text: str) -> dict[str, Any]:
    """A document as `source` reads it, in plain values."""
    table, problems = source.parse(text, "x.yaml")
    assert not problems
    result: dict[str, Any] = json.loads(json.dumps(table))
    return result


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_shipped_files_fit_the_published_schema(path: Path) -> None:
    table, problems = source.read(path)
    assert table is not None
    assert not problems
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(json.dumps(table)))
    assert check_shape(table) == []


def test_the_example_uses_every_form() -> None:
    assert judged_alike(typed(RICH))
    assert judged_alike(typed(OVERLAY))
    forms = [next(iter(form["required"])) for form in schema.MOMENT_FORMS if "required" in form]
    assert all(f"{form}:" in RICH for form in forms)


@settings(max_examples=400, deadline=None)
@given(data=st.data(), text=st.sampled_from([RICH, RICH, OVERLAY]))
def test_a_spoilt_document_is_judged_alike(data: st.DataObject, text: str) -> None:
    @st.composite
    def one(draw: st.DrawFn) -> Any:
        return spoilt(draw, typed(text))

    judged_alike(data.draw(one()))
