"""Naming a person exactly, whom one does not see: by V-number, or by full name and birth date."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _

from reisgenoot.access.errors import Refused, Text
from reisgenoot.people.names import latin

from ..values import Impossible, check_number

PROGRAM_LIMIT_EXCEEDED = "54000"  # SQLSTATE


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


def call(statement: str, values: list[Any], too_often: dict[str, Text]) -> Any:
    """The answer of a database function that counts how often it is asked. Raises Refused with ``too_often``."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchone()[0]
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != PROGRAM_LIMIT_EXCEEDED:
            raise
        raise Refused(too_often) from None
