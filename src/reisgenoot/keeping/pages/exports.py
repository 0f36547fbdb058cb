"""The lists of coordinators and data-protection officers as spreadsheets, filtered as the pages are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from reisgenoot.access.identity import acting, member_required
from reisgenoot.access.models import AccessLog
from reisgenoot.web.spreadsheet import Cell, dated
from reisgenoot.web.templatetags.web import text

from .. import queries
from ..models import Request
from .lists import asked_for, cause_of, day_ahead, rows_of

MOST = 20_000


def _file(title: str, headings: Sequence[str], lines: Iterable[Sequence[Cell]]) -> HttpResponse:
    return dated(title.lower().replace(" ", "-"), title, headings, lines)


@require_GET
@member_required
def requests(request: HttpRequest) -> HttpResponse:
    """The requests of people."""
    state, kind = asked_for(request)
    rows, _total = queries.requests(
        acting(request), state=state, kind=kind, limit=MOST, act=AccessLog.Act.EXPORT
    )
    kinds, states = dict(Request.Kind.choices), dict(Request.State.choices)
    headings = [_("Answer by"), _("Days left"), _("What is asked"), _("Dossier"), _("Name"), _("Worker")]
    headings += [_("Received"), _("extended on"), _("State"), _("Closed on")]
    lines = (
        (
            it.due_on,
            it.days_left if it.closed_on is None else None,
            capfirst(str(kinds.get(it.kind, it.kind))),
            str(it.dossier_id or ""),
            it.name,
            it.worker,
            it.received_on,
            it.extended_on,
            str(states.get(it.state, it.state)),
            it.closed_on,
        )
        for it in rows
    )
    return _file(_("Requests of the person"), headings, lines)


@require_GET
@member_required
def due(request: HttpRequest) -> HttpResponse:
    """What will be erased."""
    upto = day_ahead(request.GET.get("upto", ""))
    found = queries.due(acting(request), upto, limit=MOST, act=AccessLog.Act.EXPORT)
    headings = [_("Erased on"), _("Dossier"), _("Name"), _("Worker"), _("What"), _("The term counts from")]
    headings += [_("Ground"), _("suspended")]
    lines = (
        (
            it.due_on,
            str(it.dossier_id),
            it.name,
            it.worker,
            capfirst(text(it.kind)),
            it.since,
            f"{it.rule.ground.law}, {_('article')} {it.rule.ground.article}",
            _("yes") if it.held else _("no"),
        )
        for it in found.rows
    )
    return _file(_("To be erased"), headings, lines)


@require_GET
@member_required
def certificates(request: HttpRequest) -> HttpResponse:
    """All erasures."""
    rows, _total = queries.certificates(acting(request), cause=cause_of(request), limit=MOST)
    lines = (
        (
            timezone.localdate(it.erased_at) if it.erased_at else None,
            str(it.number),
            it.get_cause_display(),
            rows_of(it),
            it.get_state_display(),
        )
        for it in rows
    )
    headings = [_("Erased"), _("Number"), _("Cause"), _("Rows"), _("State")]
    return _file(_("Certificates of erasure"), headings, lines)
