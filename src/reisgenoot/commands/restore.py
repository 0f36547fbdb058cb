"""`reisgenoot restore`: a back-up into an empty database, held against its checksums."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

HELP = "put a back-up into an empty database, and hold it against its checksums"


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of the command."""
    parser.description = (
        "Puts FILE into the database of DATABASE_URL (or the embedded one), which must be empty; then compares every\n"
        "table with FILE.json, and brings the database to what this version of the code expects."
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="what `reisgenoot backup` wrote")


def run(args: Namespace) -> int:
    """Exit status 0 if everything is back, 1 otherwise."""
    import psycopg

    from reisgenoot.config import backup, database
    from reisgenoot.config.startup import StartError, set_up

    try:
        with set_up():
            from reisgenoot.access import wall

            url = os.environ["DATABASE_URL"]
            with psycopg.connect(url, autocommit=True) as connection:
                wall.prepare(connection)
            manifest = backup.restore(url, args.file)
            database.migrate()
    except (StartError, backup.BackupError, psycopg.Error, OSError) as problem:
        print(" ".join(str(problem).split()), file=sys.stderr)
        return 1
    print(f"{len(manifest.tables)} tables are back, each row as it was on {manifest.made_at[:10]} or before.")
    return 0
