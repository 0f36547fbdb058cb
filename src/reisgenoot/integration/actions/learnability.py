"""The learnability test: its result, and who is released from it (Wet inburgering 2021, article 14(3)(a) and (6))."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.changed import CHANGED
from reisgenoot.access.errors import NotFound, Refused, Text
from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_municipal
from reisgenoot.dossiers.actions import record_fact, record_facts, retract_fact
from reisgenoot.dossiers.actions.common import dossier_of, wrote
from reisgenoot.dossiers.models import Fact

from ..models import LearnabilityTest
from ..queries.learnability import EXEMPT, RESULT, TESTED


def record_result(
    member: Member,
    dossier_id: int,
    *,
    on: date,
    result: str,
    score: str = "",
    needed: str = "",
    note: str = "",
    seen: int | None = None,
) -> LearnabilityTest:
    """Record the result of the test, or another one in its place; ``seen``: the ``changes`` that the member saw.

    Raises NotAllowed, NotFound, Refused with the fields, and Overtaken.
    """
    require_municipal(member)
    problems: dict[str, Text] = {}
    if on > timezone.localdate():
        problems["on"] = _("This date lies in the future.")
    if result not in LearnabilityTest.Result.values:
        problems["result"] = _("There is no such choice.")
    if problems:
        raise Refused(problems)
    with transaction.atomic():
        target = dossier_of(dossier_id)
        found = LearnabilityTest.objects.select_related("changed_by").filter(dossier=target).first()
        if found and seen != found.changes:
            raise found.overtaken("result", str(found.get_result_display()))
        it = found or LearnabilityTest(dossier=target)
        it.taken_on, it.result, it.score = on, result, score.strip()
        it.needed, it.note = needed.strip(), note.strip()
        it.change(member)
        if found:
            it.save(update_fields=["taken_on", "result", "score", "needed", "note", *CHANGED])
        else:
            it.save(force_insert=True)
        try:
            record_facts(member, target, {TESTED: on, RESULT: result})
        except Refused as refused:
            raise Refused({"on": refused.problems.get(TESTED, str(refused))}) from None
        wrote(member, target, "learnability")
    return it


def exempt(member: Member, dossier_id: int, ground: str, *, on: date) -> Fact | None:
    """Release somebody from the test for impaired sight or hearing (a key of ``EXEMPT``). Raises as above."""
    require_municipal(member)
    if ground not in EXEMPT:
        raise Refused({"ground": _("There is no such choice.")})
    if on > timezone.localdate():
        raise Refused({"on": _("This date lies in the future.")})
    with transaction.atomic():
        made = record_fact(member, dossier_id, ground, on)
        wrote(member, dossier_id, "learnability")
    return made


def take_exemption_back(member: Member, dossier_id: int) -> None:
    """Take back that somebody was released from the test; the history keeps it. Raises NotAllowed and NotFound."""
    require_municipal(member)
    with transaction.atomic():
        target = dossier_of(dossier_id)
        newest = target.facts.filter(key__in=EXEMPT, superseded_by__isnull=True)
        standing = [it for it in newest if it.value is not None]
        if not standing:
            raise NotFound(_("Nobody released this person from the test."))
        for fact in standing:
            retract_fact(member, fact)
        wrote(member, target, "learnability")
