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
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog
from reisgenoot.access.roles import require_professional
from reisgenoot.web.overtaken import Difference, overtaken_page
from reisgenoot.web.spreadsheet import dated

from .. import actions, queries
from ..forms import AskForm
from .worklist import _guide

TAKES = 0.3
"""Seconds that asking takes, whatever is found: far more than the looking itself."""


@require_http_methods(["GET", "POST"])
@member_required
def questions(request: HttpRequest) -> HttpResponse:
    """The form, one's own questions, and those that wait for an answer of one's own."""
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
    waiting = _waiting(request)
    context = {
        "form": form,
        "asked": queries.asked(member, open_only=waiting),
        "reached": queries.reached(open_only=waiting),
        "waiting": waiting,
        "query": "show=waiting" if waiting else "",
    }
    return render(request, "dossiers/questions.html", context, status=422 if form.errors else 200)


def _waiting(request: HttpRequest) -> bool:
    """Whether an address asks only for questions that wait for an answer."""
    return request.GET.get("show") == "waiting"


@require_GET
@member_required
def questions_xlsx(request: HttpRequest) -> HttpResponse:
    """One's own questions and those that reached one, as a spreadsheet; the log notes the export of the latter."""
    member, waiting = _guide(request), _waiting(request)
    require_professional(member)
    reached, asked = queries.reached(open_only=waiting), queries.asked(member, open_only=waiting)
    log(
        member,
        {it.dossier_id for it in reached if it.dossier_id and it.name},
        AccessLog.Act.EXPORT,
        "questions",
    )
    headings = [
        _("Which"),
        _("When"),
        _("Asked by"),
        _("Organisation"),
        _("About"),
        _("Question"),
        _("Answer"),
    ]
    headings += [_("Answered on"), _("Answered by")]
    rows = [(_("reached us"), it.name, it) for it in reached] + [(_("asked"), it.sought, it) for it in asked]
    lines = (
        (
            which,
            timezone.localdate(it.at),
            it.asker,
            it.organisation,
            about,
            it.question,
            it.answer,
            timezone.localdate(it.answered_at) if it.answered_at else None,
            it.answered_by,
        )
        for which, about, it in rows
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
            back=reverse("dossiers:questions"),
        )
    except Refused as refused:
        messages.error(request, " ".join(str(reason) for reason in refused.problems.values()))
    return redirect("dossiers:questions")
