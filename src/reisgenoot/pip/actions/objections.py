"""An objection to a plan: received, and decided on (Awb, chapters 6 and 7)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.changed import CHANGED
from reisgenoot.access.errors import NotAllowed, NotFound, Refused, Text
from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_municipal
from reisgenoot.dossiers.actions import record_facts, retract_fact
from reisgenoot.dossiers.actions.common import dossier_of, wrote
from reisgenoot.dossiers.models import Dossier
from reisgenoot.dossiers.queries.granted import rights

from ..models import Decision, Objection

RECEIVED, SENT, DECIDED = "pip_objected", "pip_contested_sent", "pip_objection_decided"


def receive_objection(
    member: Member,
    dossier_id: int,
    decision_id: int,
    *,
    received_on: date,
    posted_on: date | None = None,
    committee: bool = False,
    about: str = "",
) -> Objection:
    """Note an objection to a decision; whether it is in time is for the decision on it. One at a time.

    Raises NotAllowed, NotFound, and Refused by field.
    """
    target_of = _target(member, dossier_id)
    with transaction.atomic():
        target = dossier_of(target_of)
        decision = Decision.objects.filter(dossier=target, pk=decision_id).first()
        if decision is None:
            raise NotFound(_("There is no such decision, or you have no access to it."))
        problems: dict[str, Text] = {}
        if received_on > timezone.localdate():
            problems["received_on"] = _("This date lies in the future.")
        elif received_on < decision.dated_on:
            problems["received_on"] = _("This is before the decision.")
        if posted_on and posted_on > received_on:
            problems["posted_on"] = _("It was posted before it was received.")
        if Objection.objects.filter(dossier=target, decided_on__isnull=True).exists():
            problems["received_on"] = _("Another objection is not decided yet.")
        if problems:
            raise Refused(problems)
        made = Objection(
            dossier=target, decision=decision, received_on=received_on, posted_on=posted_on,
            committee=committee, about=about.strip(),
        )  # fmt: skip
        made.change(member)
        made.save(force_insert=True)
        _begin(member, target, made)
        wrote(member, target, "pip objection")
    return made


def decide_objection(
    member: Member,
    dossier_id: int,
    objection_id: int,
    *,
    decided_on: date,
    outcome: str,
    reason: str = "",
    seen: int | None = None,
) -> Objection:
    """Note what was decided on it; a new plan is set by itself. Raises as above, and Overtaken."""
    target_of = _target(member, dossier_id)
    with transaction.atomic():
        target = dossier_of(target_of)
        it = Objection.objects.select_related("changed_by").filter(dossier=target, pk=objection_id).first()
        if it is None:
            raise NotFound(_("There is no such objection, or you have no access to it."))
        if it.decided_on is not None or seen not in (None, it.changes):
            raise it.overtaken("outcome", str(it.get_outcome_display()))
        problems: dict[str, Text] = {}
        if not it.received_on <= decided_on <= timezone.localdate():
            problems["decided_on"] = _("It is decided after it was received, and not in the future.")
        if outcome not in Objection.Outcome.values:
            problems["outcome"] = _("There is no such choice.")
        if problems:
            raise Refused(problems)
        it.decided_on, it.outcome, it.reason = decided_on, outcome, reason.strip()
        it.change(member)
        it.save(update_fields=["decided_on", "outcome", "reason", *CHANGED])
        record_facts(member, target, {DECIDED: decided_on})
        wrote(member, target, "pip objection")
    return it


def _target(member: Member, dossier_id: int) -> int:
    require_municipal(member)
    if not rights(dossier_id)["legal"].writes:
        raise NotFound(_("There is no such dossier, or you have no access to it."))
    if not rights(dossier_id)["work_education"].reads:
        raise NotAllowed(_("You cannot write in this part."))
    return dossier_id


def _begin(member: Member, target: Dossier, made: Objection) -> None:
    """The term to decide follows from the facts; an earlier objection that was decided makes room."""
    for fact in target.facts.filter(key=DECIDED, superseded_by__isnull=True):
        if fact.value is not None:
            retract_fact(member, fact)
    record_facts(member, target, {RECEIVED: made.received_on, SENT: made.decision.sent_on})
