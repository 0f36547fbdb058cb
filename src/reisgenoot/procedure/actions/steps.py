"""The steps of the first days and after: what was done, what was told, and checks asked of others."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound, Overtaken, Refused, Text
from reisgenoot.access.models import Involvement, Member, Organisation
from reisgenoot.access.roles import require_professional
from reisgenoot.dossiers import actions as dossiers

from ..models import LEGAL, TRAVEL_STORY, AskedCheck, How, Talk
from .common import may_add, not_ahead, record_first, wrote

STEPS = ("identity_checked", "first_interview", "asylum_applied")
"""The milestones of the first days that are recorded by their date alone; the health check is asked and answered."""
KEPT_BY = {
    AskedCheck.Kind.HEALTH: (Organisation.Kind.GZA,),
    AskedCheck.Kind.MEDICAL: (Organisation.Kind.GZA,),
    AskedCheck.Kind.SOCIAL: (
        Organisation.Kind.COA,
        Organisation.Kind.VLUCHTELINGENWERK,
        Organisation.Kind.SOCIAL_WORK,
    ),
}
"""Of which kinds of organisations a check can be asked."""
LONGEST_TEXT = 20_000
"""Characters."""
_FACT_OF = {Talk.Subject.INTERVIEW: "first_interview", Talk.Subject.PROCEDURE: "procedure_explained"}


def record_step(member: Member, dossier_id: int, key: str, on: date) -> None:
    """Record that a step of the first days was done. Raises NotAllowed, NotFound, and Refused."""
    require_professional(member)
    if key not in STEPS:
        raise Refused({"key": _("There is no such step.")})
    not_ahead(on, "on")
    dossiers.record_facts(member, dossier_id, {key: on})


def record_talk(
    member: Member,
    dossier_id: int,
    *,
    subject: str,
    on: date,
    language: str,
    how: str,
    interpreter: str = "",
    text: str = "",
) -> Talk:
    """Note what was told, asked or heard; the first interview and the explanation count as done from then on.

    Raises NotAllowed (the travel story: for who may not add to it), NotFound, and Refused with the fields.
    """
    require_professional(member)
    problems: dict[str, Text] = {}
    if subject not in Talk.Subject.values:
        problems["subject"] = _("There is no such subject.")
    if how not in How.values:
        problems["how"] = _("There is no such choice.")
    elif (how != How.SHARED) != bool(interpreter.strip()):
        problems["interpreter"] = (
            _("Who interpreted: a name, or the number of the interpreting service?")
            if how != How.SHARED
            else _("In a shared language there was no interpreter.")
        )
    if not language:
        problems["language"] = _("In which language?")
    if len(text) > LONGEST_TEXT:
        problems["text"] = _("This is too long.")
    if subject == Talk.Subject.TRAVEL_STORY and not text.strip():
        problems["text"] = _("What did the person tell?")
    if on > timezone.localdate():
        problems["on"] = _("This date lies in the future.")
    if problems:
        raise Refused(problems)
    category = TRAVEL_STORY if subject == Talk.Subject.TRAVEL_STORY else LEGAL
    with transaction.atomic():
        target = may_add(member, dossier_id, category)
        made = Talk.objects.create(
            dossier=target,
            subject=subject,
            category=category,
            on=on,
            language=language,
            how=how,
            interpreter=interpreter.strip(),
            text=text.strip(),
            recorded_by=member,
            organisation_id=member.organisation_id,
        )
        if key := _FACT_OF.get(Talk.Subject(subject)):
            record_first(member, [target.pk], key, on)
        wrote(member, [target.pk])
    return made


def ask_check(member: Member, dossier_id: int, *, kind: str, asked_of: Organisation) -> AskedCheck:
    """Ask an organisation for a check, and let it in. Asked again while it is open, nothing changes.

    Raises NotAllowed, NotFound, and Refused if this organisation does no such check.
    """
    if kind not in AskedCheck.Kind.values:
        raise Refused({"kind": _("There is no such check.")})
    if asked_of.kind not in KEPT_BY[AskedCheck.Kind(kind)]:
        raise Refused({"asked_of": _("This organisation does no such check.")})
    with transaction.atomic():
        target = may_add(member, dossier_id, "route")
        if found := AskedCheck.objects.filter(dossier=target, kind=kind, outcome="").first():
            return found
        if asked_of.pk != member.organisation_id:
            dossiers.involve(member, target, asked_of, basis=Involvement.Basis.PHASE)
        made = AskedCheck.objects.create(
            dossier=target,
            kind=kind,
            asked_of=asked_of,
            recorded_by=member,
            organisation_id=member.organisation_id,
        )
        wrote(member, [target.pk])
    return made


def close_check(member: Member, check_id: int, *, outcome: str, on: date) -> AskedCheck:
    """Say that a check was done, or was not; by whom it was asked of. Done counts as a step of the route.

    Raises NotAllowed, NotFound (also for another organisation's), Overtaken if a colleague closed it, and Refused.
    """
    require_professional(member)
    if outcome not in AskedCheck.Outcome.values:
        raise Refused({"outcome": _("There is no such choice.")})
    not_ahead(on, "on")
    with transaction.atomic():
        found = AskedCheck.objects.filter(pk=check_id, asked_of=member.organisation_id).first()
        if found is None:
            raise NotFound(_("There is no such check, or you have no access to it."))
        target = may_add(member, found.dossier_id, "route")
        changed = AskedCheck.objects.filter(pk=found.pk, outcome="").update(
            outcome=outcome, closed_on=on, closed_by=member
        )
        found.refresh_from_db()
        if not changed and found.outcome != outcome:
            by = f"{found.closed_by.name}" if found.closed_by else ""
            raise Overtaken("outcome", seen=None, now=found, by=by, at=None, version="")
        if changed and outcome == AskedCheck.Outcome.DONE:
            record_first(member, [target.pk], found.kind, on)
        wrote(member, [target.pk])
    return found
