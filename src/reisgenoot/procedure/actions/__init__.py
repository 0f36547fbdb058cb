"""Every change in the procedure: one function each, in a transaction, with permission, fact and log."""

from .deciding import OUTCOMES, decide, preview
from .reception import end_activity, move_centre, set_counsel, start_activity
from .registering import NewArrival, Reception, change_expected_end, register
from .sessions import attend, give_session
from .steps import ask_check, close_check, record_step, record_talk

__all__ = [
    "OUTCOMES",
    "NewArrival",
    "Reception",
    "ask_check",
    "attend",
    "change_expected_end",
    "close_check",
    "decide",
    "end_activity",
    "give_session",
    "move_centre",
    "preview",
    "record_step",
    "record_talk",
    "register",
    "set_counsel",
    "start_activity",
]
