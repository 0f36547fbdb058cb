"""Ticking tasks off, and taking it back."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from reisgenoot.access.errors import Overtaken, Refused
from reisgenoot.access.identity import member_required
from reisgenoot.access.models import Member
from reisgenoot.web import once

from .. import actions, queries
from ..forms import TickForm
from ..models import Fact
from .overtaken import fact_overtaken, number_in
from .worklist import _guide, back


@require_http_methods(["GET", "POST"])
@member_required
def done(request: HttpRequest, dossier_id: int, key: str) -> HttpResponse:
    """Tick a task off; with errors, a page of its own that keeps what was entered."""
    member = _guide(request)
    form = TickForm(request.POST or None)
    here = reverse("dossiers:dossier", args=[dossier_id])
    if request.method == "POST" and form.is_valid():
        try:
            seen = number_in(request.POST.get("seen", ""))
            fact = actions.complete_task(member, dossier_id, key, **form.cleaned_data, seen=seen)
        except Overtaken as overtaken:
            sent = {name: str(value) for name, value in form.cleaned_data.items()}
            again = {**sent, "seen": overtaken.version, "next": back(request, here)}
            return _overtaken(request, member, dossier_id, key, overtaken, sent, again)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _undoable(request, fact))
            return redirect(back(request, here))
    task = queries.dossier_page(member, dossier_id, timezone.localdate()).definition.tasks.get(key)
    if task is None:
        raise Http404
    context = {"form": form, "task": task.text, "dossier_id": dossier_id, "next": back(request, here)}
    return render(request, "dossiers/tick.html", context, status=422 if form.errors else 200)


def _undoable(request: HttpRequest, fact: Fact) -> str:
    """The message that a task was done, with a button that takes it back."""
    return format_html(
        '{} <form method="post" action="{}"><input type="hidden" name="csrfmiddlewaretoken" value="{}">{}'
        '<input type="hidden" name="seen" value="{}"><input type="hidden" name="next" value="{}">'
        '<button class="plain-button" type="submit">{}</button></form>',
        _("The task is done."),
        reverse("dossiers:task-undo", args=[fact.dossier_id, fact.key]),
        get_token(request),
        once.field(),
        fact.pk,
        back(request, reverse("dossiers:dossier", args=[fact.dossier_id])),
        _("Undo"),
    )


@require_POST
@member_required
def undo(request: HttpRequest, dossier_id: int, key: str) -> HttpResponse:
    """Take back that a task was done."""
    member, seen = _guide(request), request.POST.get("seen")
    try:
        actions.undo_task(member, dossier_id, key, seen=None if seen is None else number_in(seen))
    except Overtaken as overtaken:
        open_already = overtaken.now.value is None
        again = None if open_already else {"seen": overtaken.version}
        return _overtaken(request, member, dossier_id, key, overtaken, {}, again)
    messages.success(request, _("The task is open again."))
    return redirect(back(request, reverse("dossiers:dossier", args=[dossier_id])))


def _overtaken(
    request: HttpRequest,
    member: Member,
    dossier_id: int,
    key: str,
    overtaken: Overtaken,
    sent: Mapping[str, str],
    again: Mapping[str, str] | None,
) -> HttpResponse:
    """Somebody else ticked the task off, or took that back. ``sent``: day and note, nothing to take it back."""
    page = queries.dossier_page(member, dossier_id, timezone.localdate())
    task = page.definition.tasks.get(key)
    return fact_overtaken(
        request,
        page,
        overtaken,
        what=task.text if task else {"nl": key},
        mine=sent.get("on"),
        note=sent.get("note", ""),
        again=again,
    )
