"""A trajectory definition as values: what `load` builds, and what both evaluators are compiled from.

A *moment* is an expression whose value is the date from which something holds: a date, always, or never.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from .terms import Term

Text = Mapping[str, str]  # by language: "nl" and "en" at least


@dataclass(frozen=True, slots=True)
class Fixed:
    """`always` or `never`."""

    holds: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """The date of a milestone, of an attribute that is a date, or on which a task was done; never if unknown."""

    id: str


@dataclass(frozen=True, slots=True)
class Shifted:
    """A term after (`sign` 1) or before (-1) a moment; never while one of its spans is not over."""

    base: Moment
    term: Term
    sign: int = 1
    longer: tuple[str, ...] = ()  # facts whose spans make the term longer


@dataclass(frozen=True, slots=True)
class AllOf:
    """The latest of its parts; never if one of them is never."""

    parts: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """The earliest of its parts; never if all are."""

    parts: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class LatestOf:
    """The latest of those of its parts that are not never; never if all are."""

    parts: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class AttributeIs:
    """Always if the attribute has one of these values, otherwise never; the other way round when `negated`."""

    id: str
    values: tuple[str | bool, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class AttributeKnown:
    """Always or never, by whether the attribute is known."""

    id: str
    known: bool


@dataclass(frozen=True, slots=True)
class Unanswered:
    """The date of an event; never if one of `answers` is dated on or after it."""

    event: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LastProgress:
    """The latest milestone or completed task so far; never if there is none."""


@dataclass(frozen=True, slots=True)
class OverdueTasks:
    """The first day on which a task that is still to be done is overdue. For signals only."""


Moment = (
    Fixed
    | Fact
    | Shifted
    | AllOf
    | AnyOf
    | LatestOf
    | AttributeIs
    | AttributeKnown
    | Unanswered
    | LastProgress
    | OverdueTasks
)
ALWAYS, NEVER = Fixed(True), Fixed(False)
NOT_APPLICABLE = "_not_applicable"
"""What the id of a task gets behind it in the fact that sets it aside."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The rule of law on which a term rests. `confirmed` is false where its text has not been read."""

    id: str
    law: str
    article: str
    url: str
    confirmed: bool
    kind: str
    bwb: str | None = None
    text_of: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None  # exclusive
    extended: bool = False  # whether the Algemene termijnenwet moves its last day
    note: Text | None = None

    @property
    def cited(self) -> Text:
        """Law and article in words; a policy has paragraphs and a judgment a number, which name themselves."""
        words = {"nl": "artikel ", "en": "article "}
        if self.kind in ("policy", "case_law"):
            words = dict.fromkeys(words, "")
        return {lang: f"{self.law}, {word}{self.article}" for lang, word in words.items()}

    def as_json(self) -> dict[str, object]:
        """Law, article, URL and whether it is confirmed."""
        return {"law": self.law, "article": self.article, "url": self.url, "confirmed": self.confirmed}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a term is what it is: a ground, our own choice, or a source; none of them for what needs no reason."""

    ground: Ground | None = None
    own_choice: Text | None = None
    source: Text | None = None


@dataclass(frozen=True, slots=True)
class Longer:
    """A fact whose spans make a term longer: on which ground, and because of what."""

    id: str
    ground: Ground
    because: Text


@dataclass(frozen=True, slots=True)
class Due:
    """One way to set a due date. It counts if `when` holds on the day of `base` and its ground is valid that day.

    `inclusive`: the day of `base` is the first of the term, which so ends on the day before the same date.
    """

    base: Moment
    term: Term
    sign: int
    reason: Reason
    when: Moment = ALWAYS
    longer: tuple[Longer, ...] = ()
    inclusive: bool = False


@dataclass(frozen=True, slots=True)
class Expected:
    """When something usually happens; nobody is late by it."""

    base: Moment
    term: Term
    sign: int
    source: Text


@dataclass(frozen=True, slots=True)
class Milestone:
    id: str
    text: Text
    phase: str | None = None
    category: str = "route"  # of data: decides who may see it


@dataclass(frozen=True, slots=True)
class Attribute:
    id: str
    type: str  # date, text, boolean, list (of texts) or spans (see `spans`)
    values: tuple[str, ...] = ()  # the only texts it can have; empty for any
    text: Text | None = None
    labels: Mapping[str, Text] = field(default_factory=dict)
    category: str = "identity"


@dataclass(frozen=True, slots=True)
class Phase:
    id: str
    text: Text
    opens: Moment
    acting: tuple[str, ...] = ()
    lasts: Term | None = None
    reason: Reason = Reason()


@dataclass(frozen=True, slots=True)
class Task:
    id: str
    phase: str
    kind: str
    owner: str
    text: Text
    per: str = "person"
    help: Text | None = None
    ground: Ground | None = None  # the right or duty that it rests on, whatever its term rests on
    starts: Moment = ALWAYS
    due: tuple[Due, ...] = ()
    expected: Expected | None = None
    completed_by: Moment = NEVER  # besides the fact that bears the task's own id, which always completes it
    falls_away: Moment = NEVER
    waits_for: tuple[str, ...] = ()
    checklist: bool = (
        False  # stands on the household's checklist, and can be set aside there as not applicable
    )

    @property
    def set_aside_by(self) -> str:
        """The fact that says, with its date, that the task does not apply to this person."""
        return f"{self.id}{NOT_APPLICABLE}"


@dataclass(frozen=True, slots=True)
class Signal:
    id: str
    text: Text
    since: Moment
    until: Moment = NEVER
    reason: Reason = Reason()
    help: Text | None = None  # what to do about it
    outcome: str | None = None  # what it means, where signals together answer a question (see `core.duty`)


@dataclass(frozen=True, slots=True)
class Applies:
    """For whom a version is: those whose attributes say so, or else by the first known of the moments `by`."""

    attribute: Mapping[str, str] = field(default_factory=dict)
    by: tuple[str, ...] = ()
    start: date | None = None
    until: date | None = None  # exclusive


@dataclass(frozen=True, eq=False)
class Definition:
    """One version of a route, its shared parts and overlay already merged in. Compared and hashed by identity."""

    id: str
    version: str
    title: Text
    applies: Applies
    grounds: Mapping[str, Ground]
    milestones: Mapping[str, Milestone]
    attributes: Mapping[str, Attribute]
    phases: tuple[Phase, ...]
    tasks: Mapping[str, Task]
    signals: tuple[Signal, ...]
    overlay: str | None = None
    municipality: str | None = None

    @property
    def fact_ids(self) -> frozenset[str]:
        """Every id that a fact can have: of milestones, attributes, tasks, and what sets a task aside."""
        ids = (self.milestones, self.attributes, self.tasks, self.set_aside)
        return frozenset().union(*ids)

    @cached_property
    def dated_ids(self) -> frozenset[str]:
        """The ids of facts whose value is the day on which it happened: all but attributes."""
        return frozenset().union(self.milestones, self.tasks, self.set_aside)

    @cached_property
    def set_aside(self) -> Mapping[str, Task]:
        """The tasks that can be set aside as not applicable, by the id of the fact that does it."""
        return {task.set_aside_by: task for task in self.tasks.values() if task.checklist}
