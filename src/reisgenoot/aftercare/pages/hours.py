"""Hours of guidance of a household: writing them down, and taking one's own back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from reisgenoot.access.errors import Refused
from reisgenoot.access.identity import acting, member_required

from .. import actions, queries
from ..forms import HoursForm


@require_http_methods(["GET", "POST"])
@member_required
def hours(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """The newest lines, and a form for another one."""
    member = acting(request)
    page = queries.hours_page(member, dossier_id, timezone.localdate())
    form = HoursForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_hours(member, dossier_id, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The time was written down."))
            return redirect("aftercare:hours", dossier_id)
    context = {"page": page, "heading": page.heading, "form": form}
    return render(request, "aftercare/hours.html", context, status=422 if form.errors else 200)


@require_POST
@member_required
def take_back(request: HttpRequest, dossier_id: int, line_id: int) -> HttpResponse:
    """Take one's own line back."""
    actions.take_back_hours(acting(request), dossier_id, line_id)
    messages.success(request, _("This line counts no more."))
    return redirect("aftercare:hours", dossier_id)
