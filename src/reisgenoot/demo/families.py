"""Family members who follow, in the demo: one family that waits for a decision, one whose term to apply is near."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils import timezone

from reisgenoot.access.identity import acting_as
from reisgenoot.access.models import Member
from reisgenoot.dossiers.actions import NameParts
from reisgenoot.dossiers.models import Dossier, Fact
from reisgenoot.reunification import actions
from reisgenoot.reunification.models import Paper


def follow(members: Mapping[str, Member]) -> None:
    """Add them, each by the guide of the one who is here."""
    guide, today = members["gids"], timezone.localdate()
    with acting_as(guide):
        first, second = _sponsors(guide, today)
        both = [_add(guide, first, "Hala", "spouse", "TR"), _add(guide, first, "Nour", "child", "TR")]
        actions.record_step(
            guide, first, step="reunification_applied", on=today - timedelta(days=40), relatives=both
        )
        seen = {it.kind: actions.version(it) for it in Paper.objects.filter(dossier_id=both[0])}
        papers = {
            "passport": ("sent", ""),
            "marriage": ("absent", "Verloren op de vlucht; zie de verklaring."),
        }
        actions.set_papers(guide, both[0], papers, seen)
        _add(guide, second, "Selam", "spouse", "ET")


def _add(guide: Member, sponsor: Dossier, given: str, relation: str, country: str) -> int:
    name = NameParts(given=given, family=sponsor.household_name)
    facts = {"languages": [sponsor.language]} if sponsor.language else {}
    made = actions.add_relative(guide, sponsor, name=name, relation=relation, stays_in=country, facts=facts)
    return int(made.pk)


def _sponsors(guide: Member, today: date) -> tuple[Dossier, Dossier]:
    """Two heads of households with a permit: the one some months ago, the other so that the term is nearly over."""
    granted = Fact.objects.filter(
        key="permit_granted", dossier__worker=guide, superseded_by__isnull=True, happened_on__lte=today
    ).order_by("happened_on")
    of_head = granted.filter(dossier__person__places__role="head").select_related("dossier")
    waits = [it for it in of_head if it.happened_on and it.happened_on >= today - timedelta(days=400)]
    near = [it for it in waits if it.happened_on and it.happened_on >= today - timedelta(days=88)]
    return waits[0].dossier, (near or waits)[-1].dossier
