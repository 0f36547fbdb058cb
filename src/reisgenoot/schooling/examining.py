"""How far somebody is with the exam: what is asked of each part, what stands, and since when all is there. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .law import GROUNDS, Ground
from .models import Attempt, Dispensation, Examined, Level, Skill

ORDER = {level: place for place, level in enumerate(Level.values)}
"""Levels by height."""
RELEASED_MOST = 3
"""Language parts from which the minister can release: besluit 2.7 lid 3."""
OLD_ACT = "wi2013"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a route asks of the language parts: a level, empty where no exam must be taken; and by which article."""

    level: str
    ground: Ground


def asked(route: str, version: str) -> Asked:
    """By learning route and version of the definition that the dossier follows.

    >>> asked("b1", "wi2021").level, asked("z", "wi2021").level, asked("", "wi2013").level
    ('B1', '', 'A2')
    """
    if version == OLD_ACT:
        return Asked("A2", GROUNDS["exam_2013"])
    if route == "z":
        return Asked("", GROUNDS["exam_z"])
    return Asked("B1" if route else "", GROUNDS["exam_education" if route == "education" else "exam"])


@dataclass(frozen=True, slots=True)
class Standing:
    """One part. ``state``: ``passed``, ``exempt``, ``released`` or ``open``; ``on``: since when, None while open."""

    part: str
    level: str  # asked, empty for none
    state: str
    on: date | None
    ground: Ground | None  # why nothing, or less, is asked
    attempts: int  # taken
    next_on: date | None  # registered for

    @property
    def label(self) -> str:
        """In words."""
        return str(Examined(self.part).label)


@dataclass(frozen=True, slots=True)
class Exam:
    """All parts. ``language_on`` and ``knm_on``: the day since which all that is asked there is there."""

    parts: tuple[Standing, ...]
    language_on: date | None
    knm_on: date | None


def exam(
    what: Asked, attempts: Iterable[Attempt], dispensations: Iterable[Dispensation], today: date
) -> Exam:
    """How far it is, of the rows that count."""
    tried, eased = list(attempts), list(dispensations)
    parts = tuple(
        _standing(
            part,
            what.level if part != Examined.KNM else "",
            [it for it in tried if it.part == part],
            [it for it in eased if it.part == part],
            today,
        )
        for part in Examined.values
    )
    by_part = {it.part: it for it in parts}
    language = [by_part[skill].on for skill in Skill.values] if what.level else [None]
    known = [on for on in language if on is not None]
    return Exam(parts, max(known) if len(known) == len(language) else None, by_part[Examined.KNM].on)


def _standing(
    part: str, level: str, attempts: list[Attempt], eased: list[Dispensation], today: date
) -> Standing:
    grounds = {it.ground: it.on for it in eased}
    if Dispensation.Ground.LOWERED in grounds and level:
        level = Level.A2
    passed = [
        it.on for it in attempts
        if it.result == Attempt.Result.PASSED and ORDER.get(it.level, 0) >= ORDER.get(level, 0)
    ]  # fmt: skip
    state, on = "open", None
    for free in (Dispensation.Ground.EXEMPT, Dispensation.Ground.RELEASED):
        if free in grounds:
            state, on = free.value, grounds[free]
    if passed:
        state, on = "passed", min(passed)
    why = state if state in ("exempt", "released") else "lowered" if "lowered" in grounds else ""
    ahead = [it.on for it in attempts if it.result == Attempt.Result.REGISTERED and it.on >= today]
    taken = sum(it.result in (Attempt.Result.PASSED, Attempt.Result.FAILED) for it in attempts)
    return Standing(part, level, state, on, GROUNDS.get(why), taken, min(ahead, default=None))
