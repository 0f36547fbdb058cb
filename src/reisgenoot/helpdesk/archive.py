"""What the person takes along of the desk: where they were referred to, and when they came."""

from __future__ import annotations

from typing import Any

from .models import KnownVisit, Referral

REFERRAL = {"nl": "Doorverwijzing", "en": "Referral"}
VISIT = {"nl": "Bezoek aan het inloopspreekuur", "en": "Visit to the walk-in hours"}


def lines(dossier_id: int) -> list[dict[str, Any]]:
    """Lines for ``keeping.archive``, as far as who makes it can read them. Two SQL statements."""
    referrals = Referral.objects.filter(dossier_id=dossier_id).select_related("organisation")
    visits = KnownVisit.objects.filter(dossier_id=dossier_id).select_related("visit__organisation")
    return [
        *(
            _line(it.made_on.isoformat(), REFERRAL, _referral(it), it.organisation.name)
            for it in referrals.order_by("made_on", "pk")
        ),
        *(
            _line(
                it.visit.day.isoformat(), VISIT, str(it.visit.get_theme_display()), it.visit.organisation.name
            )
            for it in visits.order_by("visit__day", "pk")
        ),
    ]


def _referral(it: Referral) -> str:
    said = [it.to_name, it.about, it.get_outcome_display(), it.get_reason_display(), it.outcome_note]
    return ": ".join(str(part) for part in said if part)


def _line(on: str, what: dict[str, str], text: str, organisation: str) -> dict[str, Any]:
    return {"category": "route", "on": on, "what": what, "text": text, "organisation": organisation}
