"""The catalogue of a municipality: courses with their next start, and a supplier with what became of its courses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from reisgenoot.access.errors import NotFound
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.dossiers.models import Task

from ..models import Course, Enrolment, Start, Supplier

Kept = TypeVar("Kept", Supplier, Course, Start)
PER_PAGE = 25
MOST_EXPORTED = 5_000


@dataclass(frozen=True, slots=True)
class Filters:
    """What an address asks for; empty: everything."""

    q: str = ""
    route: str = ""
    part: str = ""
    level: str = ""
    place: str = ""
    language: str = ""
    supplier: int | None = None
    free: bool = False


@dataclass(frozen=True, slots=True)
class CourseRow:
    """A course with its next start; None: no start lies ahead."""

    course: Course
    next: Start | None


@dataclass(frozen=True, slots=True)
class Courses:
    """A page of the catalogue, and what can be chosen to filter it."""

    rows: tuple[CourseRow, ...]
    total: int
    page: int
    pages: int
    suppliers: tuple[tuple[int, str], ...]
    places: tuple[str, ...]
    languages: tuple[str, ...]


def courses(municipality: str, filters: Filters, today: date, *, page: int = 1) -> Courses:
    """The courses of a municipality, by name. Five SQL statements."""
    wanted = _wanted(municipality, filters, today)
    total = wanted.count()
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(1, page), pages)
    found = list(wanted.select_related("supplier")[(page - 1) * PER_PAGE : page * PER_PAGE])
    offered = Course.objects.filter(municipality=municipality, gone=False)
    suppliers = Supplier.objects.filter(municipality=municipality, gone=False).values_list("pk", "name")
    there = list(offered.values_list("place", "languages").distinct())
    return Courses(
        rows=_with_next(found, today),
        total=total,
        page=page,
        pages=pages,
        suppliers=tuple(suppliers),
        places=tuple(sorted({place for place, _languages in there})),
        languages=tuple(sorted({code for _place, languages in there for code in languages})),
    )


def courses_export(municipality: str, filters: Filters, today: date) -> tuple[CourseRow, ...]:
    """All that pass the filters. Two SQL statements."""
    wanted = _wanted(municipality, filters, today).select_related("supplier")
    return _with_next(list(wanted[:MOST_EXPORTED]), today)


def _wanted(municipality: str, filters: Filters, today: date) -> QuerySet[Course]:
    found = Course.objects.filter(municipality=municipality, gone=False, supplier__gone=False)
    if filters.q:
        found = found.filter(Q(name__icontains=filters.q) | Q(supplier__name__icontains=filters.q))
    for name in ("route", "part", "level", "place", "supplier"):
        if value := getattr(filters, name):
            found = found.filter(**{name: value})
    if filters.language:
        found = found.filter(languages__contains=[filters.language])
    if filters.free:
        free = Start.objects.filter(course=OuterRef("pk"), on__gte=today, taken__lt=F("places"))
        found = found.filter(Exists(free))
    return found.order_by("name", "pk")


def _with_next(found: list[Course], today: date) -> tuple[CourseRow, ...]:
    """With the first start that lies ahead; one with free places goes before one without."""
    ahead = Start.objects.filter(course__in=found, on__gte=today).order_by("course_id", "on")
    by_course: dict[int, list[Start]] = defaultdict(list)
    for start in ahead:
        by_course[start.course_id].append(start)
    return tuple(CourseRow(it, _next(by_course[it.pk])) for it in found)


def _next(starts: list[Start]) -> Start | None:
    return next((it for it in starts if it.free), starts[0] if starts else None)


def suppliers(municipality: str) -> list[Supplier]:
    """Those that it buys from, by name. One SQL statement."""
    return list(Supplier.objects.filter(municipality=municipality, gone=False))


def removed_suppliers(municipality: str) -> list[Supplier]:
    """Those that can be put back, ten at most. One SQL statement."""
    return list(Supplier.objects.filter(municipality=municipality, gone=True).order_by("-changed_at")[:10])


def kept(kind: type[Kept], municipality: str, key: int) -> Kept:
    """One row of this municipality's catalogue, removed or not. One SQL statement. Raises NotFound."""
    found: QuerySet[Kept] = kind._default_manager.filter(pk=key, municipality=municipality)
    it = found.select_related("changed_by").first()
    if it is None:
        raise NotFound
    return it


@dataclass(slots=True)
class CourseTally:
    """A course of a supplier with its starts, and how many of all its enrolments are where."""

    course: Course
    starts: list[Start] = field(default_factory=list)
    running: int = 0
    late: int = 0  # started, or still to start, after the day on which the course did
    completed: int = 0
    dropped: int = 0
    ended: int = 0

    @property
    def drop_out(self) -> int | None:
        """Percent of those who ended that dropped out or never came; None if nobody ended."""
        return round(100 * self.dropped / self.ended) if self.ended else None


@dataclass(frozen=True, slots=True)
class LateRow:
    """Somebody whose route starts later than the plan wants: offered or waiting, with the day from the plan."""

    enrolment: Enrolment
    due: date | None


@dataclass(frozen=True, slots=True)
class SupplierShown:
    """A supplier with its courses; ``late``: of those whom the member may see."""

    supplier: Supplier
    courses: tuple[CourseTally, ...]
    removed: tuple[Course, ...]
    late: tuple[LateRow, ...]


def supplier_page(member: Member, supplier_id: int, today: date) -> SupplierShown:
    """A supplier of the member's own municipality. Seven SQL statements at most. Raises NotFound."""
    supplier = kept(Supplier, member.organisation.municipality, supplier_id)
    given = list(Course.objects.filter(supplier=supplier))
    tallies = {it.pk: CourseTally(it) for it in given if not it.gone}
    for start in Start.objects.filter(course__in=list(tallies)).order_by("-on"):
        tallies[start.course_id].starts.append(start)
    _tally(tallies, supplier.pk)
    late = _late(supplier.pk, today)
    log(member, [it.enrolment.dossier_id for it in late], AccessLog.Act.APPEARED, "supplier")
    return SupplierShown(supplier, tuple(tallies.values()), tuple(it for it in given if it.gone), tuple(late))


def _tally(tallies: dict[int, CourseTally], supplier_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT course_id, state, ended, late, many FROM schooling_tally(%s)", [supplier_id])
        for course_id, state, end, late, many in cursor.fetchall():
            it = tallies.get(course_id)
            if it is None or end == Enrolment.End.MISTAKE:
                continue
            it.running += many if state in ("offered", "started") else 0
            it.late += many if late and state in ("offered", "started") else 0
            it.completed += many if end == Enrolment.End.COMPLETED else 0
            it.dropped += many if end in Enrolment.DROP_OUT else 0
            it.ended += many if state == Enrolment.State.ENDED else 0


def _late(supplier_id: int, today: date) -> list[LateRow]:
    """Who has not started and should have, or will after the day in the plan; soonest due first."""
    waiting = Enrolment.objects.filter(
        start__course__supplier_id=supplier_id, state__in=("waiting", "offered")
    )
    found = list(waiting.select_related("dossier", "start__course").order_by("start__on", "pk")[:200])
    due = route_starts_due(it.dossier_id for it in found)
    rows = [LateRow(it, due.get(it.dossier_id)) for it in found]
    return sorted(
        (it for it in rows if it.due is not None and max(it.enrolment.start.on, today) > it.due),
        key=lambda it: (it.due or today, it.enrolment.pk),
    )


def route_starts_due(dossier_ids: Iterable[int]) -> dict[int, date]:
    """The day by which the plan wants the route to have started, by dossier. One SQL statement."""
    tasks = Task.objects.filter(dossier_id__in=list(dossier_ids), key="route_started", due_on__isnull=False)
    return {key: due for key, due in tasks.values_list("dossier_id", "due_on") if due is not None}
