"""`reisgenoot send-digest`: the daily e-mail with how many notifications wait, now."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of the command."""
    parser.description = (
        "Sends everybody with unread notifications that were not mailed yet one e-mail, as the worker does by itself\n"
        "at seven in the morning. It holds numbers by kind, and nothing about anybody. Again sends nothing twice."
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="only say how many e-mails would go, and send none"
    )


def run(args: Namespace) -> int:
    """Exit status 0 if all was handed over, 1 if something could not be."""
    from reisgenoot.config.startup import StartError, set_up

    try:
        with set_up():
            from reisgenoot.notices import digest

            if args.dry_run:
                waiting = digest.due()
                print(f"{len(waiting)} e-mails, about {sum(many for _member, many in waiting)} notifications")
                return 0
            if not digest.can_send():
                print("There is no mail server: REISGENOOT_SMTP", file=sys.stderr)
                return 1
            sent, failed = digest.send()
    except StartError as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"{sent} e-mails sent, {failed} could not be handed over")
    return 1 if failed else 0
