"""What the API tells of a dossier. What a caller may not read is left out, never empty in its place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from django.utils.translation import gettext_noop as _
from pydantic import BeforeValidator, Field

from reisgenoot.access import rules
from reisgenoot.web.api.shapes import Id, Maybe, MaybeId, MaybeWords, Moment, Shape, Words

from ..models import NOTES


def code_of(category: Mapping[str, str] | str | None) -> str:
    """The code of a category that is told by its name in every language; none is about nothing in particular."""
    if isinstance(category, Mapping):
        return next(key for key, name in rules.table().categories.items() if name == category)
    return category or NOTES


Category = Annotated[
    str, BeforeValidator(code_of), Field(description=_("A category of the table of access."))
]
Categories = Annotated[list[str], BeforeValidator(lambda them: [code_of(it) for it in them])]


class OpenTask(Shape):
    """A task on the worklist."""

    dossier_id: Id
    name: str = Field(description=_("Of the person."))
    household: Maybe = None
    key: str
    text: Words
    kind: str
    owner: str = Field(description=_("Who does it."))
    per: str
    due: date | None = Field(None, description=_("The term: law or own choice."))
    expected: date | None = None
    overdue_from: date | None = None
    when: str = Field(description=_("overdue, week, later or undated."))
    municipality: Maybe = None
    phase: Maybe = None
    language: Maybe = None
    worker: Maybe = None


class FoundPerson(Shape):
    """Somebody found by name, number or postcode."""

    dossier_id: Id
    name: str
    matched: str = Field(description=_("The name or number that fits."))
    born: date | None = None
    municipality: Maybe = None
    phase: Maybe = None
    score: float = Field(description=_("1 fits exactly."))


class Name(Shape):
    """One way of writing a name."""

    full: str
    kind: str
    script: str


class Number(Shape):
    """A number of an authority."""

    kind: str
    value: str


class Person(Shape):
    """Who the dossier is about."""

    names: list[Name]
    born: date | None = None
    born_uncertain: bool
    age: int | None = None
    minor: bool
    sex: Maybe = None
    nationality: Maybe = None
    languages: list[str]
    postcode: Maybe = None
    address: Maybe = None
    phone: Maybe = None
    email: Maybe = None


class Housemate(Shape):
    """Somebody else in the household whose dossier you may see."""

    dossier_id: Id
    name: str
    role: str
    born: date | None = None
    minor: bool
    phase: Maybe = None
    begins_on: date
    ends_on: date | None = None


class Household(Shape):
    """A household of the person."""

    name: str
    role: str = Field(description=_("The person's own place in it."))
    begins_on: date
    ends_on: date | None = Field(None, description=_("The first day on which it no longer holds."))
    current: bool
    mates: list[Housemate]


class Reading(Shape):
    """Why you see this dossier."""

    relation: Words
    begins_on: date
    until: date | None = None
    purpose: MaybeWords = None


class Phase(Shape):
    """A phase of the route."""

    key: str
    text: Words
    since: date | None = None


class PartLinks(Shape):
    """Addresses of its parts. Those that you may not read are absent."""

    self_: str = Field(alias="self")
    plan: str
    facts: str
    notes: str | None = None
    documents: str
    households: str | None = None
    involvements: str
    log_entries: str
    consents: str | None = None


class Dossier(Shape):
    """One dossier, as far as you may read it."""

    id: Id
    name: str
    person: Person | None = None
    numbers: list[Number] | None = None
    household: Household | None = None
    phase: Phase | None = None
    municipality: Maybe = None
    organisation: str = Field(description=_("Responsible for the dossier."))
    worker_id: Id | None = None
    worker: Maybe = None
    opened_on: date
    closed_on: date | None = None
    last_contact: date | None = None
    readable: list[str] = Field(description=_("The categories that you may read."))
    addable: list[str] = Field(description=_("The categories to which you may add."))
    kept_elsewhere: Categories = Field(description=_("In these there is something that others keep."))
    why: list[Reading]
    links: PartLinks


class Ground(Shape):
    """The article of law on which a task or its term rests."""

    law: str
    article: str
    url: str
    kind: str
    confirmed: bool = Field(description=_("Whether we read it in the text of the law."))
    note: MaybeWords = None


class PlanTask(Shape):
    """A task of the plan."""

    key: str
    text: str
    state: str = Field(description=_("done, overdue, waiting or open."))
    per: str
    phase: str
    kind: str
    owner: str
    starts: date | None = None
    due: date | None = None
    expected: date | None = None
    overdue_from: date | None = None
    done_on: date | None = None
    waits_for: list[str] = Field(description=_("The tasks that must be done first."))
    why: str = Field(description=_("How its dates came about, in words."))
    help: MaybeWords = None
    ground: Ground | None = None


class PlanSignal(Shape):
    """A signal of the plan."""

    key: str
    text: str
    since: date
    until: date | None = None
    active: bool
    why: str
    help: MaybeWords = None


class PlanPhase(Shape):
    """A phase that has opened."""

    key: str
    text: Words
    opened: date
    expected_until: date | None = None


class Plan(Shape):
    """Where somebody is on the route on a day, and what must happen next."""

    on: date
    definition: str
    version: str
    overlay: Maybe = None
    phase: str | None = None
    phase_since: date | None = None
    phases: list[PlanPhase]
    tasks: list[PlanTask]
    signals: list[PlanSignal]
    good_until: date | None = Field(
        None, description=_("The first day on which it may be another one without a new fact.")
    )


class Completion(Shape):
    """That a task was done."""

    on: date
    note: Maybe = None
    recorded_by: Maybe = None
    organisation: Maybe = None
    recorded_at: Moment | None = None
    fact_id: MaybeId = Field(
        None, description=_("Absent if it follows from something else that was recorded.")
    )


class Fact(Shape):
    """One thing that somebody recorded."""

    id: Id
    key: str
    text: Words
    milestone: bool
    value: Any = Field(None, description=_("Absent if this takes back what was recorded before."))
    happened_on: date | None = None
    recorded_at: Moment
    recorded_by: str
    organisation: str
    source: str
    note: Maybe = None
    supersedes: Id | None = Field(None, description=_("The fact in whose place it came."))
    superseded_by: Id | None = None
    standing: bool = Field(description=_("Neither superseded nor taken back."))


class Note(Shape):
    """One contact note."""

    id: Id
    on: date
    kind: str
    sensitivity: str
    category: Category
    text: str
    author: str
    organisation: str
    written_at: Moment


class Document(Shape):
    """A document, without its bytes."""

    id: Id
    name: str
    content_type: str
    size: int = Field(description=_("Its size in bytes."))
    sensitivity: str
    category: Category
    added_by: str
    organisation: str
    added_at: Moment
    href: str = Field(description=_("Where its bytes are."))


class Involvement(Shape):
    """An organisation's part in the dossier, or a consent that runs."""

    organisation: str
    organisation_kind: str
    member: Maybe = None
    role: Maybe = None
    basis: str
    begins_on: date
    ends_on: date | None = Field(None, description=_("The first day on which it no longer holds."))
    running: bool
    purpose: MaybeWords = None
    categories: Categories
    agreed: Maybe = Field(None, description=_("The sentence that the person agreed to share."))


class LogEntry(Shape):
    """Who did what with the dossier."""

    at: Moment
    member: str
    role: str
    organisation: str
    act: str
    part: Maybe = None
    basis: Maybe = None
    times: int


class Consent(Shape):
    """What the person agreed to."""

    id: Id
    purpose: Words
    recipient: str
    categories: Categories
    agreed: Maybe = None
    begins_on: date
    until: date = Field(description=_("The last day on which it holds."))
    state: str = Field(description=_("running, ended or withdrawn."))
    how: str
    language: str
    interpreter: Maybe = None
    asked_by: str
    recorded_at: Moment
    withdrawn_at: Moment | None = None
    withdrawn_by: Maybe = None
