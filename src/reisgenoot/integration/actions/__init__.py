"""Every change: one function each, in a transaction, with permission, fact, log and plan."""

from .duty import add_extension, add_interruption, record_about, record_event, take_out
from .intake import complete, reopen, save_part
from .learnability import exempt, record_result, take_exemption_back
from .talks import call, settle, warn, write_held

__all__ = [
    "add_extension",
    "add_interruption",
    "call",
    "complete",
    "exempt",
    "record_about",
    "record_event",
    "record_result",
    "reopen",
    "save_part",
    "settle",
    "take_exemption_back",
    "take_out",
    "warn",
    "write_held",
]
