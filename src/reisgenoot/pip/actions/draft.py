"""The draft of a plan: saving a part as it was typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from reisgenoot.access.changed import CHANGED
from reisgenoot.access.errors import NotAllowed, NotFound, Refused
from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_professional
from reisgenoot.dossiers.actions.common import dossier_of, wrote
from reisgenoot.dossiers.queries.granted import rights

from ..models import DraftPart
from ..parts import parts


def save_part(
    member: Member, dossier_id: int, part_id: str, answers: Mapping[str, Any], *, seen: int | None
) -> DraftPart | None:
    """Save one part of the draft; None if nothing changed. What was set before stays as it is.

    ``seen``: the ``changes`` that the member saw, None for a part that nobody had written yet. Raises NotAllowed,
    NotFound, Refused with ``FIELD`` or ``INDEX.FIELD`` (in the order of the lines that are not empty), and Overtaken.
    """
    require_professional(member)
    part = parts().get(part_id)
    if part is None:
        raise NotFound(_("There is no such part of the plan."))
    given = part.kept(answers)
    if wrong := part.problems(given, _("This cannot be the answer, or it is too long.")):
        raise Refused(wrong)
    with transaction.atomic():
        target = dossier_of(dossier_id)
        if not rights(dossier_id)[part.category].writes:
            raise NotAllowed(_("You cannot write in this part."))
        found = DraftPart.objects.select_related("changed_by").filter(dossier=target, part=part_id).first()
        if given == (found.answers if found else {}):
            return None
        if found is not None and seen != found.changes:
            raise found.overtaken("answers", "")
        it = found or DraftPart(dossier=target, part=part_id, category=part.category)
        it.answers = given
        it.change(member)
        if found:
            it.save(update_fields=["answers", *CHANGED])
        else:
            it.save(force_insert=True)
        wrote(member, target, "pip")
    return it
