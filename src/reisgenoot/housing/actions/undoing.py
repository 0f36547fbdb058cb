"""Taking a link back: before the answer by the COA alone, after it only together with the municipality."""

from __future__ import annotations

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound, Refused
from reisgenoot.access.models import Member
from reisgenoot.dossiers.actions.common import dossier_of, wrote
from reisgenoot.dossiers.models import Dossier, Fact

from ..home import home_of
from ..models import Link, RequestHousehold
from ..roles import Kind, require_kind
from .asking import withdraw_request
from .common import taken_back
from .telling import STEERS, tell


def _said(why: str, field: str) -> str:
    said = " ".join(why.split())
    if not said:
        raise Refused({field: _("Say in a few words why.")})
    return said[:500]


def withdraw_link(member: Member, link_id: int, *, why: str) -> Link:
    """Take a proposal back before it was answered; the municipality reads ``why``.

    Raises NotAllowed, NotFound, and Refused without a reason, or if it was answered.
    """
    require_kind(member, Kind.COA)
    said = _said(why, "why")
    with transaction.atomic():
        found = Link.objects.filter(pk=link_id, organisation_id=member.organisation_id).first()
        if found is None:
            raise NotFound(_("There is no such proposal, or you have no access to it."))
        done = Link.objects.filter(pk=link_id, state=Link.State.PROPOSED).update(
            state=Link.State.WITHDRAWN, decided_at=timezone.now(), decided_by=member, withdrawn_why=said
        )
        if not done:
            raise Refused({"": _("The municipality has answered meanwhile.")})
        wrote(member, found.dossier_id, "link")
        tell("link_withdrawn", found.municipality_id, *STEERS)
        found.refresh_from_db()
    return found


def ask_undo(member: Member, link_id: int, *, why: str) -> Link:
    """Ask the municipality to undo a link that it accepted; until it agrees the link stands.

    Raises NotAllowed, NotFound, and Refused without a reason, or if the household lives there or was handed over.
    """
    require_kind(member, Kind.COA)
    said = _said(why, "undo")
    with transaction.atomic():
        found = Link.objects.filter(
            pk=link_id, organisation_id=member.organisation_id, state=Link.State.ACCEPTED
        ).first()
        if found is None:
            raise NotFound(_("There is no such link, or you have no access to it."))
        _not_at_home(found.dossier_id)
        with connection.cursor() as cursor:
            cursor.execute("SELECT housing_ask_undo(%s, %s)", [link_id, said])
            if not cursor.fetchone()[0]:
                raise Refused({"undo": _("The dossier is no longer yours: ask whoever carries it now.")})
        wrote(member, found.dossier_id, "link")
        tell("link_undo_asked", found.municipality_id, *STEERS)
        found.refresh_from_db()
    return found


def answer_undo(member: Member, link_id: int, *, agreed: bool, note: str = "") -> None:
    """Agree to undo a link, or keep it. Agreeing takes the link back in each dossier, withdraws a request for a home
    that runs, and ends the municipality's part in the dossiers; the COA reads ``note``.

    Raises NotAllowed, NotFound, and Refused: kept without a reason, a home that is viewed, accepted or lived in, or
    dossiers for which the municipality is responsible.
    """
    require_kind(member, Kind.MUNICIPALITY)
    with transaction.atomic():
        found = Link.objects.filter(
            pk=link_id, municipality_id=member.organisation_id, state=Link.State.ACCEPTED
        ).first()
        if found is None or not found.waits:
            raise NotFound(_("There is nothing to answer (any more)."))
        said = " ".join(note.split())[:500] if agreed else _said(note, "note")
        target = dossier_of(found.dossier_id)
        if agreed:
            _leave(member, target.pk)
        wrote(member, target, "link")
        with connection.cursor() as cursor:
            cursor.execute("SELECT housing_answer_undo(%s, %s, %s)", [link_id, agreed, said])
            if not cursor.fetchone()[0]:
                raise NotFound(_("There is nothing to answer (any more)."))


def _leave(member: Member, head_id: int) -> None:
    """Take back what followed from the link."""
    _not_at_home(head_id)
    ids = home_of(head_id, timezone.localdate()).ids
    if Dossier.objects.filter(pk__in=ids, organisation_id=member.organisation_id).exists():
        raise Refused({"": _("Your municipality is responsible for these dossiers: hand them over first.")})
    running = RequestHousehold.objects.filter(dossier_id=head_id, running=True).first()
    if running is not None:
        withdraw_request(member, head_id, running.request_id)
    for key in ids:
        taken_back(member, key, ("linked", "municipality"), _("The link was undone, as the COA asked."))


def _not_at_home(head_id: int) -> None:
    lives = Fact.objects.filter(
        dossier_id=head_id, key="moved_in", superseded_by__isnull=True, value__isnull=False
    )
    if lives.exists():
        raise Refused({"": _("The household lives there: a link is undone before that.")})
