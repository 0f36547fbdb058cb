"""Questions about people: one's own, and those that reached a dossier of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import Count, Q, QuerySet

from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member, Question, QuestionReached

from ..models import Dossier


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


@dataclass(frozen=True, slots=True)
class Questions:
    """One page of them, newest first, and how many there are in all. ``waiting``: of all, those without an answer."""

    rows: tuple[QuestionShown, ...]
    total: int
    waiting: int


def asked(member: Member, *, open_only: bool = False, limit: int, offset: int = 0) -> Questions:
    """What the member asked. Two SQL statements."""
    rows = Question.objects.filter(member=member)
    shown, total, waiting = _page(rows, "", open_only, limit, offset)
    return Questions(tuple(_shown(row) for row in shown.select_related(*_WITH)), total, waiting)


def reached(
    member: Member,
    *,
    open_only: bool = False,
    limit: int,
    offset: int = 0,
    act: AccessLog.Act = AccessLog.Act.APPEARED,
) -> Questions:
    """What others asked about dossiers in which the acting member may answer. Four SQL statements.

    The log of each of these dossiers notes ``act``.
    """
    shown, total, waiting = _page(QuestionReached.objects.all(), "question__", open_only, limit, offset)
    found = list(shown.select_related(*(f"question__{it}" for it in _WITH)))
    names = dict(Dossier.objects.filter(pk__in={it.dossier_id for it in found}).values_list("pk", "name"))
    log(member, sorted(names), act, "questions")
    rows = (_shown(it.question, it.dossier_id, names.get(it.dossier_id, "")) for it in found)
    return Questions(tuple(rows), total, waiting)


_Row = TypeVar("_Row", Question, QuestionReached)


def _page(
    rows: QuerySet[_Row], to: str, open_only: bool, limit: int, offset: int
) -> tuple[QuerySet[_Row], int, int]:
    """The rows of a page, how many there are of these, and how many of all wait; ``to``: the way to the question."""
    waits = Q(**{f"{to}answered_at__isnull": True})
    figures = rows.aggregate(all=Count("pk"), waiting=Count("pk", filter=waits))
    wanted = (rows.filter(waits) if open_only else rows).order_by(f"-{to}at", "-pk")
    return wanted[offset : offset + limit], figures["waiting" if open_only else "all"], figures["waiting"]


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
