"""Every change on the way to a home, one function each."""

from .asking import (
    decline_request,
    make_offer,
    make_request,
    recount_request,
    withdraw_offer,
    withdraw_request,
)
from .linking import answer_link, expect_family, propose_link
from .quota import set_quota
from .undoing import answer_undo, ask_undo, withdraw_link
from .viewing import accept_home, decline_offer, move_in, plan_viewing, refuse_home, sign_lease

__all__ = [
    "accept_home",
    "answer_link",
    "answer_undo",
    "ask_undo",
    "decline_offer",
    "decline_request",
    "expect_family",
    "make_offer",
    "make_request",
    "move_in",
    "plan_viewing",
    "propose_link",
    "recount_request",
    "refuse_home",
    "set_quota",
    "sign_lease",
    "withdraw_link",
    "withdraw_offer",
    "withdraw_request",
]
