"""Beginning, writing each month, steps, and stopping: by the municipality."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.changed import CHANGED
from reisgenoot.access.errors import NotFound, Refused
from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_municipal
from reisgenoot.dossiers.actions import record_facts
from reisgenoot.dossiers.actions.common import dossier_of, wrote

from .law import first_day_without
from .models import Cost, Month, Relief, Step
from .queries import LOG_PART, standing, under_56a


@dataclass(frozen=True, slots=True)
class Paid:
    """A fixed cost of a month in euros; ``alone``: the person pays it."""

    amount: Decimal
    alone: bool = False


def begin(
    member: Member,
    dossier_id: int,
    *,
    basis: str,
    begins_on: date,
    until: date | None = None,
    reason: str = "",
) -> Relief:
    """Begin relief. Under 56a it lasts six months from the day on which the right to benefit arose (``begins_on``).

    Raises NotAllowed, NotFound, and Refused with the fields: also for who is not under 56a, as far as is known.
    """
    require_municipal(member)
    if basis not in Relief.Basis.values:
        raise Refused({"basis": _("There is no such choice.")})
    duty = basis == Relief.Basis.DUTY
    if not duty and not reason.strip():
        raise Refused({"reason": _("Article 57 asks for good reasons: say which.")})
    ends = first_day_without(begins_on) if duty else until
    if ends is None or ends <= begins_on:
        raise Refused({"until": _("Give the first day without, after the beginning.")})
    with transaction.atomic():
        target = dossier_of(dossier_id)
        if duty and (why := under_56a(dossier_id)):
            raise Refused({"basis": why})
        before = standing(dossier_id)
        if before and begins_on < (before.stopped_on or before.until):
            raise Refused({"begins_on": _("Another relief runs then.")})
        made = Relief(
            dossier=target,
            basis=basis,
            begins_on=begins_on,
            until=ends,
            reason="" if duty else reason.strip(),
        )
        made.change(member)
        made.save(force_insert=True)
        if begins_on <= timezone.localdate():
            record_facts(member, dossier_id, {"relief_started": begins_on})
        wrote(member, target, LOG_PART)
    return made


def write_month(
    member: Member,
    dossier_id: int,
    *,
    month: date,
    benefit: Decimal,
    costs: Mapping[str, Paid],
    seen: int | None = None,
) -> Month:
    """Write what a month's benefit paid for, or other amounts in the place of those; what is left follows.

    Raises NotAllowed, NotFound, Overtaken, and Refused with the fields.
    """
    require_municipal(member)
    month = month.replace(day=1)
    rest = benefit - sum((it.amount for it in costs.values() if not it.alone), Decimal(0))
    if rest < 0:
        raise Refused(
            {"benefit": _("The fixed costs are more than the benefit: what is missing is no payment.")}
        )
    with transaction.atomic():
        target = dossier_of(dossier_id)
        relief = Relief.objects.filter(dossier=target, begins_on__lte=_last(month), until__gt=month).first()
        if relief is None or (relief.stopped_on and relief.stopped_on <= month):
            raise Refused({"month": _("There is no relief in this month.")})
        known = relief.months.select_related("changed_by").filter(month=month).first()
        if known and seen != known.changes:
            raise known.overtaken("benefit", f"€ {known.benefit}")
        it = known or Month(relief=relief, dossier=target, month=month)
        it.benefit, it.rest = benefit, rest
        it.change(member)
        if known:
            it.save(update_fields=["benefit", "rest", *CHANGED])
        else:
            it.save(force_insert=True)
        for kind, paid in costs.items():
            what = {"amount": paid.amount, "alone": paid.alone}
            Cost.objects.update_or_create(
                month=it, kind=kind, defaults=what, create_defaults=what | {"dossier": target}
            )
        wrote(member, target, LOG_PART)
    return it


def _last(month: date) -> date:
    """A day at the end of the month."""
    return month.replace(day=28)


def take_step(member: Member, dossier_id: int, *, kind: str, on: date, note: str = "") -> Step:
    """Note a step towards doing it alone. Raises NotAllowed, NotFound, Refused."""
    require_municipal(member)
    if kind not in Step.Kind.values:
        raise Refused({"kind": _("There is no such choice.")})
    if on > timezone.localdate():
        raise Refused({"on": _("This date lies in the future.")})
    with transaction.atomic():
        made = Step(dossier=dossier_of(dossier_id), kind=kind, on=on, note=note.strip(), recorded_by=member)
        made.save(force_insert=True)
        wrote(member, dossier_id, LOG_PART)
    return made


def stop(member: Member, dossier_id: int, *, on: date, why: str, seen: int | None = None) -> Relief:
    """Stop: the person does it alone, the benefit ended, or the six months are over. Raises as above, and Overtaken."""
    require_municipal(member)
    if on > timezone.localdate():
        raise Refused({"on": _("This date lies in the future.")})
    if not why.strip():
        raise Refused({"why": _("Say why.")})
    with transaction.atomic():
        target = dossier_of(dossier_id)
        it = standing(dossier_id)
        if it is None or it.stopped_on:
            raise NotFound(_("No relief runs."))
        if seen is not None and seen != it.changes:
            raise it.overtaken("on", str(it.until))
        if not it.begins_on <= on <= it.until:
            raise Refused({"on": _("Choose a day within the relief.")})
        it.stopped_on, it.stopped_why = on, why.strip()
        it.change(member)
        it.save(update_fields=["stopped_on", "stopped_why", *CHANGED])
        record_facts(member, target, {"relief_ended": on})
        wrote(member, target, LOG_PART)
    return it
