"""Who guides: the worker of a dossier, the organisations involved, and matched volunteers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotAllowed, NotFound, Overtaken, Refused
from reisgenoot.access.models import AccessLog, Involvement, Member, Organisation
from reisgenoot.access.roles import PROFESSIONAL, require_professional

from ..models import Dossier, Task
from .common import dossier_of, wrote


def assign_worker(
    member: Member, dossier: Dossier | int, worker: Member | None, *, seen: int | None = None
) -> Dossier:
    """Give the dossier to a worker of the member's own organisation, which must be responsible for it.

    ``worker`` None: nobody was chosen. ``seen``: the id of the worker whom the member saw there.
    Raises NotAllowed, NotFound, Refused if the worker is not a running professional of the organisation, and Overtaken
    if somebody else gave it to another one.
    """
    require_professional(member)
    with transaction.atomic():
        able = hold([worker]) if worker else set()
        target = dossier_of(dossier)
        if worker is None or worker.pk not in able:
            raise Refused({"worker": _("Choose somebody who guides people in your own organisation.")})
        if target.organisation_id != member.organisation_id:
            raise Refused(
                {
                    "worker": _(
                        "Another organisation is responsible for this dossier, and says who carries it."
                    )
                }
            )
        if seen not in (None, target.worker_id) and target.worker_id != worker.pk:
            raise _overtaken(target, Member.objects.filter(pk=seen).first())
        target.worker = worker
        target.save(update_fields=["worker"])
        Task.objects.filter(dossier=target).update(worker=worker)
        wrote(member, target, "worker")
    return target


def can_carry(worker: Member) -> bool:
    """Whether somebody can be the worker of open dossiers: a professional who runs and of whom no end is known.

    The database holds the same (`sql/65_workers.sql`).
    """
    begun = worker.begins_on <= timezone.localdate()
    return worker.role in PROFESSIONAL and begun and worker.ends_on is None


def hold(workers: Iterable[Member | int]) -> set[int]:
    """Which of these can carry dossiers of one's own organisation, and still can when this transaction ends.

    Whoever is leaving at this moment waits for us (and then their dossiers are passed on), or we for them. Before a
    dossier is locked, as the database does when somebody leaves: so no two wait for each other.
    """
    with connection.cursor() as cursor:
        ids = sorted({it if isinstance(it, int) else it.pk for it in workers})
        cursor.execute("SELECT * FROM dossiers_hold(%s::bigint[])", [ids])
        return {row[0] for row in cursor.fetchall()}


def _overtaken(target: Dossier, seen: Member | None) -> Overtaken:
    entries = AccessLog.objects.filter(dossier_id=target.pk, act=AccessLog.Act.WRITE, part="worker")
    last = entries.select_related("member", "organisation").order_by("-id").first()
    return Overtaken(
        "worker",
        seen=seen,
        now=target.worker,
        by=f"{last.member.name}, {last.organisation.name}" if last else "",
        at=last.at if last else None,
        version=str(target.worker_id),
    )


def involve(
    member: Member,
    dossier: Dossier | int,
    organisation: Organisation,
    *,
    basis: str = Involvement.Basis.HANDOVER,
    worker: Member | None = None,
    begins_on: date | None = None,
    ends_on: date | None = None,
) -> Involvement:
    """Let an organisation into the dossier from a day on (default: today). Again changes nothing.

    ``worker``: a member of that organisation, for whom the involvement is. ``ends_on``: the first day without it.
    Raises NotAllowed, NotFound, and Refused if the worker is of another organisation.
    """
    require_professional(member)
    if worker is not None and worker.organisation_id != organisation.pk:
        raise Refused({"worker": _("This person does not work there.")})
    with transaction.atomic():
        target = dossier_of(dossier)
        found = Involvement.objects.filter(
            dossier_id=target.pk, organisation=organisation, member=worker, ends_on__isnull=True
        ).first()
        if found is not None:
            return found
        made = Involvement.objects.create(
            dossier_id=target.pk,
            organisation=organisation,
            member=worker,
            basis=basis,
            begins_on=begins_on or timezone.localdate(),
            ends_on=ends_on,
        )
        wrote(member, target, "involvement")
    return made


def end_involvement(member: Member, involvement: Involvement | int, *, on: date | None = None) -> Involvement:
    """End a part of the member's own organisation: ``on`` (default: today) is the first day without it.

    Raises NotAllowed (another organisation's part), NotFound, and Refused if it ends before it began or
    would leave the dossier without a responsible organisation (the database holds this too).
    """
    require_professional(member)
    day = on or timezone.localdate()
    with transaction.atomic():
        key = involvement if isinstance(involvement, int) else involvement.pk
        found = Involvement.objects.filter(pk=key).first()
        if found is None:
            raise NotFound(_("There is no such involvement, or you have no access to it."))
        if found.organisation_id != member.organisation_id:
            raise NotAllowed(_("Only the organisation itself can end its part."))
        if day < found.begins_on:
            raise Refused({"on": _("It cannot end before it began.")})
        if _carries(dossier_of(found.dossier_id), found):
            raise Refused({"on": _("Your organisation is responsible for this dossier: hand it over first.")})
        wrote(member, found.dossier_id, "involvement")  # first: after it, the wall may be closed
        Involvement.objects.filter(pk=found.pk).update(ends_on=day)
        found.ends_on = day
    return found


def _carries(target: Dossier, part: Involvement) -> bool:
    """Whether the dossier would be without a running part of its responsible organisation without this one."""
    return target.organisation_id == part.organisation_id and not (
        Involvement.objects.filter(
            dossier_id=target.pk,
            organisation=part.organisation_id,
            begins_on__lte=timezone.localdate(),
            ends_on__isnull=True,
        )
        .exclude(pk=part.pk)
        .exists()
    )


def match_volunteer(
    member: Member,
    dossier: Dossier | int,
    volunteer: Member,
    *,
    begins_on: date | None = None,
    ends_on: date | None = None,
) -> Involvement:
    """Match a volunteer of the member's own organisation with the person, from a day on (default: today).

    While it runs, what is given to them is theirs to see; ``ends_on`` is the first day without (None: no end known).
    Raises NotAllowed, NotFound, and Refused if this is no running volunteer of the organisation, if they are matched
    with this person already, or for a period that ends before it begins.
    """
    first = begins_on or timezone.localdate()
    if (
        volunteer.organisation_id != member.organisation_id
        or volunteer.role != Member.Role.VOLUNTEER
        or not volunteer.runs_on(timezone.localdate())
    ):
        raise Refused({"volunteer": _("Choose a volunteer of your own organisation.")})
    if ends_on is not None and ends_on <= first:
        raise Refused({"until": _("It cannot end before it began.")})
    with transaction.atomic():
        target = dossier_of(dossier)
        runs = Involvement.objects.filter(dossier_id=target.pk, member=volunteer)
        runs = runs.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=first))
        if (runs.filter(begins_on__lt=ends_on) if ends_on else runs).exists():
            raise Refused({"volunteer": _("This volunteer is matched with this person already.")})
        period = {"begins_on": first, "ends_on": ends_on}
        own, phase = member.organisation, Involvement.Basis.PHASE
        return involve(member, target, own, basis=phase, worker=volunteer, **period)


def extend_match(member: Member, involvement: int, *, until: date | None) -> None:
    """Let a match that runs or is to come end on another day: ``until`` is the first day without (None: no end known).

    Raises NotAllowed, NotFound for one that has ended, and Refused for a day that has passed.
    """
    require_professional(member)
    today = timezone.localdate()
    with transaction.atomic():
        found = Involvement.objects.filter(pk=involvement, organisation_id=member.organisation_id).first()
        if found is None or found.member_id is None or (found.ends_on is not None and found.ends_on <= today):
            raise NotFound(_("There is no such match, or it has ended."))
        if until is not None and (until <= today or until <= found.begins_on):
            raise Refused({"until": _("Choose a day that is still to come.")})
        wrote(member, dossier_of(found.dossier_id), "involvement")
        Involvement.objects.filter(pk=found.pk).update(ends_on=until)
