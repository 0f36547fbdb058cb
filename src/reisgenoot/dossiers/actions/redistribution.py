"""Giving the dossiers of one worker to colleagues in one step, and taking that back as one step."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotAllowed, NotFound, Refused
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Limitation, Member
from reisgenoot.notices.actions import notify

from ..models import Dossier, Redistributed, Redistribution
from .common import lock
from .guidance import hold

MOST = 1000
"""Dossiers in one step."""
CAUSES = tuple(choice for choice in Redistribution.Cause.choices if choice[0] != Redistribution.Cause.ENDED)
"""Those that a coordinator chooses from."""


def require_coordinator(member: Member) -> None:
    """Raise NotAllowed unless the member is a coordinator."""
    if member.role != Member.Role.COORDINATOR:
        raise NotAllowed(_("Only a coordinator redistributes the dossiers of the organisation."))


def redistribute(member: Member, source: int, chosen: Mapping[int, int], *, cause: str) -> Redistribution:
    """Give dossiers of the worker ``source`` to colleagues: ``chosen`` is who gets which, by id of the dossier.

    All or nothing. Raises NotAllowed, and Refused: ``cause``; ``worker`` for somebody who can't carry them;
    ``dossiers`` if one of them is not carried by ``source`` any more, so that what was seen beforehand is out of date,
    or if its use is limited.
    """
    require_coordinator(member)
    if cause not in dict(CAUSES):
        raise Refused({"cause": _("Choose why.")})
    if not 1 <= len(chosen) <= MOST:
        raise Refused({"dossiers": _("Choose between 1 and %(most)d dossiers.") % {"most": MOST}})
    with transaction.atomic():
        able = hold(chosen.values())
        lock(chosen)
        own = Dossier.objects.filter(
            pk__in=chosen, worker_id=source, organisation_id=member.organisation_id
        ).values_list("pk", flat=True)
        if set(own) != set(chosen):
            raise Refused(
                {"dossiers": _("Somebody changed the worker of one of them meanwhile. Look at it anew.")}
            )
        _require_unlimited(chosen, "dossiers")
        if able != set(chosen.values()):
            raise Refused({"worker": _("One of these colleagues can't carry dossiers.")})
        _give(chosen)
        made = Redistribution(
            organisation_id=member.organisation_id, source_id=source, cause=cause, by=member
        )
        made.save(force_insert=True)
        Redistributed.objects.bulk_create(
            Redistributed(redistribution=made, dossier_id=key, before_id=source, after_id=taker)
            for key, taker in chosen.items()
        )
        log(member, chosen, AccessLog.Act.WRITE, "worker")
        notify("dossiers_given", to=able)
    return made


def undo_redistribution(member: Member, redistribution: int) -> Redistribution:
    """Give all dossiers of it back to who carried them before, while none of them has changed hands since.

    Raises NotAllowed, NotFound (also if it was undone already), and Refused (``redistribution``) with what changed.
    """
    require_coordinator(member)
    with transaction.atomic():
        made = Redistribution.objects.filter(pk=redistribution, undone_at=None).first()
        if made is None:
            raise NotFound(_("There is no such redistribution, or it was undone already."))
        rows = list(Redistributed.objects.filter(redistribution=made))
        able = hold(it.before_id for it in rows)
        lock(it.dossier_id for it in rows)
        now = dict(
            Dossier.objects.filter(
                pk__in=[it.dossier_id for it in rows], organisation_id=member.organisation_id
            ).values_list("pk", "worker_id")
        )
        if not rows or any(now.get(it.dossier_id) != it.after_id for it in rows):
            raise Refused({"redistribution": _("A dossier of it changed hands since: it can't be undone.")})
        _require_unlimited(now, "redistribution")
        if able != {it.before_id for it in rows}:
            raise Refused({"redistribution": _("Who carried them does not work here any more.")})
        if not Redistribution.objects.filter(pk=made.pk, undone_at=None).update(
            undone_at=timezone.now(), undone_by=member
        ):
            raise NotFound(_("There is no such redistribution, or it was undone already."))
        _give({it.dossier_id: it.before_id for it in rows})
        log(member, [it.dossier_id for it in rows], AccessLog.Act.WRITE, "worker")
        notify("dossiers_given", to={it.before_id for it in rows})
    return made


def _require_unlimited(dossiers: Iterable[int], field: str) -> None:
    """Raise Refused if the person has limited the use of one of them (GDPR, article 18)."""
    if Limitation.objects.filter(dossier_id__in=list(dossiers), lifted_on=None).exists():
        raise Refused(
            {field: _("The person has limited the use of one of the dossiers: nothing changes in it now.")}
        )


def _give(chosen: Mapping[int, int]) -> None:
    """Two SQL statements, however many there are."""
    rows = json.dumps([{"id": key, "worker": worker} for key, worker in chosen.items()])
    with connection.cursor() as cursor:
        for table, column in (("dossiers_dossier", "person_id"), ("dossiers_task", "dossier_id")):
            cursor.execute(
                f"UPDATE {table} t SET worker_id = n.worker"
                f" FROM jsonb_to_recordset(%s::jsonb) AS n (id bigint, worker bigint) WHERE t.{column} = n.id",
                [rows],
            )
