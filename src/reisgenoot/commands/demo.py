"""`reisgenoot demo`: fill an empty database with invented organisations, members and households."""

import sys
from argparse import ArgumentParser, Namespace

from reisgenoot.config.startup import StartError, set_up


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of the command: none."""
    parser.description = (
        "Makes some 150 invented households over all phases and several organisations in the Achterhoek, with today\n"
        "as their today, and one log-in for each role. A database that has dossiers already is left as it is."
    )


def run(args: Namespace) -> int:
    """Exit status 0 if there is a demo now, 1 if the database can't be used."""
    from reisgenoot.config import database

    try:
        with set_up():
            from reisgenoot.demo import seed

            database.migrate()
            for line in seed.fill():
                print(line)
            print(seed.log_ins())
    except StartError as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0
