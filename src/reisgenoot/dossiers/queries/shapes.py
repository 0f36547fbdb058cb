"""What the queries of this app return: plain, typed, frozen, and free of the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from reisgenoot.core.trajectory import Definition, Plan

NONE = "none"
"""The value of a filter for dossiers where that is not known."""


@dataclass(frozen=True, slots=True)
class WorklistFilters:
    """What to show of the worklist; an empty value filters nothing.

    ``scope``: ``mine`` (dossiers of which the member is the worker) or ``team``.
    ``phase`` is the phase of the dossier, ``worker`` a member's id.
    ``due``: ``overdue``, ``week`` or empty.
    ``q``: a name in any spelling or script, a V-number or a postcode.
    """

    scope: str = "mine"
    phase: str = ""
    municipality: str = ""
    kind: str = ""
    worker: int | None = None
    language: str = ""
    signal: str = ""
    due: str = ""
    q: str = ""


@dataclass(frozen=True, slots=True)
class WorklistRow:
    """One open task. ``text``: what to do, by language; ``when``: overdue, week, later or undated.

    ``may_tick``: the acting member may tick it off; not by consent, emergency access, or after a hand-over.
    """

    task_id: int
    dossier_id: int
    key: str
    text: Mapping[str, str]
    kind: str
    owner: str
    per: str
    due: date | None
    expected: date | None
    overdue_from: date | None
    when: str
    name: str
    household: str
    municipality: str
    phase: str
    language: str
    worker: str
    may_tick: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How many open tasks the filters leave; ``overdue`` and ``week`` are parts of ``total``."""

    total: int
    overdue: int
    week: int


@dataclass(frozen=True, slots=True)
class WorklistOptions:
    """The values that filters can take, each with its label as (value, label-or-text) in display order."""

    phases: tuple[tuple[str, Mapping[str, str]], ...]
    kinds: tuple[str, ...]
    municipalities: tuple[str, ...]
    workers: tuple[tuple[int, str], ...]
    languages: tuple[str, ...]
    signals: tuple[tuple[str, Mapping[str, str]], ...]


@dataclass(frozen=True, slots=True)
class Worklist:
    """One page of the worklist. ``page`` counts from 1 and never exceeds ``pages`` (at least 1)."""

    rows: tuple[WorklistRow, ...]
    counts: Counts
    options: WorklistOptions
    page: int
    pages: int
    per_page: int


@dataclass(frozen=True, slots=True)
class NameShown:
    """One name of a person."""

    full: str
    kind: str
    script: str


@dataclass(frozen=True, slots=True)
class PersonShown:
    """Who the dossier is about; ``numbers`` are (kind, value)."""

    id: int
    name: str
    names: tuple[NameShown, ...]
    numbers: tuple[tuple[str, str], ...]
    born: date | None
    born_uncertain: bool
    age: int | None
    minor: bool
    sex: str
    nationality: str
    languages: tuple[str, ...]
    postcode: str
    address: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class HousemateShown:
    """Somebody in the household. ``dossier_id`` can be opened: whom the member may not see is left out."""

    dossier_id: int
    name: str
    role: str
    born: date | None
    age: int | None
    minor: bool
    phase: str
    begins_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class HouseholdShown:
    """A household of the person; ``current`` if it runs on the day asked for."""

    id: int
    name: str
    role: str
    begins_on: date
    ends_on: date | None
    current: bool
    mates: tuple[HousemateShown, ...]


@dataclass(frozen=True, slots=True)
class FactShown:
    """One recorded fact. ``value`` None means taken back. ``standing``: neither superseded nor taken back."""

    id: int
    key: str
    text: Mapping[str, str]
    milestone: bool
    value: Any
    happened_on: date | None
    recorded_at: datetime
    recorded_by: str
    organisation: str
    source: str
    note: str
    supersedes: int | None
    superseded_by: int | None
    standing: bool


@dataclass(frozen=True, slots=True)
class NoteShown:
    """One contact note."""

    id: int
    on: date
    kind: str
    sensitivity: str
    category: Mapping[str, str] | None  # none: about nothing in particular
    text: str
    author: str
    organisation: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class DocumentShown:
    """What is known of a document, without its bytes. ``size`` in bytes."""

    id: int
    name: str
    content_type: str
    size: int
    sensitivity: str
    category: Mapping[str, str] | None  # none: about nothing in particular
    added_by: str
    organisation: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class InvolvementShown:
    """An organisation's part in the dossier, or a running consent; ``running`` on the day asked for.

    By consent: ``purpose`` and ``categories`` say what for and what it opens; ``agreed`` is the sentence that goes with
    it, if the reader may read it.
    """

    organisation_id: int
    organisation: str
    organisation_kind: str
    member: str
    role: str
    basis: str
    begins_on: date
    ends_on: date | None
    running: bool
    purpose: Mapping[str, str] | None = None
    categories: tuple[Mapping[str, str], ...] = ()
    agreed: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One relation by which the member sees the dossier, by language, and from when until when.

    By consent also for what ``purpose``, and which ``categories``.
    """

    relation: Mapping[str, str]
    begins_on: date
    until: date | None
    purpose: Mapping[str, str] | None = None
    categories: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class LogShown:
    """Who did what with the dossier, on which basis; ``times`` over one for lists of one day."""

    at: datetime
    member: str
    role: str
    organisation: str
    act: str
    part: str
    basis: str
    times: int
    purposes: tuple[Mapping[str, str], ...] = ()  # of the consents that ran then, if the basis is consent


@dataclass(frozen=True, slots=True)
class DossierPage:
    """Everything the page of one dossier shows. ``plan`` is computed anew for the day asked for.

    ``task_texts``, ``signal_texts`` and ``phase_texts`` map ids to {language: text}; ``facts`` is newest
    first with superseded ones included; ``values`` holds the current value of each key.
    """

    dossier_id: int
    person: PersonShown
    definition: Definition
    plan: Plan
    municipality: str
    organisation: str
    worker_id: int
    worker: str
    opened_on: date
    closed_on: date | None
    last_contact: date | None
    household: HouseholdShown | None
    earlier_households: tuple[HouseholdShown, ...]
    facts: tuple[FactShown, ...]
    values: Mapping[str, Any]
    notes: tuple[NoteShown, ...]
    documents: tuple[DocumentShown, ...]
    involvements: tuple[InvolvementShown, ...]
    why: tuple[Reading, ...]
    readable: tuple[str, ...]
    addable: tuple[str, ...]
    kept_elsewhere: tuple[Mapping[str, str], ...]
    workers: tuple[tuple[int, str], ...] = field(default=())

    @property
    def may_record(self) -> bool:
        """Whether the member may record what happened: add to the route."""
        return "route" in self.addable


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """Figures of one group. ``stuck``: dossiers with an active signal other than ``overdue``.

    ``dossiers``, ``overdue`` (dossiers with an overdue task), ``stuck`` and ``new`` (opened in the seven
    days up to and including the day) all count dossiers; ``overdue_tasks`` counts tasks.
    """

    key: str
    label: str | Mapping[str, str]
    dossiers: int
    overdue: int
    overdue_tasks: int
    stuck: int
    new: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures for a coordinator: ``key`` is a phase id, a member's id as text, or a municipality."""

    total: OverviewRow
    by_phase: tuple[OverviewRow, ...]
    by_worker: tuple[OverviewRow, ...]
    by_municipality: tuple[OverviewRow, ...]
    signals: tuple[tuple[str, Mapping[str, str], int], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A person found by name or number, best first. ``matched`` is the name or number that matched."""

    dossier_id: int
    name: str
    matched: str
    born: date | None
    municipality: str
    phase: str
    score: float
