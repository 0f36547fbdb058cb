"""Changes of this app."""

from .enrolling import begin, enrol, finish, give_place, switch
from .hours import Given, write_hours
from .keeping import keeps, require_keeping, save_course, save_start, save_supplier, set_gone

__all__ = [
    "Given",
    "begin",
    "enrol",
    "finish",
    "give_place",
    "keeps",
    "require_keeping",
    "save_course",
    "save_start",
    "save_supplier",
    "set_gone",
    "switch",
    "write_hours",
]
