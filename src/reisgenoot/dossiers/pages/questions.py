"""Asking a colleague elsewhere about a person; the answer screen is the same whether the person is known or not."""

import time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from reisgenoot.access.errors import Overtaken, Refused
from reisgenoot.access.identity import member_required
from reisgenoot.access.roles import require_professional
from reisgenoot.web.overtaken import Difference, overtaken_page

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
    context = {"form": form, "asked": queries.asked(member), "reached": queries.reached()}
    return render(request, "dossiers/questions.html", context, status=422 if form.errors else 200)


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
