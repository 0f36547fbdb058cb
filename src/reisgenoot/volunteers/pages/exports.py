"""Running matches and the questions that wait, as spreadsheets, filtered as the pages are."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from reisgenoot.access.identity import member_required
from reisgenoot.access.models import AccessLog
from reisgenoot.web.spreadsheet import dated

from .. import queries
from ..models import Kind
from ..queries.matches import MOST_EXPORTED, STATES
from .dossier import professional, wants_answered


@require_GET
@member_required
def matches(request: HttpRequest) -> HttpResponse:
    """Matches that run."""
    state = request.GET.get("state", "")
    rows = queries.matches_export(professional(request), state if state in STATES else "")
    kinds = dict(Kind.choices)
    headings = [
        _("Household"),
        _("People"),
        _("Volunteer"),
        _("As"),
        _("From"),
        _("Until"),
        _("Last contact"),
    ]
    headings += [_("Days without contact"), _("away")]
    lines = (
        (
            it.name,
            it.people,
            it.volunteer,
            str(kinds.get(it.kind, it.kind)),
            it.begins_on,
            it.last_day,
            it.last_contact,
            it.days,
            _("yes") if it.away else _("no"),
        )
        for it in rows
    )
    return dated(_("matches"), _("Matches"), headings, lines)


@require_GET
@member_required
def questions(request: HttpRequest) -> HttpResponse:
    """Questions of volunteers: those that wait for an answer, or those that have one."""
    asked, _total = queries.questions(
        professional(request),
        answered=wants_answered(request),
        limit=MOST_EXPORTED,
        act=AccessLog.Act.EXPORT,
    )
    lines = (
        (
            timezone.localdate(it.asked_at),
            it.member.name,
            it.dossier.name,
            it.question,
            it.answer,
            it.answered_by.name if it.answered_by else "",
            timezone.localdate(it.answered_at) if it.answered_at else None,
        )
        for it in asked
    )
    headings = [_("When"), _("Volunteer"), _("Name"), _("Question")]
    headings += [_("Answer"), _("Answered by"), _("Answered on")]
    return dated(_("questions-of-volunteers"), _("Questions of volunteers"), headings, lines)
