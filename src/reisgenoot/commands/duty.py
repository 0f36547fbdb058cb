"""`reisgenoot duty`: whether somebody is under the duty to civic integration, under which act, and why."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from reisgenoot.core.duty import Answer, Finding, duty, rules
from reisgenoot.core.duty.answer import ROUTE
from reisgenoot.core.duty.terms import RUNS, terms_of
from reisgenoot.core.duty.words import WORDS
from reisgenoot.core.trajectory import PlannedTask, catalogue, plan
from reisgenoot.core.trajectory.explain import date_in_words
from reisgenoot.core.trajectory.facts import kinds

from .plan import BadFacts, _day, _read

HELP = "who is under the duty to civic integration, and why"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "facts",
        nargs="+",
        metavar="FACTS",
        help='a JSON file {"facts": {"born": "1990-05-17", …}}, - for standard input, or key=value words',
    )
    parser.add_argument(
        "--on", required=True, type=_day, metavar="DATE", help="the date of the answer, as 2026-07-01"
    )
    parser.add_argument(
        "--lang", choices=("nl", "en"), default="en", help="language of the texts (default: en)"
    )
    parser.add_argument("--json", action="store_true", help="print the answer as JSON and nothing else")


def run(args: Namespace) -> int:
    """Exit status 0 for an answer, 1 for a problem in the facts."""
    try:
        facts = _facts(args.facts)
    except BadFacts as error:
        print(error, file=sys.stderr)
        return 1
    answer = duty(facts, args.on)
    terms = list(_terms(answer, facts))
    if args.json:
        print(json.dumps(as_json(answer, terms, args.lang), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(answer, terms, args.lang)))
    return 0


def _facts(words: list[str]) -> dict[str, object]:
    """The facts of a file, and of key=value words on top of it."""
    facts: dict[str, object] = {}
    known = _kinds()
    for word in words:
        key, sign, value = word.partition("=")
        if sign:
            facts[key] = _value(value, known.get(key, "text"))
            continue
        document = _read(word)
        found = document.get("facts", document)
        if not isinstance(found, dict):
            raise BadFacts(f"{word}: ‘facts’ is missing, or not an object of facts by id")
        facts |= found
    for key in facts:
        if key not in known:
            near = get_close_matches(key, sorted(known), 1)
            hint = f"; did you mean ‘{near[0]}’?" if near else ""
            raise BadFacts(f"unknown fact ‘{key}’{hint}")
    return facts


def _kinds() -> dict[str, str]:
    """The type of each fact that the rules or the route know."""
    known: dict[str, str] = {}
    for version in (*catalogue().versions("nl-asylum"), *rules().versions(ROUTE)):
        known |= {key: kind for key, (kind, _) in kinds(version).items()}
    return known


def _value(text: str, kind: str) -> object:
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    return text.split(",") if kind in ("list", "spans") else text


def _terms(answer: Answer, facts: Mapping[str, object]) -> Iterator[PlannedTask]:
    """The statutory terms that run, by the plan under the same act."""
    if answer.standing not in RUNS:
        return
    known = {**facts, "law": answer.law}
    made = plan(catalogue().resolve("nl-asylum", known, answer.on), known, answer.on)
    yield from (task for task in terms_of(made) if task.done_on is None)


def as_json(answer: Answer, terms: list[PlannedTask], lang: str) -> dict[str, object]:
    """An answer as the command gives it: dates as ISO 8601."""
    return {
        "on": answer.on.isoformat(),
        "standing": answer.standing,
        "law": answer.law,
        "kind": answer.kind,
        "since": answer.since.isoformat() if answer.since else None,
        "confirmed": answer.confirmed,
        "contradicted": answer.contradicted,
        "because": [_finding(it, lang) for it in answer.because],
        "doubts": [_finding(it, lang) for it in answer.doubts],
        "terms": [
            {"id": it.id, "due": it.due.isoformat() if it.due else None, "course": it.course(lang)}
            for it in terms
        ],
        "unread": list(answer.unread),
    }


def _finding(it: Finding, lang: str) -> dict[str, object]:
    ground = it.ground.as_json()
    return {"rule": it.id, "since": it.since.isoformat(), "because": it.because(lang), "ground": ground}


def _lines(answer: Answer, terms: list[PlannedTask], lang: str) -> Iterator[str]:
    words = WORDS[lang]
    since = f", {words['since']} {date_in_words(answer.since, lang)}" if answer.since else ""
    law = f" ({words[answer.law]})" if answer.law else ""
    yield f"{date_in_words(answer.on, lang)}: {words[answer.standing]}{law}{since}"
    if answer.kind and answer.law:
        yield f"{words['kind']}: {words[answer.kind]}"
    for title, findings in (("because", answer.because), ("doubt", answer.doubts)):
        if findings:
            yield f"\n{words[title]}"
        for it in findings:
            yield f"  - {it.because(lang)}\n      {it.ground.url}"
            if it.ground.note:
                yield f"      {it.ground.note[lang]}"
    if answer.contradicted:
        yield f"\n! {words['contradicted']}"
    told: dict[str, list[str]] = {}
    for task in terms:
        told.setdefault(task.course(lang), []).append(task.text(lang))
    if told:
        yield f"\n{words['terms']}"
    for course, tasks in told.items():
        yield f"  - {'; '.join(tasks)}\n      {course}"
    if answer.unread:
        yield f"\n{words['unread']}: {', '.join(answer.unread)}"
