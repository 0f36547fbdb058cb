"""Suspending an erasure, and limiting the use of a dossier (GDPR, article 18)."""

from __future__ import annotations

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotAllowed, NotFound, Refused
from reisgenoot.access.models import Limitation, Member
from reisgenoot.access.roles import is_professional
from reisgenoot.dossiers import planning
from reisgenoot.dossiers.actions.common import dossier_of, wrote

from ..models import Hold, Request
from .common import open_request


def _may_hold(member: Member) -> None:
    if not is_professional(member) and member.role != Member.Role.PRIVACY_OFFICER:
        raise NotAllowed(
            _("Only a guide, case director, coordinator or data-protection officer can do this.")
        )


def hold(member: Member, dossier_id: int, *, reason: str, note: str = "") -> Hold:
    """Suspend the erasure of a dossier, for one reason once, until it is lifted.

    Raises NotAllowed, NotFound for a dossier that is neither the member's to work on nor (for an officer) their
    organisation's, and Refused with the fields.
    """
    _may_hold(member)
    if reason not in Hold.Reason.values:
        raise Refused({"reason": _("There is no such choice.")})
    if len(note) > 300:
        raise Refused({"note": _("This is too long.")})
    with transaction.atomic():
        officer = member.role == Member.Role.PRIVACY_OFFICER
        if not officer:
            dossier_of(dossier_id)
        if not _may_hold_here(dossier_id):
            raise NotFound(_("There is no such dossier, or you have no access to it."))
        if Hold.objects.filter(dossier_id=dossier_id, reason=reason, lifted_on__isnull=True).exists():
            raise Refused({"reason": _("Its erasure is suspended for this reason already.")})
        made = Hold.objects.create(
            dossier_id=dossier_id,
            organisation_id=member.organisation_id,
            reason=reason,
            note=note.strip(),
            since=timezone.localdate(),
            set_by=member,
        )
        if (
            not officer
        ):  # who sees no dossier writes nothing in its log: the suspension itself says who set it
            wrote(member, dossier_id, "hold")
    return made


def _may_hold_here(dossier_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT keeping_may_hold(%s)", [dossier_id])
        return bool(cursor.fetchone()[0])


def lift_hold(member: Member, hold_id: int) -> Hold:
    """End a suspension: from now on the terms count again. Raises NotAllowed, NotFound."""
    _may_hold(member)
    with transaction.atomic():
        found = Hold.objects.select_for_update().filter(pk=hold_id, lifted_on__isnull=True).first()
        if found is None:
            raise NotFound(_("There is no such suspension, or it was lifted already."))
        found.lifted_on, found.lifted_by = timezone.localdate(), member
        found.save(update_fields=["lifted_on", "lifted_by"])
        if member.role != Member.Role.PRIVACY_OFFICER:
            wrote(member, found.dossier_id, "hold")
    return found


def limit(member: Member, request_id: int, *, ground: str) -> Limitation:
    """Limit the use of the dossier as a request asks, and answer the request.

    From then on nobody adds or changes anything, nobody else is let in, it is on no worklist, and it is not erased.
    Raises NotFound, and Refused with the fields.
    """
    if ground not in Limitation.Ground.values:
        raise Refused({"ground": _("There is no such choice.")})
    with transaction.atomic():
        asked = open_request(request_id)
        if asked.kind != Request.Kind.LIMIT or asked.dossier_id is None:
            raise Refused({"ground": _("This request does not ask for it.")})
        target = dossier_of(asked.dossier_id)
        if Limitation.objects.filter(dossier_id=target.pk, lifted_on__isnull=True).exists():
            raise Refused({"ground": _("The use of this dossier is limited already.")})
        made = Limitation.objects.create(
            dossier_id=target.pk, ground=ground, member=member, organisation_id=member.organisation_id
        )
        planning.replan([target.pk])  # of a limited dossier no task is stored
        asked.state, asked.closed_on, asked.closed_by = Request.State.DONE, timezone.localdate(), member
        asked.save(update_fields=["state", "closed_on", "closed_by"])
        wrote(member, target, "limitation")
    return made


def lift_limitation(member: Member, dossier_id: int, *, told: bool) -> Limitation:
    """End the limitation of a dossier, and plan it again. ``told``: the person was told beforehand (article 18(3)).

    Raises NotFound, and Refused (field ``told``) if they were not.
    """
    if not told:
        raise Refused({"told": _("Tell the person first: the law asks for that (GDPR, article 18(3)).")})
    with transaction.atomic():
        dossier_of(dossier_id)
        running = Limitation.objects.select_for_update().filter(dossier_id=dossier_id, lifted_on__isnull=True)
        found = running.first()
        if found is None:
            raise NotFound(_("The use of this dossier is not limited."))
        found.lifted_on, found.lifted_by = timezone.localdate(), member
        found.save(update_fields=["lifted_on", "lifted_by"])
        wrote(member, dossier_id, "limitation")
        planning.replan([dossier_id])
    return found
