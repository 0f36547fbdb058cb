"""What the pages show: each function with a constant number of SQL statements."""

from .decisions import DecisionShown, Side, compared, decision_shown, sides
from .plan import PartShown, PlanShown, part_shown, plan_shown

__all__ = [
    "DecisionShown",
    "PartShown",
    "PlanShown",
    "Side",
    "compared",
    "decision_shown",
    "part_shown",
    "plan_shown",
    "sides",
]
