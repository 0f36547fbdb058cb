"""From recorded facts to the stored plan: gathers what is known, plans, and replaces tasks and signals."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from reisgenoot.core.trajectory import Definition, Ground, Plan, catalogue, grounds, plan

from . import seen
from .tally import tally

BATCH = 500
"""Dossiers planned in one round: enough to make the statements few, and small enough for the memory."""

STALE = """(
    d.tally_until <= %(today)s OR d.replan_on <= %(today)s OR d.tallied_on > %(today)s OR d.tallied_on IS NULL
)"""
"""SQL: whether time alone has changed something of the dossier ``d`` since it was stored."""


@dataclass(slots=True)
class Known:
    """What is known of one dossier on a day: the input of a plan, and when more will hold."""

    dossier_id: int
    definition: str
    facts: dict[str, Any] = field(default_factory=dict)
    changes_on: date | None = None

    def hear(self, key: str, value: Any, happened_on: date | None, on: date) -> None:
        """Take in one fact, in the order in which they were recorded."""
        if value is None:
            return
        if happened_on is not None and happened_on > on and not _is_moment(value, happened_on):
            self.changes_on = min(self.changes_on or happened_on, happened_on)
        else:
            self.facts[key] = value


def _is_moment(value: Any, happened_on: date) -> bool:
    """Whether the fact is a milestone, whose value is its date; an attribute holds only from its date."""
    return bool(value == happened_on.isoformat())


def gather(dossier_ids: Sequence[int], on: date) -> dict[int, Known]:
    """What is known on ``on`` of each of these dossiers, as far as the acting member may see them.

    One SQL statement. Dates are ISO 8601 text, as in a facts file. All facts count, also those that the member may
    not read: what is shown of them is asked for in other ways.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM dossiers_known(%s, %s)", [list(dossier_ids), on])
        rows = cursor.fetchall()
    known = {}
    for dossier_id, definition, role, facts in rows:
        known[dossier_id] = it = Known(dossier_id, definition)
        if role:
            it.facts["household_role"] = role
        for key, value, happened_on in decoded(facts) or ():
            it.hear(key, value, date.fromisoformat(happened_on) if happened_on else None, on)
    return known


def decoded(value: Any) -> Any:
    """A jsonb value as Python's: Django's connections hand jsonb to raw cursors as text."""
    return json.loads(value) if isinstance(value, str) else value


def definition_of(route: str, facts: Mapping[str, Any], on: date) -> Definition:
    """The version of the route, with the municipality's overlay, that holds for these facts on ``on``."""
    return catalogue().resolve(route, facts, on)


def make_plan(known: Known, on: date, extra: Mapping[str, Any] | None = None) -> Plan:
    """The plan that follows from what is known, with ``extra`` facts laid over it (None takes one away)."""
    facts = {**known.facts, **(extra or {})}
    definition = definition_of(known.definition, facts, on)
    return plan(definition, _own(definition, facts), on)


def grounds_of(known: Known, on: date, tasks: Collection[str]) -> dict[str, Ground]:
    """On which ground each of these tasks rests, from what is known."""
    definition = definition_of(known.definition, known.facts, on)
    return grounds(definition, _own(definition, known.facts), on, tasks)


def _own(definition: Definition, facts: Mapping[str, Any]) -> dict[str, Any]:
    ids = definition.fact_ids
    return {key: value for key, value in facts.items() if key in ids and value is not None}


def replan(dossier_ids: Iterable[int], *, on: date | None = None) -> int:
    """Replace the stored plan of these dossiers by what follows from their facts on ``on`` (default: today).

    Tasks keep their ids while they stay in the plan. Returns how many dossiers were planned; those that
    the acting member may not see are left alone.
    """
    day = on or timezone.localdate()
    done = 0
    with transaction.atomic():
        ids = sorted(set(dossier_ids))
        for start in range(0, len(ids), BATCH):
            known = gather(ids[start : start + BATCH], day)
            _store([_as_rows(it, make_plan(it, day), day) for it in known.values()])
            tally(known, day)
            done += len(known)
    return done


def _as_rows(known: Known, planned: Plan, on: date) -> dict[str, Any]:
    """One dossier's plan as JSON for :func:`_store`. Done tasks are left out: nobody waits for them."""
    again = [day for day in (planned.good_until, planned.phase_until, known.changes_on) if day is not None]
    return {
        "id": known.dossier_id,
        "version": planned.version,
        "phase": planned.phase or "",
        "phase_since": _iso(planned.phase_since),
        "planned_on": on.isoformat(),
        "replan_on": _iso(min(again, default=None)),
        "tasks": [
            {
                "key": task.id,
                "per": task.per,
                "phase": task.phase,
                "kind": task.kind,
                "owner": task.owner,
                "starts_on": _iso(task.starts),
                "due_on": _iso(task.due),
                "expected_on": _iso(task.expected),
                "overdue_from": _iso(task.overdue_from),
                "ends_on": _iso(task.ends),
                "waiting": waits(task.waits_for, task.due, task.ground),
            }
            for task in planned.tasks
            if task.done_on is None
        ],
        "signals": [
            {"key": signal.id, "since": _iso(signal.since), "until": _iso(signal.until)}
            for signal in planned.signals
        ],
    }


def waits(waits_for: object, due: date | None, ground: object) -> bool:
    """Whether a task is kept out of lists until what it waits for is done.

    Not if it has a last day on a ground of law: that passes all the same, and nobody would see it coming.
    """
    return bool(waits_for) and not (due and ground)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _store(plans: Sequence[Mapping[str, Any]]) -> None:
    """Write the plans: one SQL statement, however many there are. Those that the member may not see are left alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT dossiers_store_plans(%s::jsonb)", [json.dumps(plans)])


def freshen_plans(today: date) -> None:
    """Plan anew what time alone has changed, for a list that counts nothing: one SQL statement if there is nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT person_id FROM dossiers_dossier WHERE replan_on <= %s", [today])
        stale = [key for (key,) in cursor.fetchall()]
    if stale:
        replan(stale, on=today)


def freshen(today: date) -> None:
    """Bring up to date what the acting member sees and what time alone has changed since it was stored.

    One SQL statement if there is nothing to do, which is so on all but the first visit of a day. Not for
    a day before dossiers were planned.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT person_id, coalesce(replan_on <= %(today)s, false) FROM {seen.DOSSIERS} d WHERE {STALE}",
            {"today": today},
        )
        stale = cursor.fetchall()
    if stale:
        replan([dossier_id for dossier_id, again in stale if again], on=today)
        tally([dossier_id for dossier_id, again in stale if not again], today)
