"""The plan of one person, and a part of its draft."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from reisgenoot.access.errors import NotAllowed, Overtaken, Refused
from reisgenoot.access.identity import member_required
from reisgenoot.access.roles import professional
from reisgenoot.dossiers.asked_forms import QuestionsForm
from reisgenoot.dossiers.queries.granted import rights
from reisgenoot.web.numbers import number
from reisgenoot.web.overtaken import Difference, overtaken_page
from reisgenoot.web.templatetags.web import text

from .. import actions, queries
from ..forms import DecideForm
from ..parts import Part, parts
from ..queries.plan import suggested
from ..queries.standing import known_of
from .common import about


@require_GET
@member_required
def plan(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """The draft with what is missing, what was decided, objections, and the partner's plan."""
    member = professional(request)
    page = about(member, dossier_id)
    shown = queries.plan_shown(member, dossier_id, timezone.localdate())
    context = {**page, "shown": shown, "decide_form": DecideForm(auto_id="decide-%s")}
    return render(request, "pip/plan.html", context)


@require_http_methods(["GET", "POST"])
@member_required
def part(request: HttpRequest, dossier_id: int, plan_part: str) -> HttpResponse:
    """One part: its questions, saved as far as they are answered."""
    member = professional(request)
    page = about(member, dossier_id)
    shown = queries.part_shown(dossier_id, plan_part)
    row = shown.row
    begin: dict[str, Any] = {}
    if row is None and shown.rights.writes:
        begin = suggested(plan_part, known_of(member, dossier_id, timezone.localdate()), member)
    form = QuestionsForm(shown.part, shown.answers or begin, request.POST or None)
    if request.method == "POST":
        if not shown.rights.writes:
            raise NotAllowed(_("You cannot write in this part."))
        if form.is_valid():
            seen = number(request.POST.get("seen", ""))
            try:
                actions.save_part(member, dossier_id, plan_part, form.answers(), seen=seen)
            except Overtaken as overtaken:
                return _overtaken(request, dossier_id, shown, form, overtaken)
            except Refused as refused:
                form.refuse(refused)
            else:
                messages.success(request, _("Saved in the draft."))
                if "stay" in request.POST:
                    return redirect("pip:part", dossier_id, plan_part)
                return redirect("pip:plan", dossier_id)
    may = rights(dossier_id)
    keys = [it.id for it in parts().values() if may[it.category].reads]
    at = keys.index(plan_part)
    context = {
        **page,
        "shown": shown,
        "form": form,
        "told": shown.part.told(shown.answers),
        "suggested": bool(begin) and not form.is_bound,
        "seen": request.POST.get("seen", row.changes if row else ""),
        "next_part": keys[at + 1] if at + 1 < len(keys) else "",
    }
    wrong = form.is_bound and not form.is_valid()
    return render(request, "pip/part.html", context, status=422 if wrong else 200)


def _overtaken(
    request: HttpRequest, dossier_id: int, shown: queries.PartShown, form: QuestionsForm, overtaken: Overtaken
) -> HttpResponse:
    """Both versions, question by question: those in which they differ."""
    left_out = ("csrfmiddlewaretoken", "once", "whose")
    again = {name: str(value) for name, value in request.POST.items() if name not in left_out}
    return overtaken_page(
        request,
        _differences(shown.part, shown.answers, shown.part.kept(form.answers())),
        by=overtaken.by,
        at=overtaken.at,
        back=reverse("pip:part", args=[dossier_id, shown.part.id]),
        again=again | {"seen": overtaken.version},
    )


def _differences(part: Part, theirs: Any, mine: Any) -> list[Difference]:
    return [
        Difference(text(it.what), "", "\n".join(map(text, it.before)), "\n".join(map(text, it.after)))
        for it in queries.sides(part, theirs, mine)
    ]
