"""What happened, circumstances, reminder, report, talk and judgement. Nothing here leads to a fine by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.changed import CHANGED
from reisgenoot.access.errors import NotFound, Refused
from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_municipal
from reisgenoot.dossiers.actions.common import dossier_of, wrote

from ..law import CONDUCT
from ..models import Case, Circumstance, Judgement, Talk
from .common import LOG_PART, case_of, not_ahead, refusing, touch


@dataclass(frozen=True, slots=True)
class Asked:
    """What was found of one kind of circumstance."""

    found: str
    matters: bool = False


def add_case(
    member: Member, dossier_id: int, *, kind: str, happened_on: date, noticed_on: date, what: str
) -> Case:
    """Record that somebody did not come, or did not keep to the plan. Raises NotAllowed, NotFound, Refused."""
    require_municipal(member)
    not_ahead(happened_on=happened_on, noticed_on=noticed_on)
    if kind not in CONDUCT:
        raise Refused({"kind": _("There is no such choice.")})
    if not what.strip():
        raise Refused({"what": _("Say what happened.")})
    if noticed_on < happened_on:
        raise Refused({"noticed_on": _("This cannot be before it happened.")})
    with refusing():
        made = Case(
            dossier=dossier_of(dossier_id),
            kind=kind,
            article=CONDUCT[kind].article,
            happened_on=happened_on,
            noticed_on=noticed_on,
            what=what.strip(),
        )
        made.change(member)
        made.save(force_insert=True)
        wrote(member, dossier_id, LOG_PART)
    return made


def ask_circumstances(
    member: Member, dossier_id: int, case_id: int, asked: Mapping[str, Asked], *, seen: int | None = None
) -> None:
    """Write what was found of every kind of circumstance; again: what stands now. All five are needed.

    Raises NotAllowed, NotFound, Overtaken, and Refused with the kinds that miss.
    """
    missing = [
        kind for kind in Circumstance.Kind.values if kind not in asked or not asked[kind].found.strip()
    ]
    if missing:
        raise Refused({kind: _("Ask, and write what you found; also if it is nothing.") for kind in missing})
    with refusing():
        case = case_of(member, dossier_id, case_id, seen)
        standing = {it.kind: it for it in case.circumstances.all()}
        for kind in Circumstance.Kind.values:
            known = standing.get(kind)
            it = known or Circumstance(case=case, dossier_id=dossier_id, kind=kind)
            it.found, it.matters = asked[kind].found.strip(), asked[kind].matters
            it.change(member)
            if known:
                it.save(update_fields=["found", "matters", *CHANGED])
            else:
                it.save(force_insert=True)
        touch(member, case)


def remind(
    member: Member, dossier_id: int, case_id: int, *, on: date, until: date, seen: int | None = None
) -> Case:
    """Note the written reminder and its new term. Raises as above."""
    not_ahead(on=on)
    if until <= on:
        raise Refused({"until": _("The term cannot end before the reminder.")})
    with refusing():
        case = case_of(member, dossier_id, case_id, seen)
        _open(case)
        case.reminded_on, case.remind_until = on, until
        touch(member, case, "reminded_on", "remind_until")
    return case


def report(member: Member, dossier_id: int, case_id: int, *, on: date, seen: int | None = None) -> Case:
    """Note the report that the member made of the breach (Awb 5:48): it goes along with the invitation to the talk."""
    not_ahead(on=on)
    with refusing():
        case = case_of(member, dossier_id, case_id, seen)
        _open(case)
        case.reported_on, case.reported_by = on, member
        touch(member, case, "reported_on", "reported_by")
    return case


def hear(
    member: Member,
    dossier_id: int,
    case_id: int,
    *,
    on: date,
    present: str,
    language: str,
    said: str,
    interpreter: str = "",
    silence_told: bool = False,
    seen: int | None = None,
) -> Talk:
    """Record a talk: who was there, in which language, and what the person said. Only added. Raises as above."""
    not_ahead(on=on)
    blank = {"present": present, "said": said, "language": language}
    if missing := [name for name, value in blank.items() if not value.strip()]:
        raise Refused({name: _("This field is required.") for name in missing})
    with refusing():
        case = case_of(member, dossier_id, case_id, seen)
        _open(case)
        made = Talk(
            case=case, dossier_id=dossier_id, held_on=on, present=present.strip(), language=language,
            interpreter=interpreter.strip(), silence_told=silence_told, said=said.strip(),
        )  # fmt: skip
        made.change(member)
        made.save(force_insert=True)
        touch(member, case)
    return made


def judge(
    member: Member, dossier_id: int, case_id: int, *, degree: str, reason: str, seen: int | None = None
) -> Judgement:
    """Judge whether somebody is to blame, on the last talk. Without blame the case is closed with it.

    Raises as above, and Refused without a talk.
    """
    if degree not in Judgement.Degree.values:
        raise Refused({"degree": _("There is no such choice.")})
    if not reason.strip():
        raise Refused({"reason": _("Say why.")})
    with refusing():
        case = case_of(member, dossier_id, case_id, seen)
        _open(case)
        talk = case.talks.last()
        if talk is None:
            raise Refused({"degree": _("First hold a talk: nobody is judged unheard.")})
        known = Judgement.objects.filter(case=case).first()
        it = known or Judgement(case=case, dossier_id=dossier_id)
        it.talk, it.degree, it.reason = talk, degree, reason.strip()
        it.change(member)
        if known:
            it.save(update_fields=["talk", "degree", "reason", *CHANGED])
        else:
            it.save(force_insert=True)
        if degree == Judgement.Degree.NONE:
            case.closed_on, case.closed_why = timezone.localdate(), _("Not to blame.")
        touch(member, case, "closed_on", "closed_why")
    return it


def close_case(member: Member, dossier_id: int, case_id: int, *, why: str, seen: int | None = None) -> Case:
    """Close a case without a fine. Raises as above, and NotFound where there is a fine."""
    if not why.strip():
        raise Refused({"why": _("Say why.")})
    with refusing():
        case = case_of(member, dossier_id, case_id, seen)
        _open(case)
        if hasattr(case, "fine"):
            raise NotFound(_("There is a fine in this case."))
        case.closed_on, case.closed_why = timezone.localdate(), why.strip()
        touch(member, case, "closed_on", "closed_why")
    return case


def _open(case: Case) -> None:
    if case.closed_on:
        raise Refused({"": _("This case is closed.")})
