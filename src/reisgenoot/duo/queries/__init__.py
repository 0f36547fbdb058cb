"""Every read that a page of this app needs."""

from .dossier import DuoShown, MessageShown, duo_shown, message_shown
from .known import known_of
from .listed import STATES, Filters, Row, exported, listed

__all__ = [
    "STATES",
    "DuoShown",
    "Filters",
    "MessageShown",
    "Row",
    "duo_shown",
    "exported",
    "known_of",
    "listed",
    "message_shown",
]
