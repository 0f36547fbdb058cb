"""`reisgenoot check-definition`: what is wrong with trajectory definitions, with file, line and reason."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from reisgenoot.core.trajectory import check_files
from reisgenoot.core.trajectory.load import SHIPPED

HELP = "check trajectory definitions (YAML): shape, references, cycles, grounds, versions"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="YAML files; without any, the shipped ones"
    )
    parser.add_argument("--json", action="store_true", help="print the problems as JSON and nothing else")
    parser.add_argument(
        "--lang", choices=("nl", "en"), default="en", help="language of the messages (default: en)"
    )


def run(args: Namespace) -> int:
    """Exit status 0 if nothing is wrong, 1 otherwise."""
    problems = check_files(args.files)
    checked = [str(path) for path in args.files or sorted(SHIPPED.glob("*.yaml"))]
    if args.json:
        answer = {"files": checked, "problems": [problem.as_json() for problem in problems]}
        print(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        for problem in problems:
            print(
                f"{problem.file}:{problem.line}: {problem.path}: {problem.message[args.lang]} [{problem.code}]",
                file=sys.stderr,
            )
        if not problems:
            print(
                f"{len(checked)} files, nothing wrong"
                if args.lang == "en"
                else f"{len(checked)} bestanden, niets mis"
            )
    return 1 if problems else 0
