"""What follows for the record from exams, MAP, PVT and talks: the milestone, once all that is asked is there.

A milestone that somebody recorded otherwise stands as it is. One that followed from a row goes with that row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.models import Member
from reisgenoot.dossiers import planning
from reisgenoot.dossiers.actions import record_facts, retract_fact
from reisgenoot.dossiers.models import Fact

from ..examining import OLD_ACT, Asked, asked, exam
from ..models import TALKS, Attempt, Closing, Dispensation, Hours, Part, ProgressTalk, Session
from ..participation import closed_on, pvt


@dataclass(frozen=True, slots=True)
class Situation:
    """What the plan knows of somebody: their route, the version of the definition, and the facts that it can hold."""

    route: str
    version: str
    asylum: bool
    facts: frozenset[str]

    @property
    def asked(self) -> Asked:
        """What the exam asks."""
        return asked(self.route, self.version)


def situation(dossier_id: int, today: date) -> Situation:
    """Of one dossier that the member may see. One SQL statement."""
    known = planning.gather([dossier_id], today)[dossier_id]
    definition = planning.definition_of(known.definition, known.facts, today)
    return Situation(
        route=str(known.facts.get("learning_route") or ""),
        version=definition.version,
        asylum=known.facts.get("permit_kind", "asylum") == "asylum",
        facts=definition.fact_ids,
    )


def followed(dossier_id: int, *parts: str) -> int:
    """Minutes that count for these parts, by month."""
    hours = Hours.objects.filter(dossier_id=dossier_id, part__in=parts, state=Hours.State.STANDING)
    return hours.aggregate(sum=Sum("followed"))["sum"] or 0


def milestones(dossier_id: int, about: Situation, today: date) -> Mapping[str, date]:
    """The milestones that follow from what stands in the tables of this app. Six SQL statements."""
    own = {"dossier_id": dossier_id, "mistaken": False}
    so_far = exam(about.asked, Attempt.objects.filter(**own), Dispensation.objects.filter(**own), today)
    closings = list(Closing.objects.filter(**own))
    by_month = followed(dossier_id, Part.PVT)
    only_sign = about.version == OLD_ACT
    found = {
        "language_reached": so_far.language_on,
        "knm_passed": so_far.knm_on,
        "map_completed": closed_on(closings, Closing.Kind.MAP),
        "self_reliance_talk": closed_on(closings, Closing.Kind.Z),
        "pvt_signed": pvt(
            Session.objects.filter(**own), closings, by_month, only_sign=only_sign
        ).completed_on,
    }
    talks = ProgressTalk.objects.filter(**own).order_by("on").values_list("on", flat=True)
    found |= dict(zip(TALKS, talks, strict=False))
    return {key: on for key, on in found.items() if on is not None and key in about.facts}


@contextmanager
def settling(member: Member, dossier_ids: Iterable[int]) -> Iterator[None]:
    """What is written within it may change milestones of these dossiers, which then follow. Within a transaction.

    A dozen SQL statements for each: so only for those whose milestones it can touch. Raises as ``record_facts``.
    """
    ids, today = sorted(set(dossier_ids)), timezone.localdate()
    before = {it: milestones(it, situation(it, today), today) for it in ids}
    yield
    for it in ids:
        _settle(member, it, before[it], milestones(it, situation(it, today), today))


def _settle(member: Member, dossier_id: int, before: Mapping[str, date], now: Mapping[str, date]) -> None:
    """Record what follows now, and correct or take back what followed before."""
    standing = {
        it.key: it
        for it in Fact.objects.filter(
            dossier_id=dossier_id, key__in={*now, *before}, superseded_by__isnull=True, value__isnull=False
        )
    }
    new = {}
    for key in sorted({*now, *before}):
        fact = standing.get(key)
        ours = fact is not None and fact.happened_on == before.get(key)
        if key in now and (fact is None or (ours and fact.happened_on != now[key])):
            new[key] = now[key]
        elif key not in now and fact is not None and ours:
            retract_fact(member, fact, note=_("What it followed from was changed."))
    if new:
        record_facts(member, dossier_id, new)
