"""Naming a person exactly, whom one does not see: by V-number, or by full name and birth date."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from reisgenoot.access.errors import Text
from reisgenoot.people.names import latin

from ..values import Impossible, check_number


def named(v_number: str, name: str, born: date | None, problems: dict[str, Text]) -> tuple[str, str]:
    """The number in its stored form (or empty) and the name as it is compared; what is wrong goes into ``problems``."""
    number = ""
    if v_number.strip():
        try:
            number = check_number("v_number", v_number)
        except Impossible as error:
            problems["v_number"] = str(error)
    elif not (latin(name) and born):
        problems["v_number"] = _("Give the V-number, or the full name and date of birth.")
    return number, latin(name)
