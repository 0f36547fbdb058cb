"""`reisgenoot verify-log`: whether anybody has touched the log of who looked, the database's superuser included."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

HELP = (
    "verify the log of who looked at and changed what, against its chain and the anchors outside the database"
)
WORDS = {
    "changed": "entry {entry} (place {position}) is not what was sealed: changed, or moved",
    "removed": "the entry at place {position} is gone",
    "inserted": "entry {entry} was put in past the chain",
    "rewritten": "the chain was written anew: its hash at place {position} is not the one that left the database",
    "cut_off": "the chain ends before place {position}, of which the hash has left the database",
}


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of the command."""
    parser.description = (
        "Verifies each entry of the log of DATABASE_URL, and then adds the newest hash to the anchors. Keep the\n"
        "file of anchors outside the reach of who runs the database: REISGENOOT_ANCHORS, or --anchors."
    )
    parser.add_argument(
        "--anchors", type=Path, metavar="FILE", help="the hashes that left the database (default: see above)"
    )
    parser.add_argument("--json", action="store_true", help="print what was found as JSON and nothing else")


def run(args: Namespace) -> int:
    """Exit status 0 if the log is whole, 1 if it is not or cannot be read."""
    import psycopg

    from reisgenoot.access import chain
    from reisgenoot.config import startup

    path = args.anchors or chain.anchor_file()
    try:
        with startup.set_up(), psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            connection.execute("SET ROLE reisgenoot_guard")
            verdict = chain.verify(connection, chain.read_anchors(path))
            if not verdict.faults:
                chain.add_anchor(path, connection.execute("SELECT * FROM access_log_head()").fetchone())
    except (startup.StartError, psycopg.Error, ValueError, OSError) as problem:
        print(f"The log can't be verified: {' '.join(str(problem).split())}", file=sys.stderr)
        return 1
    if args.json:
        faults = [{"code": it.code, "position": it.position, "entry": it.entry} for it in verdict.faults]
        print(
            json.dumps({"entries": verdict.entries, "anchors": verdict.anchors, "problems": faults}, indent=2)
        )
    else:
        for fault in verdict.faults:
            print(WORDS[fault.code].format(position=fault.position, entry=fault.entry), file=sys.stderr)
        whole = "the log is whole" if not verdict.faults else f"{len(verdict.faults)} problems"
        print(f"{verdict.entries} entries, {verdict.anchors} anchors: {whole}")
    return 1 if verdict.faults else 0
