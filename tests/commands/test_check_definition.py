"""`reisgenoot check-definition`: file, line and reason of each problem, in two languages and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reisgenoot.cli import main
from reisgenoot.core.trajectory.load import SHIPPED

BAD = """\
id: my-route
version: v1
title: {nl: Mijn route, en: My route}
phases:
  - {id: one, text: {nl: een, en: one}, opens: arived}
"""


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "route.yaml"
    path.write_text(BAD)
    return path


def test_the_shipped_ones_without_an_argument(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check-definition"]) == 0
    assert capsys.readouterr().out == "7 files, nothing wrong\n"
    assert main(["check-definition", "--lang", "nl", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert len(answer["files"]) == 7
    assert answer["problems"] == []


def test_a_problem_in_words(bad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check-definition", str(bad)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == f"{bad}:5: phases[0].opens: ‘arived’ does not exist [unknown_milestone]\n"
    assert main(["check-definition", str(bad), "--lang", "nl"]) == 1
    assert "‘arived’ bestaat niet" in capsys.readouterr().err


def test_a_problem_as_json(bad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check-definition", str(bad), "--json"]) == 1
    said = capsys.readouterr()
    assert said.err == ""
    (problem,) = json.loads(said.out)["problems"]
    assert (problem["file"], problem["line"], problem["code"]) == (str(bad), 5, "unknown_milestone")


@pytest.mark.parametrize(
    ("word", "instead", "code"),
    [
        ("term: P10W, ground: W15}", "term: P10W}", "no_ground"),  # the ten weeks of the PIP
        ("longer_by: integration_term, ground: W11}", "longer_by: integration_term}", "no_ground"),
        ("extended_effort: {ground: B4.4, ", "extended_effort: {", "missing_key"),
    ],
)
def test_a_statutory_term_without_its_ground(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], word: str, instead: str, code: str
) -> None:
    """Neither a term of the shipped route, nor what makes it longer."""
    text = (SHIPPED / "nl-asylum-wi2021.yaml").read_text()
    assert word in text
    path = tmp_path / "nl-asylum-wi2021.yaml"
    path.write_text(text.replace(word, instead, 1))
    assert main(["check-definition", str(path)]) == 1
    assert f"[{code}]" in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"id: [", b"- 1", b"\x00", b"{" * 5000])
def test_what_is_no_yaml(tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(content)
    assert main(["check-definition", str(path), "--json"]) == 1
    assert [it["code"] for it in json.loads(capsys.readouterr().out)["problems"]] == ["not_yaml"]
