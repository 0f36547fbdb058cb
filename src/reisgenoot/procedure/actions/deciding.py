"""The decision on the application: granted, refused, withdrawn, or another country decides (Dublin)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reisgenoot.access.errors import Refused, Text
from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_professional
from reisgenoot.core.trajectory import Plan
from reisgenoot.dossiers import actions as dossiers

from .common import not_ahead


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way in which it can end: its milestone, and the attribute that says which kind, if there is one."""

    milestone: str
    text: Text
    attribute: str = ""
    also: Mapping[str, Any] | None = None


OUTCOMES: Mapping[str, Outcome] = {
    "granted": Outcome("permit_granted", gettext_lazy("Granted"), "protection", {"permit_kind": "asylum"}),
    "refused": Outcome("permit_refused", gettext_lazy("Refused"), "refusal_kind"),
    "application_withdrawn": Outcome("application_withdrawn", gettext_lazy("Application withdrawn")),
    "transfer": Outcome("transfer_decided", gettext_lazy("Another country decides (Dublin)")),
    "permit_withdrawn": Outcome("permit_withdrawn", gettext_lazy("Permit withdrawn")),
}


def _facts(outcome: str, on: date, kind: str) -> dict[str, Any]:
    """What is recorded. Raises Refused with the fields."""
    if outcome not in OUTCOMES:
        raise Refused({"outcome": _("There is no such decision.")})
    not_ahead(on, "on")
    it = OUTCOMES[outcome]
    facts: dict[str, Any] = {it.milestone: on, **(it.also or {})}
    if it.attribute and kind:
        facts[it.attribute] = kind
    elif outcome == "refused":
        raise Refused({"refusal_kind": _("The term to appeal depends on this: it stands in the decision.")})
    return facts


def preview(member: Member, dossier_id: int, *, outcome: str, on: date, kind: str = "") -> tuple[Plan, Plan]:
    """The plan now, and as it would be. Nothing is saved. Raises NotAllowed, NotFound, and Refused with the fields."""
    require_professional(member)
    return dossiers.preview_facts(member, dossier_id, _facts(outcome, on, kind))


def decide(
    member: Member,
    dossier_id: int,
    *,
    outcome: str,
    on: date,
    kind: str = "",
    note: str = "",
    seen: Mapping[str, int] | None = None,
) -> None:
    """Record the decision of a day; ``kind``: of refusal, or of protection. The plan follows.

    ``on``: the day on which it was made known (bekendgemaakt): terms run from it.
    ``seen``: as in :func:`reisgenoot.dossiers.actions.record_facts`. Raises NotAllowed, NotFound, Refused, Overtaken.
    """
    require_professional(member)
    dossiers.record_facts(member, dossier_id, _facts(outcome, on, kind), note=note, seen=seen)
