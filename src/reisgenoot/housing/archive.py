"""What the archive for the person holds of the way to a home (`keeping.archive`)."""

from __future__ import annotations

from typing import Any

from .models import ExpectedFamily, Link, Offer, Refusal, RequestHousehold


def archive_part(dossier_id: int) -> dict[str, Any]:
    """Links, expected family, requests, offers and refusals, as far as whoever is asking may read them."""
    links = Link.objects.filter(dossier_id=dossier_id).select_related("municipality", "organisation")
    family = ExpectedFamily.objects.filter(dossier_id=dossier_id).select_related("organisation")
    held = RequestHousehold.objects.filter(dossier_id=dossier_id).select_related("request__organisation")
    requests = [it.request for it in held.order_by("request__asked_on", "request_id")]
    offers = Offer.objects.filter(request_id__in=[it.pk for it in requests]).select_related("association")
    refusals = Refusal.objects.filter(dossier_id=dossier_id)
    return {
        "links": [
            {
                "municipality": it.municipality.name,
                "proposed_on": it.proposed_at.date().isoformat(),
                "by": it.organisation.name,
                "reasons": it.reasons,
                "state": it.state,
                "returned_why": it.returned_why,
                "returned_note": it.returned_note,
            }
            for it in links.order_by("proposed_at")
        ],
        "expected_family": [
            {
                "adults": it.adults,
                "children": it.children,
                "source": it.source,
                "by": it.organisation.name,
                "on": it.at.date().isoformat(),
            }
            for it in family.order_by("id")
        ],
        "requests": [
            {
                "municipality": it.organisation.name,
                "asked_on": it.asked_on.isoformat(),
                "persons": it.persons,
                "ground_floor": it.ground_floor,
                "max_rent": None if it.max_rent is None else str(it.max_rent),
                "wanted_before": it.wanted_before.isoformat(),
                "state": it.state,
            }
            for it in requests
        ],
        "offers": [
            {
                "association": it.association.name,
                "offered_on": it.made_on.isoformat(),
                "address": f"{it.address}, {it.postcode} {it.place}",
                "rent": str(it.rent),
                "state": it.state,
                "viewed_at": it.viewing_at.isoformat() if it.viewing_at else None,
                "lease_begins_on": it.lease_begins_on.isoformat() if it.lease_begins_on else None,
            }
            for it in offers.order_by("made_on", "pk")
        ],
        "refusals": [
            {
                "reason": it.reason,
                "note": it.note,
                "explained_on": it.explained_on.isoformat(),
                "language": it.language,
                "consequence": it.consequence,
            }
            for it in refusals.order_by("explained_on", "offer_id")
        ],
    }
