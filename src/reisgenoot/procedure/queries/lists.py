"""Lists over dossiers: who arrived, which checks are asked, which terms of the law run."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member, Organisation
from reisgenoot.access.roles import require_professional
from reisgenoot.core.trajectory import Ground
from reisgenoot.dossiers import planning, seen, texts
from reisgenoot.dossiers.models import Fact
from reisgenoot.dossiers.tally import OVERDUE, THIS_WEEK, TO_DO
from reisgenoot.web.paging import AHEAD, PER_PAGE, Counted

from ..models import Arrival, AskedCheck, Stay
from .dossier import FOUR_DAYS

MOST_EXPORTED = 20_000


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page, and where it stands."""

    rows: tuple[Any, ...]
    total: Counted
    page: int = 1


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
    return page_of(shown, found, page, per_page)


def page_of(rows: tuple[Any, ...], found: QuerySet[Any], page: int, per_page: int) -> Page:
    """With a count that looks not too far ahead: one SQL statement."""
    last = page * per_page + AHEAD
    return Page(rows, Counted(found[: last + 1].count(), last), page)


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
    return page_of(shown, found, page, per_page)


def _of_law(keys: Iterable[str], due: str) -> str:
    """SQL: the tasks that run. The keys stand there as they are, so that PostgreSQL sees which index has them."""
    these = ", ".join(f"'{key}'" for key in keys)
    more = {"overdue": f" AND {OVERDUE}", "week": f" AND {THIS_WEEK}"}.get(due, "")
    return f"t.key IN ({these}) AND t.due_on IS NOT NULL AND {TO_DO}{more}"


def terms(member: Member, *, due: str = "", page: int = 1, per_page: int = PER_PAGE, act: str = "") -> Page:
    """The terms of the law that run for whom the member sees, first day first, with the ground. Five SQL statements.

    For the IND that in which it decides; for all others those in which to appeal.
    """
    require_professional(member)
    today = timezone.localdate()
    planning.freshen_plans(today)
    decides = member.organisation.kind == Organisation.Kind.IND
    condition = _of_law(seen.LEGAL_TASKS[:1] if decides else seen.LEGAL_TASKS[1:], due)
    first, last = (page - 1) * per_page, page * per_page + AHEAD
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH found AS MATERIALIZED ("
            f"  SELECT t.* FROM {seen.tasks(condition, last + 1, walked=True)} t"
            f"  ORDER BY {seen.ORDER} LIMIT {int(last + 1)}"
            "), page AS ("
            f"  SELECT t.* FROM found t ORDER BY {seen.ORDER} LIMIT {int(per_page)} OFFSET {int(first)}"
            ")"
            "SELECT t.dossier_id, d.name, t.key, t.due_on, t.overdue_from, d.definition, d.version, d.municipality,"
            " d.phase, (SELECT count(*) FROM found)"
            " FROM page t JOIN dossiers_dossier d ON d.person_id = t.dossier_id"
            f" ORDER BY {seen.ORDER}",
            {"today": today},
        )
        rows = cursor.fetchall()
    total = Counted(rows[0][-1] if rows else 0, last)
    grounds = _grounds({(row[0], row[2]) for row in rows}, today)
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
        for key, name, task, due_on, overdue_from, route, version, place, phase, _total in rows
    )
    return Page(shown, total, page)


def _when(overdue_from: date | None, today: date) -> str:
    if overdue_from is not None and overdue_from <= today:
        return "overdue"
    return "week" if overdue_from is not None and overdue_from <= today + timedelta(days=7) else "later"


def _grounds(tasks: Collection[tuple[int, str]], today: date) -> dict[tuple[int, str], Ground]:
    """On which ground each term, by dossier and task, rests: worked out anew, as the stored plan has no grounds."""
    wanted = {key for _dossier, key in tasks}
    return {
        (dossier, key): ground
        for dossier, known in planning.gather(sorted({dossier for dossier, _key in tasks}), today).items()
        for key, ground in planning.grounds_of(known, today, wanted).items()
    }
