"""Ticking tasks off, and taking that back. A task that is done is a fact that bears its name."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound, Refused
from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_guiding

from ..models import Dossier, Fact
from .common import dossier_of
from .facts import record_facts, retract_fact


def complete_task(
    member: Member, dossier: Dossier | int, key: str, *, on: date | None = None, note: str = ""
) -> Fact:
    """Record that the task ``key`` was done ``on`` (default: today) and plan again; returns the fact.

    Raises NotAllowed, NotFound, and Refused if the date lies ahead, there is no such task in the plan, or
    it was done already.
    """
    require_guiding(member)
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise Refused({"on": _("A task cannot have been done in the future.")})
    with transaction.atomic():
        target = dossier_of(dossier)
        if not target.tasks.filter(key=key).exists():
            raise Refused({"key": _("This task is not in the plan, or was done already.")})
        made = record_facts(member, target, {key: day}, note=note)
        if not made:
            raise Refused({"key": _("This task was done already.")})
    return made[0]


def undo_task(member: Member, dossier: Dossier | int, key: str, *, note: str = "") -> Fact:
    """Take back that the task was done: its newest fact no longer counts. Raises NotAllowed, NotFound."""
    require_guiding(member)
    with transaction.atomic():
        target = dossier_of(dossier)
        newest = target.facts.filter(key=key, superseded_by__isnull=True).order_by("-id").first()
        if newest is None or newest.value is None:
            raise NotFound(_("Nobody recorded that this task was done."))
        return retract_fact(member, newest, note=note)
