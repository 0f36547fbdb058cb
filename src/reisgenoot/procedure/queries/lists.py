"""Lists over dossiers: who arrived, which checks are asked, which terms of the law run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member, Organisation
from reisgenoot.access.roles import require_professional
from reisgenoot.core.trajectory import Ground
from reisgenoot.dossiers import planning, seen, texts
from reisgenoot.dossiers.models import Fact
from reisgenoot.dossiers.tally import OVERDUE, THIS_WEEK, TO_DO

from ..models import Arrival, AskedCheck, Stay
from .dossier import FOUR_DAYS, LEGAL_TASKS

PER_PAGE = 25
MOST_EXPORTED = 20_000


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page, and where it stands."""

    rows: tuple[Any, ...]
    total: int
    page: int = 1
    per_page: int = PER_PAGE

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // self.per_page))


@dataclass(frozen=True, slots=True)
class ArrivalRow:
    """Somebody who arrived; ``done``: the steps of the first days with their dates."""

    dossier_id: int
    name: str
    at: datetime
    place: str
    centre: str
    expected_end: date
    late: bool
    done: Mapping[str, date | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A check that was asked of one's organisation."""

    id: int
    dossier_id: int
    name: str
    kind: str
    asked_on: date
    asked_by: str
    language: str
    centre: str


@dataclass(frozen=True, slots=True)
class TermRow:
    """A term of the law that runs for somebody."""

    dossier_id: int
    name: str
    key: str
    text: Mapping[str, str]
    due: date
    when: str
    ground: Ground | None
    phase: str


def arrivals(
    member: Member,
    *,
    week: date | None,
    centre: str = "",
    page: int = 1,
    per_page: int = PER_PAGE,
    act: str = "",
) -> Page:
    """Who arrived in the week that begins on ``week`` (None: ever), latest first. Five SQL statements."""
    require_professional(member)
    found = Arrival.objects.all()
    if week is not None:
        since = timezone.make_aware(datetime.combine(week, time()))
        found = found.filter(at__gte=since, at__lt=since + timedelta(days=7))
    if centre:
        found = found.filter(
            dossier__in=Stay.objects.filter(centre=centre, ends_on=None).values("dossier_id")
        )
    first = (page - 1) * per_page
    rows = list(found.select_related("dossier").order_by("-at", "dossier_id")[first : first + per_page])
    ids = [it.dossier_id for it in rows]
    done, centres = _done(ids), _centres(ids)
    log(member, ids, act or AccessLog.Act.APPEARED, "procedure")
    shown = tuple(
        ArrivalRow(
            it.dossier_id,
            it.dossier.name,
            it.at,
            it.place,
            centres.get(it.dossier_id, ""),
            it.expected_end,
            it.late and len(done.get(it.dossier_id, {})) < len(FOUR_DAYS),
            {key: done.get(it.dossier_id, {}).get(key) for key in FOUR_DAYS},
        )
        for it in rows
    )
    return Page(shown, found.count(), page, per_page)


def just_registered(member: Member) -> tuple[Arrival, ...]:
    """Whom the member registered today, the latest first. One SQL statement."""
    today = timezone.make_aware(datetime.combine(timezone.localdate(), time()))
    found = Arrival.objects.filter(recorded_by=member, recorded_at__gte=today).select_related("dossier")
    return tuple(found.order_by("-recorded_at", "dossier_id")[:10])


def _done(ids: list[int]) -> dict[int, dict[str, date]]:
    found: dict[int, dict[str, date]] = {}
    facts = Fact.objects.filter(
        dossier__in=ids, key__in=FOUR_DAYS, superseded_by__isnull=True, value__isnull=False
    )
    for dossier_id, key, day in facts.values_list("dossier_id", "key", "happened_on"):
        if day is not None:
            found.setdefault(dossier_id, {})[key] = day
    return found


def _centres(ids: list[int]) -> dict[int, str]:
    return dict(Stay.objects.filter(dossier__in=ids, ends_on=None).values_list("dossier_id", "centre"))


def checks(member: Member, *, kind: str = "", page: int = 1, per_page: int = PER_PAGE, act: str = "") -> Page:
    """The open checks that were asked of the member's organisation, first what was asked first. Four SQL statements."""
    require_professional(member)
    found = AskedCheck.objects.filter(asked_of=member.organisation_id, outcome="")
    if kind:
        found = found.filter(kind=kind)
    first = (page - 1) * per_page
    rows = list(
        found.select_related("dossier", "organisation").order_by("asked_on", "recorded_at", "id")[
            first : first + per_page
        ]
    )
    ids = [it.dossier_id for it in rows]
    centres = _centres(ids)
    log(member, ids, act or AccessLog.Act.APPEARED, "procedure")
    shown = tuple(
        CheckRow(
            it.pk,
            it.dossier_id,
            it.dossier.name,
            it.get_kind_display(),
            it.asked_on,
            it.organisation.name,
            it.dossier.language,
            centres.get(it.dossier_id, ""),
        )
        for it in rows
    )
    return Page(shown, found.count(), page, per_page)


_OF_LAW = f"t.key = ANY (%(keys)s) AND t.due_on IS NOT NULL AND {TO_DO}"


def terms(member: Member, *, due: str = "", page: int = 1, per_page: int = PER_PAGE, act: str = "") -> Page:
    """The terms of the law that run for whom the member sees, the first day first, with the ground. Six SQL statements.

    For the IND that in which it decides; for all others those in which to appeal.
    """
    require_professional(member)
    today = timezone.localdate()
    planning.freshen(today)
    condition = _OF_LAW + {"overdue": f" AND {OVERDUE}", "week": f" AND {THIS_WEEK}"}.get(due, "")
    first = (page - 1) * per_page
    decides = member.organisation.kind == Organisation.Kind.IND
    values: dict[str, Any] = {"today": today, "keys": list(LEGAL_TASKS[:1] if decides else LEGAL_TASKS[1:])}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {seen.tasks(condition)} t", values)
        total = cursor.fetchone()[0]
        cursor.execute(
            "SELECT t.dossier_id, d.name, t.key, t.due_on, t.overdue_from, d.definition, d.version, d.municipality,"
            f" d.phase FROM {seen.tasks(condition, first + per_page)} t"
            " JOIN dossiers_dossier d ON d.person_id = t.dossier_id"
            f" ORDER BY {seen.ORDER} LIMIT {int(per_page)} OFFSET {int(first)}",
            values,
        )
        rows = cursor.fetchall()
    grounds = _grounds(sorted({row[0] for row in rows}), today)
    log(member, sorted({row[0] for row in rows}), act or AccessLog.Act.APPEARED, "procedure")
    shown = tuple(
        TermRow(
            key,
            name,
            task,
            texts.task_text(route, version, place, task),
            due_on,
            _when(overdue_from, today),
            grounds.get((key, task)),
            phase,
        )
        for key, name, task, due_on, overdue_from, route, version, place, phase in rows
    )
    return Page(shown, total, page, per_page)


def _when(overdue_from: date | None, today: date) -> str:
    if overdue_from is not None and overdue_from <= today:
        return "overdue"
    return "week" if overdue_from is not None and overdue_from <= today + timedelta(days=7) else "later"


def _grounds(ids: list[int], today: date) -> dict[tuple[int, str], Ground]:
    """On which ground each term of these dossiers rests: planned anew, as the stored plan has no grounds."""
    return {
        (key, task.id): task.ground
        for key, known in planning.gather(ids, today).items()
        for task in planning.make_plan(known, today).tasks
        if task.ground is not None
    }
