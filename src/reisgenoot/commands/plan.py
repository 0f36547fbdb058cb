"""`reisgenoot plan`: the plan of one person from a file of facts, without a database."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from reisgenoot.core.trajectory import Catalogue, Definition, Plan, PlannedTask, catalogue, plan
from reisgenoot.core.trajectory.days import read_day
from reisgenoot.core.trajectory.explain import date_in_words
from reisgenoot.core.trajectory.program import program

HELP = "plan for one person, from a JSON file of facts"
ROUTE = "nl-asylum"
"""The route of a file that names none."""
GROUPS = ("overdue", "open", "waiting", "done")
WORDS = {
    "en": {
        "overdue": "Overdue", "open": "To do now", "waiting": "Waiting", "done": "Done", "phase": "Phase",
        "since": "since", "signals": "Signals", "nothing": "Nothing to do.",
        "none": "not begun", "waits": "waits for", "on": "on",
    },
    "nl": {
        "overdue": "Te laat", "open": "Nu te doen", "waiting": "Wacht", "done": "Gedaan", "phase": "Fase",
        "since": "sinds", "signals": "Signalen",
        "nothing": "Niets te doen.", "none": "nog niet begonnen", "waits": "wacht op",
        "on": "op",
    },
}  # fmt: skip


class BadFacts(ValueError):
    """A file of facts that can't be planned; the text says why."""


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "facts",
        metavar="FACTS.json",
        help='{"definition": "nl-asylum", "facts": {"arrived": "2026-01-05", …}}; - reads standard input',
    )
    parser.add_argument(
        "--on", required=True, type=_day, metavar="DATE", help="the date of the plan, as 2026-07-01"
    )
    parser.add_argument(
        "--definition", metavar="ID", help="the route, instead of the one that the file names"
    )
    parser.add_argument("--json", action="store_true", help="print the plan as JSON and nothing else")
    parser.add_argument(
        "--lang", choices=("nl", "en"), default="en", help="language of the texts (default: en)"
    )


def _day(text: str) -> date:
    if read_day(text) is None:
        raise ArgumentTypeError(f"‘{text}’ is not a date such as 2026-07-01")
    return date.fromisoformat(text)


def run(args: Namespace) -> int:
    """Exit status 0 for a plan, 1 for a problem in the file."""
    try:
        definition, facts = _definition_and_facts(args.facts, args.definition, args.on)
    except BadFacts as error:
        print(f"{args.facts}: {error}", file=sys.stderr)
        return 1
    made = plan(definition, facts, args.on)
    if args.json:
        print(json.dumps(as_json(made, args.lang), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(definition, made, args.lang)))
    return 0


def _definition_and_facts(name: str, route: str | None, on: date) -> tuple[Definition, Mapping[str, object]]:
    document = _read(name)
    facts = document.get("facts")
    if not isinstance(facts, dict):
        raise BadFacts("‘facts’ is missing, or not an object of facts by id")
    routes = catalogue()
    key = route or document.get("definition") or ROUTE
    if key not in routes.ids:
        raise BadFacts(f"there is no definition ‘{key}’; there is: {', '.join(routes.ids)}")
    definition = routes.resolve(key, facts, on)
    if problems := list(_problems(definition, facts, routes, key)):
        raise BadFacts("\n  ".join(problems))
    return definition, facts


def _read(name: str) -> dict[str, Any]:
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig")
        document = json.loads(text)
    except FileNotFoundError:
        raise BadFacts("there is no such file") from None
    except OSError as error:
        raise BadFacts(f"can't be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise BadFacts("can't be read: it is not text in UTF-8") from None
    except json.JSONDecodeError as error:
        raise BadFacts(f"is not JSON: line {error.lineno}, column {error.colno}: {error.msg}") from None
    except RecursionError:
        raise BadFacts("is not JSON that can be read: it is nested too deeply") from None
    if not isinstance(document, dict):
        raise BadFacts('expected an object such as {"definition": …, "facts": {…}}')
    return document


def _problems(
    definition: Definition, facts: Mapping[str, object], routes: Catalogue, key: str
) -> Iterator[str]:
    """Facts that the plan would pass over: unknown ids, dates and values that can't be."""
    known = frozenset[str]().union(*(version.fact_ids for version in routes.versions(key)))
    kinds = program(definition).kinds
    for name in plan(definition, facts, date.max).unread:
        shown = json.dumps(facts[name], ensure_ascii=False)
        if name not in known:
            near = get_close_matches(name, sorted(known), 1)
            yield f"unknown fact ‘{name}’" + (f"; did you mean ‘{near[0]}’?" if near else "")
        elif name in kinds:
            kind, allowed = kinds[name]
            yield f"{name}: {shown} is not {_wanted(kind, allowed)}"


def _wanted(kind: str, allowed: frozenset[str]) -> str:
    if kind == "date":
        return 'an existing date such as "2026-07-01", from 1900 up to and including 2199'
    if allowed:
        return f"one of: {', '.join(sorted(allowed))}"
    return {"boolean": "true or false", "list": "a list of texts"}.get(kind, "text")


def as_json(made: Plan, lang: str) -> dict[str, object]:
    """A plan as the command and the API give it: signals that hold on its date, dates as ISO 8601."""
    return {
        "definition": made.definition,
        "version": made.version,
        "overlay": made.overlay,
        "on": _iso(made.on),
        "phase": made.phase,
        "phase_since": _iso(made.phase_since),
        "good_until": _iso(made.good_until),
        "tasks": [_task_as_json(task, lang) for task in made.tasks],
        "signals": [
            {"id": signal.id, "since": _iso(signal.since), "why": signal.why(lang), "text": signal.text(lang)}
            for signal in made.signals
            if signal.active(made.on)
        ],
        "unread": list(made.unread),
    }


def _task_as_json(task: PlannedTask, lang: str) -> dict[str, object]:
    dates = ("due", "expected", "starts", "done_on", "overdue_from", "ends")
    return {
        "id": task.id,
        **{name: _iso(getattr(task, name)) for name in dates},
        "state": task.state,
        "owner": task.owner,
        "per": task.per,
        "phase": task.phase,
        "kind": task.kind,
        "waits_for": list(task.waits_for),
        "ground": task.ground.as_json() if task.ground else None,
        "why": task.why(lang),
        "text": task.text(lang),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _lines(definition: Definition, made: Plan, lang: str) -> Iterator[str]:
    """The plan as it is read in a terminal."""
    words = WORDS[lang]
    yield f"{definition.title[lang]} ({made.version}), {words['on']} {date_in_words(made.on, lang)}"
    phase = next((phase.text[lang] for phase in definition.phases if phase.id == made.phase), words["none"])
    since = f", {words['since']} {date_in_words(made.phase_since, lang)}" if made.phase_since else ""
    yield f"{words['phase']}: {phase}{since}"
    active = [signal for signal in made.signals if signal.active(made.on)]
    if active:
        yield f"\n{words['signals']}"
        for signal in active:
            yield f"  ! {signal.text(lang)}\n      {signal.why(lang)}"
    for group in GROUPS:
        tasks = sorted(
            (t for t in made.tasks if t.state == group), key=lambda t: (t.due or t.done_on or date.max, t.id)
        )
        if tasks:
            yield f"\n{words[group]} ({len(tasks)})"
        for task in tasks:
            yield from _task_lines(task, lang)
    if not made.tasks:
        yield f"\n{words['nothing']}"


def _task_lines(task: PlannedTask, lang: str) -> Iterator[str]:
    words = WORDS[lang]
    mark = f"{date_in_words(task.done_on, lang)}  " if task.state == "done" and task.done_on else ""
    yield f"  - {mark}{task.text(lang)}  [{task.id}, {task.owner}]"
    if task.state != "done":
        yield f"      {task.why(lang)}"
        if task.ground:
            yield f"      {task.ground.url}"
        if task.waits_for:
            yield f"      {words['waits']}: {', '.join(task.waits_for)}"
