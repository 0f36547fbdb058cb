"""Everything that changes notices of DUO and messages to it. Each action checks the permission and writes the log."""

from .messages import STEPS, prepare, step
from .notices import handled, record_notice, take_back

__all__ = ["STEPS", "handled", "prepare", "record_notice", "step", "take_back"]
