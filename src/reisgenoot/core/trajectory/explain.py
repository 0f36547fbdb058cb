"""Says in words how a date came about: sentences in Dutch and English with room for the dates.

All sentences that a definition can ever need are made once; both evaluators only choose one and fill in the dates.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .build import BIRTH
from .days import NEVER
from .model import (
    AllOf,
    AnyOf,
    Definition,
    Due,
    Expected,
    Fact,
    LastProgress,
    LatestOf,
    Longer,
    Moment,
    OverdueTasks,
    Reason,
    Shifted,
    Signal,
    Task,
    Text,
    Unanswered,
)
from .spans import Step
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
FROM_DAY = {"nl": "vanaf", "en": "from"}
BIRTHDAY = {"nl": "verjaardag {years}", "en": "birthday {years}"}
WORDS = {
    LastProgress: {"nl": "laatste voortgang", "en": "last progress"},
    OverdueTasks: {"nl": "eerste taak te laat", "en": "first task overdue"},
}

# How a last day was moved by the Algemene termijnenwet; or that there is none yet.
UNMOVED, MOVED_TO_WORKING_DAY, MOVED_FOR_TWO_DAYS, STANDS_STILL = 0, 1, 2, 3
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
    {
        "nl": "; de laatste dag is bekend zodra dat voorbij is",
        "en": "; the last day is known once that is over",
    },
)
DUE = {"nl": "uiterlijk {date}: ", "en": "due {date}: "}
PENDING = {"nl": "nog geen datum: ", "en": "no date yet: "}
STILL = {"nl": "de termijn staat stil: ", "en": "the term stands still: "}
ENDS = {"nl": ", eindigt op {date}", "en": ", ends {date}"}
LONGER = {"nl": "{longer}", "en": "{longer}"}  # room for what made the term longer
WITH_EXTENSION = {"nl": ", verlengingen meegeteld", "en": ", extensions included"}
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
        case Shifted(base, term, sign, longer):
            for leaf in leaves(base, definition):
                text = {n: f"{term_in_words(term, n)} {SIDE[sign][n]} {leaf.text[n]}" for n in LANGUAGES}
                if longer:
                    text = {n: text[n] + WITH_EXTENSION[n] for n in LANGUAGES}
                yield Leaf(Shifted(leaf.moment, term, sign, longer), leaf.id, text)
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


def side(due: Due) -> Text:
    """Where a term lies from the day that it counts from."""
    return FROM_DAY if due.inclusive else SIDE[due.sign]


def _counted(term: Term, side: Text, leaf: Leaf, lang: str) -> str:
    return f"{term_in_words(term, lang)} {side[lang]} {{base}} ({leaf.text[lang]})"


def due_sentences(due: Due, from_leaves: list[Leaf]) -> list[Text]:
    """For each leaf one for each of MOVED: last day unmoved, moved by article 1 or 2, or not known yet."""
    return [
        {
            lang: (STILL if code == STANDS_STILL else DUE)[lang] + _course(due, leaf, lang) + moved[lang]
            for lang in LANGUAGES
        }
        for leaf in from_leaves
        for code, moved in enumerate(MOVED)
    ]


def course_sentences(due: Due, from_leaves: list[Leaf]) -> list[Text]:
    """The same told from the beginning of the term to its end."""
    return [
        {
            lang: _course(due, leaf, lang) + ("" if code == STANDS_STILL else ENDS[lang]) + moved[lang]
            for lang in LANGUAGES
        }
        for leaf in from_leaves
        for code, moved in enumerate(MOVED)
    ]


def _course(due: Due, leaf: Leaf, lang: str) -> str:
    said = _counted(due.term, side(due), leaf, lang) + _because(due.reason, lang)
    return said + (LONGER[lang] if due.longer else "")


def longer_in_words(longer: tuple[Longer, ...], steps: tuple[Step, ...], lang: str) -> str:
    """What made a term longer, said after its ground: each step with its length, reason, dates and ground."""
    by_id = {item.id: item for item in longer}
    return "".join(_step(by_id[step.key], step, lang) for step in steps)


def _step(item: Longer, step: Step, lang: str) -> str:
    days = [date_in_words(date.fromordinal(day), lang) for day in (step.start, step.until) if day < NEVER]
    words = {
        "nl": ("wegens", "sinds {}", "besluit van {}", "van {} tot {}"),
        "en": ("because of", "since {}", "decided on {}", "from {} to {}"),
    }[lang]
    when = words[2 if step.decided else 1 if step.length is None else 3].format(*days)
    added = f"+ {term_in_words(step.length, lang)} " if step.length else ""
    ground = _because(Reason(item.ground), lang)
    return _plain(f"; {added}{words[0]} {item.because[lang]} ({when}){ground}")


def pending_sentence(task: Task, definition: Definition) -> Text:
    """For a task whose term has not begun: the term of its first rule, and of what it waits for the beginning."""
    due = task.due[0]
    known = list(leaves(due.base, definition))
    sentence = {}
    for lang in LANGUAGES:
        names = f" {AND[lang]} ".join(leaf.text[lang] for leaf in known) or "?"
        counted = f"{term_in_words(due.term, lang)} {side(due)[lang]} {names}"
        sentence[lang] = PENDING[lang] + counted + _because(due.reason, lang)
    return sentence


def expected_sentences(expected: Expected, from_leaves: list[Leaf]) -> list[Text]:
    """A sentence for each leaf of the base."""
    reason = Reason(source=expected.source)
    return [
        {
            lang: EXPECTED[lang]
            + _counted(expected.term, SIDE[expected.sign], leaf, lang)
            + _because(reason, lang)
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
            counted = _counted(term, SIDE[sign], leaf, lang) if term else leaf.text[lang]
            sentence[lang] = f"{SINCE[lang]}: {counted}{_because(signal.reason, lang)}"
        sentences.append(sentence)
    return sentences


def filled(sentence: Text, lang: str, longer: str = "", **days: date | None) -> str:
    """A sentence with its dates in it, and what made the term longer."""
    text = sentence[lang].replace(LONGER[lang], longer)
    for name, day in days.items():
        if day is not None:
            text = text.replace(f"{{{name}}}", date_in_words(day, lang))
    return text
