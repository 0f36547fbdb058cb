"""The plan of a shielded dossier: of a route of its own, made anew each time and never stored in plain."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from reisgenoot.core.trajectory import Definition, Plan, catalogue, plan
from reisgenoot.core.trajectory.model import Applies
from reisgenoot.dossiers.planning import Known

from .content import TASKS_ON_CARD, Card, Content, Todo

ROUTE = "without-status"
NOTHING = Definition(
    id=ROUTE,
    version="",
    title={"nl": "Zonder status", "en": "Without status"},
    applies=Applies(),
    grounds={},
    milestones={},
    attributes={},
    phases=(),
    tasks={},
    signals=(),
)
"""The route where none is shipped: nothing to record, nothing to do."""


def known(content: Content, today: date) -> Known:
    """What is known of somebody on a day."""
    it = Known(0, ROUTE)
    for fact in content.standing():
        it.hear(fact.key, fact.value, fact.on, today)
    if content.last_contact is not None:  # as a regular dossier has it, where a note is a fact too
        it.facts["last_contact"] = content.last_contact.isoformat()
    return it


def definition_for(facts: Mapping[str, Any], today: date) -> Definition:
    """The version of the route that holds for these facts."""
    shipped = catalogue()
    return shipped.resolve(ROUTE, facts, today) if ROUTE in shipped.ids else NOTHING


def make_plan(content: Content, today: date, extra: Mapping[str, Any] | None = None) -> Plan:
    """The plan on a day, with ``extra`` facts laid over what is known."""
    facts = {**known(content, today).facts, **(extra or {})}
    definition = definition_for(facts, today)
    own = definition.fact_ids
    return plan(
        definition, {key: value for key, value in facts.items() if key in own and value is not None}, today
    )


def card_of(content: Content, today: date) -> Card:
    """What a list shows of a dossier."""
    planned = make_plan(content, today)
    again = [planned.good_until, planned.phase_until, known(content, today).changes_on]
    todo = [
        Todo(it.id, it.starts, it.due, it.expected, it.overdue_from, it.ends, bool(it.waits_for))
        for it in planned.tasks
        if it.done_on is None
    ]
    todo.sort(key=lambda task: task.overdue_from or task.expected or date.max)
    return Card(
        name=content.names[0],
        worker=content.worker,
        version=planned.version,
        replan_on=min((day for day in again if day is not None), default=None),
        last_contact=content.last_contact,
        tasks=todo[:TASKS_ON_CARD],
    )


def task_text(version: str, key: str) -> Mapping[str, str]:
    """What is to be done, by language; the id itself if the version is no longer shipped."""
    shipped = catalogue()
    for definition in shipped.versions(ROUTE) if ROUTE in shipped.ids else ():
        if definition.version == version and key in definition.tasks:
            return definition.tasks[key].text
    return {"nl": key, "en": key}
