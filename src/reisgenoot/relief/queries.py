"""What the page of relief needs, in a constant number of SQL statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from reisgenoot.access.models import Member
from reisgenoot.access.roles import is_municipal
from reisgenoot.dossiers.models import Fact
from reisgenoot.dossiers.queries import Heading, heading
from reisgenoot.dossiers.queries.granted import rights

from .models import Cost, Month, Relief, Step

LOG_PART = "relief"


@dataclass(frozen=True, slots=True)
class MonthShown:
    """A month, its costs in the order of ``Cost.Kind``; None where none was written."""

    it: Month
    costs: tuple[Cost | None, ...]

    @property
    def from_benefit(self) -> Decimal:
        """What the municipality paid of it, in euros."""
        return sum((it.amount for it in self.costs if it and not it.alone), Decimal(0))


@dataclass(frozen=True, slots=True)
class ReliefShown:
    """The page. ``now``: the relief that runs or ran last. ``not_under``: why article 56a does not hold, if known."""

    heading: Heading
    reads: bool
    may_write: bool
    now: Relief | None
    months: tuple[MonthShown, ...]
    steps: tuple[Step, ...]
    not_under: str
    today: date

    @property
    def runs(self) -> bool:
        """Whether it was not stopped."""
        return self.now is not None and self.now.stopped_on is None

    @property
    def over(self) -> bool:
        """Whether its time has passed and nobody stopped it."""
        return self.runs and self.now is not None and self.now.until <= self.today

    @property
    def total(self) -> tuple[Decimal, Decimal, Decimal]:
        """Of all months: benefit, paid from it, and left."""
        return (
            sum((it.it.benefit for it in self.months), Decimal(0)),
            sum((it.from_benefit for it in self.months), Decimal(0)),
            sum((it.it.rest for it in self.months), Decimal(0)),
        )


def standing(dossier_id: int) -> Relief | None:
    """The last relief of a dossier."""
    return Relief.objects.select_related("changed_by").filter(dossier_id=dossier_id).first()


def under_56a(dossier_id: int) -> str:
    """Why somebody is not under article 56a, as far as the dossier says; empty if nothing speaks against it."""
    keys = ("permit_kind", "law")
    found = Fact.objects.filter(dossier_id=dossier_id, key__in=keys, superseded_by__isnull=True)
    values = {it.key: it.value for it in found}
    if values.get("permit_kind") not in (None, "asylum"):
        return _("Article 56a is for asylum permits alone; family with another permit is not under it.")
    if values.get("law") not in (None, "2021"):
        return _("Article 56a is for who is under the Wet inburgering 2021.")
    return ""


def relief(member: Member, dossier_id: int, today: date) -> ReliefShown:
    """The page; the log notes it. Eight SQL statements."""
    about = heading(member, dossier_id, LOG_PART)
    may = rights(dossier_id)["finance"]
    now = standing(dossier_id)
    kinds = Cost.Kind.values
    months = []
    for it in (
        Month.objects.filter(relief=now).prefetch_related("costs").select_related("changed_by") if now else ()
    ):
        by = {cost.kind: cost for cost in it.costs.all()}
        months.append(MonthShown(it, tuple(by.get(kind) for kind in kinds)))
    return ReliefShown(
        heading=about,
        reads=may.reads,
        may_write=may.writes and is_municipal(member),
        now=now,
        months=tuple(months),
        steps=tuple(Step.objects.filter(dossier_id=dossier_id).select_related("recorded_by")),
        not_under=under_56a(dossier_id),
        today=today,
    )
