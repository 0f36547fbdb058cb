"""Objections and appeals against a fine, and what came of them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from reisgenoot.access.changed import CHANGED
from reisgenoot.access.errors import NotFound, Refused
from reisgenoot.access.models import Member

from ..models import Objection
from .common import not_ahead, refusing, touch
from .fining import end, fine_of, require_director, save_fine


def receive_objection(
    member: Member,
    dossier_id: int,
    case_id: int,
    *,
    stage: str,
    on: date,
    grounds: str = "",
    seen: int | None = None,
) -> Objection:
    """Note an objection or appeal, also a late one: whether late counts is part of deciding on it (Awb 6:11).

    Raises NotAllowed, NotFound, Overtaken, and Refused.
    """
    not_ahead(on=on)
    if stage not in Objection.Stage.values:
        raise Refused({"stage": _("There is no such choice.")})
    with refusing():
        case, it = fine_of(member, dossier_id, case_id, seen)
        if it.sent_on is None or on < it.sent_on:
            raise Refused({"on": _("This cannot be before the decision was made known.")})
        if it.objections.filter(outcome="").exists():
            raise Refused({"stage": _("One is open already: first note what came of it.")})
        made = Objection(fine=it, dossier_id=dossier_id, stage=stage, received_on=on, grounds=grounds.strip())
        made.change(member)
        made.save(force_insert=True)
        touch(member, case)
    return made


def decide_objection(
    member: Member,
    dossier_id: int,
    case_id: int,
    *,
    outcome: str,
    on: date,
    reason: str,
    owed_after: Decimal | None = None,
    seen: int | None = None,
) -> Objection:
    """Note what was decided on the open objection or appeal; the fine follows it. Raises as above."""
    require_director(member)
    not_ahead(on=on)
    if outcome not in Objection.Outcome.values:
        raise Refused({"outcome": _("There is no such choice.")})
    if not reason.strip():
        raise Refused({"reason": _("Say why.")})
    lower = outcome == Objection.Outcome.PARTLY
    with refusing():
        case, it = fine_of(member, dossier_id, case_id, seen)
        found = it.objections.filter(outcome="").first()
        if found is None:
            raise NotFound(_("There is no open objection."))
        if on < found.received_on:
            raise Refused({"on": _("This cannot be before it was received.")})
        if lower and (owed_after is None or not 0 < owed_after < it.owed):
            raise Refused({"owed_after": _("Give an amount that is lower than the fine.")})
        found.outcome, found.decided_on, found.reason = outcome, on, reason.strip()
        found.owed_after = owed_after if lower else None
        found.change(member)
        found.save(update_fields=["outcome", "decided_on", "reason", "owed_after", *CHANGED])
        if lower and owed_after is not None:
            it.instalments.all().delete()  # another arrangement is made of what is left
            it.owed = owed_after
            save_fine(member, it, "owed")
        elif outcome == Objection.Outcome.UPHELD and not it.withdrawn_on:
            end(member, it, on, reason.strip()[:500])
        touch(member, case)
    return found
