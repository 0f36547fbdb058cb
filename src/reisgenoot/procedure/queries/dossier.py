"""The procedure of one person, as far as the table of access shows it to who asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from reisgenoot.access.errors import NotFound
from reisgenoot.access.models import AgreedFact, Member
from reisgenoot.access.roles import require_professional
from reisgenoot.core.trajectory import Definition, PlannedTask
from reisgenoot.dossiers import planning, seen
from reisgenoot.dossiers.models import Appointment
from reisgenoot.dossiers.queries import Heading, heading

from ..actions.deciding import OUTCOMES
from ..models import TRAVEL_STORY, Activity, Arrival, AskedCheck, Attendance, Counsel, Stay, Talk

PART = "procedure"
FOUR_DAYS = ("identity_checked", "health_checked", "first_interview", "asylum_applied")
APPEALS = ("objection_filed", "appeal_filed", "appeal_dismissed", "higher_appeal_filed")
"""Milestones after a decision, in the order in which they follow."""


@dataclass(frozen=True, slots=True)
class Step:
    """One of the first days: when it was done, or what the plan says of it."""

    key: str
    text: Mapping[str, str]
    done_on: date | None
    task: PlannedTask | None


@dataclass(frozen=True, slots=True)
class ProcedurePage:
    """All that the page shows. ``readable``, ``addable``: categories."""

    heading: Heading
    definition: Definition
    facts: Mapping[str, Any]
    readable: frozenset[str]
    addable: frozenset[str]
    arrival: Arrival | None
    steps: tuple[Step, ...]
    told: tuple[Talk, ...]
    stories: tuple[Talk, ...]
    checks: tuple[AskedCheck, ...]
    agreed: tuple[AgreedFact, ...]
    stays: tuple[Stay, ...]
    activities: tuple[Activity, ...]
    attended: tuple[Attendance, ...]
    counsels: tuple[Counsel, ...]
    appointments: tuple[Appointment, ...]
    terms: tuple[PlannedTask, ...]
    decided: tuple[tuple[str, date], ...]
    after: tuple[tuple[str, date], ...]

    @property
    def late(self) -> bool:
        """Whether the first days should have been over, and are not."""
        waits = any(it.done_on is None and it.task is not None for it in self.steps)
        return waits and self.arrival is not None and self.arrival.late

    @property
    def reads_story(self) -> bool:
        """Whether it may be read."""
        return TRAVEL_STORY in self.readable


def works_on(member: Member, dossier_id: int) -> None:
    """Raise NotFound unless the member works on the dossier for an organisation that acts in it. One SQL statement."""
    require_professional(member)
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_works_on(%s)", [dossier_id])
        if not cursor.fetchone()[0]:
            raise NotFound


def procedure_page(member: Member, dossier_id: int) -> ProcedurePage:
    """The page; the log notes that the member looked. Seventeen SQL statements. Raises NotAllowed, NotFound."""
    works_on(member, dossier_id)
    above = heading(member, dossier_id, PART)
    today = timezone.localdate()
    known = planning.gather([dossier_id], today)[dossier_id]
    definition = planning.definition_of(known.definition, known.facts, today)
    planned = {task.id: task for task in planning.make_plan(known, today).tasks}
    readable, addable = _granted(dossier_id)
    talks = list(
        Talk.objects.filter(dossier=dossier_id)
        .select_related("recorded_by", "organisation")
        .order_by("-on", "-recorded_at")
    )
    return ProcedurePage(
        heading=above,
        definition=definition,
        facts=known.facts,
        readable=readable,
        addable=addable,
        arrival=Arrival.objects.filter(dossier=dossier_id).first(),
        steps=tuple(
            Step(key, definition.milestones[key].text, _day(known.facts.get(key)), planned.get(key))
            for key in FOUR_DAYS
        ),
        told=tuple(it for it in talks if it.category != TRAVEL_STORY),
        stories=tuple(it for it in talks if it.category == TRAVEL_STORY),
        checks=tuple(
            AskedCheck.objects.filter(dossier=dossier_id)
            .select_related("asked_of", "closed_by", "organisation")
            .order_by("asked_on", "recorded_at")
        ),
        agreed=_agreed(dossier_id, today),
        stays=tuple(Stay.objects.filter(dossier=dossier_id).order_by("-begins_on", "-recorded_at")),
        activities=tuple(Activity.objects.filter(dossier=dossier_id).order_by("-begins_on", "-recorded_at")),
        attended=tuple(
            Attendance.objects.filter(dossier=dossier_id)
            .select_related("session", "organisation")
            .order_by("-session__on", "-id")
        ),
        counsels=tuple(Counsel.objects.filter(dossier=dossier_id).order_by("-begins_on", "-recorded_at")),
        appointments=_appointments(dossier_id),
        terms=tuple(
            task
            for key in seen.LEGAL_TASKS
            if (task := planned.get(key)) is not None and task.done_on is None
        ),
        decided=_dated(known.facts, (it.milestone for it in OUTCOMES.values())),
        after=_dated(known.facts, APPEALS),
    )


def _granted(dossier_id: int) -> tuple[frozenset[str], frozenset[str]]:
    """The categories that may be read, and those that may be added to. One SQL statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT category, bool_or(may_read), bool_or(may_add) FROM access_granted"
            " WHERE dossier_id = %s GROUP BY category",
            [dossier_id],
        )
        rows = cursor.fetchall()
    return (
        frozenset(category for category, reads, _adds in rows if reads),
        frozenset(category for category, _reads, adds in rows if adds),
    )


def _agreed(dossier_id: int, today: date) -> tuple[AgreedFact, ...]:
    """Sentences that the person agreed to share with whoever asks, or that they asked for themselves."""
    return tuple(
        AgreedFact.objects.filter(
            consent__dossier_id=dossier_id, consent__withdrawn_at=None, consent__ends_on__gt=today
        )
        .select_related("consent__recipient")
        .order_by("consent__begins_on")
    )


def _appointments(dossier_id: int) -> tuple[Appointment, ...]:
    """What is planned with legal aid or the IND and not over yet."""
    return tuple(
        Appointment.objects.filter(
            dossier_id=dossier_id,
            kind__in=("legal_aid", "interview"),
            ends_at__gt=timezone.now(),
            cancelled=False,
        ).order_by("starts_at")[:10]
    )


def _dated(facts: Mapping[str, Any], keys: Any) -> tuple[tuple[str, date], ...]:
    return tuple((key, day) for key in keys if (day := _day(facts.get(key))) is not None)


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else None
