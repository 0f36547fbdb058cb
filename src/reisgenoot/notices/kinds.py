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
}
"""By the code that is stored. Removing one leaves its stored notifications out of every list."""
