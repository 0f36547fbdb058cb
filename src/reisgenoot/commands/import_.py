"""`reisgenoot import`: import a spreadsheet with a caseload for an organisation."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reisgenoot.commands.check_caseload import column_mapping
from reisgenoot.core.sheets.errors import SheetError
from reisgenoot.exchange.caseload.read import content_of

if TYPE_CHECKING:
    from reisgenoot.access.models import Member
    from reisgenoot.exchange.models import Import, ImportRow

HELP = "import a spreadsheet with a caseload for an organisation"
DESCRIPTION = """
Imports an xlsx, ods or csv file through the same steps as the browser: rows that are new or changed go into
dossiers; rows that are held back, or may be somebody who is there already, wait in the correction list of
this
import. The same file twice changes nothing. It is done in the name of the coordinator (else the case
director)
who has been longest with the organisation, or of --member.
Exit status: 0 no row waits for a person, 1 some do or the file is no good, 2 wrong use.

  reisgenoot import caseload.xlsx --organisation vluchtelingenwerk-achterhoek
  reisgenoot import caseload.csv --organisation gemeente-doetinchem --member coordinator@example.org --json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.description = DESCRIPTION
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("file", type=Path, metavar="FILE", help="the spreadsheet: xlsx, ods or csv")
    parser.add_argument(
        "--organisation", required=True, metavar="SLUG", help="short name of the organisation"
    )
    parser.add_argument(
        "--member", default="", metavar="EMAIL", help="in whose name (default: a coordinator)"
    )
    parser.add_argument(
        "--json", action="store_true", help="write one JSON object to standard output, nothing else"
    )
    parser.add_argument(
        "--lang", choices=("nl", "en"), default="nl", help="language of the messages (default: nl)"
    )
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        type=column_mapping,
        metavar="NAME=FIELD",
        help="map a column by hand; an empty FIELD leaves it out; may be repeated",
    )


def run(args: argparse.Namespace) -> int:
    """Import the file; 0 everything is in, 1 something waits or went wrong, 2 no such organisation or
    member.
    """
    from reisgenoot.config.startup import StartError, set_up

    try:
        with set_up():
            return _import(args)
    except StartError as problem:
        return _problem(args, "database", str(problem))
    except SheetError as problem:
        return _problem(args, problem.code, problem.message(args.lang))


def _problem(args: argparse.Namespace, code: str, message: str, status: int = 1) -> int:
    if args.json:
        print(json.dumps({"error": {"code": code, "message": message}}, ensure_ascii=False))
    else:
        print(message, file=sys.stderr)
    return status


def _import(args: argparse.Namespace) -> int:
    from django.utils import translation

    from reisgenoot.access.identity import acting_as
    from reisgenoot.exchange.actions import preparing, running

    member = _member(args.organisation, args.member)
    if member is None:
        texts = {
            "nl": f"Er is geen organisatie ‘{args.organisation}’ met zo'n coördinator of regisseur.",
            "en": f"There is no organisation ‘{args.organisation}’ with such a coordinator or case director.",
        }
        return _problem(args, "organisation_unknown", texts[args.lang], 2)
    content = content_of(args.file)
    with translation.override(args.lang):
        with acting_as(member):
            made = preparing.upload(
                member, file_name=args.file.name, content=content, mapping=dict(args.column)
            )
            running.begin(member, made.pk)
        running.work(member, made.pk)
        with acting_as(member):
            result = report(made, args.lang)
    if args.json:
        print(json.dumps(result, ensure_ascii=False, indent=1))
    else:
        print(_as_text(result, args.lang))
    return 1 if result["held_back"] or result["duplicates"] else 0


def _member(slug: str, email: str) -> Member | None:
    from django.db import connection

    from reisgenoot.access.identity import acting_as
    from reisgenoot.access.models import Member

    with connection.cursor() as cursor:
        cursor.execute("SELECT exchange_acting_for(%s, %s)", [slug, email])
        key = cursor.fetchone()[0]
    if key is None:
        return None
    with acting_as(Member(pk=key)):
        return Member.objects.select_related("organisation").get(pk=key)


def report(made: Import, language: str) -> dict[str, Any]:
    """What became of the rows: counts, and the rows that wait for a person."""
    from reisgenoot.exchange.models import ImportRow

    rows = list(made.rows.all())
    state = ImportRow.State
    count = Counter(row.state for row in rows)
    held = [row for row in rows if row.state == state.HELD_BACK]
    return {
        "import": made.pk,
        "organisation": made.organisation.slug,
        "rows": len(rows),
        "created": count[state.CREATED],
        "updated": count[state.UPDATED],
        "unchanged": count[state.UNCHANGED],
        "held_back": [_fault(row, it, language) for row in held for it in row.faults if it["holds_back"]],
        "warnings": [_fault(row, it, language) for row in rows for it in row.faults if not it["holds_back"]],
        "duplicates": [
            {
                "row": row.number,
                "of_row": row.twin_number,
                "of_dossier": row.twin_dossier_id,
                "score": row.twin_score,
                "why": row.twin_why.get(language, ""),
            }
            for row in rows
            if row.state == state.DUPLICATE
        ],
    }


def _fault(row: ImportRow, fault: dict[str, Any], language: str) -> dict[str, Any]:
    told = {name: fault[name] for name in ("column", "value", "code")}
    return {"row": row.number, **told, "message": fault[language]}


def _as_text(result: dict[str, Any], language: str) -> str:
    held, twins = result["held_back"], result["duplicates"]
    words = {
        "nl": "{created} dossiers geopend, {updated} bijgewerkt, {unchanged} ongewijzigd; {held} rijen "
        "tegengehouden "
        "en {twins} mogelijk dubbel: zie de correctielijst van import {import}.",
        "en": "{created} dossiers opened, {updated} updated, {unchanged} unchanged; {held} rows held "
        "back and "
        "{twins} possibly twice: see the correction list of import {import}.",
    }
    rows = len({it["row"] for it in held})
    return words[language].format(**{**result, "held": rows, "twins": len(twins)})
