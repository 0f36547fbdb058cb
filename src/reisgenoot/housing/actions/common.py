"""What the actions share: finding things through the wall, locked; and taking milestones back."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound, Refused
from reisgenoot.access.models import Member
from reisgenoot.dossiers.actions import retract_fact
from reisgenoot.dossiers.models import Fact

from ..models import Offer, RequestHousehold


def taken_back(member: Member, dossier_id: int, keys: Iterable[str], note: str) -> None:
    """Take back the milestones that no longer hold, so that the plan asks for them again; they stay to be seen."""
    facts = Fact.objects.filter(
        dossier_id=dossier_id, key__in=list(keys), superseded_by__isnull=True, value__isnull=False
    )
    for fact in facts:
        retract_fact(member, fact, note=note)


def offer_for(dossier_id: int, offer_id: int, *states: str) -> Offer:
    """The offer for this household, locked until the end of the transaction.

    Raises NotFound, and Refused if it is in none of these states: somebody was first, or the offer is gone.
    """
    found = Offer.objects.select_for_update().filter(pk=offer_id).first()
    if (
        found is None
        or not RequestHousehold.objects.filter(request_id=found.request_id, dossier_id=dossier_id).exists()
    ):
        raise NotFound(_("There is no such offer, or you have no access to it."))
    if found.state not in states:
        raise Refused({"": changed(found)})
    return found


def changed(offer: Offer) -> str:
    """What to say to who comes second."""
    state = offer.get_state_display()
    return _("Somebody changed this meanwhile. The offer is now: %(state)s.") % {"state": state}
