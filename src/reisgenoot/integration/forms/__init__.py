"""Forms: what a browser sends becomes typed values. Whether these can be is decided by the actions."""

from .duty import AboutForm, EventForm, ExtensionForm, InterruptionForm
from .intake import PartForm
from .learnability import ExemptForm, ResultForm
from .talks import CallForm, CompleteForm, HeldForm, SettleForm, WarnForm

__all__ = [
    "AboutForm",
    "CallForm",
    "CompleteForm",
    "EventForm",
    "ExemptForm",
    "ExtensionForm",
    "HeldForm",
    "InterruptionForm",
    "PartForm",
    "ResultForm",
    "SettleForm",
    "WarnForm",
]
