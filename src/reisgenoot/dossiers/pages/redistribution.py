"""Redistributing the dossiers of one worker: choosing, seeing it beforehand, doing it, and undoing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from reisgenoot.access.errors import Refused
from reisgenoot.access.identity import member_required

from .. import actions
from ..actions.redistribution import CAUSES
from ..models import Redistribution
from ..queries import redistribution as queries
from .overtaken import number_in
from .worklist import _guide


@require_http_methods(["GET", "POST"])
@member_required
def redistribute(request: HttpRequest) -> HttpResponse:
    """Whose dossiers, over whom; who would get which, changed per row; and then at once."""
    member, today = _guide(request), timezone.localdate()
    actions.require_coordinator(member)
    asked = request.POST if request.method == "POST" else request.GET
    source, only = number_in(asked.get("of", "")) or 0, number_in(asked.get("only", "")) or 0
    takers = [key for it in asked.getlist("over") if (key := number_in(it))]
    picked = {name[5:]: number_in(asked[name]) or 0 for name in asked if name.startswith("goes-")}
    seen = queries.spread_of(member, source, takers, picked, today, only=only)
    problems: dict[str, object] = {}
    if request.method == "POST" and "save" in request.POST:
        chosen = {key: it.taker for it in seen.groups if it.taker for key in it.ids}
        # What was shown and is not there any more was changed by somebody else.
        if set(picked) - {it.key for it in seen.groups}:
            problems["dossiers"] = _("Somebody changed the worker of one of them meanwhile. Look at it anew.")
        else:
            try:
                made = actions.redistribute(member, source, chosen, cause=asked.get("cause", ""))
            except Refused as refused:
                problems = dict(refused.problems)
            else:
                many = len(chosen)
                told = ngettext(
                    "%(many)d dossier was given away.", "%(many)d dossiers were given away.", many
                )
                messages.success(request, told % {"many": many})
                return redirect(reverse("dossiers:redistribute") + f"#made-{made.pk}")
    context = {
        "seen": seen,
        "takers": takers,
        "only": only,
        "cause": asked.get("cause", ""),
        "causes": CAUSES,
        "all_causes": dict(Redistribution.Cause.choices),
        "problems": problems,
        "made": queries.redistributions(member),
        "carriers": queries.carriers(member, today) if seen.source is None else seen.carriers,
    }
    return render(request, "dossiers/redistribute.html", context, status=422 if problems else 200)


@require_POST
@member_required
def undo(request: HttpRequest, redistribution_id: int) -> HttpResponse:
    """Give all of it back in one step."""
    member = _guide(request)
    try:
        actions.undo_redistribution(member, redistribution_id)
        messages.success(request, _("Undone: the dossiers are with who carried them before."))
    except Refused as refused:
        messages.error(request, " ".join(str(why) for why in refused.problems.values()))
    return redirect("dossiers:redistribute")
