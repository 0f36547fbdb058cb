"""Changes of this app."""

from .checklist import PERSON, set_aside, take_back, write_item
from .day import SlotAsked, cancel_day, hold_day, save_day
from .furnishing import ItemAsked, save_list, set_budget, start_list
from .town import keeps_town, put_back, remove, require_keeping, save_place, save_template

__all__ = [
    "PERSON",
    "ItemAsked",
    "SlotAsked",
    "cancel_day",
    "hold_day",
    "keeps_town",
    "put_back",
    "remove",
    "require_keeping",
    "save_day",
    "save_list",
    "save_place",
    "save_template",
    "set_aside",
    "set_budget",
    "start_list",
    "take_back",
    "write_item",
]
