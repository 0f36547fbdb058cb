"""Somebody who has a relation of the table of access with a dossier."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone
from factories import AsOwner, be, member

from reisgenoot.access import rules
from reisgenoot.access.models import Consent, EmergencyAccess, Involvement, Member, Organisation

TABLE = rules.table()
TODAY = timezone.localdate()
KINDS = ("vluchtelingenwerk", "municipality", "gza", "ind", "legal_aid")
ROLES = {
    "volunteer": "volunteer",
    "coordinator": "coordinator",
    "administrator": "administrator",
    "privacy_officer": "privacy_officer",
    "newcomer": "newcomer",
    "emergency": "coordinator",
}
BASES = {"took_over": "handover"}


def somebody(as_owner: AsOwner, dossier_id: int, relation: str, kind: str) -> Member:
    """A member of an organisation of that kind who has the relation with the dossier, and acts from now on."""
    found = member(as_owner, ROLES.get(relation, "guide"))
    ended = relation == "handed_over"
    with as_owner():
        Organisation.objects.filter(pk=found.organisation_id).update(kind=kind)
        if relation == "emergency":
            hour = {"until": timezone.now() + timedelta(hours=1), "reason": "x"}
            EmergencyAccess.objects.create(
                dossier_id=dossier_id, member=found, organisation_id=found.organisation_id, **hour
            )
            be(found)
            return found
        if relation == "consent":
            consented(dossier_id, found, list(TABLE.categories))
            be(found)
            return found
        Involvement.objects.create(
            dossier_id=dossier_id,
            organisation_id=found.organisation_id,
            member=found if relation in ("volunteer", "newcomer") else None,
            basis=BASES.get(relation, "phase"),
            begins_on=TODAY - timedelta(days=40),
            ends_on=TODAY if ended else None,
            reads_until=TODAY + timedelta(days=30) if ended else None,
        )
    be(found)
    return found


def consented(dossier_id: int, recipient: Member, categories: Sequence[str]) -> Consent:
    """A consent that runs; outside the wall, so that it may name what no purpose does."""
    return Consent.objects.create(
        dossier_id=dossier_id,
        purpose="daily_help",
        recipient_id=recipient.organisation_id,
        categories=list(categories),
        begins_on=TODAY - timedelta(days=40),
        ends_on=TODAY + timedelta(days=40),
        how="talk",
        language="ti",
        asked_by=recipient,
        organisation_id=recipient.organisation_id,
    )
