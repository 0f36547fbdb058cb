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
}
"""By the code that is stored. Removing one leaves its stored notifications out of every list."""
