"""What stands above every page about one part of a dossier."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.access.roles import require_professional

from ..models import Dossier


@dataclass(frozen=True, slots=True)
class Heading:
    """Whose dossier it is, and who carries it."""

    dossier_id: int
    name: str
    household: str
    municipality: str
    phase: str
    definition: str
    organisation_id: int
    worker_id: int


def heading(member: Member, dossier_id: int, part: str) -> Heading:
    """The heading; the log notes that the member opened this ``part`` (a key of ``labels.LOG_PARTS``).

    Two SQL statements. Raises NotAllowed for a role that sees no dossiers, and NotFound.
    """
    require_professional(member)
    found = (
        Dossier.objects.filter(pk=dossier_id)
        .values_list(
            "name", "household_name", "municipality", "phase", "definition", "organisation_id", "worker_id"
        )
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such dossier, or you have no access to it."))
    log(member, [dossier_id], AccessLog.Act.READ, part)
    return Heading(dossier_id, *found)
