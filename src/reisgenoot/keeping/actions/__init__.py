"""Every change of this app: one function each, in a transaction, with permission and log."""

from .erasing import carry_out, erase_at_request, erase_now, plan_due
from .holding import hold, lift_hold, lift_limitation, limit
from .requests import answer, extend, record_request
from .setting import set_term

__all__ = [
    "answer",
    "carry_out",
    "erase_at_request",
    "erase_now",
    "extend",
    "hold",
    "lift_hold",
    "lift_limitation",
    "limit",
    "plan_due",
    "record_request",
    "set_term",
]
