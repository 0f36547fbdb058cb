"""DUO's notices, recorded by hand: what each records in the dossier, and taking it back."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound, Refused, Text
from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_municipal
from reisgenoot.core.duo import events
from reisgenoot.dossiers import planning
from reisgenoot.dossiers.actions import correct_fact, record_fact, retract_fact
from reisgenoot.dossiers.actions.common import dossier_of, wrote
from reisgenoot.dossiers.models import Dossier, Fact
from reisgenoot.web.templatetags.web import day

from ..models import Notice

PART = "duo notice"


def record_notice(
    member: Member,
    dossier_id: int,
    code: str,
    *,
    received_on: date,
    happened_on: date | None = None,
    instead: bool = False,
) -> Notice:
    """Record a notice, and the fact that goes with it (SS139: the ten weeks start).

    ``happened_on``: the day that DUO gives, for events that have one. ``instead``: put its day in the place of another
    one that stands in the dossier; without, that is refused. Raises NotAllowed, NotFound, and Refused with the fields.
    """
    require_municipal(member)
    event, today = events().get(code), timezone.localdate()
    problems: dict[str, Text] = {}
    if event is None:
        problems["code"] = _("There is no such choice.")
    if received_on > today:
        problems["received_on"] = _("This date lies in the future.")
    if happened_on is not None and happened_on > received_on:
        problems["happened_on"] = _("This lies after the date of the notice.")
    if event is not None and event.own_day and happened_on is None:
        problems["happened_on"] = _("Give the day that stands in DUO's answer.")
    if event is None or problems:
        raise Refused(problems)
    with transaction.atomic():
        target = dossier_of(dossier_id)
        if Notice.objects.filter(
            dossier=target, code=code, received_on=received_on, taken_back_at=None
        ).exists():
            raise Refused({"code": _("This notice was recorded already.")})
        made = None
        own = happened_on if event.own_day else None
        if event.fact:
            made = _fact(member, target, event.fact, own or received_on, instead, own is not None)
        notice = Notice.objects.create(
            dossier=target,
            code=code,
            received_on=received_on,
            happened_on=own,
            fact=made,
            recorded_by=member,
        )
        wrote(member, target, PART)
    return notice


def _fact(member: Member, target: Dossier, key: str, on: date, instead: bool, own_day: bool) -> Fact | None:
    """Record it, unless it stands already or this dossier's route does not have it; None then."""
    today = timezone.localdate()
    known = planning.gather([target.pk], today)[target.pk]
    definition = planning.definition_of(known.definition, known.facts, today)
    if key not in definition.dated_ids:
        return None
    standing = target.facts.filter(key=key, superseded_by__isnull=True).order_by("id").last()
    if standing and standing.value is not None and standing.happened_on != on and not instead:
        told = _("The dossier has %(day)s for this. Tick this to put the new day in its place.")
        raise Refused({"instead": told % {"day": day(standing.happened_on)}})
    try:
        return record_fact(member, target, key, on)
    except Refused as refused:
        beside = "happened_on" if own_day else "received_on"
        raise Refused({beside: refused.problems.get(key, str(refused))}) from None


def take_back(member: Member, dossier_id: int, notice_id: int, *, why: str) -> Notice:
    """Take a notice back that was recorded by mistake, with the fact that it recorded, if that still stands.

    What stood before that fact stands again. Raises NotAllowed, NotFound, and Refused without a reason.
    """
    require_municipal(member)
    if not why.strip():
        raise Refused({"why": _("Say why.")})
    with transaction.atomic():
        notice = _of(dossier_id, notice_id)
        notice.taken_back_by, notice.taken_back_at, notice.why = member, timezone.now(), why.strip()[:300]
        notice.save(update_fields=["taken_back_by", "taken_back_at", "why"])
        fact = notice.dossier.facts.filter(pk=notice.fact_id or 0, superseded_by__isnull=True).first()
        if fact is not None:
            before = fact.supersedes
            if before is not None and before.value is not None:
                correct_fact(member, fact, before.value, note=notice.why)
            else:
                retract_fact(member, fact, note=notice.why)
        wrote(member, dossier_id, PART)
    return notice


def handled(member: Member, dossier_id: int, notice_id: int) -> Notice:
    """Note that what the notice asks was done. Raises NotAllowed and NotFound."""
    require_municipal(member)
    with transaction.atomic():
        notice = _of(dossier_id, notice_id)
        if not notice.waits:
            raise NotFound(_("There is nothing to do for this notice any more."))
        notice.handled_by, notice.handled_at = member, timezone.now()
        notice.save(update_fields=["handled_by", "handled_at"])
        wrote(member, dossier_id, PART)
    return notice


def _of(dossier_id: int, notice_id: int) -> Notice:
    """The notice, with its dossier locked. Raises NotFound if it is not there, or was taken back."""
    target = dossier_of(dossier_id)
    found = Notice.objects.filter(dossier=target, pk=notice_id, taken_back_at=None).first()
    if found is None:
        raise NotFound(_("This is not there any more."))
    return found
