"""`reisgenoot places`: takes in a table of areas of postcodes, for the distance between a volunteer and a household."""

from __future__ import annotations

import csv
import re
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

HELP = "take in where areas of postcodes lie, for the distance between a volunteer and a household"
COLUMNS = ("pc4", "place", "municipality", "lat", "lon")


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument(
        "file", type=Path, help="CSV in UTF-8 with the columns pc4, place, municipality, lat and lon (WGS 84)"
    )


def run(args: Namespace) -> int:
    """Exit status 0 if all was taken in, 1 if a line cannot be; then nothing was."""
    from reisgenoot.config.startup import StartError, set_up

    try:
        rows = read(args.file)
        with set_up():
            many = put(rows)
    except (StartError, ValueError, OSError) as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"{many} areas of postcodes are known now.")
    return 0


def read(file: Path) -> list[dict[str, Any]]:
    """The rows of the file, checked. Raises ValueError with the line, and OSError."""
    rows = []
    with file.open(encoding="utf-8-sig", newline="") as lines:
        table = csv.DictReader(lines)
        if missing := [name for name in COLUMNS if name not in (table.fieldnames or ())]:
            raise ValueError(f"{file.name}: no column {', '.join(missing)}")
        for row in table:
            rows.append(_checked(row, f"{file.name}, line {table.line_num}"))
    return rows


def _checked(row: dict[str, Any], where: str) -> dict[str, Any]:
    pc4 = (row["pc4"] or "").strip()
    if not re.fullmatch(r"[1-9]\d{3}", pc4):
        raise ValueError(f"{where}: {pc4!r} is not the four digits of a postcode")
    try:
        lat, lon = float(row["lat"]), float(row["lon"])
    except (TypeError, ValueError):
        raise ValueError(f"{where}: lat and lon must be numbers, with a point") from None
    if not (50 < lat < 54 and 3 < lon < 8):
        raise ValueError(f"{where}: {lat}, {lon} does not lie in the Netherlands")
    return {"pc4": pc4, "place": row["place"], "municipality": row["municipality"], "lat": lat, "lon": lon}


def put(rows: list[dict[str, Any]]) -> int:
    """Keep these rows, in the place of earlier ones of the same area; returns how many areas are known then."""
    from django.db import connections, transaction

    from reisgenoot.volunteers.models import Place

    with transaction.atomic(using="admin"), connections["admin"].cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        Place.objects.using("admin").bulk_create(
            [Place(**row) for row in rows],
            update_conflicts=True,
            unique_fields=["pc4"],
            update_fields=["place", "municipality", "lat", "lon"],
        )
        return Place.objects.using("admin").count()
