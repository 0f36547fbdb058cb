"""The warm moment of a hand-over: an appointment of both workers with the person, which follows the hand-over."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import Refused, Text
from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_professional
from reisgenoot.notices.actions import notify

from ..models import Handover
from ..queries.moments import Moment, moments
from .concerned import found_handover, told_here, told_there

LASTS = {Handover.Moment.CALL: timedelta(minutes=30), Handover.Moment.MEETING: timedelta(hours=1)}
"""How long a moment is planned for, our own choice: in the dossier it can be made longer or shorter."""


def moment_problems(moment: str, at: datetime | None) -> dict[str, Text]:
    """What is wrong with a warm moment, by field."""
    if moment not in ("", *Handover.Moment.values):
        return {"moment": _("There is no such kind of moment.")}
    if bool(moment) != (at is not None):
        return {"moment_at": _("A moment has a kind, a day and a time.")}
    if at is not None and at < timezone.now():
        return {"moment_at": _("This has passed.")}
    return {}


def plan_moment(
    member: Member,
    handover: int,
    *,
    moment: str,
    at: datetime | None,
    place: str = "",
    comes: Member | None = None,
) -> Handover:
    """Plan the warm moment, move it, or (with an empty ``moment``) call it off.

    ``comes``: who comes of the receiver, if the member works there. Raises NotAllowed, NotFound, and Refused with the
    fields: ``moment_at`` also where somebody who comes has another appointment then, ``moment`` if it is too late.
    """
    require_professional(member)
    if problems := moment_problems(moment, at):
        raise Refused(problems)
    with transaction.atomic():
        before = found_handover(handover)
        coming = who_comes(before)
        plan(before, moment, at, place, comes)
        after = found_handover(handover)
        told = {*told_here(after), *told_there(after.receiver_id, after.wanted), *coming, *who_comes(after)}
        notify("handover_moment", to=told)
    return after


def plan(
    handover: Handover, moment: str, at: datetime | None, place: str, comes: Member | None = None
) -> None:
    """Do it, and tell nobody. Raises Refused as :func:`plan_moment`."""
    was, until = _planned(handover), None
    if at is not None:
        kept = was is not None and was.how == moment
        until = at + (was.ends_at - was.starts_at if was and kept else LASTS[Handover.Moment(moment)])
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT dossiers_plan_moment(%s, %s, %s, %s, %s, %s)",
                [handover.pk, moment, at, until, place.strip(), comes.pk if comes else None],
            )
            busy = cursor.fetchone()[0]
    except IntegrityError as error:
        if "attendee_not_at_two" not in str(error):
            raise
        raise Refused(
            {"moment_at": _("Somebody planned another appointment for that time just now.")}
        ) from error
    if busy is None:
        raise Refused({"moment": _("No moment is planned in this hand-over any more.")})
    if busy:
        names = Member.objects.filter(pk__in=busy).order_by("name").values_list("name", flat=True)
        told = _("%(names)s has another appointment then. Choose another time.")
        raise Refused({"moment_at": told % {"names": ", ".join(names)}})


def _planned(handover: Handover) -> Moment | None:
    return moments([handover.pk]).get(handover.pk)


def who_comes(handover: Handover) -> tuple[int, ...]:
    """The members who attend the moment that is planned."""
    found = _planned(handover)
    return found.attendees if found else ()
