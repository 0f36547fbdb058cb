"""`reisgenoot check-caseload`: check a spreadsheet with a caseload, without a database."""

import argparse
import datetime as dt
import json
import sys
from pathlib import Path

from reisgenoot.core.sheets.errors import SheetError
from reisgenoot.exchange.caseload.check import Report, check_path
from reisgenoot.exchange.caseload.messages import duplicate_reason

HELP = "check a spreadsheet with a caseload, without a database"
DESCRIPTION = """
Reads an xlsx, ods or csv file and tells which rows would be held back and why, what is worth a look, and
who may
be in it twice. Nothing is saved. Columns are recognised by their names in Dutch or English.
Exit status: 0 no row is held back, 1 there are problems in the file, 2 wrong use.

  reisgenoot check-caseload caseload.xlsx
  reisgenoot check-caseload caseload.csv --on 2026-11-01 --json
  reisgenoot check-caseload lijst.xlsx --column "Nr IND=v_number" --column "Kleur="
"""
_HEADINGS = {
    "nl": {
        "summary": "{persons} personen in {households} huishoudens.",
        "held": "Tegengehouden ({count}):",
        "warnings": "Let op ({count}):",
        "duplicates": "Mogelijk dubbel ({count}):",
        "notes": "Over het bestand:",
        "duplicate": "Rij {row} is misschien dezelfde persoon als rij {of_row} ({score:.0%}): {why}.",
        "fine": "Geen rijen tegengehouden.",
    },
    "en": {
        "summary": "{persons} persons in {households} households.",
        "held": "Held back ({count}):",
        "warnings": "Worth a look ({count}):",
        "duplicates": "Possibly twice ({count}):",
        "notes": "About the file:",
        "duplicate": "Row {row} may be the same person as row {of_row} ({score:.0%}): {why}.",
        "fine": "No rows held back.",
    },
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.description = DESCRIPTION
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("file", type=Path, metavar="FILE", help="the spreadsheet: xlsx, ods or csv")
    parser.add_argument(
        "--on",
        type=dt.date.fromisoformat,
        default=None,
        metavar="DATE",
        help="the date to check on (default: today)",
    )
    parser.add_argument(
        "--json", action="store_true", help="write one JSON object to standard output, nothing else"
    )
    parser.add_argument(
        "--lang", choices=("nl", "en"), default="nl", help="language of the messages (default: nl)"
    )
    parser.add_argument(
        "--column", action="append", default=[], type=column_mapping, metavar="NAME=FIELD",
        help="map a column by hand; an empty FIELD leaves it out; may be repeated",
    )  # fmt: skip


def column_mapping(text: str) -> tuple[str, str]:
    """`Nr IND=v_number` → (`Nr IND`, `v_number`)."""
    name, separator, fieldname = text.rpartition("=")
    if not separator or not name.strip():
        raise argparse.ArgumentTypeError(f"expected NAME=FIELD, got {text!r}")
    return name.strip(), fieldname.strip()


def run(args: argparse.Namespace) -> int:
    """Check the file and print what was found; 0 nothing held back, 1 otherwise."""
    try:
        report = check_path(args.file, args.on or dt.date.today(), dict(args.column))
    except SheetError as problem:
        message = problem.message(args.lang)
        if args.json:
            print(json.dumps({"error": {"code": problem.code, "message": message}}, ensure_ascii=False))
        else:
            print(message, file=sys.stderr)
        return 1
    if args.json:
        print(json.dumps(report.as_json(args.lang), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_lines(report, args.lang)))
    return 1 if report.held_back else 0


def _lines(report: Report, language: str) -> list[str]:
    words = _HEADINGS[language]
    lines = [words["summary"].format(persons=len(report.records), households=report.households)]
    for heading, faults in (("held", report.held_back), ("warnings", report.warnings)):
        if faults:
            lines += ["", words[heading].format(count=len(faults))]
            lines += [f"  {fault.message(language)} [{fault.code}]" for fault in faults]
    if report.duplicates:
        lines += ["", words["duplicates"].format(count=len(report.duplicates))]
        lines += [
            "  "
            + words["duplicate"].format(
                row=found.row, of_row=found.of_row, score=found.score, why=duplicate_reason(found, language)
            )
            for found in report.duplicates
        ]
    if report.notes:
        lines += ["", words["notes"]]
        lines += [f"  {note.as_json(language)['message']}" for note in report.notes]
    if not report.held_back:
        lines += ["", words["fine"]]
    return lines
