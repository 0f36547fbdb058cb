"""The kinds of notification there are. An app that has something to tell adds its kinds here.

The texts name nobody: whoever may see the dossier at the moment of reading sees its name beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: what it is called among the choices, what is told, and the page to go to.

    ``page`` is the name of an address; of a page of one dossier if ``of_dossier``. A volunteer opens no dossier,
    and is led to ``VOLUNTEERS``. ``in_app`` and ``by_mail``: whether members hear of it there unless they chose
    otherwise.
    """

    label: str | Promise
    text: str | Promise
    page: str
    of_dossier: bool = True
    in_app: bool = True
    by_mail: bool = True


VOLUNTEERS = "volunteers:mine"
"""The page of a volunteer with their people; each of these stands there as ``#home-`` and the dossier's id."""

KINDS: Mapping[str, Kind] = {
    "appointment_planned": Kind(
        _("An appointment with you is planned"),
        _("An appointment with you was planned."),
        "dossiers:appointments",
    ),
    "appointment_moved": Kind(
        _("An appointment with you is moved"),
        _("An appointment with you was moved."),
        "dossiers:appointments",
    ),
    "appointment_cancelled": Kind(
        _("An appointment with you is cancelled"),
        _("An appointment with you was cancelled."),
        "dossiers:appointments",
    ),
    "handover_received": Kind(
        _("A hand-over is offered to you"),
        _("Dossiers are offered to you to take over."),
        "dossiers:handovers",
        of_dossier=False,
    ),
    "handover_asked": Kind(
        _("The receiver of a hand-over asks something"),
        _("The receiver of a hand-over asks you something."),
        "dossiers:handovers",
        of_dossier=False,
    ),
    "handover_answered": Kind(
        _("Your question about a hand-over is answered"),
        _("A question about a hand-over was answered."),
        "dossiers:handovers",
        of_dossier=False,
    ),
    "handover_accepted": Kind(
        _("A hand-over of yours is accepted"),
        _("A hand-over was accepted: the dossiers are no longer yours."),
        "dossiers:handovers",
        of_dossier=False,
    ),
    "handover_declined": Kind(
        _("A hand-over of yours is declined"),
        _("A hand-over was declined: the dossiers are still yours."),
        "dossiers:handovers",
        of_dossier=False,
    ),
    "handover_withdrawn": Kind(
        _("A hand-over to you is withdrawn"),
        _("A hand-over that was offered to you was withdrawn."),
        "dossiers:handovers",
        of_dossier=False,
    ),
    "handover_moment": Kind(
        _("A warm moment is planned in a hand-over, moved or cancelled"),
        _("The warm moment of a hand-over was planned, moved or cancelled."),
        "dossiers:handovers",
        of_dossier=False,
    ),
    "dossiers_given": Kind(
        _("You are given dossiers of somebody else"),
        _("You were given dossiers that somebody else carried."),
        "dossiers:worklist",
        of_dossier=False,
    ),
    "link_proposed": Kind(
        _("A household is proposed to our municipality"),
        _("The COA proposes to link a household to your municipality."),
        "housing:overview",
        of_dossier=False,
    ),
    "link_answered": Kind(
        _("A municipality answers a link that I proposed"),
        _("The municipality has answered a link that you proposed."),
        "housing:dossier",
    ),
    "link_withdrawn": Kind(
        _("The COA withdraws a proposal to our municipality"),
        _("The COA has withdrawn a household that it had proposed to your municipality."),
        "housing:overview",
        of_dossier=False,
    ),
    "link_undo_asked": Kind(
        _("The COA asks to undo a link with our municipality"),
        _("The COA asks your municipality to undo a link."),
        "housing:overview",
        of_dossier=False,
    ),
    "home_wanted": Kind(
        _("A municipality asks our association for a home"),
        _("A municipality asks your association for a home."),
        "housing:overview",
        of_dossier=False,
    ),
    "home_offered": Kind(
        _("A housing association offers a home, or has none"),
        _("A housing association has answered a request for a home."),
        "housing:overview",
        of_dossier=False,
    ),
    "match_made": Kind(
        _("You are matched with a household"),
        _("You are matched with a household."),
        "volunteers:mine",
        of_dossier=False,
    ),
    "task_given": Kind(
        _("A task is given to you as a volunteer"),
        _("A task was given to you."),
        "volunteers:mine",
        of_dossier=False,
    ),
    "help_asked": Kind(
        _("A volunteer asks for help"),
        _("A volunteer asks for your help."),
        "volunteers:dossier",
    ),
    "help_answered": Kind(
        _("Your question as a volunteer is answered"),
        _("Your question was answered."),
        "volunteers:mine",
        of_dossier=False,
    ),
    "match_ending": Kind(
        _("A match with a volunteer ends soon"),
        _("A match with a volunteer ends within two weeks."),
        "volunteers:dossier",
    ),
    "match_silent": Kind(
        _("A volunteer and a household have no contact"),
        _("A volunteer noted no contact with a household for thirty days."),
        "volunteers:dossier",
    ),
}
"""By the code that is stored. Removing one leaves its stored notifications out of every list."""
