"""Every fault in a definition is named, with its line, and all of them at once."""

from __future__ import annotations

import json
import re
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
    ("waits_for: [first]", "ground: W16", 20, "unknown_ground"),
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
    ("W15}", "W15, own_choice: {nl: a, en: b}}", 19, "two_grounds"),
    ("waits_for: [first]", "starts: sex", 20, "not_a_date"),
    ("phase: one, text: {nl: aank", "phase: two, text: {nl: aank", 8, "unknown_phase"),
    (", kind: statute", "", 6, "missing_key"),
    ("nl: doe dit", "nl: ''", 18, "empty_text"),
    ("values: [m, v]", "values: []", 10, "empty_list"),
    ("id: my-route", "id: My Route", 1, "bad_pattern"),
    ("owner: guide\n", "owner: [guide]\n", 17, "wrong_type"),
    ("id: first", "id: born\n    starts: {age: 18}", 15, "unknown_attribute"),
    ("attributes:", "extends: nothing\nattributes:", 9, "unknown_definition"),
    ("attributes:", "extends: my-route\nattributes:", 9, "cycle"),
    ("attributes:", "remove: {signals: [old]}\nattributes:", 9, "unknown_id"),
    ("attributes:", "change: {tasks: [{id: old}]}\nattributes:", 9, "unknown_id"),
    ("attributes:", "moments: {a: {any: [b]}, b: {any: [a]}}\nattributes:", 9, "cycle"),
    ("attributes:", "moments: {arrived: {any: [never]}}\nattributes:", 9, "duplicate_id"),
    ("attributes:", "moments: {a: {any: [arived]}}\nattributes:", 9, "unknown_milestone"),
    ("ground: W15}]", "source: average}]", 19, "unknown_text"),
    ("ground: W15}]", "ground: W15, longer_by: ill}]", 19, "unknown_extension"),
    ("W15}]", "W15, longer_by: {six: {ground: W15, because: {nl: a, en: b}}}}]", 19, "unknown_attribute"),
    ("W15}]", "W15, longer_by: {sex: {ground: W15, because: {nl: a, en: b}}}}]", 19, "not_spans"),
    ("[m, v]}", "[m, v]}\nextensions: {e: {sex: {because: {nl: a, en: b}}}}", 11, "missing_key"),
    (
        "[m, v]}",
        "[m, v]}\nextensions: {e: {sex: {ground: W1, because: {nl: a, en: b}}}}",
        11,
        "unknown_ground",
    ),
    (
        "attri",
        "signals: [{id: s, text: {nl: a, en: b}, since: arrived, outcome: exempt}]\nattri",
        9,
        "no_ground",
    ),
    ("id: my-route", "id: 'my-route", 21, "not_yaml"),
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


OVERLAY = """\
overlay: place
of: my-route
versions: [v1]
municipality: Place
add:
  tasks: [{id: third, phase: one, kind: legal, owner: guide, text: {nl: a, en: b}}]
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "code"),
    [
        ("of: my-route", "of: your-route", 2, "unknown_definition"),
        ("versions: [v1]", "versions: [v1, v2]", 3, "unknown_version"),
        ("id: third", "id: first", 6, "duplicate_id"),
        ("phase: one", "phase: two", 6, "unknown_phase"),
    ],
)
def test_a_fault_in_an_overlay(tmp_path: Path, old: str, new: str, line: int, code: str) -> None:
    (tmp_path / "route.yaml").write_text(RIGHT)
    overlay = tmp_path / "overlay.yaml"
    overlay.write_text(OVERLAY)
    assert check_files([overlay]) == []
    overlay.write_text(OVERLAY.replace(old, new))
    found = [(Path(it.file).name, it.line, it.code) for it in check_files([overlay])]
    assert found == [("overlay.yaml", line, code)]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert [problem.code for problem in check_files([tmp_path / "none.yaml"])] == ["no_file"]


def test_every_code_of_a_problem_is_tried_here() -> None:
    """The codes stand in the sources as the words after a place: `problem(…, "code", …)` and the like."""
    sources = "".join(path.read_text() for path in Path(schema.__file__).parent.glob("*.py"))
    codes = set(
        re.findall(r'"((?:unknown|bad|missing|no|two|duplicate|empty|overlapping|wrong)_[a-z]+)"', sources)
    )
    codes |= {"cycle", "not_allowed", "not_a_date", "not_yaml"}
    assert len(codes) > 25
    untried = {
        code for code in codes if f'"{code}"' not in Path(__file__).read_text().split("def test_every")[0]
    }
    assert untried - {"no_term"} == set()


def test_the_shipped_definitions_are_right() -> None:
    assert check_files() == []


def test_the_published_schema_is_the_one_in_use() -> None:
    published = Path(schema.__file__).with_suffix(".json").read_text()
    assert json.loads(published) == schema.build()
