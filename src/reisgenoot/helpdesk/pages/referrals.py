"""Referrals: making one, the list of which nothing is known yet, and what became of one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reisgenoot.access.errors import NotFound, Overtaken, Refused
from reisgenoot.access.identity import acting, member_required
from reisgenoot.access.roles import require_professional
from reisgenoot.dossiers.queries import heading
from reisgenoot.dossiers.queries.granted import addable
from reisgenoot.web.overtaken import Difference, overtaken_page
from reisgenoot.web.paging import page_of, without_page
from reisgenoot.web.spreadsheet import dated

from .. import actions, queries
from ..actions.desk import visit_of
from ..forms import OutcomeForm, ReferralForm
from ..models import MapKind, Referral, Theme
from ..queries.referrals import OPEN, STATES
from .common import PER_PAGE, word

BOTH = require_http_methods(["GET", "POST"])


def _filters(query: QueryDict) -> queries.ReferralFilters:
    return queries.ReferralFilters(
        state=word(query, "state", STATES) or OPEN,
        mine=query.get("whose") == "mine",
        kind=word(query, "kind", MapKind.values),
        theme=word(query, "theme", Theme.values),
        outcome=word(query, "outcome", Referral.Outcome.values),
    )


@require_GET
@member_required
def referrals(request: HttpRequest) -> HttpResponse:
    """Those of which nothing is known yet, oldest first; or all."""
    member, filters, today = acting(request), _filters(request.GET), timezone.localdate()
    found = queries.referrals(member, filters, today, page=page_of(request.GET), per_page=PER_PAGE)
    query = without_page(request)
    context = {
        "found": found,
        "filters": filters,
        "kinds": MapKind.choices,
        "themes": Theme.choices,
        "outcomes": Referral.Outcome.choices,
        "query": query.urlencode(),
        "page": found.page,
        "pages": found.pages,
        "previous_page": found.page - 1,
        "next_page": found.page + 1,
    }
    return render(request, "helpdesk/referrals.html", context)


@require_GET
@member_required
def referrals_xlsx(request: HttpRequest) -> HttpResponse:
    """The same as a spreadsheet."""
    rows = queries.referrals_export(acting(request), _filters(request.GET), timezone.localdate())
    titles = [_("Made on"), _("Name"), _("To whom"), _("Kind"), _("About"), _("For what"), _("How")]
    titles += [
        _("By whom"),
        _("Known by"),
        _("What became of it"),
        _("Why turned away"),
        _("Known on"),
        _("Days"),
    ]
    lines = (
        (
            it.referral.made_on,
            it.name,
            it.referral.to_name,
            it.referral.get_kind_display(),
            it.referral.get_theme_display(),
            it.referral.about,
            it.referral.get_how_display(),
            it.referral.member.name,
            it.referral.expected_on,
            it.referral.get_outcome_display(),
            it.referral.get_reason_display(),
            it.referral.known_on,
            it.age,
        )
        for it in rows
    )
    return dated(_("referrals"), _("Referrals"), titles, lines)


@BOTH
@member_required
def referral(request: HttpRequest, referral_id: int) -> HttpResponse:
    """One referral, and what became of it."""
    member, today = acting(request), timezone.localdate()
    shown = queries.referral_page(member, referral_id, today)
    it = shown.referral
    initial = {"outcome": it.outcome, "reason": it.reason, "note": it.outcome_note, "seen": it.outcome}
    form = OutcomeForm(request.POST or None, initial={**initial, "known_on": it.known_on or today})
    if request.method == "POST" and form.is_valid():
        try:
            actions.outcome(member, referral_id, **form.cleaned_data)
        except Overtaken as overtaken:
            return _overtaken(request, referral_id, form, overtaken)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("What became of it was noted."))
            return redirect("helpdesk:referrals")
    context = {"shown": shown, "form": form}
    return render(request, "helpdesk/referral.html", context, status=422 if form.errors else 200)


def _overtaken(
    request: HttpRequest, referral_id: int, form: OutcomeForm, overtaken: Overtaken
) -> HttpResponse:
    mine = str(dict(Referral.Outcome.choices)[form.cleaned_data["outcome"]])
    again = {name: str(form.data.get(name, "")) for name in form.fields} | {"seen": overtaken.version}
    return overtaken_page(
        request,
        [Difference(_("What became of it"), overtaken.seen, overtaken.now, mine)],
        by=overtaken.by,
        at=overtaken.at,
        back=reverse("helpdesk:referral", args=[referral_id]),
        again=again,
    )


@require_POST
@member_required
def reopen(request: HttpRequest, referral_id: int) -> HttpResponse:
    """It is not known after all."""
    actions.reopen(acting(request), referral_id)
    messages.success(request, _("It stands on the list again."))
    return redirect("helpdesk:referral", referral_id)


@BOTH
@member_required
def from_visit(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Send a visitor on."""
    member = acting(request)
    visit = visit_of(member, visit_id)
    form = ReferralForm(member, request.POST or None, initial={"theme": visit.theme})
    if request.method == "POST" and form.is_valid():
        try:
            actions.refer(member, visit_id=visit_id, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The referral was kept."))
            return redirect("helpdesk:visit", visit_id)
    context = {"form": form, "visit": visit}
    return render(request, "helpdesk/refer.html", context, status=422 if form.errors else 200)


@BOTH
@member_required
def of_dossier(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """The referrals of one dossier, and a form for another one."""
    member, today = acting(request), timezone.localdate()
    require_professional(member)
    context: dict[str, Any] = {"heading": heading(member, dossier_id, "referral")}
    form = ReferralForm(member, request.POST or None)
    may_add = "route" in addable(dossier_id)
    if request.method == "POST":
        if not may_add:
            raise NotFound
        if form.is_valid():
            try:
                actions.refer(member, dossier_id=dossier_id, **form.cleaned_data)
            except Refused as refused:
                form.refuse(refused)
            else:
                messages.success(request, _("The referral was kept."))
                return redirect("helpdesk:dossier", dossier_id)
    context |= {
        "form": form,
        "referrals": queries.dossier_referrals(member, dossier_id, today),
        "may_add": may_add,
    }
    return render(request, "helpdesk/dossier.html", context, status=422 if form.errors else 200)
