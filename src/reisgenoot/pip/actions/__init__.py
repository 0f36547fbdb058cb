"""Every change: one function each, in a transaction, with permission, fact, log and plan."""

from .draft import save_part
from .objections import decide_objection, receive_objection
from .setting import Asked, set_plan, withdraw

__all__ = ["Asked", "decide_objection", "receive_objection", "save_part", "set_plan", "withdraw"]
