"""Every change to a dossier: one function each, in a transaction, with permission, fact, log and plan."""

from ..planning import replan
from .appointments import Taken, cancel_appointment, move_appointment, plan_appointment
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
from .feeds import digest_of, make_feed, revoke_feed
from .guidance import assign_worker, end_involvement, extend_match, involve, match_volunteer
from .handover import (
    ANSWER_WITHIN,
    Offer,
    accept_handover,
    answer_about_handover,
    ask_about_handover,
    decline_handover,
    give_back,
    send_handover,
    withdraw_handover,
)
from .households import (
    add_name,
    change_head,
    change_main_name,
    leave_household,
    move_household,
    new_household,
    set_number,
)
from .moment import plan_moment
from .notes import add_document, add_note, delete_view, read_document, save_view
from .opening import NameParts, NewDossier, open_dossier, open_dossiers
from .questions import answer, ask
from .redistribution import redistribute, require_coordinator, undo_redistribution
from .routes import follow_route
from .tasks import complete_task, undo_task
from .withheld import forget_partner, note_partner

__all__ = [
    "ANSWER_WITHIN",
    "Asked",
    "NameParts",
    "NewDossier",
    "Offer",
    "Taken",
    "accept_handover",
    "add_document",
    "add_name",
    "add_note",
    "answer",
    "answer_about_handover",
    "ask",
    "ask_about_handover",
    "assign_worker",
    "cancel_appointment",
    "change_head",
    "change_main_name",
    "complete_task",
    "correct_fact",
    "decline_handover",
    "delete_view",
    "digest_of",
    "emergency_access",
    "end_involvement",
    "extend_match",
    "follow_route",
    "forget_partner",
    "give_back",
    "give_consent",
    "involve",
    "leave_household",
    "make_feed",
    "match_volunteer",
    "move_appointment",
    "move_household",
    "new_household",
    "note_partner",
    "open_dossier",
    "open_dossiers",
    "plan_appointment",
    "plan_moment",
    "prepare_consent",
    "preview_facts",
    "read_consent_notice",
    "read_document",
    "record_fact",
    "record_facts",
    "record_many",
    "redistribute",
    "replan",
    "require_asker",
    "require_coordinator",
    "retract_fact",
    "revoke_feed",
    "save_view",
    "send_handover",
    "set_number",
    "undo_redistribution",
    "undo_task",
    "withdraw_consent",
    "withdraw_handover",
]
