"""Changes of this app."""

from .enrolling import begin, enrol, finish, give_place, switch
from .entries import hold_talk, write_entry
from .hours import Given, write_hours
from .importing import discard, prepare, save, undo
from .keeping import keeps, require_keeping, save_course, save_start, save_supplier, set_gone

__all__ = [
    "Given",
    "begin",
    "discard",
    "enrol",
    "finish",
    "give_place",
    "hold_talk",
    "keeps",
    "prepare",
    "require_keeping",
    "save",
    "save_course",
    "save_start",
    "save_supplier",
    "set_gone",
    "switch",
    "undo",
    "write_entry",
    "write_hours",
]
