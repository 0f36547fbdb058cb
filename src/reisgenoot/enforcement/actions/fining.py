"""Deciding on a fine, making it known, and withdrawing it: by a case director, in their own name.

:func:`fine` is the only place that makes one, and only a person's form calls it: no job, import, definition or other
action does (``tests/enforcement/test_no_fine_by_itself.py``). Amount and reasons are typed; nothing is filled in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from reisgenoot.access.changed import CHANGED
from reisgenoot.access.errors import NotAllowed, NotFound, Refused, Text
from reisgenoot.access.models import Member
from reisgenoot.access.roles import is_municipal_director
from reisgenoot.dossiers.actions import record_facts, retract_fact
from reisgenoot.dossiers.actions.common import dossier_of
from reisgenoot.dossiers.models import Fact

from ..models import Case, Fine
from .common import case_of, not_ahead, refusing, touch

FACTS = {"22": "fined_intake", "23": "fined_plan"}
"""The event of the route by article, on the day on which the fine was made known."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the case director decided; ``amount`` in euros. ``not_lowered``: nor was the benefit, for the same."""

    amount: Decimal
    reason: str
    persistence: str
    means: str
    not_lowered: bool
    decided_on: date
    lower_reason: str = ""
    new_term_until: date | None = None


def require_director(member: Member) -> None:
    """Raise NotAllowed unless the member is a case director of a municipality."""
    if not is_municipal_director(member):
        raise NotAllowed(_("Only a case director of the municipality decides on a fine."))


def fine(
    member: Member, dossier_id: int, case_id: int, decision: Decision, *, seen: int | None = None
) -> Fine:
    """Impose a fine. What it needs, and how high it can be, the database holds (``sql/30_fine.sql``).

    Raises NotAllowed, NotFound, Overtaken, and Refused with what is missing or too much.
    """
    require_director(member)
    problems: dict[str, Text] = {
        name: _("Say why.")
        for name in ("reason", "persistence", "means")
        if not getattr(decision, name).strip()
    }
    if problems:
        raise Refused(problems)
    not_ahead(decided_on=decision.decided_on)
    with refusing():
        case = case_of(member, dossier_id, case_id, seen)
        if Fine.objects.filter(case=case).exists():
            raise Refused(
                {"": _("There is a fine in this case already: nobody is fined twice for the same.")}
            )
        made = Fine(
            case=case, dossier_id=dossier_id, article=case.article, amount=decision.amount, owed=decision.amount,
            reason=decision.reason.strip(), persistence=decision.persistence.strip(), means=decision.means.strip(),
            lower_reason=decision.lower_reason.strip(), not_lowered=decision.not_lowered,
            new_term_until=decision.new_term_until, decided_on=decision.decided_on, decided_by=member,
        )  # fmt: skip
        made.change(member)
        made.save(force_insert=True)
        touch(member, case)
    return made


def make_known(
    member: Member, dossier_id: int, case_id: int, *, on: date, how: str, seen: int | None = None
) -> Fine:
    """Note that the decision was made known: the terms for objection and payment run from it. Raises as above."""
    require_director(member)
    not_ahead(on=on)
    if how not in Fine.Sent.values:
        raise Refused({"how": _("There is no such choice.")})
    with refusing():
        case, it = fine_of(member, dossier_id, case_id, seen)
        if it.sent_on:
            raise Refused({"on": _("This was noted already.")})
        if on < it.decided_on:
            raise Refused({"on": _("This cannot be before the decision.")})
        it.sent_on, it.sent_how = on, how
        save_fine(member, it, "sent_on", "sent_how")
        touch(member, case)
        record_facts(member, dossier_id, {FACTS[it.article]: on})
    return it


def withdraw(
    member: Member, dossier_id: int, case_id: int, *, on: date, why: str, seen: int | None = None
) -> Fine:
    """Withdraw a fine: nothing is owed any more, and what was paid goes back. Raises as above."""
    require_director(member)
    not_ahead(on=on)
    if not why.strip():
        raise Refused({"why": _("Say why.")})
    with refusing():
        case, it = fine_of(member, dossier_id, case_id, seen)
        if it.withdrawn_on:
            raise Refused({"on": _("This was noted already.")})
        end(member, it, on, why.strip())
        touch(member, case)
    return it


def end(member: Member, it: Fine, on: date, why: str) -> None:
    """Nothing is owed any more; the event leaves the route, unless another fine of the kind stands."""
    it.owed, it.withdrawn_on, it.withdrawn_why = Decimal(0), on, why
    it.instalments.all().delete()
    save_fine(member, it, "owed", "withdrawn_on", "withdrawn_why")
    key = FACTS[it.article]
    last = (
        Fine.objects.filter(
            dossier_id=it.dossier_id, article=it.article, withdrawn_on=None, sent_on__isnull=False
        )
        .order_by("sent_on")
        .last()
    )
    standing = Fact.objects.filter(dossier_id=it.dossier_id, key=key, superseded_by__isnull=True).last()
    if standing is None or standing.value is None or it.sent_on is None:
        return
    if last:
        record_facts(member, it.dossier_id, {key: last.sent_on})
    else:
        retract_fact(member, standing)


def fine_of(member: Member, dossier_id: int, case_id: int, seen: int | None) -> tuple[Case, Fine]:
    """The case and its fine. Raises as ``case_of``."""
    dossier_of(dossier_id)
    case = case_of(member, dossier_id, case_id, seen)
    found = Fine.objects.filter(case=case).first()
    if found is None:
        raise NotFound(_("There is no fine in this case."))
    return case, found


def save_fine(member: Member, it: Fine, *fields: str) -> None:
    """Save these fields, and count the change."""
    it.change(member)
    it.save(update_fields=[*fields, *CHANGED])
