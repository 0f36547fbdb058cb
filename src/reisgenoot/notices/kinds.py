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

    ``page`` is the name of an address; of a page of one dossier if ``of_dossier``. ``in_app`` and ``by_mail``: whether
    members hear of it there unless they chose otherwise.
    """

    label: str | Promise
    text: str | Promise
    page: str
    of_dossier: bool = True
    in_app: bool = True
    by_mail: bool = True


KINDS: Mapping[str, Kind] = {
    "appointment_planned": Kind(
        _("An appointment with you is planned"),
        _("An appointment with you was planned."),
        "dossiers:dossier",
    ),
    "appointment_moved": Kind(
        _("An appointment with you is moved"),
        _("An appointment with you was moved."),
        "dossiers:dossier",
    ),
    "appointment_cancelled": Kind(
        _("An appointment with you is cancelled"),
        _("An appointment with you was cancelled."),
        "dossiers:dossier",
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
