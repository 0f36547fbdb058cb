"""Every change of this app."""

from .cases import Asked, add_case, ask_circumstances, close_case, hear, judge, remind, report
from .fining import Decision, fine, make_known, withdraw
from .money import arrange, pay, take_payment_back
from .objecting import decide_objection, receive_objection

__all__ = [
    "Asked",
    "Decision",
    "add_case",
    "arrange",
    "ask_circumstances",
    "close_case",
    "decide_objection",
    "fine",
    "hear",
    "judge",
    "make_known",
    "pay",
    "receive_objection",
    "remind",
    "report",
    "take_payment_back",
    "withdraw",
]
