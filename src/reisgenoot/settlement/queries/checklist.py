"""The checklist of a household: what of the plan of each of them stands on it, and what was written with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.core.trajectory import Definition, Plan
from reisgenoot.core.trajectory.model import Task
from reisgenoot.core.trajectory.plan import PlannedTask
from reisgenoot.dossiers import planning

from .household import Household, household

ASIDE = "aside"
"""The state of an item that does not apply; the others are those of the plan."""

_WRITTEN = """
    SELECT i.dossier_id, i.key, i.note, i.by_person, i.member_id, m.name, n.id, n.name
    FROM settlement_checklistitem i
    LEFT JOIN access_member m ON m.id = i.member_id
    LEFT JOIN dossiers_document n ON n.id = i.proof_id
    WHERE i.dossier_id = ANY (%s)
"""
_FACTS = """
    SELECT f.dossier_id, f.key, f.id, f.happened_on, f.note, m.name
    FROM dossiers_fact f JOIN access_member m ON m.id = f.recorded_by_id
    WHERE f.dossier_id = ANY (%s) AND f.key = ANY (%s) AND f.value IS NOT NULL
      AND NOT EXISTS (SELECT FROM dossiers_fact s WHERE s.supersedes_id = f.id)
    ORDER BY f.id
"""
_RECORDS = """
    SELECT g.dossier_id, bool_or(g.may_add) FROM access_granted g
    WHERE g.dossier_id = ANY (%s) AND g.category = 'route' GROUP BY g.dossier_id
"""


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote with an item. ``member_id`` 0: nobody in particular; ``proof_id`` 0: none that is seen."""

    note: str = ""
    by_person: bool = False
    member_id: int = 0
    member: str = ""
    proof_id: int = 0
    proof: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """The fact that ticks an item off or sets it aside."""

    fact_id: int
    on: date
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One item for one person (or for the household, on its head). ``task`` is missing where it was set aside."""

    dossier_id: int
    key: str
    state: str  # done, overdue, open, waiting or aside
    task: PlannedTask | None
    written: Written
    recorded: Recorded | None


@dataclass(frozen=True, slots=True)
class Row:
    """One item of the definition with the cell of each whom it is for, by dossier."""

    key: str
    kind: str
    per: str
    text: Mapping[str, str]
    owner: str
    cells: Mapping[int, Cell]


@dataclass(frozen=True, slots=True)
class Checklist:
    """``rows`` in the order of the definition, of the household and of its members apart."""

    household: Household
    rows: tuple[Row, ...]
    may_record: frozenset[int]
    names: Mapping[str, Mapping[str, str]]  # of all tasks and milestones: what items wait for
    tasks: Mapping[str, Task]

    def of(self, per: str) -> list[Row]:
        """The rows for the household as a whole, or for each person."""
        return [row for row in self.rows if row.per == per]

    def count(self, *states: str) -> int:
        """How many cells are in these states."""
        return sum(cell.state in states for row in self.rows for cell in row.cells.values())


def checklist(member: Member, dossier_id: int, today: date) -> Checklist:
    """The checklist on a day. Six SQL statements; the log notes that the member read it of everybody in it.

    Raises NotFound.
    """
    home = household(dossier_id, today)
    log(member, [it for it in home.ids if it != dossier_id], AccessLog.Act.READ, "checklist")
    known = planning.gather(home.ids, today)
    definitions = {
        it: planning.definition_of(found.definition, found.facts, today) for it, found in known.items()
    }
    plans = {it: planning.make_plan(found, today) for it, found in known.items()}
    tasks = [task for it in definitions.values() for task in it.set_aside.values()]
    keys = {task.id for task in tasks} | {task.set_aside_by for task in tasks}
    with connection.cursor() as cursor:
        cursor.execute(_WRITTEN, [home.ids])
        written = {(row[0], row[1]): _written(row[2:]) for row in cursor.fetchall()}
        cursor.execute(_FACTS, [home.ids, list(keys)])
        recorded = {(row[0], row[1]): Recorded(*row[2:]) for row in cursor.fetchall()}
        cursor.execute(_RECORDS, [home.ids])
        may_record = frozenset(key for key, may in cursor.fetchall() if may)
    cells = {
        (cell.key, cell.dossier_id): cell
        for it in known
        for cell in _cells(it, definitions[it], plans[it], written, recorded, today)
    }
    by_id = {key: task for it in reversed(definitions.values()) for key, task in it.tasks.items()}
    return Checklist(home, tuple(_rows(definitions, cells)), may_record, _names(definitions), by_id)


def _written(row: tuple[Any, ...]) -> Written:
    note, by_person, member_id, name, proof_id, proof = row
    return Written(note, by_person, member_id or 0, name or "", proof_id or 0, proof or "")


def _cells(
    dossier_id: int,
    definition: Definition,
    plan: Plan,
    written: Mapping[tuple[int, str], Written],
    recorded: Mapping[tuple[int, str], Recorded],
    today: date,
) -> Iterable[Cell]:
    planned = {task.id: task for task in plan.tasks}
    for task in definition.set_aside.values():
        about = written.get((dossier_id, task.id), Written())
        if found := planned.get(task.id):
            done = recorded.get((dossier_id, task.id))
            yield Cell(dossier_id, task.id, found.state, found, about, done)
        elif (aside := recorded.get((dossier_id, task.set_aside_by))) and aside.on <= today:
            yield Cell(dossier_id, task.id, ASIDE, None, about, aside)


def _rows(definitions: Mapping[int, Definition], cells: Mapping[tuple[str, int], Cell]) -> Iterable[Row]:
    """Each item that is there for somebody, as the route of the first of them has it."""
    seen: set[str] = set()
    for definition in definitions.values():
        for task in definition.set_aside.values():
            here = {key: cells[task.id, key] for key in definitions if (task.id, key) in cells}
            if here and task.id not in seen:
                seen.add(task.id)
                yield Row(task.id, task.kind, task.per, task.text, task.owner, here)


def _names(definitions: Mapping[int, Definition]) -> dict[str, Mapping[str, str]]:
    found: dict[str, Mapping[str, str]] = {}
    for definition in definitions.values():
        found |= {key: it.text for key, it in definition.milestones.items()}
        found |= {key: it.text for key, it in definition.tasks.items()}
    return found
