"""Calls and talks of the intake, and how often in a row somebody did not come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound

from ..models import IntakeTalk


def in_order(dossier_id: int) -> list[IntakeTalk]:
    """Those of one dossier, the one that runs last. One SQL statement."""
    rows = IntakeTalk.objects.filter(dossier_id=dossier_id).select_related("changed_by", "appointment")
    return sorted(rows, key=lambda it: (it.settled_on or date.max, it.called_on or date.min, it.changed_at))


def in_a_row(talks: Iterable[IntakeTalk]) -> int:
    """Calls without effect since somebody last came and cooperated: our reading of article 14(2).

    What was excused or cancelled does not count, and breaks nothing off.
    """
    count = 0
    for it in talks:
        if it.without_effect:
            count += 1
        elif it.state == IntakeTalk.State.HELD:
            count = 0
    return count


def calls_without_effect(dossier_id: int) -> int:
    """The same for a dossier. One SQL statement."""
    return in_a_row(in_order(dossier_id))


def talk_of(dossier_id: int, talk_id: int) -> IntakeTalk:
    """One talk of a dossier. Raises NotFound."""
    rows = IntakeTalk.objects.filter(dossier_id=dossier_id, pk=talk_id)
    found = rows.select_related("changed_by", "appointment").first()
    if found is None:
        raise NotFound(_("There is no such talk, or you have no access to it."))
    return found
