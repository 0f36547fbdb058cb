"""The arranging day: saved as a whole, cancelled, and recorded as held.

Whoever goes along has an appointment for each visit: the database sees to it that nobody is planned twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.changed import CHANGED
from reisgenoot.access.errors import NotFound, Refused, Text
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.access.roles import require_professional
from reisgenoot.dossiers import planning
from reisgenoot.dossiers.actions import Taken, cancel_appointment, plan_appointment, record_many
from reisgenoot.dossiers.actions.common import dossier_of, wrote
from reisgenoot.dossiers.models import Appointment, Dossier, Fact

from ..day_paper import purposes, things
from ..day_templates import HALF_HOUR, RECORDS, Entry
from ..models import ArrangingDay, DaySlot
from ..queries.day import is_booked, moment
from ..queries.household import household

MOST = 20
"""Visits on one day."""
LONGEST = 240
"""Minutes of one visit."""
AHEAD = timedelta(days=366)
State = ArrangingDay.State
_BOOKED = ("starts", "minutes", "place", "companion_id", "interpreter")

_WRITTEN = (
    *("starts", "minutes", "what", "organisation", "place"),
    *("bring", "more", "companion", "interpreter", "appointment"),
)


@dataclass(frozen=True, slots=True)
class SlotAsked:
    """One visit as it was sent. ``id`` None: a new one. ``companion``: a member's id."""

    starts: time
    minutes: int
    what: str
    organisation: str = ""
    place: str = ""
    bring: Collection[str] = ()
    more: str = ""
    companion: int | None = None
    interpreter: str = ""
    id: int | None = None


def save_day(
    member: Member,
    dossier_id: int,
    *,
    on: date,
    slots: Sequence[SlotAsked],
    day_id: int | None = None,
    seen: int | None = None,
) -> ArrangingDay:
    """Save an arranging day with all its visits, or nothing; on the dossier of the household's head.

    Visits that are not among ``slots`` are left out. Raises NotAllowed, NotFound, Overtaken, and Refused: with ``on``,
    or ``INDEX.FIELD`` of each visit that can't be, ``INDEX.companion`` and ``INDEX.interpreter`` for who is busy then.
    """
    require_professional(member)
    if problems := dict(_problems(on, slots)):
        raise Refused(problems)
    try:
        with transaction.atomic():
            return _save_day(member, dossier_of(dossier_id), on, slots, day_id, seen)
    except Taken as taken:  # nothing else was kept; that the reason names other dossiers is
        log(member, taken.dossiers, AccessLog.Act.APPEARED, "appointment")
        raise


def _save_day(
    member: Member,
    target: Dossier,
    on: date,
    slots: Sequence[SlotAsked],
    day_id: int | None,
    seen: int | None,
) -> ArrangingDay:
    made = _day_of(target, day_id, seen)
    before = {it.pk: it for it in _slots(made)} if day_id else {}
    moved, made.on = made.on != on, on
    made.change(member)
    if day_id:
        made.save(update_fields=["on", *CHANGED])
    else:
        made.save(force_insert=True)
    kept = [_filled(before.get(it.id or 0), made, it) for it in slots]
    gone = [it for key, it in before.items() if key not in {slot.pk for slot, _changed in kept}]
    anew = [
        (at, slot) for at, (slot, differs) in enumerate(kept) if differs or moved or not is_booked(on, slot)
    ]
    _unbook(member, [*gone, *(slot for _at, slot in anew)])
    _book(member, target, on, anew)
    for it in gone:
        it.delete()
    for slot, _changed in kept:
        if slot._state.adding:
            slot.save(force_insert=True)
        else:
            slot.save(update_fields=_WRITTEN)
    wrote(member, target, "arranging day")
    return made


def _problems(on: date, slots: Sequence[SlotAsked]) -> Iterable[tuple[str, Text]]:
    today = timezone.localdate()
    if not today <= on <= today + AHEAD:
        yield "on", _("Choose a day from today on, within a year.")
    if not 1 <= len(slots) <= MOST:
        yield "on", _("An arranging day has between 1 and %(most)d visits.") % {"most": MOST}
    yield from visit_problems(slots)
    for index, it in enumerate(slots):
        if it.interpreter.strip() and it.companion is None:
            yield f"{index}.companion", _("Say who goes along with the interpreter.")


def visit_problems(visits: Sequence[SlotAsked | Entry]) -> Iterable[tuple[str, Text]]:
    """``INDEX.FIELD`` and the reason of each visit that can't be, of a day or of a template."""
    for index, it in enumerate(visits):
        if it.starts.minute % HALF_HOUR or it.starts.second:
            yield f"{index}.starts", _("A visit begins on the hour or the half hour.")
        if it.minutes % HALF_HOUR or not HALF_HOUR <= it.minutes <= LONGEST:
            yield f"{index}.minutes", _("A visit takes a number of half hours, four hours at most.")
        elif it.starts.hour * 60 + it.starts.minute + it.minutes >= 24 * 60:
            yield f"{index}.minutes", _("This would go on after midnight.")
        if it.what not in purposes():
            yield f"{index}.what", _("There is no such choice.")
        if set(it.bring) - set(things()):
            yield f"{index}.bring", _("There is no such choice.")


def _day_of(target: Dossier, day_id: int | None, seen: int | None) -> ArrangingDay:
    """The planned day that is changed, or a new one."""
    if day_id is None:
        if ArrangingDay.objects.filter(dossier=target, state=State.PLANNED).exists():
            raise Refused({"on": _("There is a planned arranging day already: change that one.")})
        return ArrangingDay(dossier=target, changes=0)
    found = ArrangingDay.objects.select_related("changed_by").filter(pk=day_id, dossier=target).first()
    if found is None:
        raise NotFound(_("There is no such arranging day, or you have no access to it."))
    if seen not in (None, found.changes):
        raise found.overtaken("on", f"{found.on:%d-%m-%Y}")
    if found.state != State.PLANNED:
        raise Refused({"on": _("This day is not planned any more.")})
    return found


def _slots(made: ArrangingDay) -> Iterable[DaySlot]:
    return DaySlot.objects.filter(day=made).select_related("appointment")


def _filled(old: DaySlot | None, made: ArrangingDay, asked: SlotAsked) -> tuple[DaySlot, bool]:
    """The visit with what was asked, and whether its appointment changes."""
    it = old or DaySlot(day=made, dossier_id=made.dossier_id)
    was = [getattr(it, name) for name in _BOOKED]
    it.starts, it.minutes, it.what = asked.starts, asked.minutes, asked.what
    it.organisation, it.place = asked.organisation.strip(), asked.place.strip()
    it.bring, it.more = [key for key in things() if key in asked.bring], asked.more.strip()
    it.companion_id, it.interpreter = asked.companion, asked.interpreter.strip()
    return it, old is None or was != [getattr(it, name) for name in _BOOKED]


def _unbook(member: Member, slots: Iterable[DaySlot]) -> None:
    """Cancel the appointments of these visits; those that were cancelled already are left as they are."""
    for it in slots:
        made, it.appointment = it.appointment, None
        if made is not None and not made.cancelled:
            cancel_appointment(member, made, why=_("The arranging day was changed."))


def _book(member: Member, target: Dossier, on: date, slots: Iterable[tuple[int, DaySlot]]) -> None:
    """An appointment for whoever goes along on each visit. Raises Taken with all who are busy, by index."""
    problems: dict[str, Text] = {}
    named: set[int] = set()
    slots = list(slots)
    going = Member.objects.in_bulk([it.companion_id for _at, it in slots if it.companion_id])
    for index, it in slots:
        if it.companion_id is None:
            continue
        if it.companion_id not in going:
            problems[f"{index}.companion"] = _("There is no such choice.")
            continue
        starts_at = moment(on, it.starts)
        try:
            it.appointment = plan_appointment(
                member,
                target,
                kind=Appointment.Kind.ARRANGING_DAY,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(minutes=it.minutes),
                place=it.place,
                members=[going[it.companion_id]],
                interpreter=it.interpreter,
            )
        except Refused as refused:
            named |= refused.dossiers if isinstance(refused, Taken) else set()
            fields = {"members": "companion", "interpreter": "interpreter", "place": "place"}
            for field, reason in refused.problems.items():
                problems[f"{index}.{fields.get(field, 'starts')}"] = reason
    if problems:
        raise Taken(problems, named)


def cancel_day(
    member: Member, dossier_id: int, day_id: int, *, why: str, seen: int | None = None
) -> ArrangingDay:
    """Cancel a planned day, with a reason, and the appointments of who would go along.

    Raises NotAllowed, NotFound, Overtaken, and Refused without a reason.
    """
    require_professional(member)
    if not 1 <= len(why.strip()) <= 200:
        raise Refused({"why": _("Give a reason, of 200 characters at most.")})
    with transaction.atomic():
        target = dossier_of(dossier_id)
        found = _day_of(target, day_id, seen)
        _unbook(member, _slots(found))
        found.state, found.cancelled_why = State.CANCELLED, why.strip()
        found.change(member)
        found.save(update_fields=["state", "cancelled_why", *CHANGED])
        wrote(member, target, "arranging day")
    return found


def hold_day(
    member: Member, dossier_id: int, day_id: int, *, done: Collection[int], seen: int | None = None
) -> ArrangingDay:
    """Record that the day was held, and which visits were ``done`` (their ids): these tick off their items.

    An item that is there for each person is ticked off for all in the household for whom it is open. Raises NotAllowed,
    NotFound, Overtaken, and Refused if the day lies ahead.
    """
    require_professional(member)
    with transaction.atomic():
        target = dossier_of(dossier_id)
        found = _day_of(target, day_id, seen)
        if found.on > timezone.localdate():
            raise Refused({"on": _("This day has not come yet.")})
        slots = list(_slots(found))
        for it in slots:
            it.done = it.pk in done
            it.save(update_fields=["done"])
        found.state = State.HELD
        found.change(member)
        found.save(update_fields=["state", *CHANGED])
        wrote(member, target, "arranging day")
        _record(
            member, target, found.on, {RECORDS[it.what] for it in slots if it.done and it.what in RECORDS}
        )
    return found


def _record(member: Member, target: Dossier, on: date, keys: Collection[str]) -> None:
    """Record on the head that the day was held, and what was done for each for whom it is open."""
    today = timezone.localdate()
    values: dict[int, Mapping[str, date]] = {}
    for dossier_id, known in planning.gather(household(target.pk, today).ids, today).items():
        open_tasks = {task.id for task in planning.make_plan(known, today).tasks if task.state != "done"}
        own = {key: on for key in keys if key in open_tasks}
        if dossier_id == target.pk:
            definition = planning.definition_of(known.definition, known.facts, today)
            # Before the move is recorded nothing is planned yet; what was done that day is known all the same.
            own |= {key: on for key in keys if key in definition.milestones and key not in known.facts}
            if "arranging_day" not in known.facts:
                own["arranging_day"] = on
        if own:
            values[dossier_id] = own
    if values:
        made = record_many(member, values, source=Fact.Source.SCREEN)
        for dossier_id in {fact.dossier_id for fact in made}:
            wrote(member, dossier_id, "facts")
