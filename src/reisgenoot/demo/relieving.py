"""Relief of finances in the demo: a household of which two months were paid from the benefit. All invented."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from reisgenoot.access.identity import acting_as
from reisgenoot.access.models import Member
from reisgenoot.dossiers.models import Dossier
from reisgenoot.relief import actions

TOWN = "Doetinchem"


def fill(members: Mapping[str, Member]) -> None:
    """Add it to the demo, by the case director of Doetinchem."""
    director, today = members["regisseur"], timezone.localdate()
    with acting_as(director):
        settling = Dossier.objects.filter(municipality=TOWN, phase="settling", facts__key="benefit_applied")
        shown = settling.exclude(facts__key__in=["relief_ended", "guidance_closed"]).order_by(
            "-phase_since", "pk"
        )
        for dossier in shown.distinct()[:1]:
            begins = (today.replace(day=1) - timedelta(days=45)).replace(day=3)
            actions.begin(director, dossier.pk, basis="56a", begins_on=begins)
            _month(director, dossier.pk, begins, "1.12", alone=False)
            _month(director, dossier.pk, (begins.replace(day=1) + timedelta(days=32)), "0.00", alone=True)
            actions.take_step(director, dossier.pk, kind="overview", on=today - timedelta(days=30))
            note = "Vier bijeenkomsten, met een tolk."
            actions.take_step(director, dossier.pk, kind="training", on=today - timedelta(days=20), note=note)
            actions.take_step(
                director, dossier.pk, kind="debit", on=today - timedelta(days=9), note="Voor het water."
            )


def _month(director: Member, dossier_id: int, month: date, more: str, *, alone: bool) -> None:
    costs = {
        "rent": actions.Paid(Decimal("698.40")),
        "energy": actions.Paid(Decimal("171.15") + Decimal(more)),
        "water": actions.Paid(Decimal("13.90"), alone=alone),
        "insurance": actions.Paid(Decimal("151.25")),
    }
    actions.write_month(director, dossier_id, month=month, benefit=Decimal("1401.50"), costs=costs)
