"""What a volunteer does on their phone, with the households that they are matched with."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotAllowed, NotFound, Refused, Text
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.dossiers.models import NOTES, ContactNote
from reisgenoot.dossiers.texts import definition_as
from reisgenoot.dossiers.values import category_of
from reisgenoot.notices.actions import notify

from ..models import GivenTask, HelpAsked
from ..roles import require_volunteer

LONGEST_NOTE = 5_000
"""Characters."""


def note_visit(
    member: Member, dossier_id: int, *, kind: str, on: date | None = None, text: str = ""
) -> ContactNote:
    """Note a contact with the household; it stays in the dossier under the volunteer's name.

    Raises NotAllowed, NotFound for who is not matched, and Refused with the fields.
    """
    require_volunteer(member)
    day, problems = on or timezone.localdate(), dict[str, Text]()
    if kind not in ContactNote.Kind.values:
        problems["kind"] = _("Choose how the contact was made.")
    if len(text.strip()) > LONGEST_NOTE:
        problems["text"] = _("This has %(most)d characters at most.") % {"most": LONGEST_NOTE}
    if day > timezone.localdate():
        problems["on"] = _("This date lies in the future.")
    if problems:
        raise Refused(problems)
    with transaction.atomic():
        if not _ask("SELECT volunteers_contact(%s, %s)", [dossier_id, day]):
            raise _absent(dossier_id)
        log(member, [dossier_id], AccessLog.Act.WRITE, "note")
        return ContactNote.objects.create(
            dossier_id=dossier_id,
            on=day,
            kind=kind,
            category=NOTES,
            text=text.strip(),
            author=member,
            organisation_id=member.organisation_id,
        )


def ask_help(member: Member, dossier_id: int, question: str) -> HelpAsked:
    """Ask the professional something about the household; they are told.

    Raises NotAllowed, NotFound for who is not matched, and Refused for an empty question.
    """
    require_volunteer(member)
    if not 3 <= len(question.strip()) <= 1000:
        raise Refused({"question": _("Write your question, of 1000 characters at most.")})
    with transaction.atomic():
        reaches = _ask("SELECT volunteers_help_reaches(%s)", [dossier_id])
        if not reaches:
            raise _absent(dossier_id)
        made = HelpAsked.objects.create(
            dossier_id=dossier_id,
            member=member,
            organisation_id=member.organisation_id,
            question=question.strip(),
        )
        log(member, [dossier_id], AccessLog.Act.WRITE, "volunteer")
        notify("help_asked", to=reaches, dossier_id=dossier_id)
    return made


def tick(member: Member, dossier_id: int, key: str, *, on: date | None = None, note: str = "") -> int:
    """Record that a task of the plan that is theirs was done; returns the fact.

    Raises NotAllowed, NotFound for a task that is not theirs or was done, and Refused for a day to come.
    """
    require_volunteer(member)
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise Refused({"on": _("A task cannot have been done in the future.")})
    with transaction.atomic():
        route = _row("SELECT definition, version, municipality FROM volunteers_my_tasks()"
                     " WHERE dossier_id = %s AND key = %s", [dossier_id, key])  # fmt: skip
        definition = definition_as(*route) if route else None
        category = category_of(definition, key) if definition else "route"
        made = _ask("SELECT volunteers_tick(%s, %s, %s, %s, %s)", [dossier_id, key, day, note, category])
        if made is None:
            raise NotFound(_("This task is not yours, or was done already."))
        log(member, [dossier_id], AccessLog.Act.WRITE, "facts")
    return int(made)


def untick(member: Member, dossier_id: int, fact_id: int) -> None:
    """Take back that a task was done, if the volunteer said so and nobody since. Raises NotAllowed, NotFound."""
    require_volunteer(member)
    with transaction.atomic():
        if not _ask("SELECT volunteers_untick(%s)", [fact_id]):
            raise NotFound(_("There is nothing to take back."))
        log(member, [dossier_id], AccessLog.Act.WRITE, "facts")


def small_task(member: Member, given_id: int, *, done: bool) -> GivenTask:
    """Say of a small task that it was done today, or that it was not. Raises NotAllowed, NotFound."""
    require_volunteer(member)
    with transaction.atomic():
        found = GivenTask.objects.filter(pk=given_id, member=member, key="").first()
        day = timezone.localdate() if done else None
        if found is None or not GivenTask.objects.filter(pk=given_id).update(done_on=day):
            raise NotFound(_("There is no such task."))
        log(member, [found.dossier_id], AccessLog.Act.WRITE, "volunteer")
    return found


def require_mine(member: Member, dossier_id: int) -> None:
    """Raise NotAllowed for who is no volunteer, and NotFound for a household that is not theirs."""
    require_volunteer(member)
    if not _row("SELECT 1 FROM volunteers_my_people() WHERE dossier_id = %s", [dossier_id]):
        raise _not_mine()


def _not_mine() -> NotFound:
    return NotFound(_("You are not matched with this person."))


def _absent(dossier_id: int) -> Exception:
    """Why nothing can be done there: the use is limited, or it is not theirs."""
    if _row("SELECT 1 FROM volunteers_my_people() WHERE dossier_id = %s AND limited", [dossier_id]):
        return NotAllowed(_("Nothing can be added about this person now. Ask your guide."))
    return _not_mine()


def _ask(statement: str, values: list[Any]) -> Any:
    row = _row(statement, values)
    return row[0] if row else None


def _row(statement: str, values: list[Any]) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: tuple[Any, ...] | None = cursor.fetchone()
        return found
