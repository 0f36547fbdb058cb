"""Calls and talks of the intake, and the steps of the law when somebody does not come (article 14(1) and (2)).

Three facts follow from the calls, so that plan and signals do too: the last call, the last one without effect, and that
there were three in a row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.changed import CHANGED
from reisgenoot.access.errors import NotFound, Refused, Text
from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_municipal
from reisgenoot.dossiers.actions import plan_appointment, record_facts, retract_fact
from reisgenoot.dossiers.actions.common import dossier_of, wrote
from reisgenoot.dossiers.models import Appointment, Dossier

from ..models import IntakeTalk
from ..queries.intake import ENOUGH_CALLS
from ..queries.talks import in_a_row, in_order

State = IntakeTalk.State
CALLED, MISSED, THRICE, STARTED = (
    "intake_called",
    "intake_call_missed",
    "intake_thrice_missed",
    "intake_started",
)


@dataclass(frozen=True, slots=True)
class When:
    """At what time somebody is expected, and where: an appointment."""

    starts_at: datetime
    ends_at: datetime
    place: str = ""
    interpreter: str = ""


def call(
    member: Member,
    dossier_id: int,
    *,
    kind: str,
    called_on: date,
    answer_by: date,
    when: When | None = None,
    note: str = "",
) -> IntakeTalk:
    """Call somebody for a talk or the test, with a term, and plan the appointment if its time is known.

    Raises NotAllowed, NotFound, and Refused: while another call runs, before the written warning about the last one,
    and after three without effect, as the municipality then completes the intake in absence.
    """
    require_municipal(member)
    problems: dict[str, Text] = {}
    if kind not in IntakeTalk.Kind.values:
        problems["kind"] = _("There is no such choice.")
    if called_on > timezone.localdate():
        problems["called_on"] = _("This date lies in the future.")
    if answer_by < called_on:
        problems["answer_by"] = _("The term cannot end before the call.")
    if problems:
        raise Refused(problems)
    with transaction.atomic():
        target = dossier_of(dossier_id)
        _may_call(in_order(dossier_id))
        made = IntakeTalk(
            dossier=target, kind=kind, called_on=called_on, answer_by=answer_by, note=note.strip()
        )
        if when:
            made.appointment = plan_appointment(
                member,
                target,
                kind=Appointment.Kind.CONVERSATION,
                starts_at=when.starts_at,
                ends_at=when.ends_at,
                place=when.place,
                interpreter=when.interpreter,
            )
        made.change(member)
        made.save(force_insert=True)
        wrote(member, target, "intake")
        _follow(member, target)
    return made


def _may_call(talks: list[IntakeTalk]) -> None:
    if any(it.state == State.OPEN for it in talks):
        raise Refused({"called_on": _("A call runs already: first note what came of it.")})
    if in_a_row(talks) >= ENOUGH_CALLS:
        told = _("Three calls had no effect: the law has you complete the intake in absence (article 14).")
        raise Refused({"called_on": told})
    missed = [it for it in talks if it.without_effect]
    if missed and in_a_row(talks) and missed[-1].warned_on is None:
        told = _("First send the written warning about the last call, and note its date (article 14).")
        raise Refused({"called_on": told})


def settle(
    member: Member,
    talk_id: int,
    *,
    state: str,
    on: date,
    language: str = "",
    interpreter: str = "",
    alone_told: bool = False,
    note: str = "",
    seen: int | None = None,
) -> IntakeTalk:
    """Note what came of a call or talk, or another outcome than was noted. Facts follow.

    ``seen``: the ``changes`` that the member saw. Raises NotAllowed, NotFound, Refused with the fields, and Overtaken.
    """
    require_municipal(member)
    problems: dict[str, Text] = {}
    if state not in State.values or state == State.OPEN:
        problems["state"] = _("There is no such choice.")
    if on > timezone.localdate():
        problems["on"] = _("This date lies in the future.")
    if problems:
        raise Refused(problems)
    with transaction.atomic():
        it = _talk(talk_id, seen)
        if it.called_on is None and state != State.HELD:
            raise Refused({"state": _("Nobody was called for this talk; it can only be noted as held.")})
        if it.called_on is not None and on < it.called_on:
            raise Refused({"on": _("This cannot be before the call.")})
        it.state, it.settled_on, it.note = state, on, note.strip()
        held = state == State.HELD
        it.language, it.interpreter = (language, interpreter.strip()) if held else ("", "")
        it.alone_told = alone_told and held
        it.warned_on = it.warned_on if it.without_effect else None
        _save(member, it)
        _follow(member, it.dossier)
    return it


def write_held(
    member: Member,
    dossier_id: int,
    *,
    on: date,
    language: str = "",
    interpreter: str = "",
    alone_told: bool = False,
    note: str = "",
) -> IntakeTalk:
    """Note a talk that was held without a call, such as in the azc. Raises NotAllowed, NotFound, Refused."""
    require_municipal(member)
    if on > timezone.localdate():
        raise Refused({"on": _("This date lies in the future.")})
    with transaction.atomic():
        target = dossier_of(dossier_id)
        made = IntakeTalk(
            dossier=target, state=State.HELD, settled_on=on, language=language, interpreter=interpreter.strip(),
            alone_told=alone_told, note=note.strip(),
        )  # fmt: skip
        made.change(member)
        made.save(force_insert=True)
        wrote(member, target, "intake")
        _follow(member, target)
    return made


def warn(member: Member, talk_id: int, *, on: date, seen: int | None = None) -> IntakeTalk:
    """Note the date of the written warning after a call without effect. Raises as :func:`settle`."""
    require_municipal(member)
    with transaction.atomic():
        it = _talk(talk_id, seen)
        if not it.without_effect or it.settled_on is None:
            raise Refused({"on": _("A warning follows only on a call without effect.")})
        if not it.settled_on <= on <= timezone.localdate():
            raise Refused({"on": _("The warning comes after the call had no effect, and not in the future.")})
        it.warned_on = on
        _save(member, it)
    return it


def _talk(talk_id: int, seen: int | None) -> IntakeTalk:
    """The talk as it stands now, its dossier locked."""
    known = IntakeTalk.objects.filter(pk=talk_id).values_list("dossier_id", flat=True).first()
    if known is None:
        raise NotFound(_("There is no such talk, or you have no access to it."))
    dossier_of(known)
    it = IntakeTalk.objects.select_related("changed_by", "dossier").get(pk=talk_id)
    if seen not in (None, it.changes):
        raise it.overtaken("state", f"{it.get_state_display()} {it.settled_on or ''}".strip())
    return it


def _save(member: Member, it: IntakeTalk) -> None:
    it.change(member)
    fields = ("state", "settled_on", "language", "interpreter", "alone_told", "warned_on", "note")
    it.save(update_fields=[*fields, *CHANGED])
    wrote(member, it.dossier_id, "intake")


def _follow(member: Member, target: Dossier) -> None:
    """Record what follows from the calls, and take back what follows no more."""
    talks = in_order(target.pk)
    missed, count = [it for it in talks if it.without_effect], in_a_row(talks)
    wanted = {
        CALLED: max((it.called_on for it in talks if it.called_on), default=None),
        MISSED: missed[-1].settled_on if missed and count else None,
        THRICE: missed[-1].settled_on if count >= ENOUGH_CALLS else None,
    }
    held = [it.settled_on for it in talks if it.state == State.HELD and it.settled_on]
    standing = {
        it.key: it
        for it in target.facts.filter(key__in=[*wanted, STARTED], superseded_by__isnull=True).order_by("id")
    }
    if held and (STARTED not in standing or standing[STARTED].value is None):
        wanted[STARTED] = min(held)
    record_facts(member, target, {key: on for key, on in wanted.items() if on})
    for key in _outlived(wanted.items()):
        if key in standing and standing[key].value is not None:
            retract_fact(member, standing[key])


def _outlived(wanted: Iterable[tuple[str, date | None]]) -> list[str]:
    return [key for key, on in wanted if on is None]
