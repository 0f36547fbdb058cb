"""Exams and levels, MAP and PVT, and progress talks of one dossier, as far as the member may read them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, Sum

from reisgenoot.access.errors import NotFound
from reisgenoot.access.models import Member
from reisgenoot.core.trajectory import Definition
from reisgenoot.core.trajectory.plan import PlannedTask
from reisgenoot.dossiers import queries
from reisgenoot.dossiers.models import Appointment, Fact
from reisgenoot.dossiers.queries.granted import addable

from ..examining import OLD_ACT, Asked, Exam, asked, exam
from ..levels import LevelProgress, level_progress
from ..models import (
    ENTRIES,
    Agreement,
    Attempt,
    Closing,
    Dispensation,
    Entry,
    Hours,
    Measured,
    Part,
    Portfolio,
    Practice,
    ProgressTalk,
    Session,
    Skill,
)
from ..participation import Pvt, in_themes, pvt
from .lessons import Learning, learning_of, open_agreements

CATEGORY = "work_education"


@dataclass(frozen=True, slots=True)
class ExamsPage:
    """``levels``: by skill, in the order of the decree."""

    heading: queries.Heading
    learning: Learning
    asked: Asked
    exam: Exam
    attempts: tuple[Attempt, ...]
    dispensations: tuple[Dispensation, ...]
    measured: tuple[Measured, ...]
    levels: tuple[LevelProgress, ...]
    lessons: int  # minutes followed, for the 600 hours of besluit 5.5
    may_add: bool

    @property
    def unmeasured(self) -> list[str]:
        """The skills of which no level is known."""
        return [it.label for it in self.levels if not it.now]


def exams(member: Member, dossier_id: int, today: date) -> ExamsPage:
    """The page of exams. Nine SQL statements. Raises NotAllowed and NotFound."""
    heading = queries.heading(member, dossier_id, "exams")
    learning = learning_of(dossier_id, today)
    own = {"dossier_id": dossier_id, "mistaken": False}
    attempts, eased = list(Attempt.objects.filter(**own)), list(Dispensation.objects.filter(**own))
    measured = list(Measured.objects.filter(**own))
    what = asked(learning.route, learning.version)
    so_far, hours = exam(what, attempts, eased, today), _followed(dossier_id)
    return ExamsPage(
        heading=heading,
        learning=learning,
        asked=what,
        exam=so_far,
        attempts=tuple(attempts),
        dispensations=tuple(eased),
        measured=tuple(measured),
        levels=_levels(so_far, measured, attempts, learning, today),
        lessons=hours.get(Part.LESSONS, 0) + hours.get(Part.INTAKE_LESSONS, 0),
        may_add=CATEGORY in addable(dossier_id),
    )


def _levels(
    so_far: Exam, measured: list[Measured], attempts: list[Attempt], learning: Learning, today: date
) -> tuple[LevelProgress, ...]:
    """A passed exam measures too."""
    known = defaultdict[str, dict[date, str]](dict)
    for it in measured:
        known[it.skill][it.on] = it.level
    for tried in attempts:
        if tried.result == Attempt.Result.PASSED and tried.level:
            known[tried.part][tried.on] = tried.level
    level = {it.part: it.level for it in so_far.parts}
    return tuple(
        level_progress(skill, str(label), level[skill], known[skill].items(), learning.term, today)
        for skill, label in Skill.choices
    )


def _followed(dossier_id: int) -> dict[str, int]:
    """Minutes followed by part, as written by month."""
    hours = Hours.objects.filter(dossier_id=dossier_id, state=Hours.State.STANDING)
    found = hours.order_by().values("part").annotate(sum=Sum("followed"))
    return {it["part"]: it["sum"] for it in found}


@dataclass(frozen=True, slots=True)
class ParticipationPage:
    """``practice_minutes``: of all places together."""

    heading: queries.Heading
    learning: Learning
    themes: tuple[tuple[str, str, Portfolio | None], ...]
    practice: tuple[Practice, ...]
    practice_minutes: int
    sessions: tuple[Session, ...]
    pvt: Pvt
    closings: dict[str, list[Closing]]
    may_add: bool

    @property
    def done(self) -> int:
        """Themes that are."""
        return sum(1 for _theme, _label, it in self.themes if it is not None and it.done_on)


def participation(member: Member, dossier_id: int, today: date) -> ParticipationPage:
    """The page of MAP and PVT. Ten SQL statements. Raises NotAllowed and NotFound."""
    heading = queries.heading(member, dossier_id, "participation")
    learning = learning_of(dossier_id, today)
    own = {"dossier_id": dossier_id, "mistaken": False}
    sessions, closings = list(Session.objects.filter(**own)), list(Closing.objects.filter(**own))
    practice = tuple(Practice.objects.filter(**own))
    by_kind: dict[str, list[Closing]] = {kind: [] for kind in Closing.Kind.values}
    for it in closings:
        by_kind[it.kind].append(it)
    by_month = _followed(dossier_id).get(Part.PVT, 0)
    return ParticipationPage(
        heading=heading,
        learning=learning,
        themes=tuple(in_themes(Portfolio.objects.filter(**own))),
        practice=practice,
        practice_minutes=sum(it.minutes for it in practice),
        sessions=tuple(sessions),
        pvt=pvt(sessions, closings, by_month, only_sign=learning.version == OLD_ACT),
        closings=by_kind,
        may_add=CATEGORY in addable(dossier_id),
    )


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since a day, to prepare a talk. Minutes; ``facts`` as the member may read them."""

    on: date | None
    followed: dict[str, int]
    excused: int
    unexcused: int
    attempts: tuple[Attempt, ...]
    measured: tuple[Measured, ...]
    facts: tuple[tuple[date, Mapping[str, str]], ...]
    appointments: tuple[Appointment, ...]


@dataclass(frozen=True, slots=True)
class TalksPage:
    """``next``: the talk that the plan asks for; ``open``: agreements that are not done, soonest first."""

    heading: queries.Heading
    learning: Learning
    talks: tuple[ProgressTalk, ...]
    open: tuple[Agreement, ...]
    next: PlannedTask | None
    since: Since
    may_add: bool


def talks(member: Member, dossier_id: int, today: date) -> TalksPage:
    """The page of progress talks: the next one prepared, and those that were held.

    Thirteen SQL statements. Raises NotAllowed and NotFound.
    """
    heading = queries.heading(member, dossier_id, "talks")
    learning = learning_of(dossier_id, today)
    agreed = Agreement.objects.filter(mistaken=False)
    held = ProgressTalk.objects.filter(dossier_id=dossier_id, mistaken=False).select_related("changed_by")
    shown = tuple(held.prefetch_related(Prefetch("agreements", agreed)))
    # A talk that was only ticked off counts as the last one too.
    held_on = [it.on for it in shown] + [it.done_on for it in learning.talks if it.done_on]
    last = max(held_on, default=None)
    return TalksPage(
        heading=heading,
        learning=learning,
        talks=shown,
        open=tuple(open_agreements(dossier_id)),
        next=next((it for it in learning.talks if it.done_on is None), None),
        since=_since(dossier_id, learning.definition, last),
        may_add=CATEGORY in addable(dossier_id),
    )


def _since(dossier_id: int, definition: Definition, on: date | None) -> Since:
    later = Q() if on is None else Q(on__gt=on)
    own = Q(dossier_id=dossier_id, mistaken=False)
    hours = Hours.objects.filter(dossier_id=dossier_id, state=Hours.State.STANDING)
    hours = hours.filter(month__gt=on.replace(day=1)) if on else hours
    rows = list(hours)
    followed = defaultdict[str, int](int)
    for row in rows:
        followed[str(Part(row.part).label)] += row.followed
    facts = Fact.objects.filter(
        dossier_id=dossier_id, superseded_by__isnull=True, value__isnull=False, happened_on__isnull=False
    )
    facts = facts.filter(happened_on__gt=on) if on else facts
    return Since(
        on=on,
        followed=dict(followed),
        excused=sum(row.excused for row in rows),
        unexcused=sum(row.unexcused for row in rows),
        attempts=tuple(Attempt.objects.filter(own & later)),
        measured=tuple(Measured.objects.filter(own & later)),
        facts=tuple(_said(definition, facts.order_by("-happened_on", "-pk")[:15])),
        appointments=_appointments(dossier_id, on),
    )


def _said(definition: Definition, facts: Iterable[Fact]) -> Iterator[tuple[date, Mapping[str, str]]]:
    """When what happened, in the words of the definition."""
    for it in facts:
        for told in (definition.tasks, definition.milestones, definition.attributes):
            if it.key in told and it.happened_on is not None:
                yield it.happened_on, told[it.key].text or {}
                break


def _appointments(dossier_id: int, on: date | None) -> tuple[Appointment, ...]:
    """Those since, the cancelled too; without notes."""
    found = Appointment.objects.filter(dossier_id=dossier_id)
    found = found.filter(starts_at__date__gt=on) if on else found
    return tuple(found.order_by("-starts_at")[:10])


def entry(dossier_id: int, kind: str, entry_id: int) -> Entry:
    """One row. One SQL statement. Raises NotFound."""
    if kind not in ENTRIES:
        raise NotFound
    found = ENTRIES[kind]._default_manager.filter(pk=entry_id, dossier_id=dossier_id, mistaken=False)
    it: Entry | None = found.select_related("changed_by").first()
    if it is None:
        raise NotFound
    return it
