"""`python -m tools.law [update]`: does `docs/law.md` say what the definitions say? `update` writes it anew."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from reisgenoot.core.duty import rules
from reisgenoot.core.duty.answer import ROUTE
from reisgenoot.core.trajectory import Definition, catalogue
from reisgenoot.core.trajectory.explain import leaves, side, term_in_words
from reisgenoot.core.trajectory.model import Due, Ground, Moment, Task
from reisgenoot.core.trajectory.terms import is_extended

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "law.md"
TABLES = ROOT / "tests" / "core" / "law"
"""The cases that hold the terms: each a day that was worked out by hand from the article."""
NO_TEST = "**no test**"
SHOWN = 3
"""So many cases are named for each term; the rest is counted."""
HEAD = """\
# The law in the route

Made from the definitions in `src/reisgenoot/core/trajectory/definitions` by `python -m tools.law update`; a check
holds the two equal. A ground is *confirmed* only if its article was read in the consolidated text of the date named;
what was not read, or not wholly, is marked so here and on every screen. *Holds* is the period in which the term
begins: the first day, and the last. Whether the Algemene termijnenwet moves a last day follows from the length of the
term (article 4) and from the kind of rule: it does not for European law. *Longer by*: what makes a term stand still or
extends it, each with its ground; its length follows from the facts, or from DUO's decision. *Ends with*: what takes the
task, and so its term, away before it is done. *Held by*: cases in `tests/core/law`, each with its article, and how many
there are in all.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_grounds(), *_duty(), *_terms(), *_rights(), *_own_choices()])


def _versions() -> Iterator[Definition]:
    for route in catalogue().ids:
        yield from catalogue().versions(route)


def _grounds() -> Iterator[str]:
    yield "## Grounds\n\n| Ground | Law and article | Text read of | Holds | Confirmed | Note |"
    yield "|---|---|---|---|---|---|"
    grounds: dict[str, Ground] = {}
    for version in (*_versions(), *rules().versions(ROUTE)):
        grounds |= version.grounds
    for key, ground in sorted(grounds.items(), key=lambda pair: (pair[1].law, pair[1].article)):
        read = ground.text_of.isoformat() if ground.text_of else "–"
        holds = f"{ground.valid_from or '…'} – {ground.valid_until or '…'}"
        sure = "yes" if ground.confirmed else "**not yet**"
        note = ground.note["en"] if ground.note else ""
        yield f"| {key} | [{ground.law}, {ground.article}]({ground.url}) | {read} | {holds} | {sure} | {note} |"
    yield ""


def _duty() -> Iterator[str]:
    yield "## Who is under the duty to civic integration\n"
    yield "The rules of `src/reisgenoot/core/duty/definitions`; `tests/core/duty/cases.yaml` tries them, by day.\n"
    yield "| Rule | Version | Means | Ground | Confirmed |\n|---|---|---|---|---|"
    for version in rules().versions(ROUTE):
        for rule in version.signals:
            if ground := rule.reason.ground:
                sure = "yes" if ground.confirmed else "**not yet**"
                means = (rule.outcome or "").replace("_", " ")
                yield f"| {rule.text['en']} | {version.version} | {means} | {ground.id} | {sure} |"
    yield ""


def _terms() -> Iterator[str]:
    """Each statutory term: what it counts from, makes it longer and ends it, whether it was read, and its cases."""
    held = cases()
    yield "## Terms with a ground\n"
    yield "| Task | Version | Term | Ground | Confirmed | Longer by | Ends with | Last day moves | Held by |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for task, due, term, versions in _rules():
        if ground := due.reason.ground:
            moves = "yes" if ground.extended and due.sign == 1 and is_extended(due.term) else "no"
            longer = ", ".join(f"{item.because['en']} ({item.ground.id})" for item in due.longer)
            sure = "yes" if ground.confirmed else "**not yet**"
            names = held.get((versions[0].id, task.id, ground.id), [])
            yield (
                f"| {task.text['en']} | {_named(versions)} | {term} | {ground.id} | {sure} | {longer or '–'}"
                f" | {_ends(task.falls_away, versions[0])} | {moves} | {_held(names)} |"
            )
    yield ""


def _named(versions: list[Definition]) -> str:
    return ", ".join(version.version for version in versions)


def _ends(moment: Moment, version: Definition) -> str:
    names = dict.fromkeys(leaf.text["en"] for leaf in leaves(moment, version))
    return "; ".join(names) or "–"


def _held(names: list[str]) -> str:
    more = f" … ({len(names)})" if len(names) > SHOWN else ""
    return "; ".join(names[:SHOWN]) + more if names else NO_TEST


def cases() -> dict[tuple[str, str, str], list[str]]:
    """The names of the cases that hold a term, by route, task and ground."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for path in sorted(TABLES.glob("*.yaml")):
        table: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        for case in table["cases"]:
            if case.get("due"):
                key = (table["route"], case["task"], case["ground"])
                found.setdefault(key, []).append(case["case"])
    return found


def _rights() -> Iterator[str]:
    yield "## Rights and duties that a task itself rests on\n\n| Task | Version | Ground |\n|---|---|---|"
    found: dict[tuple[str, str], list[str]] = {}
    for version in _versions():
        for task in version.tasks.values():
            if task.ground:
                found.setdefault((task.text["en"], task.ground.id), []).append(version.version)
    for (task_text, ground), versions in found.items():
        yield f"| {task_text} | {', '.join(versions)} | {ground} |"
    yield ""


def _own_choices() -> Iterator[str]:
    yield "## Terms that are our own choice\n\n| Task | Version | Term | Why |\n|---|---|---|---|"
    for task, due, term, versions in _rules():
        if due.reason.own_choice:
            yield f"| {task.text['en']} | {_named(versions)} | {term} | {due.reason.own_choice['en']} |"
    yield ""


def _rules() -> Iterator[tuple[Task, Due, str, list[Definition]]]:
    """Each rule that sets a due date: its task, itself, its term in words, and the versions that have it."""
    found: dict[tuple[str, str, str, str], tuple[Task, Due, list[Definition]]] = {}
    for version in _versions():
        for task in version.tasks.values():
            for due in task.due:
                bases = dict.fromkeys(leaf.text["en"] for leaf in leaves(due.base, version))
                term = f"{term_in_words(due.term, 'en')} {side(due)['en']} {' / '.join(bases)}"
                key = (version.id, task.text["en"], term, str(due.reason))
                _task, _due, versions = found.setdefault(key, (task, due, []))
                versions.append(version)
    for (_, _, term, _), (task, due, versions) in found.items():
        yield task, due, term, versions


def main() -> int:
    """Exit status 1 if the page is behind."""
    wanted = page()
    if "update" in sys.argv[1:]:
        PAGE.write_text(wanted, encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != wanted:
        print("docs/law.md is behind the definitions")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
