"""Reads of this app: each a constant number of SQL statements."""

from .behind import Behind, BehindFilters, BehindRow, behind, behind_export
from .checklist import Cell, Checklist, checklist
from .day import DayShown, SlotShown, companions, day, days_of
from .furnishing import FurnishingShown, furnishing
from .household import Household, Housemate, household
from .item import ItemShown, item
from .town import Kept, kept, places, removed, templates

__all__ = [
    "Behind",
    "BehindFilters",
    "BehindRow",
    "Cell",
    "Checklist",
    "DayShown",
    "FurnishingShown",
    "Household",
    "Housemate",
    "ItemShown",
    "Kept",
    "SlotShown",
    "behind",
    "behind_export",
    "checklist",
    "companions",
    "day",
    "days_of",
    "furnishing",
    "household",
    "item",
    "kept",
    "places",
    "removed",
    "templates",
]
