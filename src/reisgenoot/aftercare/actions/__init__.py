"""Every change at the end of guidance: one function each, in a transaction, with permission, fact, log and plan."""

from .closing import Decision, close, decide_tasks, undo_closing
from .contracts import end_contract, set_contract
from .hours import plan_end, take_back_hours, write_hours
from .measuring import measure

__all__ = [
    "Decision",
    "close",
    "decide_tasks",
    "end_contract",
    "measure",
    "plan_end",
    "set_contract",
    "take_back_hours",
    "undo_closing",
    "write_hours",
]
