"""Asking a colleague elsewhere about a person, and answering: the asker learns nothing that a guide does not say."""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction
from django.utils.translation import gettext as _

from reisgenoot.access.errors import NotFound, Overtaken, Refused, Text
from reisgenoot.access.models import Member, Question
from reisgenoot.access.roles import require_professional

from .naming import call, named

SHORTEST = 10
"""Characters of a question, and of an answer."""


def ask(
    member: Member, *, v_number: str = "", name: str = "", born: date | None = None, question: str
) -> None:
    """Ask whoever guides this person, if anybody does. What the asker gets to see is the same in both cases.

    Raises NotAllowed, and Refused with the fields, or after thirty questions within a day.
    """
    require_professional(member)
    problems: dict[str, Text] = {}
    number, spelt = named(v_number, name, born, problems)
    if len(question.strip()) < SHORTEST:
        problems["question"] = _("Say in a sentence what you want to know, and why.")
    if problems:
        raise Refused(problems)
    about = " · ".join(part for part in (number, name.strip(), born.isoformat() if born else "") if part)
    call(
        "SELECT dossiers_ask(%s, %s, %s, %s, %s)",
        [number, spelt, born, about, question.strip()],
        {"question": _("Thirty questions within a day is the most.")},
    )


def answer(member: Member, question_id: int, words: str) -> None:
    """Answer a question about a dossier of one's own, once; only then the asker knows that somebody guides the person.

    Raises NotAllowed, Refused for an empty answer, Overtaken if somebody answered it, and NotFound for a question that
    is not for the member.
    """
    require_professional(member)
    if len(words.strip()) < SHORTEST:
        raise Refused({"answer": _("Write a sentence at least.")})
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT dossiers_answer(%s, %s)", [question_id, words.strip()])
        if not cursor.fetchone()[0]:
            raise _answered(question_id) or NotFound(_("There is no such question."))


def _answered(question_id: int) -> Overtaken | None:
    """What to raise if the question reached the member, and somebody answered it."""
    known = Question.objects.filter(pk=question_id, reached__isnull=False, answered_by__isnull=False)
    found = known.select_related("answered_by__organisation").first()
    if found is None or found.answered_by is None:
        return None
    by = f"{found.answered_by.name}, {found.answered_by.organisation.name}"
    return Overtaken("answer", seen="", now=found.answer, by=by, at=found.answered_at, version="")
