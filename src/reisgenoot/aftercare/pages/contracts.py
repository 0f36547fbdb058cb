"""What municipalities bought."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reisgenoot.access.errors import NotAllowed, Refused
from reisgenoot.access.identity import acting, member_required
from reisgenoot.web.paging import PER_PAGE, page_of, paging, without_page
from reisgenoot.web.spreadsheet import dated

from .. import actions, queries
from ..actions.contracts import is_municipal, may_set
from ..forms import ContractForm

MOST_EXPORTED = 20_000
"""Rows in a spreadsheet."""


@require_http_methods(["GET", "POST"])
@member_required
def contracts(request: HttpRequest) -> HttpResponse:
    """All that concerns the member's organisation, and a form for a new one."""
    member = acting(request)
    (state, municipality), page = _filters(request), max(1, page_of(request.GET))
    found, total = queries.contracts(
        member, state=state, municipality=municipality, limit=PER_PAGE, offset=(page - 1) * PER_PAGE
    )
    form = ContractForm(member, request.POST or None) if may_set(member) else None
    if request.method == "POST":
        if form is None:
            raise NotAllowed(_("You can read what was bought, and not enter it."))
        if form.is_valid():
            try:
                actions.set_contract(member, **form.cleaned_data)
            except Refused as refused:
                form.refuse(refused)
            else:
                messages.success(request, _("What was bought is entered."))
                return redirect("aftercare:contracts")
    context = {
        "contracts": [
            (it, it.set_by_organisation_id == member.organisation_id and form is not None) for it in found
        ],
        "form": form,
        "municipal": is_municipal(member),
        "today": timezone.localdate(),
        "state": state,
        "municipality": municipality,
        "municipalities": queries.municipalities(member),
        "query": without_page(request).urlencode(),
        **paging(page, total),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "aftercare/contracts.html", context, status=status)


def _filters(request: HttpRequest) -> tuple[str, str]:
    """Which contracts an address asks for: those that run or ended, and of which municipality."""
    state = request.GET.get("state", "")
    municipality = request.GET.get("municipality", "").strip()[:100].replace("\0", "")
    return state if state in ("running", "ended") else "", municipality


@require_GET
@member_required
def contracts_xlsx(request: HttpRequest) -> HttpResponse:
    """The same as a spreadsheet."""
    state, municipality = _filters(request)
    rows, _total = queries.contracts(
        acting(request), state=state, municipality=municipality, limit=MOST_EXPORTED
    )
    headings = [_("Municipality"), _("Who guides"), _("Months"), _("Hours"), _("Hours for each"), _("From")]
    headings += [_("Until"), _("Source"), _("By whom"), _("Organisation"), _("Entered on")]
    lines = (
        (
            it.municipality,
            it.organisation.name,
            it.months,
            it.hours,
            it.get_per_display() if it.hours else "",
            it.begins_on,
            it.ends_on,
            it.source,
            it.set_by.name,
            it.set_by_organisation.name,
            timezone.localdate(it.set_at),
        )
        for it in rows
    )
    return dated(_("guidance-bought"), _("Guidance bought"), headings, lines)


@require_POST
@member_required
def end(request: HttpRequest, contract_id: int) -> HttpResponse:
    """It no longer holds for guidance that begins from today on."""
    try:
        actions.end_contract(acting(request), contract_id)
        messages.success(request, _("It holds no more for guidance that begins from today on."))
    except Refused as refused:
        messages.error(request, "; ".join(map(str, refused.problems.values())))
    return redirect("aftercare:contracts")
