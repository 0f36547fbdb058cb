"""Which route a dossier follows: somebody who came to join their family goes on along the route of everybody."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from reisgenoot.access.errors import Refused
from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_professional

from .. import planning
from ..models import Dossier
from ..texts import ROUTES
from .common import dossier_of, wrote


def follow_route(member: Member, dossier: Dossier | int, definition: str) -> Dossier:
    """Let the dossier follow another route from now on; all facts stay, and those that it knows count.

    Raises NotAllowed, NotFound, and Refused for a route that dossiers shared by organisations can't follow.
    """
    require_professional(member)
    if definition not in ROUTES:
        raise Refused({"definition": _("A dossier that organisations share can't follow this route.")})
    with transaction.atomic():
        target = dossier_of(dossier)
        if target.definition != definition:
            target.definition = definition
            target.save(update_fields=["definition"])
            wrote(member, target, "route")
            planning.replan([target.pk])
    return target
