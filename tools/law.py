"""`python -m tools.law [update]`: does `docs/law.md` say what the definitions say? `update` writes it anew."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from reisgenoot.core.duty import rules
from reisgenoot.core.duty.answer import ROUTE
from reisgenoot.core.trajectory import Definition, catalogue
from reisgenoot.core.trajectory.explain import leaves, term_in_words
from reisgenoot.core.trajectory.model import Due, Ground
from reisgenoot.core.trajectory.terms import is_extended

PAGE = Path(__file__).resolve().parent.parent / "docs" / "law.md"
HEAD = """\
# The law in the route

Made from the definitions in `src/reisgenoot/core/trajectory/definitions` by `python -m tools.law update`; a check
holds the two equal. A ground is *confirmed* only if its article was read in the consolidated text of the date named;
what was not read, or not wholly, is marked so here and on every screen. *Holds* is the period in which the term
begins: the first day, and the last. Whether the Algemene termijnenwet moves a last day follows from the length of the
term (article 4) and from the kind of rule: it does not for European law. *Longer by*: what makes a term stand still or
extends it, each with its ground; its length follows from the facts, or from DUO's decision.
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
    yield "## Terms with a ground\n\n| Task | Version | Term | Ground | Longer by | Last day moves |"
    yield "|---|---|---|---|---|---|"
    for task, due, term, versions in _rules():
        if ground := due.reason.ground:
            moves = "yes" if ground.extended and due.sign == 1 and is_extended(due.term) else "no"
            longer = ", ".join(f"{item.because['en']} ({item.ground.id})" for item in due.longer)
            yield f"| {task} | {', '.join(versions)} | {term} | {ground.id} | {longer or '–'} | {moves} |"
    yield ""


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
            yield f"| {task} | {', '.join(versions)} | {term} | {due.reason.own_choice['en']} |"
    yield ""


def _rules() -> Iterator[tuple[str, Due, str, list[str]]]:
    """Each rule that sets a due date: its task, itself, its term in words, and the versions that have it."""
    found: dict[tuple[str, str, str], tuple[Due, list[str]]] = {}
    for version in _versions():
        for task in version.tasks.values():
            for due in task.due:
                side = "after" if due.sign == 1 else "before"
                bases = dict.fromkeys(leaf.text["en"] for leaf in leaves(due.base, version))
                term = f"{term_in_words(due.term, 'en')} {side} {' / '.join(bases)}"
                _due, versions = found.setdefault((task.text["en"], term, str(due.reason)), (due, []))
                versions.append(version.version)
    for (task, term, _reason), (due, versions) in found.items():
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
