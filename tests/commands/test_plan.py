"""`reisgenoot plan` as a person types it: the answer as JSON and as text, and what it says of bad input."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from reisgenoot.cli import main

FACTS = {
    "born": "1990-05-17",
    "arrived": "2026-01-05",
    "asylum_applied": "2026-01-09",
    "permit_granted": "2026-06-01",
    "brp_registered": "2026-08-03",
    "duty_notified": "2026-08-10",
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "facts.json"
    path.write_text(json.dumps({"definition": "nl-asylum", "facts": FACTS}))
    return path


def planned(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    status = main(["plan", *map(str, words)])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_the_plan_as_json(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = planned(capsys, file, "--on", "2026-10-20", "--json")
    assert (status, err) == (0, "")
    answer = json.loads(out)
    assert (answer["definition"], answer["version"], answer["phase"]) == ("nl-asylum", "wi2021", "housing")
    pip = next(task for task in answer["tasks"] if task["id"] == "pip_set")
    assert (pip["due"], pip["state"], pip["owner"]) == ("2026-10-19", "overdue", "municipality")
    assert set(pip["ground"]) == {"law", "article", "url", "confirmed"}
    assert pip["why"].startswith("due 19 October 2026: ten weeks after 10 August 2026")
    assert {task["state"] for task in answer["tasks"]} == {"done", "open", "overdue", "waiting"}
    assert all(set(signal) >= {"id", "since", "why"} for signal in answer["signals"])
    assert "overdue" in {signal["id"] for signal in answer["signals"]}
    assert next(task for task in answer["tasks"] if task["id"] == "linked")["ground"] is None


def test_the_route_without_status(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "facts.json"
    path.write_text(json.dumps({"definition": "without-status", "facts": {"met": "2026-10-05"}}))
    status, out, err = planned(capsys, path, "--on", "2026-10-20", "--json")
    assert (status, err) == (0, "")
    answer = json.loads(out)
    assert (answer["definition"], answer["phase"]) == ("without-status", "stabilising")
    grounds = {task["id"]: task["ground"] for task in answer["tasks"]}
    assert grounds["rights_explained"]["article"] == "10 lid 2"
    assert grounds["gp_registered"]["law"] == "Zorgverzekeringswet"
    assert grounds["shelter_found"] is None  # policy of cities and churches: no right


def test_the_plan_as_text_in_both_languages(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = planned(capsys, file, "--on", "2026-10-20", "--lang", "nl")
    assert status == 0
    assert "Fase: Wachten op een woning" in out
    assert "Te laat (" in out
    assert "https://wetten.overheid.nl/BWBR0044770" in out
    assert "To do now (" in planned(capsys, file, "--on", "2026-10-20")[1]


def test_facts_from_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps({"facts": {"arrived": "2026-01-05"}})))
    status, out, _ = planned(capsys, "-", "--on", "2026-01-06", "--json")
    assert status == 0
    assert json.loads(out)["phase"] == "registration"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "is not JSON: line 1"),
        ("[]", "expected an object"),
        ('{"facts": []}', "‘facts’ is missing"),
        (
            '{"definition": "x", "facts": {}}',
            "there is no definition ‘x’; there is: family-reunification, nl-asylum",
        ),
        ('{"facts": {"arived": "2026-01-05"}}', "unknown fact ‘arived’; did you mean ‘arrived’?"),
        ('{"facts": {"arrived": "2026-02-30"}}', 'arrived: "2026-02-30" is not an existing date'),
        ('{"facts": {"sex": "q"}}', 'sex: "q" is not one of: m, v, x'),
        ('{"facts": {"languages": "ar"}}', 'languages: "ar" is not a list of texts'),
        ("[" * 100_000, "is not JSON"),
    ],
)
def test_a_bad_file_is_named_with_its_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, reason: str
) -> None:
    path = tmp_path / "facts.json"
    path.write_text(content)
    status, out, err = planned(capsys, path, "--on", "2026-01-06", "--json")
    assert (status, out) == (1, "")
    assert err.startswith(f"{path}: ")
    assert reason in err


def test_a_file_that_is_not_there_or_no_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert planned(capsys, tmp_path / "none.json", "--on", "2026-01-06")[2].endswith(
        "there is no such file\n"
    )
    (tmp_path / "x.json").write_bytes(b"\xff\xfe{}")
    assert "not text in UTF-8" in planned(capsys, tmp_path / "x.json", "--on", "2026-01-06")[2]


@pytest.mark.parametrize(
    "words", [["--on", "2026-02-30"], ["--on", "soon"], [], ["--lang", "ar"], ["--what"]]
)
def test_wrong_use_is_status_2(file: Path, capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["plan", str(file), *words])
    assert stopped.value.code == 2
    assert "usage: reisgenoot plan" in capsys.readouterr().err


def test_it_needs_no_django(file: Path) -> None:
    program = (
        "import sys; from reisgenoot.cli import main; status = main(sys.argv[1:]);"
        " sys.exit(9 if 'django' in sys.modules else status)"
    )
    words = [sys.executable, "-c", program, "plan", str(file), "--on", "2026-10-20", "--json"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    answer: dict[str, Any] = json.loads(done.stdout)
    assert answer["on"] == "2026-10-20"
