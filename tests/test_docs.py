"""The table of security requirements: complete, and what it names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TABLE = (ROOT / "docs/security.md").read_text().split("## OWASP ASVS")[1]
ROWS = re.findall(r"^\| ([\d.]+) \| (.+?) \| (.+) \|$", TABLE, re.M)
MANY = 253
"""Requirements of levels 1 and 2 in ASVS 5.0.0."""
NAMED = re.compile(r"`([\w/.-]+\.[a-z]+)(?:::(\w+))?`")


def place_of(path: str) -> Path | None:
    """Where a path of the table is: under the project, its package or its tests."""
    return next(
        (root / path for root in (ROOT, ROOT / "src/reisgenoot", ROOT / "tests") if (root / path).is_file()),
        None,
    )


def test_no_requirement_is_missing() -> None:
    numbers = [tuple(map(int, number.split("."))) for number, _short, _held in ROWS]
    assert len(set(numbers)) == len(numbers) == MANY
    assert numbers == sorted(numbers)
    assert {chapter for chapter, _section, _row in numbers} == set(range(1, 18))


@pytest.mark.parametrize(("number", "held"), [(number, held) for number, _short, held in ROWS])
def test_what_a_row_names_is_there(number: str, held: str) -> None:
    for path, function in NAMED.findall(held):
        found = place_of(path)
        assert found is not None, path
        assert not function or f"def {function}(" in found.read_text(), f"{path}::{function}"
