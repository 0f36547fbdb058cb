"""The page on which guidance ends: what was bought and used, what is open, what somebody can do, and the decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import Q, QuerySet

from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_professional
from reisgenoot.core.trajectory.terms import Term
from reisgenoot.dossiers.models import Dossier, Fact
from reisgenoot.dossiers.queries import Heading, heading
from reisgenoot.people.models import HouseholdMember, Person

from ..actions.hours import winds_down
from ..models import Closing, Contract, HoursLine
from .contracts import in_force
from .measuring import Measured, measured
from .tasks import OpenTask, open_tasks

HEAD = HouseholdMember.Role.HEAD
SHOWN = 20
"""Lines of hours on the page."""


@dataclass(frozen=True, slots=True)
class Mate:
    """Somebody of the household whose dossier the member sees."""

    dossier_id: int
    name: str
    role: str
    adult: bool
    started: date | None
    closed: date | None


@dataclass(frozen=True, slots=True)
class Bought:
    """What was bought for this household, and what is used of it. Times in minutes; ``until`` is the last day.

    ``planned``: from when it is rounded off, in the plan; ``to_plan``: the day that should stand there.

    ``other``: what the other side entered, if it says something else.
    """

    contract: Contract | None
    other: Contract | None
    until: date | None
    planned: date | None
    to_plan: date | None
    minutes: int | None
    used: int

    @property
    def left(self) -> int | None:
        """What is left; below zero if more was used than bought."""
        return None if self.minutes is None else self.minutes - self.used

    @property
    def over(self) -> int:
        """How much more was used than bought."""
        return max(0, -(self.left or 0))


@dataclass(frozen=True, slots=True)
class HoursPage:
    """The heading, what was bought and used, and the newest lines."""

    heading: Heading
    bought: Bought
    lines: tuple[HoursLine, ...]


@dataclass(frozen=True, slots=True)
class ClosingPage:
    """All of it, for one household, seen from one dossier."""

    heading: Heading
    mates: tuple[Mate, ...]
    bought: Bought
    measured: tuple[Measured, ...]
    tasks: tuple[OpenTask, ...]
    closing: Closing | None
    may_undo: bool
    responsible: bool
    may_change: bool

    @property
    def undecided(self) -> int:
        """How many tasks still need a decision."""
        return sum(it.ours and it.left is None for it in self.tasks)


def closing_page(member: Member, dossier_id: int, today: date) -> ClosingPage:
    """The page; the log notes that it was opened. A constant number of SQL statements. Raises NotAllowed, NotFound."""
    require_professional(member)
    head = heading(member, dossier_id, "closing")
    mates = household(dossier_id, today)
    ids = [it.dossier_id for it in mates]
    last = (
        Closing.objects.filter(dossier_id=dossier_id, undone_on__isnull=True)
        .select_related("closed_by", "organisation")
        .order_by("-id")
        .first()
    )
    own = next(it for it in mates if it.dossier_id == dossier_id)
    if own.closed is None:
        last = None
    return ClosingPage(
        heading=head,
        mates=tuple(mates),
        bought=_bought(member, head, mates, today),
        measured=tuple(measured(dossier_id)),
        tasks=tuple(open_tasks(ids, today)),
        closing=last,
        may_undo=bool(last and last.closed_on == today and last.organisation_id == member.organisation_id),
        responsible=head.organisation_id == member.organisation_id,
        may_change=_may_change(dossier_id),
    )


def hours_page(member: Member, dossier_id: int, today: date) -> HoursPage:
    """Hours of the household. Raises NotAllowed and NotFound."""
    head = heading(member, dossier_id, "hours")
    mates = household(dossier_id, today)
    lines = _lines([it.dossier_id for it in mates]).select_related("member").order_by("-on", "-id")[:SHOWN]
    return HoursPage(head, _bought(member, head, mates, today), tuple(lines))


def household(dossier_id: int, today: date) -> list[Mate]:
    """Who lives together today, the head first, as far as the member sees their dossiers. Three SQL statements."""
    running = Q(begins_on__lte=today) & (Q(ends_on__isnull=True) | Q(ends_on__gt=today))
    homes = HouseholdMember.objects.filter(running, person_id=dossier_id).values("household_id")
    places = dict(
        HouseholdMember.objects.filter(running, household_id__in=homes).values_list("person_id", "role")
    )
    places.setdefault(dossier_id, HouseholdMember.Role.OTHER)
    dates: dict[int, dict[str, date]] = {}
    facts = Fact.objects.filter(
        dossier_id__in=places,
        key__in=("guidance_started", "guidance_closed"),
        superseded_by__isnull=True,
        happened_on__isnull=False,
    )
    for person, key, on in facts.order_by("id").values_list("dossier_id", "key", "happened_on"):
        dates.setdefault(person, {})[key] = on or date.min
    people = Dossier.objects.filter(pk__in=places).values_list("pk", "name", "person__born")
    found = []
    for person, name, born in people:
        known = dates.get(person, {})
        started, closed = known.get("guidance_started"), known.get("guidance_closed")
        if closed is not None and started is not None and started > closed:
            closed = None  # it began again
        adult = not Person(born=born).is_minor_on(today)
        found.append(Mate(person, name, places[person], adult, started, closed))
    return sorted(found, key=lambda it: (it.role != HEAD, not it.adult, it.name))


def _bought(member: Member, head: Heading, mates: Sequence[Mate], today: date) -> Bought:
    started = next((it.started for it in mates if it.started), None)
    found = in_force(head.municipality, {head.organisation_id, member.organisation_id}, started or today)
    contract = found[0] if found else None
    other = next(
        (it for it in found[1:] if contract and it.by_municipality != contract.by_municipality), None
    )
    if other and contract and _says(other) == _says(contract):
        other = None
    until = None
    if contract and contract.months and started:
        first_without = Term(months=contract.months).from_day(started.toordinal(), 1)
        until = date.fromordinal(first_without) - timedelta(days=1)
    minutes = None
    if contract and contract.hours:
        adults = sum(it.adult for it in mates) or 1
        minutes = contract.hours * 60 * (adults if contract.per == Contract.Per.PERSON else 1)
    guiding = contract.organisation_id if contract else member.organisation_id
    lines = _lines([it.dossier_id for it in mates]).filter(organisation_id=guiding)
    planned = (
        Fact.objects.filter(
            dossier_id=mates[0].dossier_id, key="guidance_winds_down", superseded_by__isnull=True
        )
        .order_by("-id")
        .values_list("value", flat=True)
        .first()
    )
    return Bought(
        contract=contract,
        other=other,
        until=until,
        planned=date.fromisoformat(planned) if planned else None,
        to_plan=winds_down(until) if until else None,
        minutes=minutes,
        used=sum(lines.values_list("minutes", flat=True)),
    )


def _says(contract: Contract) -> tuple[object, ...]:
    return contract.months, contract.hours, contract.per


def _lines(dossier_ids: Sequence[int]) -> QuerySet[HoursLine]:
    return HoursLine.objects.filter(dossier_id__in=dossier_ids, taken_back_on__isnull=True)


def _may_change(dossier_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(bool_or(may_change), false) FROM access_granted"
            " WHERE dossier_id = %s AND category = 'route'",
            [dossier_id],
        )
        return bool(cursor.fetchone()[0])
