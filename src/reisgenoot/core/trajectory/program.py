"""A definition made ready to run: moments in the order in which they need each other, with their sentences.

Both evaluators start from this, `plan` with closures and `bulk` with columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from . import explain
from .days import ALWAYS, NEVER
from .explain import Leaf
from .facts import kinds
from .model import (
    AllOf,
    AnyOf,
    Definition,
    Due,
    Fact,
    LatestOf,
    Moment,
    Shifted,
    Signal,
    Task,
    Text,
    Unanswered,
)
from .moments import Evaluate, compiled, means_task
from .terms import Term

HOUSEHOLD_ROLE, HEAD = "household_role", "head"


@dataclass(frozen=True, slots=True)
class Base:
    """A moment that a term counts from, and which of its leaves gave the date."""

    moment: Moment
    leaves: list[Leaf]
    evaluate: Evaluate
    evaluate_leaves: list[Evaluate]

    @classmethod
    def of(cls, moment: Moment, definition: Definition) -> Base:
        leaves = list(explain.leaves(moment, definition))
        evaluate_leaves = [compiled(leaf.moment, definition) for leaf in leaves]
        return cls(moment, leaves, compiled(moment, definition), evaluate_leaves)


@dataclass(frozen=True, slots=True)
class DueRule:
    """A due rule; `code` is the number of its first sentence in the task's list."""

    rule: Due
    base: Base
    when: Evaluate
    valid_from: int
    valid_until: int
    extended: bool
    code: int


@dataclass(frozen=True, slots=True)
class TaskProgram:
    task: Task
    completed: Evaluate
    starts: Evaluate
    falls_away: Evaluate
    due: list[DueRule]
    expected: Base | None
    due_sentences: list[Text]  # the first is for a term that has not begun
    course_sentences: list[Text]  # the same, each told from the beginning of the term to its end
    expected_sentences: list[Text]
    rests_on: Text | None


@dataclass(frozen=True, slots=True)
class SignalProgram:
    signal: Signal
    base: Base
    since: Evaluate
    until: Evaluate
    sentences: list[Text]


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    definition: Definition
    kinds: Mapping[str, tuple[str, frozenset[str]]]
    completions: list[TaskProgram]  # in an order in which each finds the completions that it needs
    tasks: list[TaskProgram]
    phases: list[tuple[str, Evaluate, Term | None]]
    signals: list[SignalProgram]
    by_id: Mapping[str, TaskProgram] = field(default_factory=dict)


@lru_cache(maxsize=1024)
def program(definition: Definition) -> Program:
    """The program of a definition, made once."""
    tasks = {key: _task(task, definition) for key, task in definition.tasks.items()}
    return Program(
        definition=definition,
        kinds=kinds(definition),
        completions=[tasks[key] for key in _in_order(definition)],
        tasks=list(tasks.values()),
        phases=[(phase.id, compiled(phase.opens, definition), phase.lasts) for phase in definition.phases],
        signals=[_signal(signal, definition) for signal in definition.signals],
        by_id=tasks,
    )


def completion(task: Task) -> Moment:
    """A task is done when somebody ticked it off, or when what completes it has happened."""
    return AnyOf((Fact(task.id), task.completed_by))


def _task(task: Task, definition: Definition) -> TaskProgram:
    rules: list[DueRule] = []
    sentences: list[Text] = [explain.pending_sentence(task, definition)] if task.due else []
    courses = list(sentences)
    for due in task.due:
        base = Base.of(due.base, definition)
        ground = due.reason.ground
        start = ground.valid_from.toordinal() if ground and ground.valid_from else ALWAYS
        until = ground.valid_until.toordinal() if ground and ground.valid_until else NEVER
        extended = bool(ground and ground.extended and due.sign == 1)
        when = compiled(due.when, definition)
        rules.append(DueRule(due, base, when, start, until, extended, len(sentences)))
        sentences += explain.due_sentences(due, base.leaves)
        courses += explain.course_sentences(due, base.leaves)
    expected = Base.of(task.expected.base, definition) if task.expected else None
    return TaskProgram(
        task=task,
        completed=compiled(completion(task), definition, task.id),
        starts=compiled(task.starts, definition),
        falls_away=compiled(task.falls_away, definition),
        due=rules,
        expected=expected,
        due_sentences=sentences,
        course_sentences=courses,
        expected_sentences=explain.expected_sentences(task.expected, expected.leaves)
        if task.expected and expected
        else [],
        rests_on=explain.rests_on(task),
    )


def _signal(signal: Signal, definition: Definition) -> SignalProgram:
    return SignalProgram(
        signal=signal,
        base=Base.of(explain.signal_base(signal)[0], definition),
        since=compiled(signal.since, definition),
        until=compiled(signal.until, definition),
        sentences=explain.signal_sentences(signal, definition),
    )


def _in_order(definition: Definition) -> Iterator[str]:
    """The tasks, each after those whose completion completes it. The checks have ruled out circles."""
    seen: set[str] = set()

    def visit(key: str) -> Iterator[str]:
        if key not in seen:
            seen.add(key)
            for fact in facts_in(definition.tasks[key].completed_by):
                if means_task(definition, fact, key):
                    yield from visit(fact)
            yield key

    for key in definition.tasks:
        yield from visit(key)


def facts_in(moment: Moment) -> Iterator[str]:
    """The ids of all facts in a moment whose date it uses."""
    match moment:
        case Fact(key):
            yield key
        case Unanswered(event, answers):
            yield from (event, *answers)
        case Shifted(base, _, _, _):
            yield from facts_in(base)
        case AllOf(parts) | AnyOf(parts) | LatestOf(parts):
            for part in parts:
                yield from facts_in(part)
