"""Every change to a shielded dossier: one function each, in a transaction, sealed, and noted in the sealed log.

``vault`` is that of whoever acts. ``revision`` is the state of the dossier that they looked at.
"""

from .editing import Stale
from .ending import become_regular, erase
from .family import link, unlink
from .opening import change_about, open_shielded
from .recording import add_note, complete, correct, preview, record, retract, undo
from .sleeping import add_partner, add_shelter, add_stay, change_shelter, end_stay, remove_partner

__all__ = [
    "Stale",
    "add_note",
    "add_partner",
    "add_shelter",
    "add_stay",
    "become_regular",
    "change_about",
    "change_shelter",
    "complete",
    "correct",
    "end_stay",
    "erase",
    "link",
    "open_shielded",
    "preview",
    "record",
    "remove_partner",
    "retract",
    "undo",
    "unlink",
]
