"""What the demo shows of the end of guidance: what was bought, and a household that is nearly there."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils import timezone

from reisgenoot.access.identity import acting_as
from reisgenoot.access.models import Member
from reisgenoot.aftercare import actions
from reisgenoot.aftercare.models import Contract
from reisgenoot.aftercare.queries.closing import closing_page, household
from reisgenoot.dossiers import actions as dossiers
from reisgenoot.dossiers.models import Dossier

TOWN = "Doetinchem"
MONTHS = 18
MEASURED = {
    "start": (1, 1, 2, 1, 1, 2, 1, 1),
    "halfway": (3, 2, 3, 2, 2, 3, 3, 2),
    "end": (4, 3, 4, 3, 3, 4, 4, 4),
}
AREAS = ("housing", "money", "health", "language", "work", "children", "network", "rules")
SPENT = (
    (400, 90, "visit"),
    (330, 60, "arranging"),
    (260, 45, "visit"),
    (180, 120, "along"),
    (90, 30, "phone"),
    (20, 60, "visit"),
)
"""Days ago, minutes and kind."""


def fill(members: Mapping[str, Member]) -> None:
    """Add it to the demo: contracts by both sides, and measurements and hours of one household of the first guide."""
    today, guide, policy_maker = timezone.localdate(), members["gids"], members["beleid"]
    since = date(today.year - 7, 1, 1)
    per = Contract.Per.HOUSEHOLD
    with acting_as(policy_maker):
        actions.set_contract(
            policy_maker, organisation=guide.organisation, months=MONTHS, hours=40, per=per, begins_on=since,
            source="Overeenkomst maatschappelijke begeleiding (demo), bijlage 2",
        )  # fmt: skip
    with acting_as(members["coordinator"]):
        for town, months, hours in (("Aalten", 12, 30), ("Winterswijk", 24, None)):
            actions.set_contract(
                members["coordinator"], municipality=town, months=months, hours=hours, per=per, begins_on=since,
                source="Offerte (demo)",
            )  # fmt: skip
    with acting_as(guide):
        _nearly_there(guide, today)


def _nearly_there(guide: Member, today: date) -> None:
    """A household whose term ends in five weeks: begun so long ago that this is so."""
    head = (
        Dossier.objects.filter(worker=guide, municipality=TOWN, phase__in=("settling", "integration"))
        .exclude(facts__key="guidance_closed")
        .order_by("phase_since", "pk")
        .first()
    )
    if head is None:
        return
    mates = household(head.pk, today)
    began = today - timedelta(days=MONTHS * 30 + 8 - 35)
    for mate in mates:
        dossiers.record_facts(guide, mate.dossier_id, {"guidance_started": began})
    first = mates[0].dossier_id
    for (moment, levels), on in zip(
        MEASURED.items(), (began, today - timedelta(days=250), today - timedelta(days=3)), strict=True
    ):
        actions.measure(
            guide, first, moment=moment, levels=dict(zip(AREAS, levels, strict=True)), on=max(on, began)
        )
    until = closing_page(guide, first, today).bought.until
    if until is not None:
        actions.plan_end(guide, first, until)
    for days, minutes, kind in SPENT:
        actions.write_hours(guide, first, minutes=minutes, kind=kind, on=today - timedelta(days=days))
