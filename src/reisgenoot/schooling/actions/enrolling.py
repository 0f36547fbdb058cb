"""Who follows which course: offered, waiting, started, switched, ended. What happened on the route becomes a fact."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.changed import CHANGED
from reisgenoot.access.errors import NotFound, Refused
from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_professional
from reisgenoot.dossiers import planning
from reisgenoot.dossiers.actions import record_facts, retract_fact
from reisgenoot.dossiers.actions.common import dossier_of, wrote
from reisgenoot.dossiers.models import Dossier, Fact

from ..fitting import unfit
from ..models import Enrolment, Part, Start

State, End = Enrolment.State, Enrolment.End
ROUTE, PVT = "route_started", "pvt_enrolled"
NEEDS_WHY = (End.DROPPED_OUT, End.NEVER_CAME, End.DECLINED, End.MISTAKE)


def enrol(member: Member, dossier_id: int, start_id: int, *, wait: bool = False) -> Enrolment:
    """Offer a place of a start today, or put the person in the line for one.

    Raises NotAllowed, NotFound, and Refused (``start``): it does not fit, or the last place was just taken.
    """
    require_professional(member)
    today = timezone.localdate()
    with transaction.atomic():
        dossier = dossier_of(dossier_id)
        made = _enrol(member, dossier, start_id, today, wait=wait)
        wrote(member, dossier, "enrolment")
    return made


def _enrol(member: Member, dossier: Dossier, start_id: int, today: date, *, wait: bool) -> Enrolment:
    start = Start.objects.filter(pk=start_id).select_related("course__supplier").first()
    if start is None or start.municipality != dossier.municipality:
        raise NotFound(_("There is no such course, or it is of another municipality."))
    if why := unfit(start, planning.gather([dossier.pk], today)[dossier.pk].facts, today):
        raise Refused({"start": why})
    made = Enrolment(
        dossier=dossier,
        start=start,
        state=State.WAITING if wait else State.OFFERED,
        offered_on=None if wait else today,
    )
    made.change(member)
    with _told():
        made.save(force_insert=True)
    if start.course.part == Part.PVT:
        _record_once(member, dossier, PVT, today)
    return made


def give_place(member: Member, dossier_id: int, enrolment_id: int, *, seen: int | None = None) -> Enrolment:
    """Offer a place to who waits. Raises as :func:`enrol`, and Overtaken."""
    with _changing(member, dossier_id, enrolment_id, seen, State.WAITING) as it:
        facts = planning.gather([dossier_id], timezone.localdate())[dossier_id].facts
        if why := unfit(it.start, facts, timezone.localdate()):
            raise Refused({"start": why})
        it.state, it.offered_on = State.OFFERED, timezone.localdate()
    return it


def begin(
    member: Member, dossier_id: int, enrolment_id: int, *, on: date, seen: int | None = None
) -> Enrolment:
    """Note that somebody started on a day; the first lessons are the start of the route.

    Raises NotAllowed, NotFound, Overtaken, and Refused (``on``).
    """
    with _changing(member, dossier_id, enrolment_id, seen, State.OFFERED) as it:
        _require_past(on)
        it.state, it.started_on = State.STARTED, on
        if it.start.course.part == Part.LESSONS:
            _record_once(member, it.dossier, ROUTE, on)
    return it


def switch(
    member: Member, dossier_id: int, enrolment_id: int, start_id: int, *, reason: str, seen: int | None = None
) -> Enrolment:
    """Move somebody to another course, with the reason; returns the new enrolment.

    Raises NotAllowed, NotFound, Overtaken, and Refused (``reason``, ``start``); then nothing has changed.
    """
    if not reason.strip():
        raise Refused({"reason": _("Say why: the next one who looks wants to know.")})
    today = timezone.localdate()
    with _changing(member, dossier_id, enrolment_id, seen, *Enrolment.RUNNING) as it:
        if it.start_id == start_id:
            raise Refused({"start": _("That is the course that they follow.")})
        made = _enrol(member, it.dossier, start_id, today, wait=False)
        it.state, it.ended_on, it.reason, it.switched_to = State.SWITCHED, today, reason.strip(), made
    return made


def finish(
    member: Member,
    dossier_id: int,
    enrolment_id: int,
    *,
    on: date,
    end: str,
    reason: str = "",
    seen: int | None = None,
) -> Enrolment:
    """End an enrolment. One that was entered by mistake takes the start of the route back with it.

    Raises NotAllowed, NotFound, Overtaken, and Refused (``on``, ``end``, ``reason``).
    """
    with _changing(member, dossier_id, enrolment_id, seen, *Enrolment.RUNNING) as it:
        _require_past(on)
        if end not in End.values:
            raise Refused({"end": _("There is no such choice.")})
        if end in NEEDS_WHY and not reason.strip():
            raise Refused({"reason": _("Say why: the next one who looks wants to know.")})
        if it.started_on is not None and on < it.started_on:
            raise Refused({"on": _("That is before it started.")})
        if end == End.COMPLETED and it.state != State.STARTED:
            raise Refused({"end": _("It has not started, so it can't be completed.")})
        it.state, it.ended_on, it.end, it.reason = State.ENDED, on, end, reason.strip()
        if end == End.MISTAKE and it.started_on is not None:
            _take_back(member, it)
    return it


@contextmanager
def _changing(
    member: Member, dossier_id: int, enrolment_id: int, seen: int | None, *states: str
) -> Iterator[Enrolment]:
    """An enrolment of this dossier, locked; saved and logged at the end."""
    require_professional(member)
    with transaction.atomic():
        dossier = dossier_of(dossier_id)
        own = Enrolment.objects.filter(pk=enrolment_id, dossier=dossier).select_for_update(of=("self",))
        it = own.select_related("start__course__supplier", "changed_by").first()
        if it is None:
            raise NotFound(_("There is no such enrolment, or you have no access to it."))
        if it.state not in states or seen not in (None, it.changes):
            raise it.overtaken("", str(it.get_state_display()))
        yield it
        it.change(member)
        fields = ("state", "offered_on", "started_on", "ended_on", "end", "reason", "switched_to", *CHANGED)
        with _told():
            it.save(update_fields=fields)
        wrote(member, dossier, "enrolment")


def _require_past(on: date) -> None:
    if on > timezone.localdate():
        raise Refused({"on": _("That day is still to come.")})


def _record_once(member: Member, dossier: Dossier, key: str, on: date) -> None:
    """Record a milestone, unless it is known: its first date stands."""
    if not _standing(dossier.pk, key):
        record_facts(member, dossier, {key: on})


def _standing(dossier_id: int, key: str) -> Fact | None:
    return Fact.objects.filter(
        dossier_id=dossier_id, key=key, superseded_by__isnull=True, value__isnull=False
    ).first()


def _take_back(member: Member, it: Enrolment) -> None:
    fact = _standing(it.dossier_id, ROUTE)
    others = Enrolment.objects.filter(dossier_id=it.dossier_id, started_on=it.started_on)
    mistaken = it.start.course.part == Part.LESSONS and fact is not None and fact.happened_on == it.started_on
    if mistaken and fact and not others.exclude(pk=it.pk).exclude(end=End.MISTAKE).exists():
        retract_fact(member, fact, note=_("The enrolment was entered by mistake."))


@contextmanager
def _told() -> Iterator[None]:
    """What the database does not let be, in words."""
    told = {
        "schooling_start_full": _("All places are taken now. Choose another start, or the waiting list."),
        "schooling_others_wait": _("Others have waited longer for this place. Choose the waiting list."),
        "schooling_enrolled_once": _("They are enrolled in this course already."),
    }
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        if constraint not in told:
            raise
        raise Refused({"start": told[constraint]}) from error
