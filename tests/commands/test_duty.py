"""`reisgenoot duty` as a person types it: the answer in words and as JSON, its terms, and what it says of bad input."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from reisgenoot.cli import main

WORDS = [
    *("born=1990-05-17", "nationality=SY", "permit_kind=asylum", "permit_granted=2024-01-20"),
    *("pip_set=2024-03-12", "learning_route=b1", "extended_no_blame=2025-02-01/2025-06-28"),
]


def asked(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    status = main(["duty", *map(str, words)])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_the_answer_in_two_languages(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = asked(capsys, *WORDS, "--on", "2027-03-01", "--lang", "nl")
    assert (status, err) == (0, "")
    assert out.startswith(
        "1 maart 2027: Inburgeringsplichtig (Wet inburgering 2021), sinds 20 januari 2024\n"
    )
    assert "Soort: asielstatushouder" in out
    assert "Wet inburgering 2021, artikel 3 lid 1" in out
    assert "https://wetten.overheid.nl/BWBR0044770/2025-10-21#Artikel3" in out
    assert "+ 147 dagen wegens" in out
    assert "eindigt op 6 augustus 2027" in out
    status, out, err = asked(capsys, *WORDS, "--on", "2027-03-01")
    assert out.startswith("1 March 2027: Under the duty (Wet inburgering 2021), since 20 January 2024\n")
    assert "ends 6 August 2027" in out


def test_the_answer_as_json_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "facts.json"
    path.write_text(json.dumps({"facts": {"born": "1990-05-17", "permit_granted": "2019-06-03"}}))
    status, out, err = asked(
        capsys, path, "nationality=TR", "permit_kind=family", "--on", "2021-03-01", "--json"
    )
    assert (status, err) == (0, "")
    answer = json.loads(out)
    assert (answer["standing"], answer["law"], answer["confirmed"]) == ("not_liable", None, False)
    assert answer["because"][0]["rule"] == "turkish"
    assert answer["because"][0]["ground"]["confirmed"] is False
    assert answer["terms"] == []
    status, out, err = asked(capsys, path, "--on", "2021-03-01", "--json")
    assert {term["due"] for term in json.loads(out)["terms"]} >= {"2022-06-02"}


def test_doubt_and_contradiction_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("born=2004-01-01", "permit_granted=2019-06-03", "--on", "2024-03-01")
    assert "Not certain" in asked(capsys, *words)[1]
    words = ("nationality=PL", "permit_granted=2024-01-03", "duty_notified=2024-02-01", "--on", "2024-03-01")
    assert "check them with DUO" in asked(capsys, *words)[1]


def test_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    status, _, err = asked(capsys, "permit_grnted=2024-01-03", "--on", "2024-03-01")
    assert (status, err) == (1, "unknown fact ‘permit_grnted’; did you mean ‘permit_granted’?\n")
    status, out, _ = asked(capsys, "permit_granted=soon", "born=1990-05-17", "--on", "2024-03-01")
    assert status == 0
    assert "Not understood: permit_granted" in out
    assert asked(capsys, tmp_path / "none.json", "--on", "2024-03-01")[0] == 1
    monkeypatch.setattr("sys.stdin", io.StringIO("[1]"))
    assert asked(capsys, "-", "--on", "2024-03-01")[0] == 1
