"""Every read that a page of shielded dossiers needs, noted in the sealed log; each a constant number of statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from reisgenoot.access.models import AccessLog, Member
from reisgenoot.access.roles import PROFESSIONAL
from reisgenoot.core.trajectory import Definition, Plan
from reisgenoot.dossiers.queries.page import fact_text
from reisgenoot.dossiers.queries.shapes import FactShown
from reisgenoot.vault import record as log
from reisgenoot.vault.boxes import Box, Vault

from .content import Card, Content, House, Note, Partner, Shelter, Stay, Todo, decode, taken
from .labels import SAFETY
from .route import card_of, definition_for, known, make_plan, task_text
from .spelling import asked

PER_PAGE = log.SLOTS
NIGHTS = 14
SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Row:
    """One dossier in the list. ``when``: overdue, week, later or none, of the task that comes first."""

    handle: str
    name: str
    worker: str
    text: Mapping[str, str] | None
    due: date | None
    expected: date | None
    when: str
    open_tasks: int
    overdue_tasks: int
    last_contact: date | None


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of the list. ``total``: dossiers over all pages; ``overdue``: those with something overdue."""

    rows: tuple[Row, ...]
    total: int
    overdue: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class KinShown:
    """Somebody of the same household."""

    handle: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class StayShown:
    """A stay. ``now``: somebody sleeps there tonight."""

    number: int
    handle: str
    name: str
    shelter: Shelter | None
    begins_on: date
    ends_on: date | None
    nights: int
    now: bool


@dataclass(frozen=True, slots=True)
class NoteShown:
    """A note, and who wrote it."""

    note: Note
    author: str


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the page of a dossier shows. ``people``: members' names by id; ``workers``: who can be its worker."""

    handle: str
    content: Content
    definition: Definition
    plan: Plan
    facts: tuple[FactShown, ...]
    values: Mapping[str, Any]
    notes: tuple[NoteShown, ...]
    safety: tuple[NoteShown, ...]
    stays: tuple[StayShown, ...]
    shelters: tuple[Shelter, ...]
    partners: tuple[Partner, ...]
    kin: tuple[KinShown, ...]
    people: Mapping[int, str]
    workers: tuple[tuple[int, str], ...]

    @property
    def name(self) -> str:
        """The chosen name."""
        return self.content.names[0]

    @property
    def revision(self) -> int:
        """The state that is shown."""
        return self.content.revision


@dataclass(frozen=True, slots=True)
class Night:
    """How full a shelter is in the night that begins on ``day``."""

    day: date
    taken: int
    free: int


@dataclass(frozen=True, slots=True)
class ShelterShown:
    """A shelter with its nights, and everybody who sleeps there in one of them."""

    shelter: Shelter
    nights: tuple[Night, ...]
    stays: tuple[StayShown, ...]


def members(vault: Vault) -> dict[int, str]:
    """The names of all who work or worked in the organisation."""
    return dict(Member.objects.filter(organisation_id=vault.organisation).values_list("pk", "name"))


def workers(vault: Vault, today: date) -> tuple[tuple[int, str], ...]:
    """Who can be the worker of a dossier."""
    running = Q(ends_on__isnull=True) | Q(ends_on__gt=today)
    found = Member.objects.filter(
        running, organisation_id=vault.organisation, role__in=PROFESSIONAL, begins_on__lte=today
    )
    return tuple(found.order_by("name", "id").values_list("pk", "name"))


def listed(vault: Vault, today: date, page: int = 1, *, worker: int | None = None) -> Listed:
    """The dossiers of the organisation (of one worker), those first where something is late, then what comes next."""
    names, cards = members(vault), _fresh(vault, vault.cards(), today)
    chosen = [pair for pair in cards if worker is None or pair[1].worker == worker]
    rows = sorted(
        ((_row(vault, box, card, names, today), box) for box, card in chosen), key=lambda it: _order(it[0])
    )
    pages = max(1, -(-len(rows) // PER_PAGE))
    page = min(max(page, 1), pages)
    shown = rows[(page - 1) * PER_PAGE : page * PER_PAGE]
    log.appeared(vault, [box for _row_, box in shown])
    overdue = sum(row.overdue_tasks > 0 for row, _box in rows)
    return Listed(tuple(row for row, _box in shown), len(rows), overdue, page, pages)


def search(vault: Vault, query: str, today: date) -> tuple[Row, ...]:
    """The dossiers of a name in any spelling, at most a page of them."""
    names, boxes = members(vault), vault.find(asked(query))
    cards = sorted(_fresh(vault, boxes, today), key=lambda pair: pair[1].name.casefold())[:PER_PAGE]
    log.appeared(vault, [box for box, _card in cards])
    return tuple(_row(vault, box, card, names, today) for box, card in cards)


def _fresh(vault: Vault, boxes: Sequence[Box], today: date) -> list[tuple[Box, Card]]:
    """Boxes with their cards; where time alone has changed the plan since it was stored, made anew."""
    cards = {box.id: decode(box.card, Card) for box in boxes}
    stale = [key for key, card in cards.items() if card.replan_on is not None and card.replan_on <= today]
    for box in vault.contents(stale) if stale else ():
        cards[box.id] = card_of(decode(box.content, Content), today)
    return [(box, cards[box.id]) for box in boxes]


def _row(vault: Vault, box: Box, card: Card, names: Mapping[int, str], today: date) -> Row:
    todo = [task for task in card.tasks if task.open_on(today) or task.overdue_on(today)]
    todo.sort(key=lambda task: (not task.overdue_on(today), task.due or task.expected or date.max))
    first = todo[0] if todo else None
    return Row(
        handle=vault.handle(box.id),
        name=card.name,
        worker=names.get(card.worker or 0, ""),
        text=task_text(card.version, first.key) if first else None,
        due=first.due if first else None,
        expected=first.expected if first else None,
        when=_when(first, today),
        open_tasks=len(todo),
        overdue_tasks=sum(task.overdue_on(today) for task in todo),
        last_contact=card.last_contact,
    )


def _when(task: Todo | None, today: date) -> str:
    if task is None:
        return "none"
    if task.overdue_on(today):
        return "overdue"
    return "week" if task.due is not None and task.due <= today + SOON else "later"


def _order(row: Row) -> tuple[int, date, str]:
    place = ("overdue", "week", "later", "none").index(row.when)
    return place, row.due or row.expected or date.max, row.name.casefold()


def dossier_page(vault: Vault, key: UUID, today: date) -> Page:
    """One dossier, planned for ``today``; the sealed log notes that the member looked. Raises NotFound."""
    box = vault.box(key)
    log.note(vault, box, AccessLog.Act.READ, "dossier")
    return page_of(vault, box, today)


def page_of(vault: Vault, box: Box, today: date) -> Page:
    """What the page of an open box shows, without a note in the log."""
    content, house, people = decode(box.content, Content), decode(vault.kept.body, House), members(vault)
    definition = definition_for(known(content, today).facts, today)
    kin = {other.id: other for other in vault.contents(one.box for one in content.kin)}
    if kin:
        log.appeared(vault, list(kin.values())[:PER_PAGE])
    notes = sorted(content.notes, key=lambda note: (note.on, note.number), reverse=True)
    shown = [NoteShown(note, people.get(note.by, "")) for note in notes]
    handle = vault.handle(box.id)
    return Page(
        handle=handle,
        content=content,
        definition=definition,
        plan=make_plan(content, today),
        facts=_facts(content, definition, people),
        values=known(content, today).facts,
        notes=tuple(it for it in shown if it.note.category != SAFETY),
        safety=tuple(it for it in shown if it.note.category == SAFETY),
        stays=tuple(_stay(it, house, handle, content.names[0], today) for it in house.of(box.id)),
        shelters=tuple(sorted(house.shelters, key=lambda it: (it.city, it.name))),
        partners=tuple(content.partners),
        kin=tuple(
            KinShown(vault.handle(one.box), decode(kin[one.box].card, Card).name, one.role)
            for one in content.kin
            if one.box in kin
        ),
        people=people,
        workers=workers(vault, today),
    )


def _facts(content: Content, definition: Definition, people: Mapping[int, str]) -> tuple[FactShown, ...]:
    by = {fact.supersedes: fact.number for fact in content.facts if fact.supersedes is not None}
    return tuple(
        FactShown(
            id=fact.number,
            key=fact.key,
            text=fact_text(definition, fact.key),
            milestone=fact.key in definition.milestones or fact.key in definition.tasks,
            value=fact.value,
            happened_on=fact.on,
            recorded_at=fact.at,
            recorded_by=people.get(fact.by, ""),
            organisation="",
            source="screen",
            note=fact.note,
            supersedes=fact.supersedes,
            superseded_by=by.get(fact.number),
            standing=fact.number not in by and fact.value is not None,
        )
        for fact in reversed(content.facts)
    )


def _stay(stay: Stay, house: House, handle: str, name: str, today: date) -> StayShown:
    shelter = next((it for it in house.shelters if it.number == stay.shelter), None)
    return StayShown(
        stay.number,
        handle,
        name,
        shelter,
        stay.begins_on,
        stay.ends_on,
        stay.nights(today),
        stay.covers(today),
    )


def shelters(vault: Vault, first: date, today: date) -> tuple[ShelterShown, ...]:
    """All shelters with :data:`NIGHTS` nights from ``first`` on; the sealed log notes whose names appeared."""
    house = decode(vault.kept.body, House)
    nights = [first + timedelta(days=number) for number in range(NIGHTS)]
    there = [stay for stay in house.stays if any(stay.covers(night) for night in nights)]
    wanted = {stay.box for stay in there}
    boxes = {box.id: box for box in vault.cards() if box.id in wanted}
    _note_all(vault, boxes.values())
    names = {key: decode(box.card, Card).name for key, box in boxes.items()}
    return tuple(
        ShelterShown(
            shelter=shelter,
            nights=tuple(
                Night(night, many := taken(there, shelter.number, night), max(0, shelter.capacity - many))
                for night in nights
            ),
            stays=tuple(
                sorted(
                    (
                        _stay(stay, house, vault.handle(stay.box), names[stay.box], today)
                        for stay in there
                        if stay.shelter == shelter.number and stay.box in names
                    ),
                    key=lambda it: (it.begins_on, it.name),
                )
            ),
        )
        for shelter in sorted(house.shelters, key=lambda it: (it.city, it.name))
    )


def _note_all(vault: Vault, boxes: Iterable[Box]) -> None:
    """As many entries as pages of names, and one also where there is none."""
    every = list(boxes)
    for start in range(0, max(len(every), 1), PER_PAGE):
        log.appeared(vault, every[start : start + PER_PAGE])


@dataclass(frozen=True, slots=True)
class LookShown:
    """Who did what with the dossier."""

    at: datetime
    member: str
    act: str
    part: str


def who_looked(
    vault: Vault, key: UUID, today: date, before: int | None = None
) -> tuple[Page, tuple[LookShown, ...], int | None]:
    """Who read, changed, exported or listed the dossier; the sealed log notes that somebody asked. Raises NotFound.

    The last part: where to look on, or None.
    """
    box = vault.box(key)
    log.note(vault, box, AccessLog.Act.READ, "log")
    page = page_of(vault, box, today)
    found, rest = log.noted(vault, box, before=before)
    return (
        page,
        tuple(LookShown(it.at, page.people.get(it.member_id, ""), it.act, it.part) for it in found),
        rest,
    )


def all_shelters(vault: Vault) -> tuple[Shelter, ...]:
    """The shelters of the organisation, by place."""
    return tuple(sorted(decode(vault.kept.body, House).shelters, key=lambda it: (it.city, it.name)))
