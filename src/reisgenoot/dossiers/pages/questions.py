"""Asking a colleague elsewhere about a person; the answer screen is the same whether the person is known or not."""

import time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reisgenoot.access.errors import Overtaken, Refused
from reisgenoot.access.identity import member_required
from reisgenoot.access.models import AccessLog
from reisgenoot.access.roles import require_professional
from reisgenoot.web.overtaken import Difference, overtaken_page
from reisgenoot.web.paging import PER_PAGE, page_of, paging, without_page
from reisgenoot.web.spreadsheet import dated

from .. import actions, queries
from ..forms import AskForm
from .worklist import _guide

ASKED, REACHED = "asked", "reached"
MOST_EXPORTED = 20_000
"""Rows in a spreadsheet."""
TAKES = 0.3
"""Seconds that asking takes, whatever is found: far more than the looking itself."""


@require_http_methods(["GET", "POST"])
@member_required
def questions(request: HttpRequest) -> HttpResponse:
    """The form with one's own questions, or those that reached one's own dossiers."""
    member, began = _guide(request), time.monotonic()
    require_professional(member)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask(member, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            time.sleep(max(0.0, began + TAKES - time.monotonic()))
            messages.success(request, _("If somebody guides this person, your question has reached them."))
            return redirect("dossiers:questions")
    (which, waiting), page = _filters(request), max(1, page_of(request.GET))
    first = (page - 1) * PER_PAGE
    if which == REACHED:
        found = queries.reached(member, open_only=waiting, limit=PER_PAGE, offset=first)
        unanswered = found.waiting
    else:
        found = queries.asked(member, open_only=waiting, limit=PER_PAGE, offset=first)
        unanswered = queries.reached(member, limit=0).waiting
    context = {
        "form": form,
        "questions": found.rows,
        "unanswered": unanswered,
        "which": which,
        "waiting": waiting,
        "query": without_page(request).urlencode(),
        **paging(page, found.total),
    }
    return render(request, "dossiers/questions.html", context, status=422 if form.errors else 200)


def _filters(request: HttpRequest) -> tuple[str, bool]:
    """Which list an address asks for, and whether only what waits for an answer."""
    which = REACHED if request.GET.get("which") == REACHED else ASKED
    return which, request.GET.get("show") == "waiting"


@require_GET
@member_required
def questions_xlsx(request: HttpRequest) -> HttpResponse:
    """The same list as a spreadsheet; the log notes the export of what reached somebody."""
    member, (which, waiting) = _guide(request), _filters(request)
    require_professional(member)
    if which == REACHED:
        found = queries.reached(member, open_only=waiting, limit=MOST_EXPORTED, act=AccessLog.Act.EXPORT)
    else:
        found = queries.asked(member, open_only=waiting, limit=MOST_EXPORTED)
    headings = [_("When"), _("Asked by"), _("Organisation"), _("About"), _("Question"), _("Answer")]
    headings += [_("Answered on"), _("Answered by")]
    lines = (
        (
            timezone.localdate(it.at),
            it.asker,
            it.organisation,
            it.name if which == REACHED else it.sought,
            it.question,
            it.answer,
            timezone.localdate(it.answered_at) if it.answered_at else None,
            it.answered_by,
        )
        for it in found.rows
    )
    return dated(_("questions"), _("Questions"), headings, lines)


@require_POST
@member_required
def answer(request: HttpRequest, question_id: int) -> HttpResponse:
    """Answer a question."""
    words = request.POST.get("answer", "")
    try:
        actions.answer(_guide(request), question_id, words)
        messages.success(request, _("Your answer was sent."))
    except Overtaken as overtaken:
        return overtaken_page(
            request,
            [Difference(_("Answer"), "", overtaken.now, words)],
            by=overtaken.by,
            at=overtaken.at,
            back=_where(),
        )
    except Refused as refused:
        messages.error(request, " ".join(str(reason) for reason in refused.problems.values()))
    return redirect(_where())


def _where() -> str:
    """Where whoever answers came from."""
    return f"{reverse('dossiers:questions')}?which={REACHED}"
