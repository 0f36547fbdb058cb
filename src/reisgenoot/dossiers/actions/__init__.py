"""Every change to a dossier: one function each, in a transaction, with permission, fact, log and plan."""

from ..planning import replan
from .appointments import cancel_appointment, move_appointment, plan_appointment
from .consent import (
    Asked,
    give_consent,
    prepare_consent,
    read_consent_notice,
    require_asker,
    withdraw_consent,
)
from .emergency import emergency_access
from .facts import correct_fact, preview_facts, record_fact, record_facts, record_many, retract_fact
from .guidance import assign_worker, end_involvement, extend_match, involve, match_volunteer
from .households import (
    add_name,
    change_head,
    change_main_name,
    leave_household,
    move_household,
    new_household,
    set_number,
)
from .notes import add_document, add_note, delete_view, read_document, save_view
from .opening import NameParts, NewDossier, open_dossier, open_dossiers
from .questions import answer, ask
from .tasks import complete_task, undo_task
from .withheld import forget_partner, note_partner

__all__ = [
    "Asked",
    "NameParts",
    "NewDossier",
    "add_document",
    "add_name",
    "add_note",
    "answer",
    "ask",
    "assign_worker",
    "cancel_appointment",
    "change_head",
    "change_main_name",
    "complete_task",
    "correct_fact",
    "delete_view",
    "emergency_access",
    "end_involvement",
    "extend_match",
    "forget_partner",
    "give_consent",
    "involve",
    "leave_household",
    "match_volunteer",
    "move_appointment",
    "move_household",
    "new_household",
    "note_partner",
    "open_dossier",
    "open_dossiers",
    "plan_appointment",
    "prepare_consent",
    "preview_facts",
    "read_consent_notice",
    "read_document",
    "record_fact",
    "record_facts",
    "record_many",
    "replan",
    "require_asker",
    "retract_fact",
    "save_view",
    "set_number",
    "undo_task",
    "withdraw_consent",
]
