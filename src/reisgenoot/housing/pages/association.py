"""A housing association's page of one request: what is asked, what it offered, and who comes to a viewing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from reisgenoot.access.errors import Refused
from reisgenoot.access.identity import acting, member_required
from reisgenoot.dossiers.forms import RefusableForm

from .. import actions, queries
from ..actions.asking import Dwelling
from ..forms import OfferForm, WhyForm
from ..roles import Kind, require_kind


@require_GET
@member_required
def wanted(request: HttpRequest, wanted_id: int) -> HttpResponse:
    """One request."""
    return _show(request, wanted_id)


def _show(request: HttpRequest, wanted_id: int, status: int = 200, **forms: RefusableForm) -> HttpResponse:
    page = queries.association_page(acting(request), wanted_id, timezone.localdate())
    context = {
        "page": page,
        "wanted": page.request,
        "offer_form": OfferForm(initial={"place": page.request.organisation.municipality}),
        "decline_form": WhyForm(auto_id="decline-%s"),
        **forms,
    }
    return render(request, "housing/wanted.html", context, status=422 if forms else status)


@require_POST
@member_required
def offer(request: HttpRequest, wanted_id: int) -> HttpResponse:
    """Offer a home."""
    member, form = acting(request), OfferForm(request.POST)
    require_kind(member, Kind.HOUSING_ASSOCIATION)
    if form.is_valid():
        try:
            actions.make_offer(member, wanted_id, Dwelling(**form.cleaned_data))
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The home was offered to the municipality."))
            return redirect("housing:wanted", wanted_id)
    return _show(request, wanted_id, offer_form=form)


@require_POST
@member_required
def decline(request: HttpRequest, wanted_id: int) -> HttpResponse:
    """Say that there is no fitting home."""
    member, form = acting(request), WhyForm(request.POST, auto_id="decline-%s")
    require_kind(member, Kind.HOUSING_ASSOCIATION)
    if form.is_valid():
        try:
            actions.decline_request(member, wanted_id, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The municipality sees that you have no fitting home."))
            return redirect("housing:overview")
    return _show(request, wanted_id, decline_form=form)


@require_POST
@member_required
def withdraw(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Take an offer back."""
    member = acting(request)
    require_kind(member, Kind.HOUSING_ASSOCIATION)
    try:
        gone = actions.withdraw_offer(member, offer_id)
    except Refused as refused:
        messages.error(request, "; ".join(str(why) for why in refused.problems.values()))
        return redirect("housing:overview")
    messages.success(request, _("The offer was taken back."))
    return redirect("housing:wanted", gone.request_id)
