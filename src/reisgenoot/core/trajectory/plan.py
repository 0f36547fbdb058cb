"""The plan of one dossier: a pure, total function of a definition, facts and a day."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from functools import cached_property

import msgspec

from . import explain
from .days import ALWAYS, NEVER, as_date, is_dated, within_calendar
from .facts import Known, read_facts
from .model import Definition, Ground, Longer, Task, Text
from .moments import spans_of
from .program import HEAD, HOUSEHOLD_ROLE, Base, DueRule, Program, SignalProgram, TaskProgram, program
from .spans import Step, lengthened
from .terms import Term, is_extended, last_day, needs_two_working_days, second_working_day_after


class PhaseSpan(msgspec.Struct, frozen=True):
    """A phase that has opened, or whose opening is known."""

    id: str
    opened: date
    expected_until: date | None


class PlannedTask(msgspec.Struct, frozen=True, eq=False):
    """A task of a dossier. `ready_from`: started, and all it waits for done; `ends`: it falls away on that day."""

    id: str
    per: str
    phase: str
    kind: str
    owner: str
    state: str  # done, overdue, waiting or open
    starts: date | None
    due: date | None
    expected: date | None
    overdue_from: date | None
    done_on: date | None
    ends: date | None
    ready_from: date | None
    waits_for: tuple[str, ...]  # what is not done yet of what it waits for
    ground: Ground | None  # of the term that counts; else what the task itself rests on
    base: tuple[date, str] | None  # what the due date counts from, and the fact that gave it
    expected_base: date | None
    unmoved: date | None  # the last day before the Algemene termijnenwet moved it
    due_code: int  # which sentence of `_program`; -1 for none
    steps: tuple[Step, ...]  # what made the term longer, in order
    longer: tuple[Longer, ...]  # the reasons that its rule knows for that
    expected_code: int
    _program: TaskProgram

    def text(self, lang: str) -> str:
        """What to do."""
        return self._program.task.text[lang]

    def course(self, lang: str) -> str:
        """Its term from beginning to end: base, length, ground, each extension with days and reason, last day."""
        return self._said(self._program.course_sentences, lang) if self.due_code >= 0 else ""

    def _said(self, sentences: list[Text], lang: str) -> str:
        longer = explain.longer_in_words(self.longer, self.steps, lang)
        base = self.base[0] if self.base else None
        return explain.filled(
            sentences[self.due_code], lang, longer, date=self.due, base=base, end=self.unmoved
        )

    def why(self, lang: str) -> str:
        """How its dates came about, in words."""
        said = []
        if self.due_code >= 0:
            said.append(self._said(self._program.due_sentences, lang))
        if self.expected_code >= 0:
            sentence = self._program.expected_sentences[self.expected_code]
            said.append(explain.filled(sentence, lang, date=self.expected, base=self.expected_base))
        if not said:
            without = explain.FROM if self.starts else explain.NO_TERM
            said.append(explain.filled(without, lang, date=self.starts))
        if self._program.rests_on:
            said.insert(0, self._program.rests_on[lang])
        return ". ".join(said)


class PlannedSignal(msgspec.Struct, frozen=True, eq=False):
    """A signal from `since` (which may lie in the future) until the day before `until`."""

    id: str
    since: date
    until: date | None
    base: date | None
    code: int
    _program: SignalProgram

    def active(self, on: date) -> bool:
        """Whether it holds on a day."""
        return self.since <= on and (self.until is None or on < self.until)

    def text(self, lang: str) -> str:
        """What it says."""
        return self._program.signal.text[lang]

    def why(self, lang: str) -> str:
        """Since when, and why."""
        return explain.filled(self._program.sentences[self.code], lang, date=self.since, base=self.base)


class Plan(msgspec.Struct, frozen=True, eq=False):
    """Where a person is on the route on a day, and what must happen next.

    `phase_until`: the day on which, by the passing of time alone, the phase changes.
    `good_until`: the first day on which the dates themselves may change without a new fact.
    """

    definition: str
    version: str
    overlay: str | None
    on: date
    phase: str | None
    phase_since: date | None
    phase_until: date | None
    phases: tuple[PhaseSpan, ...]
    tasks: tuple[PlannedTask, ...]
    signals: tuple[PlannedSignal, ...]
    good_until: date | None
    unread: tuple[str, ...]


def plan(definition: Definition, facts: Mapping[str, object], on: date) -> Plan:
    """The plan on a day. Never raises: facts that can't be read are named in `unread` and taken as unknown."""
    ready = program(definition)
    known = read_facts(ready.kinds, facts, on)
    run = _Run(ready, known, on.toordinal())
    tasks = tuple(run.tasks())
    known.overdue = run.overdue
    signals = tuple(run.signals())
    phases = run.phases()
    opened = [(key, day) for key, day, _ in phases if day <= run.today]
    phase, since = opened[-1] if opened else (None, NEVER)
    later = phases[[key for key, *_ in phases].index(phase) + 1 :] if phase else phases
    return Plan(
        definition=definition.id,
        version=definition.version,
        overlay=definition.overlay,
        on=on,
        phase=phase,
        phase_since=as_date(since),
        phase_until=as_date(min((day for _, day, _ in later if day > run.today), default=NEVER)),
        phases=tuple(PhaseSpan(key, date.fromordinal(day), as_date(end)) for key, day, end in phases),
        tasks=tasks,
        signals=signals,
        good_until=as_date(run.good_until),
        unread=tuple(known.unread),
    )


def grounds(
    definition: Definition, facts: Mapping[str, object], on: date, tasks: Collection[str]
) -> dict[str, Ground]:
    """On which ground each of these tasks rests that day, as :func:`plan` has it, without the rest of the plan."""
    ready = program(definition)
    run = _Run(ready, read_facts(ready.kinds, facts, on), on.toordinal())
    found = {key: run.ground(ready.by_id[key]) for key in tasks if key in ready.by_id}
    return {key: ground for key, ground in found.items() if ground is not None}


class _Run:
    """One evaluation. What holds always is shown from the first milestone on: before it there is no route."""

    def __init__(self, ready: Program, known: Known, today: int) -> None:
        self.ready, self.known, self.today = ready, known, today
        definition = ready.definition
        milestones = [day for key, day in known.dates.items() if key in definition.milestones]
        self.begin = min(milestones, default=NEVER)
        self.good_until = known.future
        self.overdue = NEVER
        done = known.done
        for task in ready.completions:
            done[task.task.id] = task.completed(known)
        shown = [self.shown(day) for day in done.values()]
        happened = [day for day in (*milestones, *shown) if day <= today]
        known.progress = max(happened, default=NEVER)
        self.good_until = min([self.good_until, *(day for day in shown if day > today)])
        role = known.values.get(HOUSEHOLD_ROLE)
        self.plans_household = role is None or role == HEAD

    @cached_property
    def ends(self) -> dict[str, int]:
        """When each task falls away. Half the work of a plan, and nobody who only asks for grounds needs it."""
        return {task.task.id: self.shown(task.falls_away(self.known)) for task in self.ready.tasks}

    def shown(self, day: int) -> int:
        return self.begin if day == ALWAYS else day

    def phases(self) -> list[tuple[str, int, int]]:
        """Id, opening and expected end of the phases whose opening is known."""
        spans = []
        for key, opens, lasts in self.ready.phases:
            day = self.shown(opens(self.known))
            if day < NEVER:
                spans.append((key, day, within_calendar(lasts.from_day(day)) if lasts else NEVER))
        return spans

    def tasks(self) -> Iterator[PlannedTask]:
        for task in self.ready.tasks:
            if task.task.per == "household" and not self.plans_household:
                continue
            starts = self.shown(task.starts(self.known))
            done = self.shown(self.known.done[task.task.id])
            ends = self.ends[task.task.id]
            if done <= self.today or (starts < NEVER and ends > max(starts, self.today)):
                yield self.task(task, starts, done, ends)

    def task(self, task: TaskProgram, starts: int, done: int, ends: int) -> PlannedTask:
        item = task.task
        rule, due, base, leaf, unmoved, moved, steps = self.due(task)
        due_code = 0 if task.due else -1
        if rule:
            due_code = rule.code + leaf * len(explain.MOVED) + moved
        expected, expected_base, expected_code = self.expected(task)
        overdue = NEVER if due == NEVER else due + 1 if starts == NEVER else max(due + 1, starts)
        if self.today < done and overdue < min(ends, done):
            self.overdue = min(self.overdue, overdue)
        ready, waits_for = self.waits(task, starts)
        reached = (("done", done), ("overdue", overdue))
        state = next((name for name, day in reached if day <= self.today), None)
        state = state or ("waiting" if ready > self.today else "open")
        return PlannedTask(
            id=item.id,
            per=item.per,
            phase=item.phase,
            kind=item.kind,
            owner=item.owner,
            state=state,
            starts=as_date(starts),
            due=as_date(due),
            expected=as_date(expected),
            overdue_from=as_date(overdue),
            done_on=as_date(done),
            ends=as_date(ends),
            ready_from=as_date(ready),
            waits_for=waits_for,
            ground=_ground(rule, item),
            base=(date.fromordinal(base), rule.base.leaves[leaf].id) if rule else None,
            expected_base=as_date(expected_base),
            unmoved=as_date(unmoved),
            due_code=due_code,
            steps=steps,
            longer=rule.rule.longer if rule else (),
            expected_code=expected_code,
            _program=task,
        )

    def ground(self, task: TaskProgram) -> Ground | None:
        """Of the term that counts, otherwise of the task itself."""
        return _ground(self.due(task)[0], task.task)

    def due(self, task: TaskProgram) -> tuple[DueRule | None, int, int, int, int, int, tuple[Step, ...]]:
        """The rule that counts, due day, base, leaf, the day before it was moved and how, and what made it longer."""
        for rule in task.due:
            base = rule.base.evaluate(self.known)
            if (
                is_dated(base)
                and rule.valid_from <= base < rule.valid_until
                and rule.when(self.known) <= base
            ):
                term, sign = rule.rule.term, rule.rule.sign
                spans = spans_of(self.known, [item.id for item in rule.rule.longer])
                inclusive = rule.rule.inclusive
                end = term.with_first(base) if inclusive else term.from_day(base, sign)
                unmoved, steps = lengthened(within_calendar(end), base, spans)
                due, eve = unmoved, base - inclusive
                if rule.extended and unmoved < NEVER:
                    due = within_calendar(last_day(eve, term, unmoved))
                moved = _moved(eve, term, unmoved, due)
                return rule, due, base, self.leaf(rule.base, base), unmoved, moved, steps
        return None, NEVER, NEVER, 0, NEVER, explain.UNMOVED, ()

    def expected(self, task: TaskProgram) -> tuple[int, int, int]:
        """The expected day, what it counts from, and its sentence."""
        base = task.expected.evaluate(self.known) if task.expected else NEVER
        if not is_dated(base) or task.task.expected is None or task.expected is None:
            return NEVER, NEVER, -1
        day = within_calendar(task.task.expected.term.from_day(base, task.task.expected.sign))
        return day, base, self.leaf(task.expected, base)

    def leaf(self, base: Base, day: int) -> int:
        """Which leaf gave a base its day."""
        if len(base.leaves) == 1:
            return 0
        return next(i for i, evaluate in enumerate(base.evaluate_leaves) if evaluate(self.known) == day)

    def waits(self, task: TaskProgram, starts: int) -> tuple[int, tuple[str, ...]]:
        """From when a task can be done, and what it still waits for."""
        ready, missing = starts, []
        for key in task.task.waits_for:
            free = self.freed(key)
            ready = max(ready, free)
            if free > self.today:
                missing.append(key)
        return ready, tuple(missing)

    def freed(self, key: str) -> int:
        """From when a task or milestone holds up nothing: done, fallen away, or not for this person."""
        task = self.ready.by_id.get(key)
        if task is None:
            return self.known.dates.get(key, NEVER)
        if task.task.per == "household" and not self.plans_household:
            return ALWAYS
        return min(self.known.done[key], self.ends[key])

    def signals(self) -> Iterator[PlannedSignal]:
        for signal in self.ready.signals:
            since, until = (self.shown(moment(self.known)) for moment in (signal.since, signal.until))
            if since < NEVER and until > max(since, self.today):
                base = signal.base.evaluate(self.known)
                code = 1 + self.leaf(signal.base, base) if is_dated(base) else 0
                yield PlannedSignal(
                    signal.signal.id, date.fromordinal(since), as_date(until), as_date(base), code, signal
                )


def _ground(rule: DueRule | None, task: Task) -> Ground | None:
    return (rule.rule.reason.ground if rule else None) or task.ground


def _moved(base: int, term: Term, unmoved: int, due: int) -> int:
    """Which article of the Algemene termijnenwet moved the last day, if any."""
    if due == unmoved:
        return explain.UNMOVED if due < NEVER else explain.STANDS_STILL
    for_two_days = (
        needs_two_working_days(term) and is_extended(term) and second_working_day_after(base) > unmoved
    )
    return explain.MOVED_FOR_TWO_DAYS if for_two_days else explain.MOVED_TO_WORKING_DAY
