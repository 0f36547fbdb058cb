"""What the actions share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotAllowed, Refused
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.access.roles import require_professional
from reisgenoot.dossiers import actions as dossiers
from reisgenoot.dossiers import planning
from reisgenoot.dossiers.actions.common import dossier_of
from reisgenoot.dossiers.models import Dossier, Fact
from reisgenoot.dossiers.queries.granted import addable

PART = "procedure"
"""What the log calls it."""


def may_add(member: Member, dossier_id: int, category: str) -> Dossier:
    """The dossier, locked, if the member may add to this category of it.

    Raises NotAllowed (the wall would refuse the row as well, with a less clear answer), and NotFound.
    """
    require_professional(member)
    target = dossier_of(dossier_id)
    if category not in addable(target.pk):
        raise NotAllowed(_("You can add nothing about this to the dossier."))
    return target


def wrote(member: Member, dossier_ids: Iterable[int]) -> None:
    """Put in the log that the member changed something of the procedure of these dossiers. One SQL statement."""
    log(member, dossier_ids, AccessLog.Act.WRITE, PART)


def not_ahead(day: date, field: str) -> None:
    """Raise Refused if the day, of something that happened, lies in the future."""
    if day > timezone.localdate():
        raise Refused({field: _("This date lies in the future.")})


def record_first(member: Member, dossier_ids: Iterable[int], key: str, on: date) -> None:
    """Record that something happened, in those dossiers where it is not known yet; a date that stands there stays."""
    known = planning.gather(list(dossier_ids), timezone.localdate())
    new = {each: {key: on} for each, it in known.items() if key not in it.facts}
    if new:
        dossiers.record_many(member, new, source=Fact.Source.SCREEN)
