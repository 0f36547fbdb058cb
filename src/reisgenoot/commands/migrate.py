"""`reisgenoot migrate`: roles, tables and policies on the database of DATABASE_URL (or the embedded one)."""

import sys
from argparse import ArgumentParser, Namespace

from reisgenoot.config.startup import StartError, set_up

HELP = "make or update roles, tables and policies in the database of DATABASE_URL"


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of the command."""
    parser.description = (
        "Makes the roles reisgenoot_owner, reisgenoot_guard and reisgenoot_app, the tables and the row-level\n"
        "security. Doing it again changes nothing. DATABASE_URL must be a log-in that may create roles (a superuser)."
    )
    parser.add_argument("--verbose", action="store_true", help="name each step")


def run(args: Namespace) -> int:
    """Exit status 0 if the database is as it must be, 1 otherwise."""
    from reisgenoot.config import database

    try:
        with set_up():
            database.migrate(verbosity=1 if args.verbose else 0)
    except StartError as problem:
        print(problem, file=sys.stderr)
        return 1
    print("The database is up to date.")
    return 0
