"""The broad intake: saving a part, completing it, and opening it again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.changed import CHANGED
from reisgenoot.access.errors import NotAllowed, NotFound, Refused
from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_municipal, require_professional
from reisgenoot.dossiers.actions import record_fact, retract_fact
from reisgenoot.dossiers.actions.common import dossier_of, wrote
from reisgenoot.dossiers.models import Dossier
from reisgenoot.dossiers.queries.granted import rights

from ..intake import parts
from ..models import Intake, IntakePart
from ..queries.intake import COMPLETED, ENOUGH_CALLS
from ..queries.lacking import lacking
from ..queries.talks import calls_without_effect


def save_part(
    member: Member, dossier_id: int, part_id: str, answers: Mapping[str, Any], *, done: bool, seen: int | None
) -> IntakePart | None:
    """Save one part as it was typed, finished or not; None if nothing changed.

    ``seen``: the ``changes`` that the member saw, None for a part that nobody had written yet. Raises NotAllowed,
    NotFound, Refused with ``FIELD`` or ``INDEX.FIELD`` (in the order of the lines that are not empty), and Overtaken.
    """
    require_professional(member)
    part = parts().get(part_id)
    if part is None:
        raise NotFound(_("There is no such part of the intake."))
    given = part.kept(answers)
    if wrong := part.problems(given, _("This cannot be the answer, or it is too long.")):
        raise Refused(wrong)
    with transaction.atomic():
        target = dossier_of(dossier_id)
        if not rights(dossier_id)[part.category].writes:
            raise NotAllowed(_("You cannot write in this part."))
        found = IntakePart.objects.select_related("changed_by").filter(dossier=target, part=part_id).first()
        if found is not None and (found.answers, found.done) == (given, done):
            return None
        if found is not None and seen != found.changes:
            raise found.overtaken("answers", "")
        if found is None and not given and not done:
            return None
        it = found or IntakePart(dossier=target, part=part_id, category=part.category)
        it.answers, it.done = given, done
        it.change(member)
        if found:
            it.save(update_fields=["answers", "done", *CHANGED])
        else:
            it.save(force_insert=True)
        wrote(member, target, "intake")
    return it


def complete(member: Member, dossier_id: int, *, on: date, in_absence: bool = False) -> Intake:
    """Complete the intake: every part that the law asks for is finished, or nobody came after three calls.

    Raises NotAllowed, NotFound, and Refused with what is missing.
    """
    require_municipal(member)
    if on > timezone.localdate():
        raise Refused({"on": _("This date lies in the future.")})
    with transaction.atomic():
        target = dossier_of(dossier_id)
        if in_absence and calls_without_effect(dossier_id) < ENOUGH_CALLS:
            raise Refused(
                {
                    "in_absence": _(
                        "The law asks for three calls without effect first (article 14, paragraph 2)."
                    )
                }
            )
        if not in_absence and (missing := lacking(dossier_id)):
            told = _("Not complete yet: %(what)s.") % {"what": "; ".join(it.in_words() for it in missing)}
            raise Refused({"on": told})
        note = _("Completed in absence after three calls (article 14, paragraph 2).") if in_absence else ""
        record_fact(member, target, COMPLETED, on, note=note)
        it = _intake(target)
        it.completed_on, it.in_absence = on, in_absence
        _save(member, it)
        wrote(member, target, "intake")
    return it


def reopen(member: Member, dossier_id: int) -> Intake:
    """Undo that the intake was completed; the history keeps it. Raises NotAllowed and NotFound."""
    require_municipal(member)
    with transaction.atomic():
        target = dossier_of(dossier_id)
        fact = target.facts.filter(key=COMPLETED, superseded_by__isnull=True).order_by("id").last()
        if fact is None or fact.value is None:
            raise NotFound(_("The intake was not completed."))
        retract_fact(member, fact)
        it = _intake(target)
        it.completed_on, it.in_absence = None, False
        _save(member, it)
        wrote(member, target, "intake")
    return it


def _intake(target: Dossier) -> Intake:
    return Intake.objects.filter(dossier=target).first() or Intake(dossier=target)


def _save(member: Member, it: Intake) -> None:
    new = it._state.adding
    it.change(member)
    if new:
        it.save(force_insert=True)
    else:
        it.save(update_fields=["completed_on", "in_absence", *CHANGED])
