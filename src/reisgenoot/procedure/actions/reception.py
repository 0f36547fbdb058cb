"""Life in reception: which centre, school, lessons and activities; and the lawyer."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound, Refused, Text
from reisgenoot.access.models import Involvement, Member, Organisation
from reisgenoot.access.roles import require_professional
from reisgenoot.dossiers import actions as dossiers
from reisgenoot.dossiers.actions.common import lock
from reisgenoot.dossiers.models import Dossier
from reisgenoot.people.models import HouseholdMember

from ..models import Activity, Counsel, Stay
from .common import may_add, not_ahead, record_first, wrote

_FACT_OF = {
    Activity.Kind.SCHOOL: "school_enrolled",
    Activity.Kind.HOUSING_GUIDANCE: "housing_guidance_started",
}


def move_centre(
    member: Member, dossier_id: int, *, centre: str, on: date, reason: str = "", household: bool = True
) -> list[Stay]:
    """Somebody, or with them their household as far as the member sees it, lives in another centre from ``on``.

    The stay of before ends on that day. Raises NotAllowed, NotFound, and Refused with the fields: also for somebody
    whose later stay this would run into.
    """
    name = centre.strip()
    if not 1 <= len(name) <= 100:
        raise Refused({"centre": _("This has between 1 and 100 characters.")})
    with transaction.atomic():
        target = may_add(member, dossier_id, "contact")
        movers = _household_of(target.pk) if household else [target.pk]
        lock(movers)
        own = {"recorded_by": member, "organisation_id": member.organisation_id}
        running = Stay.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), dossier__in=movers)
        if running.filter(begins_on__gt=on).exists():
            raise Refused({"on": _("There is a later stay already; look at the dates.")})
        already = set(running.filter(centre=name).values_list("dossier_id", flat=True))
        running.exclude(dossier_id__in=already).update(ends_on=on)
        made = [
            Stay(dossier_id=key, centre=name, begins_on=on, reason=reason.strip()[:300], **own)
            for key in movers
            if key not in already
        ]
        Stay.objects.bulk_create(made)
        wrote(member, movers)
    return made


def _household_of(dossier_id: int) -> list[int]:
    """Those with a dossier in the household of today, as far as the member sees them; always the person."""
    today = timezone.localdate()
    now = Q(begins_on__lte=today) & (Q(ends_on=None) | Q(ends_on__gt=today))
    homes = HouseholdMember.objects.filter(now, person_id=dossier_id).values("household_id")
    mates = HouseholdMember.objects.filter(now, household_id__in=homes).values("person_id")
    return sorted({dossier_id, *Dossier.objects.filter(pk__in=mates).values_list("pk", flat=True)})


def start_activity(member: Member, dossier_id: int, *, kind: str, name: str, begins_on: date) -> Activity:
    """Somebody goes to a school, lessons, an activity, or gets housing guidance.

    School and housing guidance count as steps of the route. Raises NotAllowed, NotFound, and Refused with the fields.
    """
    problems: dict[str, Text] = {}
    if kind not in Activity.Kind.values:
        problems["kind"] = _("There is no such choice.")
    if not 1 <= len(name.strip()) <= 200:
        problems["name"] = _("This has between 1 and 200 characters.")
    if problems:
        raise Refused(problems)
    not_ahead(begins_on, "begins_on")
    with transaction.atomic():
        target = may_add(member, dossier_id, "work_education")
        made = Activity.objects.create(
            dossier=target,
            kind=kind,
            name=name.strip(),
            begins_on=begins_on,
            recorded_by=member,
            organisation_id=member.organisation_id,
        )
        if key := _FACT_OF.get(Activity.Kind(kind)):
            record_first(member, [target.pk], key, begins_on)
        wrote(member, [target.pk])
    return made


def end_activity(member: Member, dossier_id: int, activity_id: int, *, on: date) -> Activity:
    """``on``: the first day without it. Raises NotAllowed, NotFound, and Refused if it ends before it began."""
    with transaction.atomic():
        target = may_add(member, dossier_id, "work_education")
        found = Activity.objects.filter(pk=activity_id, dossier=target).first()
        if found is None:
            raise NotFound(_("There is no such activity, or you have no access to it."))
        if on < found.begins_on:
            raise Refused({"on": _("It cannot end before it began.")})
        Activity.objects.filter(pk=found.pk).update(ends_on=on)
        found.ends_on = on
        wrote(member, [target.pk])
    return found


def set_counsel(
    member: Member,
    dossier_id: int,
    *,
    lawyer: str,
    begins_on: date,
    phone: str = "",
    email: str = "",
    office: Organisation | None = None,
) -> Counsel:
    """Somebody has this lawyer from a day on; the one of before ends then. ``office``: is let into the dossier.

    Legal aid counts as assigned. Raises NotAllowed, NotFound, and Refused with the fields.
    """
    require_professional(member)
    if not 1 <= len(lawyer.strip()) <= 200:
        raise Refused({"lawyer": _("This has between 1 and 200 characters.")})
    if office is not None and office.kind != Organisation.Kind.LEGAL_AID:
        raise Refused({"office": _("This organisation gives no legal aid.")})
    not_ahead(begins_on, "begins_on")
    with transaction.atomic():
        target = may_add(member, dossier_id, "legal")
        _end_before(target.pk, begins_on)
        made = Counsel.objects.create(
            dossier=target,
            lawyer=lawyer.strip(),
            phone=phone.strip(),
            email=email.strip(),
            begins_on=begins_on,
            recorded_by=member,
            organisation_id=member.organisation_id,
        )
        if office is not None and office.pk != member.organisation_id:
            dossiers.involve(member, target, office, basis=Involvement.Basis.PHASE)
        record_first(member, [target.pk], "legal_aid_assigned", begins_on)
        wrote(member, [target.pk])
    return made


def _end_before(dossier_id: int, day: date) -> None:
    running = Counsel.objects.filter(Q(ends_on=None) | Q(ends_on__gt=day), dossier_id=dossier_id)
    if running.filter(begins_on__gt=day).exists():
        raise Refused({"begins_on": _("There is a later lawyer already; look at the dates.")})
    running.update(ends_on=day)
