"""What is known of a dossier that decides about its plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound
from reisgenoot.access.models import Member
from reisgenoot.core.trajectory.plan import Plan
from reisgenoot.dossiers import planning

from ..models import Decision
from ..rules import Standing, is_asylum


@dataclass(frozen=True, slots=True)
class Known:
    """The facts, the plan of tasks that follows from them, and every decision, the oldest first."""

    facts: Mapping[str, Any]
    plan: Plan
    decisions: tuple[Decision, ...]
    standing: Standing
    asylum: bool


def known_of(member: Member, dossier_id: int, today: date) -> Known:
    """Two SQL statements. Raises NotFound."""
    found = planning.gather([dossier_id], today).get(dossier_id)
    if found is None:
        raise NotFound(_("There is no such dossier, or you have no access to it."))
    rows = Decision.objects.filter(dossier_id=dossier_id).select_related("set_by", "organisation")
    decisions = tuple(rows.order_by("number"))
    facts = found.facts
    standing = Standing(
        set_on=_day(facts.get("pip_set")),
        route=str(facts.get("learning_route") or ""),
        moved_on=_day(facts.get("moved_municipality")),
        after_move_on=_day(facts.get("pip_after_move")),
        newest=decisions[-1] if decisions else None,
        organisation_id=member.organisation_id,
    )
    return Known(facts, planning.make_plan(found, today), decisions, standing, is_asylum(facts))


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
