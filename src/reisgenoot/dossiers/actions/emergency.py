"""Emergency access: one dossier, one hour, with a reason, seen by everybody whom it concerns."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotAllowed, Refused, Text
from reisgenoot.access.models import Member

from .naming import call, named

SHORTEST_REASON = 10
"""Characters: a reason says something to whoever reads it later."""


def emergency_access(
    member: Member, *, v_number: str = "", name: str = "", born: date | None = None, reason: str
) -> int | None:
    """Let a coordinator into a dossier for an hour; returns its id, or None if nobody is meant for certain.

    The person is named by V-number, or by full name and birth date. Attempts are kept, those that find nobody too.
    Raises NotAllowed for every other role, and Refused with the fields, or after ten attempts within an hour.
    """
    if member.role != Member.Role.COORDINATOR:
        raise NotAllowed(_("Emergency access is for coordinators."))
    problems: dict[str, Text] = {}
    number, spelt = named(v_number, name, born, problems)
    if len(reason.strip()) < SHORTEST_REASON:
        problems["reason"] = _("Say in a sentence why this cannot wait.")
    if problems:
        raise Refused(problems)
    found: int | None = call(
        "SELECT dossiers_emergency(%s, %s, %s, %s)",
        [number, spelt, born, reason.strip()],
        {"v_number": _("Ten times within an hour is the most. Ask a colleague to help.")},
    )
    return found
