"""The command `reisgenoot`: one table of commands, each a module of `reisgenoot.commands`.

A module has ``add_arguments(parser)`` and ``run(args) -> int``. Exit status: 0 done, 1 a problem in the input, 2 wrong
use. Only the module of the command that was asked for is imported, so that `plan` needs no database.
"""

import argparse
import sys
from importlib import import_module

COMMANDS = {
    "serve": ("serve", "start the database, the web server and the worker; Ctrl-C stops all of it"),
    "migrate": ("migrate", "make or update roles, tables and policies in the database of DATABASE_URL"),
    "demo": ("demo", "fill an empty database with invented organisations, members and households"),
    "organisation": ("organisation", "make an organisation with its first administrator"),
    "vault-key": ("vault_key", "make or change the key of an organisation's shielded dossiers"),
    "let-in": (
        "let_in",
        "let somebody in who lost their second factor or password, when no administrator can",
    ),
    "plan": ("plan", "plan one dossier from a file of facts, without a database"),
    "duty": ("duty", "tell who is under the duty to civic integration, under which act, and why"),
    "check-definition": ("check_definition", "check trajectory definitions, without a database"),
    "check-caseload": ("check_caseload", "check a spreadsheet with a caseload, without a database"),
    "backup": ("backup", "write the whole database to a file, with checksums"),
    "restore": ("restore", "put a back-up into an empty database, and hold it against its checksums"),
    "places": ("places", "take in where areas of postcodes lie, for distances to volunteers"),
    "verify-log": ("verify_log", "verify that nobody touched the log of who looked"),
    "send-digest": ("send_digest", "send the daily e-mail with how many notifications wait, now"),
    "import": ("import_", "import a spreadsheet with a caseload for an organisation"),
}
EXAMPLES = """
examples:
  reisgenoot serve                                       the demo at http://127.0.0.1:8000
  reisgenoot check-caseload caseload.xlsx                what is wrong in a spreadsheet, row by row
  reisgenoot import caseload.xlsx --organisation vluchtelingenwerk-achterhoek
  reisgenoot plan facts.json --on 2027-03-01             what must happen next, before when, on which ground
  reisgenoot duty born=1990-05-17 permit_granted=2024-02-20 --on 2027-03-01
  reisgenoot check-definition                            check the routes that are shipped

`reisgenoot COMMAND --help` explains a command. The database is that of DATABASE_URL (an administrator's log-in), or
one that `serve` starts by itself under var/. Exit status: 0 done, 1 a problem in the input, 2 wrong use.
"""


def build_parser(chosen: str | None) -> argparse.ArgumentParser:
    """The parser of all commands, with the arguments of the chosen one."""
    parser = argparse.ArgumentParser(
        prog="reisgenoot",
        description="One shared plan for every newcomer, over all organisations that guide them.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, (module, summary) in COMMANDS.items():
        command = commands.add_parser(
            name, help=summary, description=summary, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        if name == chosen:
            loaded = import_module(f"reisgenoot.commands.{module}")
            loaded.add_arguments(command)
            command.set_defaults(run=loaded.run)
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns its exit status."""
    words = sys.argv[1:] if arguments is None else arguments
    chosen = next((word for word in words if word in COMMANDS), None)
    args = build_parser(chosen).parse_args(words)
    try:
        return int(args.run(args))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # `reisgenoot … | head`
        sys.stderr.close()
        return 0


if __name__ == "__main__":
    sys.exit(main())
