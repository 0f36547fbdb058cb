"""The plan of one person: the draft with what is missing, what was decided, objections, and the partner's plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound
from reisgenoot.access.models import Member
from reisgenoot.access.roles import is_municipal
from reisgenoot.core.trajectory.plan import PlannedTask
from reisgenoot.dossiers.models import Dossier
from reisgenoot.dossiers.queries.granted import Rights, rights
from reisgenoot.people.models import HouseholdMember
from reisgenoot.web.templatetags.web import language

from ..models import Decision, DecisionPart, DraftPart, Objection
from ..parts import About, Lacking, Part, lacking, part_for, parts
from ..rules import decide_until, is_in_time
from .standing import Known, known_of

COUPLE = (HouseholdMember.Role.HEAD, HouseholdMember.Role.PARTNER)
SET = ("pip_set", "pip_after_move")
"""The tasks whose last day is the term for setting a plan."""
TERM = ("duty_fulfilled",)
"""The task whose last day is the end of the term."""


@dataclass(frozen=True, slots=True)
class PartShown:
    """One part of the draft, as far as the member may read it."""

    part: Part
    row: DraftPart | None
    rights: Rights
    missing: tuple[Lacking, ...] = ()

    @property
    def answers(self) -> Mapping[str, Any]:
        """What was written."""
        return self.row.answers if self.row else {}

    @property
    def state(self) -> str:
        """unreadable, missing, empty or written."""
        if not self.rights.reads:
            return "unreadable"
        if self.missing:
            return "missing"
        return "written" if self.answers else "empty"


@dataclass(frozen=True, slots=True)
class ObjectionShown:
    """An objection, with the last day to decide on it."""

    it: Objection
    decision: Decision | None
    today: date

    @property
    def decide_until(self) -> date | None:
        """The last day, unless it is put off; None if the decision may not be read."""
        if self.decision is None:
            return None
        return decide_until(self.decision.objection_until, committee=self.it.committee)

    @property
    def days_left(self) -> int | None:
        """Until then; less than nothing once it has passed."""
        until = self.decide_until
        return (until - self.today).days if until else None

    @property
    def in_time(self) -> bool | None:
        """Whether it came in time."""
        if self.decision is None:
            return None
        return is_in_time(self.decision.objection_until, self.it.received_on, self.it.posted_on)


@dataclass(frozen=True, slots=True)
class PartnerShown:
    """The partner's plan, as far as the member may see it."""

    dossier_id: int
    name: str
    decision: Decision | None
    shared: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class PlanShown:
    """All of it. ``reads``: the member reads work and education here, and so the plan."""

    parts: tuple[PartShown, ...]
    lacking: tuple[Lacking, ...]
    about: About
    known: Known
    objections: tuple[ObjectionShown, ...]
    partner: PartnerShown | None
    reads: bool
    reads_all: bool
    may_set: bool
    may_object: bool
    seen: int
    today: date

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The newest first."""
        return tuple(reversed(self.known.decisions))

    @property
    def newest(self) -> Decision | None:
        """The one that stands."""
        return self.known.standing.newest

    @property
    def objection_left(self) -> int | None:
        """Days in which somebody can still object to the decision that stands; None once they have passed."""
        if self.newest is None:
            return None
        left = (self.newest.objection_until - self.today).days
        return left if left >= 0 else None

    @property
    def switch_passed(self) -> bool:
        """Whether progress is no ground for another route any more."""
        until = self.known.standing.switch_until
        return until is not None and until < self.today

    @property
    def to_set(self) -> PlannedTask | None:
        """The task of setting a plan, with its term, while it is not done."""
        return self._task(SET)

    @property
    def ends(self) -> PlannedTask | None:
        """A task whose last day is the end of the term."""
        return self._task(TERM) if self.known.standing.set_on else None

    @property
    def to_set_course(self) -> str:
        """How that term runs, in words."""
        return self.to_set.course(language()) if self.to_set else ""

    @property
    def ends_course(self) -> str:
        """How the term of three years runs, in words."""
        return self.ends.course(language()) if self.ends else ""

    def _task(self, keys: tuple[str, ...]) -> PlannedTask | None:
        tasks = {it.id: it for it in self.known.plan.tasks if it.done_on is None and it.due}
        return next((tasks[key] for key in keys if key in tasks), None)


def plan_shown(member: Member, dossier_id: int, today: date, *, scaled: bool = False) -> PlanShown:
    """At most eight SQL statements. ``scaled``: as the plan would be with the exam at A2. Raises NotFound."""
    may = rights(dossier_id)
    known = known_of(member, dossier_id, today)
    rows = list(DraftPart.objects.filter(dossier_id=dossier_id).select_related("changed_by"))
    drafts = {it.part: it for it in rows}
    reads = may["work_education"].reads
    written = {it.part: it.answers for it in rows}
    about = About(str(written.get("route", {}).get("route", "")), known.asylum, scaled)
    missing = tuple(lacking(written, about))
    shown = tuple(
        PartShown(it, drafts.get(it.id), may[it.category], tuple(gap for gap in missing if gap.part is it))
        for it in parts().values()
        if it.id in written or it.id == "level" or part_for(it, about)
    )
    by_id = {it.pk: it for it in known.decisions}
    return PlanShown(
        parts=shown,
        lacking=missing,
        about=about,
        known=known,
        objections=tuple(
            ObjectionShown(it, by_id.get(it.decision_id), today)
            for it in Objection.objects.filter(dossier_id=dossier_id).order_by("-received_on", "pk")
        ),
        partner=_partner(dossier_id, today) if reads else None,
        reads=reads,
        reads_all=all(it.rights.reads for it in shown),
        may_set=is_municipal(member) and all(it.rights.writes for it in shown),
        may_object=is_municipal(member) and may["legal"].writes and reads,
        seen=sum(it.changes for it in rows),
        today=today,
    )


def _partner(dossier_id: int, today: date) -> PartnerShown | None:
    """Who lives with the person as a couple, if the member may see that dossier. At most three SQL statements."""
    runs = Q(begins_on__lte=today) & (Q(ends_on__isnull=True) | Q(ends_on__gt=today))
    own = HouseholdMember.objects.filter(runs, person_id=dossier_id, role__in=COUPLE)
    mates = HouseholdMember.objects.filter(runs, household__in=own.values("household"), role__in=COUPLE)
    mate = Dossier.objects.filter(
        person_id__in=mates.exclude(person_id=dossier_id).values("person_id")
    ).first()
    if mate is None:
        return None
    decision = Decision.objects.filter(dossier=mate).order_by("number").last()
    goals = DecisionPart.objects.filter(decision=decision, part="goals").first() if decision else None
    steps = goals.answers.get("steps", []) if goals else []
    return PartnerShown(mate.pk, mate.name, decision, tuple(it for it in steps if it.get("together")))


def part_shown(dossier_id: int, part_id: str) -> PartShown:
    """One part. Two SQL statements. Raises NotFound for one that is not there, or that the member may not read."""
    part = parts().get(part_id)
    may = rights(dossier_id)
    if part is None or not may[part.category].reads:
        raise NotFound(_("There is no such part of the plan, or you have no access to it."))
    row = DraftPart.objects.filter(dossier_id=dossier_id, part=part_id).select_related("changed_by").first()
    return PartShown(part, row, may[part.category])


def suggested(part_id: str, known: Known, member: Member) -> dict[str, Any]:
    """What a part that nobody wrote yet begins with, from what is known; it is saved only by who saves it."""
    if part_id == "route":
        tested = known.facts.get("learnability_result")
        route = known.standing.route or ("b1" if tested == "b1" else "")
        return {"route": route} if route else {}
    if part_id == "objection" and is_municipal(member):
        town = member.organisation.municipality or member.organisation.name
        return {"where": f"College van burgemeester en wethouders van {town}"}
    if part_id == "pvt":
        return {"hours": 12}
    if part_id == "support":
        return {"contact": member.name}
    return {}
