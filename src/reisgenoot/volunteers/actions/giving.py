"""What a professional gives to a matched volunteer: tasks, and answers."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound, Overtaken, Refused, Text
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Involvement, Member
from reisgenoot.access.roles import require_professional
from reisgenoot.dossiers.models import Dossier, Task
from reisgenoot.notices.actions import notify

from ..models import GivenTask, HelpAsked

SHORTEST = 2
"""Characters of an answer."""


def give_task(
    member: Member,
    dossier_id: int,
    volunteer_id: int,
    *,
    key: str = "",
    text: str = "",
    note: str = "",
    due_on: date | None = None,
) -> GivenTask:
    """Give a task of the plan (``key``) or a small one in words (``text``) to a matched volunteer, who is told.

    Raises NotAllowed, NotFound, and Refused with the fields.
    """
    require_professional(member)
    with transaction.atomic():
        if not Dossier.objects.filter(pk=dossier_id).exists():
            raise NotFound(_("There is no such dossier, or you have no access to it."))
        problems = _problems(dossier_id, volunteer_id, key, text, note)
        if problems:
            raise Refused(problems)
        try:
            with transaction.atomic():
                made = GivenTask.objects.create(
                    dossier_id=dossier_id,
                    member_id=volunteer_id,
                    key=key,
                    text=text.strip(),
                    note=note.strip(),
                    due_on=due_on,
                    given_by=member,
                    organisation_id=member.organisation_id,
                )
        except IntegrityError:
            raise Refused({"key": _("This task was given to this volunteer already.")}) from None
        log(member, [dossier_id], AccessLog.Act.WRITE, "volunteer")
        notify("task_given", to=[volunteer_id], dossier_id=dossier_id)
    return made


def _problems(dossier_id: int, volunteer_id: int, key: str, text: str, note: str) -> dict[str, Text]:
    problems: dict[str, Text] = {}
    today = timezone.localdate()
    runs = Involvement.objects.filter(
        dossier_id=dossier_id, member_id=volunteer_id, member__role="volunteer", begins_on__lte=today
    ).exclude(ends_on__lte=today)
    if not runs.exists():
        problems["volunteer"] = _("This volunteer is not matched with this person now.")
    if bool(key) == bool(text.strip()):
        problems["key"] = _("Choose a task of the plan, or write a small one yourself.")
    elif key and not Task.objects.filter(dossier_id=dossier_id, key=key).exists():
        problems["key"] = _("This task is not in the plan, or was done already.")
    if len(text.strip()) > 200:
        problems["text"] = _("This has %(most)d characters at most.") % {"most": 200}
    if len(note.strip()) > 500:
        problems["note"] = _("This has %(most)d characters at most.") % {"most": 500}
    return problems


def take_back(member: Member, dossier_id: int, given_id: int) -> None:
    """Take a task back that was given. Raises NotAllowed, NotFound."""
    require_professional(member)
    with transaction.atomic():
        gone, _each = GivenTask.objects.filter(pk=given_id, dossier_id=dossier_id).delete()
        if not gone:
            raise NotFound(_("There is no such task."))
        log(member, [dossier_id], AccessLog.Act.WRITE, "volunteer")


def answer_help(member: Member, question_id: int, words: str) -> HelpAsked:
    """Answer a volunteer's question, once; they are told.

    Raises NotAllowed, NotFound, Refused for an empty answer, and Overtaken if a colleague answered it.
    """
    require_professional(member)
    if not SHORTEST <= len(words.strip()) <= 1000:
        raise Refused({"answer": _("An answer has between 2 and 1000 characters.")})
    with transaction.atomic():
        found = HelpAsked.objects.filter(pk=question_id).select_related("answered_by").first()
        if found is None:
            raise NotFound(_("There is no such question."))
        about = {"answer": words.strip(), "answered_at": timezone.now(), "answered_by": member}
        if not HelpAsked.objects.filter(pk=question_id, answered_at__isnull=True).update(**about):
            found.refresh_from_db()
            by = found.answered_by.name if found.answered_by else ""
            raise Overtaken("answer", seen="", now=found.answer, by=by, at=found.answered_at, version="")
        log(member, [found.dossier_id], AccessLog.Act.WRITE, "volunteer")
        notify("help_answered", to=[found.member_id], dossier_id=found.dossier_id)
    return found
