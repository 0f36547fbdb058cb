"""Ticking tasks off, and taking it back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from reisgenoot.access.errors import Refused
from reisgenoot.access.identity import member_required
from reisgenoot.web import once

from .. import actions, queries
from ..forms import TickForm
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
            actions.complete_task(
                member, dossier_id, key, on=form.cleaned_data["on"], note=form.cleaned_data["note"]
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _undoable(request, dossier_id, key))
            return redirect(back(request, here))
    task = queries.dossier_page(member, dossier_id, timezone.localdate()).definition.tasks.get(key)
    if task is None:
        raise Http404
    context = {"form": form, "task": task.text, "dossier_id": dossier_id, "next": back(request, here)}
    return render(request, "dossiers/tick.html", context, status=422 if form.errors else 200)


def _undoable(request: HttpRequest, dossier_id: int, key: str) -> str:
    """The message that a task was done, with a button that takes it back."""
    return format_html(
        '{} <form method="post" action="{}"><input type="hidden" name="csrfmiddlewaretoken" value="{}">{}'
        '<input type="hidden" name="next" value="{}"><button class="plain-button" type="submit">{}</button></form>',
        _("The task is done."),
        reverse("dossiers:task-undo", args=[dossier_id, key]),
        get_token(request),
        once.field(),
        back(request, reverse("dossiers:dossier", args=[dossier_id])),
        _("Undo"),
    )


@require_POST
@member_required
def undo(request: HttpRequest, dossier_id: int, key: str) -> HttpResponse:
    """Take back that a task was done."""
    actions.undo_task(_guide(request), dossier_id, key)
    messages.success(request, _("The task is open again."))
    return redirect(back(request, reverse("dossiers:dossier", args=[dossier_id])))
