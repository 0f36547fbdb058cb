"""The broad intake of one dossier: which parts are filled, what is missing, and the talks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound
from reisgenoot.access.models import Member
from reisgenoot.access.roles import is_municipal
from reisgenoot.dossiers.models import Fact
from reisgenoot.dossiers.queries.granted import Rights, rights

from ..intake import Part, parts
from ..models import Intake, IntakePart, IntakeTalk
from .lacking import Lacking, lacking_of
from .learnability import EXEMPT, TESTED
from .talks import in_a_row, in_order

COMPLETED = "intake_completed"
ENOUGH_CALLS = 3
"""Wet inburgering 2021, article 14(2)."""


@dataclass(frozen=True, slots=True)
class PartShown:
    """One part, as far as the member may read it."""

    part: Part
    row: IntakePart | None
    rights: Rights

    @property
    def state(self) -> str:
        """unreadable, empty, draft or done."""
        if not self.rights.reads:
            return "unreadable"
        if self.row is None:
            return "empty"
        return "done" if self.row.done else "draft"

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return len(self.row.answers) if self.row else 0

    @property
    def asked(self) -> int:
        """How many questions there are."""
        return len(self.part.fields) + bool(self.part.lines)


@dataclass(frozen=True, slots=True)
class IntakeShown:
    """The whole. ``next_step``: what the law has the municipality do now: warn, call or absence; empty for nothing."""

    parts: tuple[PartShown, ...]
    talks: tuple[IntakeTalk, ...]
    lacking: tuple[Lacking, ...]
    completed: Fact | None
    in_absence: bool
    municipal: bool
    reads_all: bool
    today: date

    @property
    def open_call(self) -> IntakeTalk | None:
        """The call that runs."""
        return next((it for it in self.talks if it.state == IntakeTalk.State.OPEN), None)

    @property
    def term_over(self) -> bool:
        """Whether the term of the call that runs has passed without anybody noting what came of it."""
        call = self.open_call
        return call is not None and call.answer_by is not None and call.answer_by < self.today

    @property
    def without_effect(self) -> int:
        """Calls without effect in a row."""
        return in_a_row(self.talks)

    @property
    def to_warn(self) -> IntakeTalk | None:
        """The talk about which a written warning is still to be sent."""
        missed = [it for it in self.talks if it.without_effect]
        return missed[-1] if self.without_effect and missed[-1].warned_on is None else None

    @property
    def next_step(self) -> str:
        """What the law asks now (article 14(1) and (2))."""
        if self.completed or self.open_call or not self.without_effect:
            return ""
        if self.without_effect >= ENOUGH_CALLS:
            return "absence"
        return "warn" if self.to_warn else "call"

    @property
    def told_alone(self) -> bool:
        """Whether the person was told of the right to talk alone (Besluit inburgering 2021, article 5.2(2))."""
        return any(it.alone_told for it in self.talks)

    @property
    def held(self) -> int:
        """Talks that were held."""
        return sum(it.state == IntakeTalk.State.HELD for it in self.talks)

    def count(self, state: str) -> int:
        """Parts in this state."""
        return sum(it.state == state for it in self.parts)


def intake_shown(member: Member, dossier_id: int, today: date) -> IntakeShown:
    """Five SQL statements."""
    may = rights(dossier_id)
    rows = IntakePart.objects.filter(dossier_id=dossier_id).select_related("changed_by")
    written = {it.part: it for it in rows}
    newest = Fact.objects.filter(
        dossier_id=dossier_id, key__in=[COMPLETED, TESTED, *EXEMPT], superseded_by__isnull=True
    ).select_related("recorded_by")
    facts: Mapping[str, Fact] = {it.key: it for it in newest if it.value is not None}
    made = Intake.objects.filter(dossier_id=dossier_id).first()
    shown = tuple(PartShown(it, written.get(it.id), may[it.category]) for it in parts().values())
    tested = bool(set(facts) & {TESTED, *EXEMPT})
    return IntakeShown(
        parts=shown,
        talks=tuple(in_order(dossier_id)),
        lacking=tuple(lacking_of({it.part.id for it in shown if it.state == "done"}, tested)),
        completed=facts.get(COMPLETED),
        in_absence=bool(made and made.in_absence),
        municipal=is_municipal(member) and may["route"].writes,
        reads_all=all(it.rights.reads for it in shown),
        today=today,
    )


def part_shown(dossier_id: int, part_id: str) -> PartShown:
    """One part. Two SQL statements. Raises NotFound for one that is not there, or that the member may not read."""
    part = parts().get(part_id)
    may = rights(dossier_id)
    if part is None or not may[part.category].reads:
        raise NotFound(_("There is no such part of the intake, or you have no access to it."))
    row = IntakePart.objects.filter(dossier_id=dossier_id, part=part_id).select_related("changed_by").first()
    return PartShown(part, row, may[part.category])
