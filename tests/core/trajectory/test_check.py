"""Every fault in a definition is named, with its line, and all of them at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reisgenoot.core.trajectory import check_files, schema

RIGHT = """\
id: my-route
version: v1
title: {nl: Mijn route, en: My route}
applies: {by: [arrived], from: 2022-01-01, until: null}
grounds:
  W15: {law: Wet, article: "15", url: "https://wetten.overheid.nl/", confirmed: true, kind: statute}
milestones:
  arrived: {phase: one, text: {nl: aankomst, en: arrival}}
attributes:
  sex: {type: text, values: [m, v]}
phases:
  - {id: one, text: {nl: een, en: one}, opens: arrived}
tasks:
  - id: first
    phase: one
    kind: legal
    owner: guide
    text: {nl: doe dit, en: do this}
    due: [{after: arrived, term: P10W, ground: W15}]
  - {id: second, phase: one, kind: legal, owner: guide, text: {nl: en dit, en: and this}, waits_for: [first]}
"""

FAULTS = [
    ("starts: arived", "starts: arived", 19, "unknown_milestone"),
    ("ground: W15}", "ground: W16}", 19, "unknown_ground"),
    (", ground: W15}", "}", 19, "no_ground"),
    ("P10W", "10W", 19, "bad_duration"),
    ("en: do this", "de: tu das", 18, "missing_text"),
    ("waits_for: [first]", "waits_for: [frist]", 20, "unknown_task"),
    ("waits_for: [first]", "waits_for: [second]", 20, "cycle"),
    ("waits_for: [first]", "completed_by: last_progress", 20, "cycle"),
    ("id: second", "id: first", 20, "duplicate_id"),
    ("from: 2022-01-01", "from: 2022-02-30", 4, "bad_date"),
    ("until: null", "until: 2021-01-01", 4, "empty_period"),
    ("waits_for: [first]", "starts: {attribute: sex, is: q}", 20, "unknown_value"),
    ("waits_for: [first]", "starts: {attribute: six, is: m}", 20, "unknown_attribute"),
    ("waits_for: [first]", "starts: overdue_tasks", 20, "not_allowed"),
    ("waits_for: [first]", "starts: {aftr: arrived}", 20, "unknown_form"),
    ("owner: guide\n", "owner: gide\n", 17, "not_allowed"),
    ("kind: legal\n", "kind: legal\n    kind: home\n", 17, "duplicate_key"),
    ("opens: arrived", "opens: arrived, colour: red", 12, "unknown_key"),
]


def codes(folder: Path, text: str) -> list[tuple[int, str]]:
    path = folder / "route.yaml"
    path.write_text(text)
    return [(problem.line, problem.code) for problem in check_files([path])]


def test_a_right_definition_has_no_problems(tmp_path: Path) -> None:
    assert codes(tmp_path, RIGHT) == []


@pytest.mark.parametrize(("old", "new", "line", "code"), FAULTS[1:])
def test_a_fault_is_found_on_its_line(tmp_path: Path, old: str, new: str, line: int, code: str) -> None:
    assert old in RIGHT
    assert (line, code) in codes(tmp_path, RIGHT.replace(old, new, 1))


def test_all_faults_come_out_at_once(tmp_path: Path) -> None:
    text = (
        RIGHT.replace("W15}", "W16}")
        .replace("de: tu das", "")
        .replace("en: and this", "de: x")
        .replace("[first]", "[frist]")
    )
    assert {code for _, code in codes(tmp_path, text)} == {"unknown_ground", "missing_text", "unknown_task"}


def test_versions_do_not_overlap(tmp_path: Path) -> None:
    one, other = tmp_path / "a.yaml", tmp_path / "b.yaml"
    one.write_text(RIGHT)
    other.write_text(RIGHT.replace("version: v1", "version: v2").replace("2022-01-01", "2023-01-01"))
    assert [problem.code for problem in check_files([one, other])] == ["overlapping_versions"]
    one.write_text(RIGHT.replace("until: null", "until: 2023-01-01"))
    assert check_files([one, other]) == []


def test_the_shipped_definitions_are_right() -> None:
    assert check_files() == []


def test_the_published_schema_is_the_one_in_use() -> None:
    published = Path(schema.__file__).with_suffix(".json").read_text()
    assert json.loads(published) == schema.build()
