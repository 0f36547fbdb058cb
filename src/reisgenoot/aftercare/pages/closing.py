"""The tab on which guidance ends."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reisgenoot.access.errors import NotAllowed, Refused
from reisgenoot.access.identity import acting, member_required
from reisgenoot.dossiers.labels import OWNERS
from reisgenoot.helpdesk.queries.social_map import choices

from .. import actions, paper, queries
from ..actions.contracts import may_set
from ..forms import CloseForm, TasksForm
from ..models import Measurement
from ..queries import ClosingPage
from ..scale import scale

BOTH = require_http_methods(["GET", "POST"])


@require_GET
@member_required
def closing(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """What was bought and used, what is open, what somebody can do alone, and the decision."""
    member, today = acting(request), timezone.localdate()
    page = queries.closing_page(member, dossier_id, today)
    own = paper.spoken(page)
    context = {
        **_about(page),
        "owners": _by_owner(page),
        "moments": Measurement.Moment.choices,
        "levels": scale().levels,
        "may_set": may_set(member),
        "days_left": (page.bought.until - today).days if page.bought.until else None,
        "languages": paper.languages(own),
        "untranslated": "" if own in paper.texts() else own,
    }
    return render(request, "aftercare/closing.html", context)


def _about(page: ClosingPage) -> dict[str, Any]:
    return {"page": page, "heading": page.heading}


def _by_owner(page: ClosingPage) -> list[tuple[str, list[queries.OpenTask]]]:
    """The open tasks under whoever does them."""
    found: dict[str, list[queries.OpenTask]] = {}
    for task in page.tasks:
        found.setdefault(task.owner, []).append(task)
    return [(str(OWNERS.get(owner, owner)), rows) for owner, rows in found.items()]


def _changeable(request: HttpRequest, dossier_id: int) -> ClosingPage:
    page = queries.closing_page(acting(request), dossier_id, timezone.localdate())
    if not page.may_change:
        raise NotAllowed(_("You can read this dossier, and change nothing in it."))
    return page


@BOTH
@member_required
def tasks(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Decide with whom each open task stays."""
    page, member = _changeable(request, dossier_id), acting(request)
    form = TasksForm(page.tasks, choices(member), request.POST or None, initial={"how": "along"})
    if request.method == "POST" and form.is_valid():
        made = form.decisions()
        try:
            many = actions.decide_tasks(
                member,
                [it.dossier_id for it in page.mates],
                made,
                how=form.cleaned_data["how"] or "along",
                today=timezone.localdate(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved: %(many)d decisions.") % {"many": many})
            return redirect("aftercare:closing", dossier_id)
    context = {**_about(page), "form": form, "several": len(page.mates) > 1}
    return render(request, "aftercare/tasks.html", context, status=422 if form.errors else 200)


@BOTH
@member_required
def close(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """The decision with the household; saved, the guidance is closed."""
    page, member = _changeable(request, dossier_id), acting(request)
    form = CloseForm(page.mates, request.POST or None)
    if request.method == "POST" and form.is_valid():
        wanted = dict(form.cleaned_data)
        try:
            actions.close(member, wanted.pop("members"), **wanted)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The guidance is closed. Today you can still take this back."))
            return redirect("aftercare:closing", dossier_id)
    context = {**_about(page), "form": form}
    return render(request, "aftercare/close.html", context, status=422 if form.errors else 200)


@require_POST
@member_required
def undo(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Take the closing back."""
    actions.undo_closing(acting(request), dossier_id)
    messages.success(request, _("Taken back: the guidance goes on."))
    return redirect("aftercare:closing", dossier_id)


@require_POST
@member_required
def end(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Put the end of what was bought into the plan, at the head of the household."""
    page = _changeable(request, dossier_id)
    if page.bought.until is not None:
        actions.plan_end(acting(request), page.mates[0].dossier_id, page.bought.until)
        messages.success(request, _("The end stands in the plan; two months before it there is a signal."))
    return redirect("aftercare:closing", dossier_id)


@require_GET
@member_required
def summary(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """The summary to take along, in Dutch and in the person's own language."""
    member, today = acting(request), timezone.localdate()
    made = paper.summary(member, queries.closing_page(member, dossier_id, today), today)
    response = HttpResponse(made, content_type="application/pdf")
    name = _("summary")
    response["Content-Disposition"] = f'attachment; filename="{name}-{today}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
