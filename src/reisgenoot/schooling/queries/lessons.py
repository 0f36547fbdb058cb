"""The lessons of one person: enrolments, courses that fit, hours, and how far each part is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, QuerySet
from django.db.models.expressions import RawSQL

from reisgenoot.access.errors import NotFound, Text
from reisgenoot.access.models import Member
from reisgenoot.core.trajectory import Definition
from reisgenoot.core.trajectory.plan import PlannedTask
from reisgenoot.dossiers import planning, queries
from reisgenoot.dossiers.models import Fact
from reisgenoot.dossiers.queries.granted import addable

from ..fitting import unfit
from ..law import norms
from ..models import TALKS, Agreement, Enrolment, Hours, Start, Supplier
from ..progress import Progress, progress

TERM = ("self_reliance_talk", "language_reached", "map_completed", "pvt_signed")
"""Tasks whose due date is the end of the term for civic integration; the first that the route has counts."""
STARTED_AGO = timedelta(days=60)
"""How long after its start a course is still offered: somebody may come in later."""


@dataclass(frozen=True, slots=True)
class EnrolmentShown:
    """``position``: in the line, None for who does not wait."""

    it: Enrolment
    position: int | None


@dataclass(frozen=True, slots=True)
class Learning:
    """What the plan says of somebody's route: which it is, when it must start, and when the term ends."""

    route: str
    starts: PlannedTask | None
    ends: PlannedTask | None
    pip_on: date | None
    asylum: bool
    definition: Definition
    talks: tuple[PlannedTask, ...]  # the progress talks that the plan asks for

    @property
    def version(self) -> str:
        """Of the definition: ``wi2013`` or ``wi2021`` for those under the duty."""
        return self.definition.version

    @property
    def term(self) -> tuple[date, date] | None:
        """The first and the last day of the term."""
        if self.pip_on is None or self.ends is None or self.ends.due is None:
            return None
        return self.pip_on + timedelta(days=1), self.ends.due


@dataclass(frozen=True, slots=True)
class LessonsPage:
    """All of it. ``reads``: the member reads work and education here; if not, there is nothing below the heading."""

    heading: queries.Heading
    learning: Learning
    enrolments: tuple[EnrolmentShown, ...]
    hours: tuple[Hours, ...]
    progress: tuple[Progress, ...]
    agreements: tuple[Agreement, ...]  # of progress talks, not done yet
    may_add: bool


def lessons(member: Member, dossier_id: int, today: date) -> LessonsPage:
    """The tab of a dossier. Eight SQL statements. Raises NotAllowed and NotFound."""
    heading = queries.heading(member, dossier_id, "lessons")
    learning = learning_of(dossier_id, today)
    found = Enrolment.objects.filter(dossier_id=dossier_id).select_related("start__course__supplier")
    found = found.annotate(position=RawSQL('schooling_position("schooling_enrolment"."id")', []))
    hours = list(Hours.objects.filter(dossier_id=dossier_id, state="standing").select_related("supplier"))
    return LessonsPage(
        heading=heading,
        learning=learning,
        enrolments=tuple(EnrolmentShown(it, it.position) for it in found),
        hours=tuple(hours),
        progress=_progress(learning, hours, today),
        agreements=tuple(open_agreements(dossier_id)),
        may_add="work_education" in addable(dossier_id),
    )


def open_agreements(dossier_id: int) -> QuerySet[Agreement]:
    """Agreements of progress talks that are not done yet, soonest first. One SQL statement."""
    standing = {"mistaken": False, "talk__mistaken": False, "done_on__isnull": True}
    return Agreement.objects.filter(dossier_id=dossier_id, **standing)


def _progress(learning: Learning, hours: list[Hours], today: date) -> tuple[Progress, ...]:
    followed = [(it.part, it.month, it.followed) for it in hours]
    asked = norms(learning.route, learning.asylum)
    return tuple(progress(part, norm, followed, learning.term, today) for part, norm in asked.items())


def learning_of(dossier_id: int, today: date) -> Learning:
    """What the plan says; the route only as far as the member may read it. Two SQL statements. Raises NotFound."""
    known = planning.gather([dossier_id], today).get(dossier_id)
    if known is None:
        raise NotFound
    readable = Fact.objects.filter(
        dossier_id=dossier_id, key="learning_route", superseded_by__isnull=True, value__isnull=False
    )
    routes = [it.value for it in readable.order_by(F("happened_on").asc(nulls_first=True), "pk")]
    tasks = {it.id: it for it in planning.make_plan(known, today).tasks}
    pip_on = known.facts.get("pip_set")
    return Learning(
        route=known.facts.get("learning_route", "") if routes else "",
        starts=tasks.get("route_started"),
        ends=next((tasks[key] for key in TERM if key in tasks and tasks[key].due), None),
        pip_on=date.fromisoformat(pip_on) if isinstance(pip_on, str) else pip_on,
        asylum=known.facts.get("permit_kind", "asylum") == "asylum",
        definition=planning.definition_of(known.definition, known.facts, today),
        talks=tuple(tasks[key] for key in TALKS if key in tasks),
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """A start that somebody could be enrolled in; ``why_not``: empty if it fits."""

    start: Start
    why_not: Text

    @property
    def fits(self) -> bool:
        """Whether it does."""
        return not self.why_not


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an address asks for of the courses to choose from; empty: everything."""

    level: str = ""
    place: str = ""
    part: str = ""
    every: bool = False  # also those that do not fit


@dataclass(frozen=True, slots=True)
class Choices:
    """The starts to choose from, soonest first, and what can be chosen to filter them."""

    rows: tuple[Choice, ...]
    places: tuple[str, ...]
    hidden: int  # those that do not fit


def choices(dossier_id: int, municipality: str, wanted: Wanted, today: date) -> Choices:
    """The courses that the municipality of the dossier bought and that begin soon. Two SQL statements."""
    known = planning.gather([dossier_id], today)
    if dossier_id not in known:
        raise NotFound
    offered = Start.objects.filter(
        municipality=municipality,
        on__gte=today - STARTED_AGO,
        course__gone=False,
        course__supplier__gone=False,
    ).select_related("course__supplier")
    every = list(offered.order_by("on", "pk")[:500]) if municipality else []
    filters: Mapping[str, str] = {"level": wanted.level, "place": wanted.place, "part": wanted.part}
    fitting = [
        it
        for it in every
        if all(not value or getattr(it.course, name) == value for name, value in filters.items())
    ]
    rows = [Choice(it, unfit(it, known[dossier_id].facts, today)) for it in fitting]
    shown = [it for it in rows if it.fits or wanted.every]
    return Choices(tuple(shown), tuple(sorted({it.course.place for it in every})), len(rows) - len(shown))


def enrolment(dossier_id: int, enrolment_id: int) -> EnrolmentShown:
    """One enrolment of this dossier. One SQL statement. Raises NotFound."""
    found = Enrolment.objects.filter(pk=enrolment_id, dossier_id=dossier_id)
    found = found.annotate(position=RawSQL('schooling_position("schooling_enrolment"."id")', []))
    it = found.select_related("start__course__supplier", "changed_by").first()
    if it is None:
        raise NotFound
    return EnrolmentShown(it, it.position)


def suppliers_of(municipality: str) -> list[tuple[str, str]]:
    """To choose from in a form. One SQL statement."""
    found = Supplier.objects.filter(municipality=municipality, gone=False) if municipality else []
    return [(str(it.pk), it.name) for it in found]
