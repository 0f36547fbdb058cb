"""The sample caseload that the project was given: exactly the faults of its key, in both kinds of file."""

import datetime as dt
import json
import os
from pathlib import Path

import pytest

from reisgenoot.exchange.caseload.check import check_path

SHARED = Path(os.environ.get("REISGENOOT_SHARED", Path(__file__).resolve().parents[3] / "shared")) / "data"


@pytest.mark.skipif(
    not SHARED.exists(),
    reason="the sample is not part of the project; REISGENOOT_SHARED names the folder that holds data/caseload.xlsx",
)
@pytest.mark.parametrize("name", ["caseload.xlsx", "caseload.csv"])
@pytest.mark.parametrize("today", [dt.date(2026, 11, 1), dt.date(2026, 12, 24)])
def test_the_sample_gives_its_key_and_nothing_else(name: str, today: dt.date) -> None:
    key = json.loads((SHARED / "caseload.key.json").read_text(encoding="utf-8"))
    report = check_path(SHARED / name, today).as_json()
    planted = [fault for fault in key["faults"] if fault["kind"] != "duplicate_person"]
    found = report["held_back"] + report["warnings"]  # type: ignore[operator]
    assert sorted((fault["code"], fault["row"]) for fault in found) == sorted(
        (fault["kind"], fault["excel_row"]) for fault in planted
    )
    assert {(fault["excel_row"], fault["column"]) for fault in planted if "column" in fault} <= {
        (fault["row"], fault["column"]) for fault in found
    }
    assert [(twice["row"], twice["of_row"]) for twice in report["duplicates"]] == [  # type: ignore[attr-defined]
        (fault["excel_row"], fault["of_excel_row"])
        for fault in key["faults"]
        if fault["kind"] == "duplicate_person"
    ]
    assert (report["rows"], report["persons"], report["households"]) == (
        345,
        key["persons"],
        key["households"],
    )
