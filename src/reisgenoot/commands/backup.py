"""`reisgenoot backup`: the whole database in one file, with a manifest of checksums beside it."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path

HELP = "write the whole database to a file, with checksums"


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of the command."""
    parser.description = (
        "Writes the database of DATABASE_URL (or the embedded one) to FILE as it stands at one moment, while people\n"
        "go on working, and its checksums to FILE.json. Not in it: documents in a bucket, the secret key,\n"
        "the keys of shielded dossiers, the anchors."
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="where to; must not exist yet")
    parser.add_argument("--json", action="store_true", help="print the manifest as JSON and nothing else")


def run(args: Namespace) -> int:
    """Exit status 0 if everything is in the file, 1 otherwise."""
    import psycopg

    from reisgenoot.config import backup
    from reisgenoot.config.startup import StartError, set_up

    try:
        with set_up():
            manifest = backup.back_up(os.environ["DATABASE_URL"], args.file)
    except (StartError, backup.BackupError, psycopg.Error, OSError) as problem:
        print(" ".join(str(problem).split()), file=sys.stderr)
        return 1
    rows = sum(int(count) for count, _checksum in manifest.tables.values())
    said = (
        f"{args.file}: {len(manifest.tables)} tables, {rows} rows, the log to place {manifest.log_position}."
    )
    print(json.dumps(asdict(manifest), indent=1) if args.json else said)
    return 0
