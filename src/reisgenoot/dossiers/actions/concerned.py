"""Whom a hand-over concerns on either side, and finding it through the wall."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound
from reisgenoot.access.models import Member
from reisgenoot.access.roles import PROFESSIONAL

from ..models import Dossier, HandedDossier, Handover


def found_handover(handover: int) -> Handover:
    """One, as far as whoever is acting may know of it. Raises NotFound."""
    found = Handover.objects.filter(pk=handover).select_related("receiver", "sender", "wanted").first()
    if found is None:
        raise NotFound(_("There is no such hand-over, or it is not yours."))
    return found


def answering(organisation: int) -> Any:
    """Who works there and can carry dossiers."""
    return Member.objects.filter(
        organisation_id=organisation,
        role__in=PROFESSIONAL,
        begins_on__lte=timezone.localdate(),
        ends_on__isnull=True,
    )


def told_there(organisation: int, wanted: Member | None) -> list[int]:
    """Whom at the receiving side it is told: who is named, else the coordinators, else all professionals."""
    if wanted is not None:
        return [wanted.pk]
    people = dict(answering(organisation).values_list("pk", "role"))
    return [key for key, role in people.items() if role == Member.Role.COORDINATOR] or list(people)


def told_here(it: Handover) -> list[int]:
    """Whom at the sending side: who sent it, and the workers as far as whoever is acting sees them."""
    handed = Q(pk__in=HandedDossier.objects.filter(handover=it).values("dossier_id"))
    return [it.sent_by_id, *Dossier.objects.filter(handed).values_list("worker_id", flat=True)]
