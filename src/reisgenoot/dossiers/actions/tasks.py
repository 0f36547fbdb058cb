"""Ticking tasks off, and taking that back. A task that is done is a fact that bears its name."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound, Refused
from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_professional

from ..models import Dossier, Fact
from .common import dossier_of
from .facts import correct_fact, overtaken, record_facts, retract_fact


def complete_task(
    member: Member,
    dossier: Dossier | int,
    key: str,
    *,
    on: date | None = None,
    note: str = "",
    seen: int = 0,
    source: str = Fact.Source.SCREEN,
) -> Fact:
    """Record that the task ``key`` was done ``on`` (default: today) and plan again; returns the fact.

    ``seen``: the fact of somebody else that says when it was done, which this one corrects.
    Raises NotAllowed, NotFound, Refused if the date lies ahead or there is no such task in the plan, and Overtaken if
    somebody else ticked it off.
    """
    require_professional(member)
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise Refused({"on": _("A task cannot have been done in the future.")})
    with transaction.atomic():
        target = dossier_of(dossier)
        now = newest_of(target, key)
        if now is not None and now.value is not None:
            if now.pk != seen:
                raise overtaken(now, None)
            return correct_fact(member, now, day, note=note, source=source)
        if not target.tasks.filter(key=key).exists():
            raise Refused({"key": _("This task is not in the plan, or was done already.")})
        made = record_facts(member, target, {key: day}, note=note, source=source)
        if not made:
            raise Refused({"key": _("This task was done already.")})
    return made[0]


def undo_task(
    member: Member,
    dossier: Dossier | int,
    key: str,
    *,
    note: str = "",
    seen: int | None = None,
    source: str = Fact.Source.SCREEN,
) -> Fact:
    """Take back that the task was done: its newest fact no longer counts.

    ``seen``: that fact, as the member knows it. Raises NotAllowed, NotFound, and Overtaken if it was taken back already
    or is another one than the member saw.
    """
    require_professional(member)
    with transaction.atomic():
        target = dossier_of(dossier)
        newest = newest_of(target, key)
        if newest is None:
            raise NotFound(_("Nobody recorded that this task was done."))
        if newest.value is None or seen not in (None, newest.pk):
            raise overtaken(newest, Fact.objects.filter(pk=seen or 0).first())
        return retract_fact(member, newest, note=note, source=source)


def newest_of(dossier: Dossier, key: str) -> Fact | None:
    """The fact that stands for a key, taken back or not."""
    return dossier.facts.filter(key=key, superseded_by__isnull=True).order_by("-id").first()
