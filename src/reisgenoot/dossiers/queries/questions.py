"""Questions about people: one's own, and those that reached a dossier of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from reisgenoot.access.models import Member, Question, QuestionReached

from ..models import Dossier

MOST_SHOWN = 50
"""Of each list: the newest."""


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """A question, with the answer if there is one; ``dossier_id`` and ``name`` only for those whom it reached."""

    id: int
    at: datetime
    asker: str
    organisation: str
    sought: str
    question: str
    answer: str
    answered_at: datetime | None
    answered_by: str
    dossier_id: int | None = None
    name: str = ""


def asked(member: Member, *, open_only: bool = False) -> list[QuestionShown]:
    """What the member asked, newest first."""
    rows = Question.objects.filter(member=member).order_by("-at", "-id")
    if open_only:
        rows = rows.filter(answered_at__isnull=True)
    return [_shown(row) for row in rows.select_related(*_WITH)[:MOST_SHOWN]]


def reached(*, open_only: bool = False) -> list[QuestionShown]:
    """What others asked about dossiers in which the acting member may answer, newest first."""
    about = dict(QuestionReached.objects.values_list("question_id", "dossier_id"))
    names = dict(Dossier.objects.filter(pk__in=set(about.values())).values_list("pk", "name"))
    rows = Question.objects.filter(pk__in=about).order_by("-at", "-id").select_related(*_WITH)
    if open_only:
        rows = rows.filter(answered_at__isnull=True)
    return [_shown(row, about[row.pk], names.get(about[row.pk], "")) for row in rows[:MOST_SHOWN]]


_WITH = ("member", "organisation", "answered_by__organisation")


def _shown(row: Question, dossier_id: int | None = None, name: str = "") -> QuestionShown:
    by = f"{row.answered_by.name}, {row.answered_by.organisation.name}" if row.answered_by else ""
    return QuestionShown(
        row.pk,
        row.at,
        row.member.name,
        row.organisation.name,
        row.sought,
        row.question,
        row.answer,
        row.answered_at,
        by,
        dossier_id,
        name,
    )
