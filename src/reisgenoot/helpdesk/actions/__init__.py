"""Every change at the desk: one function each, in a transaction, with permission; of dossiers with a log entry."""

from .desk import (
    add_visitor,
    change_session,
    describe,
    finish,
    leave,
    link,
    open_session,
    put_back,
    run_clock,
    stop_clock,
    take,
    unlink,
)
from .referrals import outcome, refer, reopen
from .social_map import add_entry, change_entry, check_entry, gone

__all__ = [
    "add_entry",
    "add_visitor",
    "change_entry",
    "change_session",
    "check_entry",
    "describe",
    "finish",
    "gone",
    "leave",
    "link",
    "open_session",
    "outcome",
    "put_back",
    "refer",
    "reopen",
    "run_clock",
    "stop_clock",
    "take",
    "unlink",
]
