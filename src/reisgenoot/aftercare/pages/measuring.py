"""Measuring together what somebody can do alone."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reisgenoot.access.errors import Refused
from reisgenoot.access.identity import acting, member_required
from reisgenoot.access.roles import require_professional
from reisgenoot.dossiers.queries import heading

from .. import actions
from ..forms import MeasureForm
from ..models import Measurement


@require_http_methods(["GET", "POST"])
@member_required
def measure(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """A sentence for each area of life."""
    member = acting(request)
    require_professional(member)
    head = heading(member, dossier_id, "self-reliance")
    wanted = request.GET.get("moment", "")
    moment = wanted if wanted in Measurement.Moment.values else ""
    form = MeasureForm(request.POST or None, initial={"moment": moment})
    if request.method == "POST" and form.is_valid():
        try:
            actions.measure(
                member,
                dossier_id,
                moment=form.cleaned_data["moment"],
                on=form.cleaned_data["on"],
                levels=form.levels(),
                words=form.words(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The measurement was kept."))
            return redirect("aftercare:closing", dossier_id)
    context = {"heading": head, "form": form}
    return render(request, "aftercare/measure.html", context, status=422 if form.errors else 200)
