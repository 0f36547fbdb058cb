"""Each fault planted in other rows, columns, languages, sheets and kinds of file is found, and nothing
else.
"""

import datetime as dt
import random
from collections.abc import Callable

import pytest
from caseloads import (
    DUTCH,
    ENGLISH,
    TODAY,
    TRANSLITERATED,
    Row,
    as_csv,
    as_ods,
    as_xlsx,
    people,
    table,
    valid_bsn,
)

from reisgenoot.exchange.caseload.check import check_bytes

Plant = Callable[[Row, random.Random], None]


def set_to(field: str, *choices: object) -> Plant:
    def plant(row: Row, dice: random.Random) -> None:
        row[field] = dice.choice(choices)

    return plant


def no_name(row: Row, dice: random.Random) -> None:
    row["family_name"], row["given_names"] = "", dice.choice(("", "-"))


def early(field: str, before: str, *others: str) -> Plant:
    def plant(row: Row, dice: random.Random) -> None:
        reference = row[before]
        assert isinstance(reference, dt.date)
        row[field] = reference - dt.timedelta(days=dice.randrange(1, 50))
        for other in others:
            row[other] = ""

    return plant


def failing_bsn(row: Row, dice: random.Random) -> None:
    good = valid_bsn(dice)
    row["bsn"] = dice.choice(("123456789", good[:-1] + str((int(good[-1]) + 1) % 10), "12345", "onb 12"))


PLANTS: dict[str, Plant] = {
    "v_number_invalid": set_to("v_number", "29000", "29000070011", "V12345", "290000700A", "0000000000"),
    "bsn_fails_eleven_test": failing_bsn,
    "date_does_not_exist": set_to(
        "born", "31-02-1990", "30/02/1988", "29-02-2023", "31-4-99", "1990-13-01", "00-00-1980"
    ),
    "date_unreadable": set_to(
        "brp_registered", "volgende week", "zomer 2025", "1-2", "12-13-14-15", "binnenkort!", "01-01-0025"
    ),
    "born_in_future": set_to("born", dt.date(2031, 5, 5), dt.date(2040, 1, 1), "12-12-2027"),
    "permit_before_application": early("permit_on", "arrived"),
    "home_before_application": early("moved_in", "arrived"),
    "pip_before_permit": early("pip_set", "permit_on"),
    "name_missing": no_name,
    "postcode_invalid": set_to("postcode", "70O1 AB", "7001", "0001 AB", "7001 SS", "AB 7001", "7001 ABC"),
    "formula_as_text": set_to(
        "remarks", '=HYPERLINK("http://127.0.0.1/x","klik")', "=1+1", "@SUM(A1:A9)", "+cmd|' /C calc'!A0"
    ),
}
WRITERS: dict[str, Callable[[list[list[object]]], bytes]] = {
    "xlsx": lambda cells: as_xlsx(cells, other_sheets=("oud", "Toelichting")),
    "xlsx below a title": lambda cells: as_xlsx(cells, lead=3),
    "ods": lambda cells: as_ods(cells),
    "ods below blank rows": lambda cells: as_ods(cells, lead=4),
    "csv with semicolons, cp1252": lambda cells: as_csv(cells, ";", "cp1252"),
    "csv with commas, utf-8": lambda cells: as_csv(cells, ",", "utf-8"),
    "csv with tabs, utf-16": lambda cells: as_csv(cells, "\t", "utf-16"),
    "csv with semicolons, cp850": lambda cells: as_csv(cells, ";", "cp850"),
}
FIRST_ROW = {"xlsx below a title": 5, "ods below blank rows": 6}


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("seed", range(4))
def test_exactly_the_planted_faults_are_found(writer: str, seed: int) -> None:
    dice = random.Random(f"{writer}{seed}")
    rows = people(dice, 60)
    first = FIRST_ROW.get(writer, 2)
    at = dice.sample(range(50), len(PLANTS) * 2)
    expected = []
    for place, (code, plant) in zip(at, [*PLANTS.items(), *PLANTS.items()], strict=True):
        plant(rows[place], dice)
        expected.append((place + first, code))
    originals = dice.sample([place for place in range(50) if place not in at], 3)
    for place in originals:
        rows.append(again(rows[place], dice))
    order = list(DUTCH)
    dice.shuffle(order)
    cells = table(rows, dice.choice((DUTCH, ENGLISH)), order, dice, real_dates=not writer.startswith("csv"))
    cells += [[""] * len(order), ["bijgewerkt door balie", *[""] * (len(order) - 1)]]

    report = check_bytes(WRITERS[writer](cells), TODAY)

    found = [(fault.row, fault.code) for fault in report.held_back + report.warnings]
    assert set(found) ^ set(expected) == set()
    assert len(found) == len(expected)
    twice = {(found.row, found.of_row) for found in report.duplicates}
    assert twice == {(60 + index + first, place + first) for index, place in enumerate(originals)}
    assert len(report.records) == len(rows)


def again(row: Row, dice: random.Random) -> Row:
    """The same person typed anew: no numbers, another spelling, and a birth date as registries keep it."""
    copy = {**row, "v_number": "", "bsn": "", "given_names": TRANSLITERATED[str(row["given_names"])]}
    born = row["born"]
    assert isinstance(born, dt.date)
    changes = [born, born.replace(month=1, day=1)]
    if born.day <= 12:
        changes.append(born.replace(month=born.day, day=born.month))
    copy["born"] = dice.choice(changes)
    return copy


def test_rows_of_one_household_are_not_duplicates_of_each_other() -> None:
    dice = random.Random(3)
    rows = people(dice, 400)
    for row in rows:
        row["given_names"] = "Bilqis"
    report = check_bytes(as_csv(table(rows, DUTCH, list(DUTCH), dice, real_dates=False)), TODAY)
    assert report.duplicates == []
    assert report.held_back == []


def test_the_same_number_on_two_rows_is_a_duplicate_even_under_another_name() -> None:
    dice = random.Random(5)
    rows = people(dice, 10)
    rows[7]["v_number"] = rows[2]["v_number"]
    report = check_bytes(as_csv(table(rows, DUTCH, list(DUTCH), dice, real_dates=False)), TODAY)
    assert [(found.row, found.of_row, "v_number" in found.agrees) for found in report.duplicates] == [
        (9, 4, True)
    ]
