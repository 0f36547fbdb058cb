"""Hours written against what was bought, and the day on which that ends."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotAllowed, NotFound, Refused, Text
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.access.roles import require_professional
from reisgenoot.core.trajectory.terms import Term
from reisgenoot.dossiers import actions as dossiers
from reisgenoot.dossiers.models import Dossier
from reisgenoot.dossiers.queries.granted import addable

from ..models import HoursLine

MOST_MINUTES = 24 * 60
TO_ROUND_OFF = Term(months=2)
"""Time to round off and hand over warmly, or to ask for more: our own choice, as the signal in the definition says."""


def write_hours(
    member: Member, dossier_id: int, *, minutes: int, kind: str, on: date | None = None
) -> HoursLine:
    """Write time down. Raises NotAllowed, NotFound, and Refused with the fields."""
    require_professional(member)
    day, problems = on or timezone.localdate(), dict[str, Text]()
    if not 1 <= minutes <= MOST_MINUTES:
        problems["minutes"] = _("Between 1 minute and 24 hours.")
    if kind not in HoursLine.Kind.values:
        problems["kind"] = _("There is no such choice.")
    if day > timezone.localdate():
        problems["on"] = _("This date lies in the future.")
    with transaction.atomic():
        require_route(dossier_id)
        if problems:
            raise Refused(problems)
        made = HoursLine.objects.create(
            dossier_id=dossier_id,
            on=day,
            minutes=minutes,
            kind=kind,
            member=member,
            organisation_id=member.organisation_id,
        )
        log(member, [dossier_id], AccessLog.Act.WRITE, "hours")
    return made


def require_route(dossier_id: int) -> Dossier:
    """The dossier. Raises NotFound for who does not see it, NotAllowed for who may add nothing to its route."""
    found = Dossier.objects.filter(pk=dossier_id).first()
    if found is None:
        raise NotFound(_("There is no such dossier, or you have no access to it."))
    if "route" not in addable(dossier_id):
        raise NotAllowed(_("You can add nothing about this to the dossier."))
    return found


def take_back_hours(member: Member, dossier_id: int, line_id: int) -> None:
    """Take one's own line back; it counts no more. Raises NotAllowed and NotFound."""
    require_professional(member)
    with transaction.atomic():
        rows = HoursLine.objects.filter(
            pk=line_id, dossier_id=dossier_id, member=member, taken_back_on__isnull=True
        )
        if not rows.update(taken_back_on=timezone.localdate()):
            raise NotFound(_("There is no such line of yours."))
        log(member, [dossier_id], AccessLog.Act.WRITE, "hours")


def plan_end(member: Member, dossier_id: int, until: date) -> None:
    """Put into the plan that the guidance ends after the day ``until``: in time before it the route gives a signal.

    What is recorded is the day of that signal, because a plan knows nothing of a day that lies ahead until it comes.
    Raises NotAllowed, NotFound, Refused.
    """
    require_professional(member)
    dossiers.record_fact(member, dossier_id, "guidance_winds_down", winds_down(until))


def winds_down(until: date) -> date:
    """From when guidance that lasts until and including a day is rounded off.

    >>> winds_down(date(2027, 4, 30))
    datetime.date(2027, 2, 28)
    """
    return date.fromordinal(TO_ROUND_OFF.from_day(until.toordinal(), -1))
