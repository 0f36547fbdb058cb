"""Says in words how a date came about: sentences in Dutch and English with room for the dates.

All sentences that a definition can ever need are made once; both evaluators only choose one and fill in the dates.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .build import BIRTH
from .model import (
    AllOf,
    AnyOf,
    Definition,
    Due,
    Expected,
    Fact,
    LastProgress,
    LatestOf,
    Moment,
    OverdueTasks,
    Reason,
    Shifted,
    Signal,
    Task,
    Text,
    Unanswered,
)
from .terms import Term

LANGUAGES = ("nl", "en")
MONTHS = {
    "nl": [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
NUMBERS = {
    "nl": [
        "nul",
        "één",
        "twee",
        "drie",
        "vier",
        "vijf",
        "zes",
        "zeven",
        "acht",
        "negen",
        "tien",
        "elf",
        "twaalf",
    ],
    "en": [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ],
}
UNITS = {
    "nl": (("jaar", "jaar"), ("maand", "maanden"), ("week", "weken"), ("dag", "dagen")),
    "en": (("year", "years"), ("month", "months"), ("week", "weeks"), ("day", "days")),
}
AND = {"nl": "en", "en": "and"}
SIDE = {1: {"nl": "na", "en": "after"}, -1: {"nl": "vóór", "en": "before"}}
BIRTHDAY = {"nl": "verjaardag {years}", "en": "birthday {years}"}
WORDS = {
    LastProgress: {"nl": "laatste voortgang", "en": "last progress"},
    OverdueTasks: {"nl": "eerste taak te laat", "en": "first task overdue"},
}

# How a last day was moved by the Algemene termijnenwet.
UNMOVED, MOVED_TO_WORKING_DAY, MOVED_FOR_TWO_DAYS = 0, 1, 2
MOVED = (
    {"nl": "", "en": ""},
    {
        "nl": "; de laatste dag viel op {end} (zaterdag, zondag of feestdag) en schuift door:"
        " Algemene termijnenwet, artikel 1",
        "en": "; the last day fell on {end} (Saturday, Sunday or public holiday) and moves on:"
        " Algemene termijnenwet, article 1",
    },
    {
        "nl": "; verlengd van {end} zodat er twee werkdagen in vallen: Algemene termijnenwet, artikel 2",
        "en": "; extended from {end} so that it holds two working days: Algemene termijnenwet, article 2",
    },
)
DUE = {"nl": "uiterlijk {date}: ", "en": "due {date}: "}
PENDING = {"nl": "nog geen datum: ", "en": "no date yet: "}
EXPECTED = {"nl": "verwacht rond {date}: ", "en": "expected about {date}: "}
FROM = {"nl": "zonder termijn, vanaf {date}", "en": "no term, from {date}"}
NO_TERM = {"nl": "zonder termijn", "en": "no term"}
SINCE = {"nl": "sinds {date}", "en": "since {date}"}


@dataclass(frozen=True, slots=True)
class Leaf:
    """A part of a moment that can give it its date: `id` is the fact, `text` what that is called."""

    moment: Moment
    id: str
    text: Text


def date_in_words(day: date, lang: str) -> str:
    """A date as it is written out.

    >>> date_in_words(date(2027, 3, 14), "en"), date_in_words(date(2027, 3, 14), "nl")
    ('14 March 2027', '14 maart 2027')
    """
    return f"{day.day} {MONTHS[lang][day.month - 1]} {day.year}"


def term_in_words(term: Term, lang: str) -> str:
    """A term as it is said.

    >>> term_in_words(Term.parse("P10W"), "en"), term_in_words(Term.parse("P3M15D"), "nl")
    ('ten weeks', 'drie maanden en 15 dagen')
    """
    parts = []
    for number, units in zip((term.years, term.months, term.weeks, term.days), UNITS[lang], strict=True):
        if number:
            shown = NUMBERS[lang][number] if number < len(NUMBERS[lang]) else str(number)
            parts.append(f"{shown} {units[number != 1]}")
    return f" {AND[lang]} ".join(parts)


def leaves(moment: Moment, definition: Definition) -> Iterator[Leaf]:
    """The parts of a moment one of which always bears its date, unless it is always or never."""
    match moment:
        case Fact(key) | Unanswered(key, _):
            yield Leaf(moment, key, _name(key, definition))
        case Shifted(Fact(key), term, 1) if key == BIRTH and not (term.months or term.in_days):
            years = str(term.years)
            yield Leaf(moment, key, {lang: BIRTHDAY[lang].replace("{years}", years) for lang in LANGUAGES})
        case Shifted(base, term, sign):
            for leaf in leaves(base, definition):
                text = {n: f"{term_in_words(term, n)} {SIDE[sign][n]} {leaf.text[n]}" for n in LANGUAGES}
                yield Leaf(Shifted(leaf.moment, term, sign), leaf.id, text)
        case AllOf(parts) | AnyOf(parts) | LatestOf(parts):
            for part in parts:
                yield from leaves(part, definition)
        case LastProgress() | OverdueTasks():
            yield Leaf(
                moment, "last_progress" if moment == LastProgress() else "overdue_tasks", WORDS[type(moment)]
            )


def _name(key: str, definition: Definition) -> Text:
    """What a fact is called; braces would be taken for room for a date."""
    item = definition.milestones.get(key) or definition.attributes.get(key) or definition.tasks.get(key)
    text = item.text if item and item.text else {}
    return {lang: _plain(text.get(lang, key)) for lang in LANGUAGES}


def _plain(text: str) -> str:
    return text.replace("{", "(").replace("}", ")")


def rests_on(task: Task) -> Text | None:
    """What a task itself rests on, said before its dates; None if nothing."""
    if task.ground is None:
        return None
    about = {"nl": "berust op", "en": "rests on"}
    return {lang: about[lang] + _because(Reason(task.ground), lang).removeprefix(",") for lang in LANGUAGES}


def _because(reason: Reason, lang: str) -> str:
    """The ground of a term, said after it."""
    if reason.ground:
        unsure = {"nl": " (grond nog niet bevestigd)", "en": " (ground not confirmed yet)"}[lang]
        return _plain(f", {reason.ground.cited[lang]}") + ("" if reason.ground.confirmed else unsure)
    if reason.own_choice:
        return {"nl": "; onze eigen keuze: ", "en": "; our own choice: "}[lang] + _plain(
            reason.own_choice[lang]
        )
    if reason.source:
        return {"nl": "; bron: ", "en": "; source: "}[lang] + _plain(reason.source[lang])
    return ""


def _counted(term: Term, sign: int, leaf: Leaf, lang: str) -> str:
    return f"{term_in_words(term, lang)} {SIDE[sign][lang]} {{base}} ({leaf.text[lang]})"


def due_sentences(due: Due, from_leaves: list[Leaf]) -> list[Text]:
    """For each leaf three sentences: last day unmoved, moved to a working day, moved for two working days."""
    return [
        {
            lang: DUE[lang]
            + _counted(due.term, due.sign, leaf, lang)
            + _because(due.reason, lang)
            + moved[lang]
            for lang in LANGUAGES
        }
        for leaf in from_leaves
        for moved in MOVED
    ]


def pending_sentence(task: Task, definition: Definition) -> Text:
    """For a task whose term has not begun: the term of its first rule, and of what it waits for the beginning."""
    due = task.due[0]
    known = list(leaves(due.base, definition))
    sentence = {}
    for lang in LANGUAGES:
        names = f" {AND[lang]} ".join(leaf.text[lang] for leaf in known) or "?"
        counted = f"{term_in_words(due.term, lang)} {SIDE[due.sign][lang]} {names}"
        sentence[lang] = PENDING[lang] + counted + _because(due.reason, lang)
    return sentence


def expected_sentences(expected: Expected, from_leaves: list[Leaf]) -> list[Text]:
    """A sentence for each leaf of the base."""
    reason = Reason(source=expected.source)
    return [
        {
            lang: EXPECTED[lang] + _counted(expected.term, expected.sign, leaf, lang) + _because(reason, lang)
            for lang in LANGUAGES
        }
        for leaf in from_leaves
    ]


def signal_base(signal: Signal) -> tuple[Moment, Term | None, int]:
    """What the beginning of a signal counts from, and the term, if it has one."""
    if isinstance(signal.since, Shifted):
        return signal.since.base, signal.since.term, signal.since.sign
    return signal.since, None, 1


def signal_sentences(signal: Signal, definition: Definition) -> list[Text]:
    """The sentence for a signal that always holds, and then one for each leaf of what it counts from."""
    base, term, sign = signal_base(signal)
    sentences: list[Text] = [{lang: SINCE[lang] + _because(signal.reason, lang) for lang in LANGUAGES}]
    for leaf in leaves(base, definition):
        sentence = {}
        for lang in LANGUAGES:
            counted = _counted(term, sign, leaf, lang) if term else leaf.text[lang]
            sentence[lang] = f"{SINCE[lang]}: {counted}{_because(signal.reason, lang)}"
        sentences.append(sentence)
    return sentences


def filled(sentence: Text, lang: str, **days: date | None) -> str:
    """A sentence with its dates in it."""
    text = sentence[lang]
    for name, day in days.items():
        if day is not None:
            text = text.replace(f"{{{name}}}", date_in_words(day, lang))
    return text
