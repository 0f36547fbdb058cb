"""The furnishing of a household's home: the list, and the money as far as the member may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reisgenoot.dossiers.queries.granted import rights

from ..models import Furnishing, FurnishingItem, FurnishingPlace
from .household import Household, household
from .town import places

ZERO = Decimal(0)
LIST, MONEY = "route", "finance"
"""The categories of data of the list and of the money."""


@dataclass(frozen=True, slots=True)
class FurnishingShown:
    """``money`` is missing if none was set, or if the member may not see it (``sees_money``)."""

    household: Household
    money: Furnishing | None
    items: tuple[FurnishingItem, ...]
    places: tuple[FurnishingPlace, ...]
    sees_money: bool
    may_set_money: bool
    may_change: bool

    @property
    def spent(self) -> Decimal:
        """What was paid, in euros."""
        return sum((it.price for it in self.items if it.price is not None), ZERO)

    @property
    def left(self) -> Decimal | None:
        """What is left of the budget, negative if more was spent; None without one."""
        return None if self.money is None else self.money.budget - self.spent

    def count(self, state: str) -> int:
        """How many things on the list are in this state."""
        return sum(it.state == state for it in self.items)


def furnishing(dossier_id: int, today: date) -> FurnishingShown:
    """The furnishing of the household of this dossier. Five SQL statements. Raises NotFound."""
    home = household(dossier_id, today)
    head = home.head.dossier_id
    may = rights(head)
    return FurnishingShown(
        home,
        Furnishing.objects.filter(dossier_id=head).first(),
        tuple(FurnishingItem.objects.filter(dossier_id=head).order_by("position", "id")),
        tuple(places(home.head.municipality)),
        sees_money=may[MONEY].reads,
        may_set_money=may[MONEY].writes,
        may_change=may[LIST].writes,
    )
