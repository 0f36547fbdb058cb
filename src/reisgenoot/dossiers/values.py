"""Which facts there are, and whether a value can be one. What is stored is JSON: dates as ISO 8601 text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum.exceptions import ValidationError
from stdnum.nl import bsn, postcode

from reisgenoot.access.errors import Text
from reisgenoot.core.trajectory import Definition
from reisgenoot.core.trajectory.model import Attribute
from reisgenoot.core.trajectory.spans import read_span

from . import withheld

CONTACT_KEYS: Mapping[str, tuple[Text, int]] = {
    "postcode": (gettext_lazy("postcode"), 7),
    "address": (gettext_lazy("address"), 200),
    "phone": (gettext_lazy("telephone"), 40),
    "email": (gettext_lazy("e-mail address"), 254),
}
"""Facts that no route knows but every dossier has: label and greatest length in characters."""
SEALED = frozenset({withheld.FACT})
"""What routes know, but no dossier that organisations share may hold: it would tell of somebody without status. The
database refuses it too (`Fact.Meta.constraints`)."""
LONGEST: Mapping[str, int] = {"nationality": 2, "languages": 8}
"""Codes: greatest length in characters. Other texts have at most :data:`LONGEST_TEXT`."""
LONGEST_TEXT = 100
EARLIEST = date(1900, 1, 1)
LATEST_YEARS = 30
"""Nothing is planned further ahead than this many years: what lies beyond is a typing error."""


class Impossible(Exception):
    """A value that cannot be a fact; the message says why, in the reader's language."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A fact that can be stored: ``value`` as JSON; ``moment`` its date if it is a milestone."""

    value: Any
    moment: date | None = None


def category_of(definition: Definition, key: str) -> str:
    """The category of data that a fact belongs to: who may see it follows from the table of access."""
    for kind in (definition.milestones, definition.attributes):
        if key in kind:
            return kind[key].category
    return "contact" if key in CONTACT_KEYS else "route"


def check(definition: Definition, key: str, value: Any, today: date) -> Checked:
    """The stored form of a value of the fact ``key``. Raises Impossible."""
    if key in SEALED:
        raise Impossible(_("Others can see this. Note it under “Only within our organisation” instead."))
    if key in definition.dated_ids:
        day = checked_day(value, today)
        return Checked(day.isoformat(), day)
    if key in definition.attributes:
        return Checked(_attribute(definition.attributes[key], value, today))
    if key in CONTACT_KEYS:
        return Checked(_contact(key, value))
    raise Impossible(_("There is no such fact in this route."))


def checked_day(value: Any, today: date) -> date:
    """A day that can be meant. Raises Impossible."""
    day = value
    if isinstance(value, str):
        try:
            day = date.fromisoformat(value.strip())
        except ValueError:
            raise Impossible(_("This is not a date.")) from None
    if not isinstance(day, date):
        raise Impossible(_("This is not a date."))
    day = date(day.year, day.month, day.day)
    if day < EARLIEST or day.year > today.year + LATEST_YEARS:
        raise Impossible(_("This date cannot be right."))
    return day


def _attribute(attribute: Attribute, value: Any, today: date) -> Any:
    match attribute.type:
        case "date":
            day = checked_day(value, today)
            if attribute.id in {"born", "last_contact"} and day > today:
                raise Impossible(_("This date lies in the future."))
            return day.isoformat()
        case "boolean":
            if not isinstance(value, bool):
                raise Impossible(_("This must be yes or no."))
            return value
        case "list" | "spans":
            if not isinstance(value, list | tuple) or not all(isinstance(part, str) for part in value):
                raise Impossible(_("This must be a list of texts."))
            if attribute.type == "spans" and not all(map(read_span, value)):
                raise Impossible(_("Write each as 2026-02-01/2026-06-28, 2026-02-01/.. or 2026-11-02/P6M."))
            return [_one_of(attribute, part) for part in value]
        case _:
            if not isinstance(value, str) or not value.strip():
                raise Impossible(_("This must be a text."))
            return _one_of(attribute, value.strip())


def _one_of(attribute: Attribute, value: str) -> str:
    if attribute.values and value not in attribute.values:
        raise Impossible(_("This must be one of: %(values)s.") % {"values": ", ".join(attribute.values)})
    if len(value) > LONGEST.get(attribute.id, LONGEST_TEXT):
        raise Impossible(_("This is too long."))
    return value


def _contact(key: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Impossible(_("This must be a text."))
    text = value.strip()
    if len(text) > CONTACT_KEYS[key][1]:
        raise Impossible(_("This is too long."))
    if key == "postcode":
        return check_postcode(text)
    if key == "email" and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        raise Impossible(_("This is not an e-mail address."))
    return text


def check_postcode(text: str) -> str:
    """The stored form of a Dutch postcode. Raises Impossible."""
    try:
        return str(postcode.validate(text))
    except ValidationError:
        raise Impossible(_("A postcode is four digits and two letters.")) from None


def check_number(kind: str, value: str) -> str:
    """The stored form of a number of an authority. Raises Impossible: a BSN needs the eleven test."""
    digits = re.sub(r"[\s.\-]", "", value)
    if kind == "v_number" and not re.fullmatch(r"\d{10}", digits):
        raise Impossible(_("A V-number has ten digits."))
    if kind == "bsn":
        if not bsn.is_valid(digits):
            raise Impossible(_("This number does not pass the eleven test."))
        return str(bsn.compact(digits))
    if not digits or len(digits) > 40:
        raise Impossible(_("This is not a number."))
    return digits
