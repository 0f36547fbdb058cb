"""What is planned in the demo: a week of a guide and her volunteer, what is over, and what was cancelled. Invented."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from reisgenoot.access.identity import acting_as
from reisgenoot.access.models import Involvement, Member
from reisgenoot.dossiers import actions
from reisgenoot.dossiers.models import Dossier

# Days from Monday of this week, from and until which hour, kind, place, note, interpreter.
PLANS = (
    (-6, 10, 11, "conversation", "Kantoor Doetinchem", "Zorgtoeslag en post doornemen.", ""),
    (0, 9, 10, "visit", "Thuis", "De meter van de energie samen aflezen.", ""),
    (1, 13, 15, "arranging_day", "Gemeentehuis Doetinchem", "Neem de verblijfspas mee.", "Tolk Arabisch"),
    (2, 11, 12, "information", "Bibliotheek, zaal 2", "", ""),
    (3, 14, 15, "conversation", "Kantoor Doetinchem", "", "Tolk Tigrinya"),
    (4, 10, 11, "visit", "Thuis", "Taalcoach komt kennismaken.", ""),
    (8, 10, 12, "viewing", "Voorbeeldstraat 12", "Sleutel ophalen bij de corporatie.", ""),
    (9, 15, 16, "conversation", "Kantoor Doetinchem", "", ""),
    (10, 9, 10, "legal_aid", "Spreekuur rechtsbijstand", "Brief over de nareis meenemen.", "Tolk Arabisch"),
)  # fmt: skip


def plan(members: Mapping[str, Member]) -> None:
    """Plan them in dossiers of the first guide, planned by her coordinator; the volunteer comes along where matched."""
    guide, volunteer, coordinator = members["gids"], members["vrijwilliger"], members["coordinator"]
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    with acting_as(coordinator):
        own = Dossier.objects.filter(worker=guide, closed_on=None)
        matched = set(Involvement.objects.filter(member=volunteer).values_list("dossier_id", flat=True))
        found = sorted(own.order_by("pk")[:40], key=lambda it: it.pk not in matched)[: len(PLANS)]
        for dossier, (days, since, until, kind, place, note, interpreter) in zip(found, PLANS, strict=False):
            along = [guide, volunteer] if dossier.pk in matched else [guide]
            made = actions.plan_appointment(
                coordinator,
                dossier,
                kind=kind,
                starts_at=_at(monday + timedelta(days=days), since),
                ends_at=_at(monday + timedelta(days=days), until),
                place=place,
                members=along,
                interpreter=interpreter,
                note=note,
            )
            if days == 9:
                actions.cancel_appointment(coordinator, made, why="De persoon moet die dag naar school.")


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
