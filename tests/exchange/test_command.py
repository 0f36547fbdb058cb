"""`reisgenoot check-caseload` as a person types it: exit status, JSON, languages, and no Django."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from caseloads import Row
from importers import caseload

from reisgenoot.cli import main


@pytest.fixture
def file(tmp_path: Path) -> Path:
    def spoil(rows: list[Row]) -> None:
        rows[1]["postcode"] = "70O1 AB"

    path = tmp_path / "caseload.csv"
    path.write_bytes(caseload(change=spoil))
    return path


def test_json_tells_row_column_value_code_and_message(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check-caseload", str(file), "--on", "2026-11-01", "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert (report["rows"], report["persons"]) == (12, 12)
    (fault,) = report["held_back"]
    assert (fault["row"], fault["column"], fault["value"]) == (3, "Postcode", "70O1 AB")
    assert fault["code"] == "postcode_invalid"
    assert "Rij 3, kolom ‘Postcode’, waarde ‘70O1 AB’" in fault["message"]


def test_text_in_both_languages(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check-caseload", str(file), "--on", "2026-11-01"]) == 1
    assert "Tegengehouden (1)" in capsys.readouterr().out
    assert main(["check-caseload", str(file), "--on", "2026-11-01", "--lang", "en"]) == 1
    assert "Held back (1)" in capsys.readouterr().out


def test_a_file_without_faults_gives_0(tmp_path: Path) -> None:
    path = tmp_path / "goed.csv"
    path.write_bytes(caseload())
    assert main(["check-caseload", str(path), "--on", "2026-11-01"]) == 0


def test_an_unreadable_file_gives_1_and_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check-caseload", str(tmp_path / "weg.xlsx"), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "file_missing"


def test_wrong_use_gives_2(file: Path) -> None:
    for words in (["check-caseload"], ["check-caseload", str(file), "--on", "gisteren"]):
        with pytest.raises(SystemExit) as left:
            main(words)
        assert left.value.code == 2


def test_the_check_needs_no_django(file: Path) -> None:
    code = (
        "import sys; from reisgenoot.cli import main; "
        f"main(['check-caseload', {str(file)!r}]); sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
