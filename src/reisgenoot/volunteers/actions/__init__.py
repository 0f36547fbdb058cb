"""Every change about volunteers: one function each, in a transaction, with permission and log."""

from .giving import answer_help, give_task, take_back
from .matching import end_match, extend, match_household
from .mine import ask_help, note_visit, require_mine, small_task, tick, untick
from .profiles import ProfileGiven, add_pause, add_training, drop_pause, drop_training, save_profile
from .telling import tell

__all__ = [
    "ProfileGiven",
    "add_pause",
    "add_training",
    "answer_help",
    "ask_help",
    "drop_pause",
    "drop_training",
    "end_match",
    "extend",
    "give_task",
    "match_household",
    "note_visit",
    "require_mine",
    "save_profile",
    "small_task",
    "take_back",
    "tell",
    "tick",
    "untick",
]
