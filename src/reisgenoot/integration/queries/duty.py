"""Who is under the duty, what is not known about it, and each statutory term of one dossier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound
from reisgenoot.access.models import Member
from reisgenoot.access.roles import is_municipal
from reisgenoot.core.duty import Answer
from reisgenoot.core.duty import duty as answer_of
from reisgenoot.core.duty.missing import missing
from reisgenoot.core.duty.terms import RUNS, confirmed, terms_of
from reisgenoot.core.trajectory import Definition, Ground, Plan, PlannedTask
from reisgenoot.dossiers import planning
from reisgenoot.dossiers.models import Fact
from reisgenoot.dossiers.queries.granted import rights

from ..duty_facts import ABOUT, EVENTS, NOTICE

RESTS_ON = ("legal", "work_education")
"""Categories of the facts that decide: the answer tells of them, so it is for those who may read both."""
Text = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that could change the answer; ``event``: something that happened on a day."""

    key: str
    text: Text
    event: bool


@dataclass(frozen=True, slots=True)
class TermShown:
    """One term, with all that must be done by it."""

    tasks: tuple[PlannedTask, ...]
    ground: Ground | None
    confirmed: bool
    days_left: int | None

    @property
    def first(self) -> PlannedTask:
        """Any of them: their dates are the same."""
        return self.tasks[0]

    @property
    def days_over(self) -> int:
        """By how many days it is late."""
        return -min(self.days_left or 0, 0)

    @property
    def state(self) -> str:
        """done, done_late, overdue, still or runs."""
        it = self.first
        if it.done_on is not None:
            return "done_late" if it.due is not None and it.done_on > it.due else "done"
        if it.due is None:
            return "still"
        return "overdue" if self.days_left is not None and self.days_left < 0 else "runs"


@dataclass(frozen=True, slots=True)
class SpanShown:
    """One interruption or extension that was recorded."""

    key: str
    text: Text
    written: str


@dataclass(frozen=True, slots=True)
class DutyShown:
    """The whole page. ``answer`` is missing for whoever may not read what it rests on."""

    answer: Answer | None
    definition: Definition
    missing: tuple[Missing, ...]
    terms: tuple[TermShown, ...]
    pending: tuple[PlannedTask, ...]
    spans: tuple[SpanShown, ...]
    facts: Mapping[str, Fact]  # that stand, by key, as far as the member reads them
    newest: Mapping[str, int]  # the id of the newest fact of each key
    may_record: bool

    @property
    def other_act(self) -> bool:
        """Whether the plan follows another act than the answer names."""
        return bool(self.answer and self.answer.law and not self.definition.version.endswith(self.answer.law))

    @property
    def events(self) -> tuple[str, ...]:
        """What can be recorded that happened, in this route."""
        return tuple(key for key in EVENTS if key in self.definition.dated_ids)

    @property
    def about(self) -> tuple[str, ...]:
        """What can be recorded that is so, in this route."""
        return tuple(key for key in ABOUT if key in self.definition.attributes)

    @property
    def extensions(self) -> tuple[str, ...]:
        """The facts of this route that make a term longer."""
        return tuple(key for key, it in self.definition.attributes.items() if it.type == "spans")


def duty_shown(member: Member, dossier_id: int, today: date) -> DutyShown:
    """Three SQL statements. Raises NotFound."""
    known = planning.gather([dossier_id], today).get(dossier_id)
    if known is None:
        raise NotFound(_("There is no such dossier, or you have no access to it."))
    may = rights(dossier_id)
    definition = planning.definition_of(known.definition, known.facts, today)
    plan = planning.make_plan(known, today)
    spans = [key for key, it in definition.attributes.items() if it.type == "spans"]
    rows = Fact.objects.filter(
        dossier_id=dossier_id, key__in=[*EVENTS, *ABOUT, *spans], superseded_by__isnull=True
    ).order_by("id")
    newest = {it.key: it for it in rows}
    standing = {key: it for key, it in newest.items() if it.value is not None}
    answer = answer_of(known.facts, today) if all(may[it].reads for it in RESTS_ON) else None
    return DutyShown(
        answer=answer,
        definition=definition,
        missing=tuple(_missing(definition, known.facts, answer, today)) if answer else (),
        terms=_terms(plan, today),
        pending=tuple(_pending(definition, plan)),
        spans=tuple(
            SpanShown(key, definition.attributes[key].text or {}, text)
            for key in spans
            if key in standing
            for text in standing[key].value or ()
        ),
        facts=standing,
        newest={key: it.pk for key, it in newest.items()},
        may_record=is_municipal(member) and may["legal"].writes and may["route"].writes,
    )


def _missing(
    definition: Definition, facts: Mapping[str, object], answer: Answer, today: date
) -> list[Missing]:
    found = list(missing(facts, today))
    if answer.standing in RUNS and answer.law == "2021" and facts.get(NOTICE) is None:
        found.insert(0, NOTICE)
    return [
        Missing(key, it.text or {"nl": key}, key in definition.milestones)
        for key in found
        if (it := definition.milestones.get(key) or definition.attributes.get(key))
    ]


def _terms(plan: Plan, today: date) -> tuple[TermShown, ...]:
    """What runs first, by its last day; then what stands still, and what was done."""
    groups: dict[tuple[str, bool, date | None], list[PlannedTask]] = {}
    for task in terms_of(plan):
        groups.setdefault((task.course("nl"), task.done_on is not None, task.done_on), []).append(task)
    shown = [
        TermShown(
            tuple(tasks),
            tasks[0].ground,
            confirmed(tasks[0]),
            (tasks[0].due - today).days if tasks[0].due and tasks[0].done_on is None else None,
        )
        for tasks in groups.values()
    ]
    return tuple(sorted(shown, key=lambda it: (it.first.done_on is not None, it.first.due or date.max)))


def _pending(definition: Definition, plan: Plan) -> list[PlannedTask]:
    """What has a statutory term that has not begun."""
    return [
        task
        for task in plan.tasks
        if task.kind == "integration"
        and task.base is None
        and task.done_on is None
        and any(due.reason.ground for due in definition.tasks[task.id].due)
    ]
