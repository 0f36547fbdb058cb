"""The page *Housing*: what is to be linked (COA), the half-year (municipality), the requests (association)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from reisgenoot.access.errors import NotAllowed
from reisgenoot.access.identity import acting, member_required
from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_professional
from reisgenoot.web.paging import PER_PAGE, page_of, paging, without_page
from reisgenoot.web.spreadsheet import Cell, dated

from .. import law, queries
from ..forms import first_of
from ..models import Link, Request
from ..queries.association import STATES, AssociationFilters, counts
from ..queries.linking import SHOWN
from ..queries.municipality import Filters
from ..roles import Kind, may_set_quota
from .common import number, words


@require_GET
@member_required
def overview(request: HttpRequest) -> HttpResponse:
    """What there is to do for the kind of organisation."""
    member, page = acting(request), max(1, page_of(request.GET))
    match _kind(member):
        case Kind.COA:
            return _coa(request, member, page)
        case Kind.MUNICIPALITY:
            return _municipality(request, member, page)
    return _association(request, member, page)


def _kind(member: Member) -> str:
    """The kind of organisation. Raises NotAllowed if it, or the role, has no part in finding homes."""
    require_professional(member)
    if member.organisation.kind not in (Kind.COA, Kind.MUNICIPALITY, Kind.HOUSING_ASSOCIATION):
        raise NotAllowed(_("This is for another kind of organisation."))
    return str(member.organisation.kind)


def _coa(request: HttpRequest, member: Member, page: int) -> HttpResponse:
    filters = _shown(request)
    found = queries.to_link(
        member, filters, timezone.localdate(), limit=PER_PAGE, offset=(page - 1) * PER_PAGE
    )
    context = {
        "found": found,
        "filters": filters,
        "show": filters.show,
        "mine": filters.mine,
        "reasons": dict(Link.Reason.choices),
        "returned": dict(Link.Returned.choices),
        "query": without_page(request).urlencode(),
        "ten_weeks": law.TEN_WEEKS,
        **paging(page, found.counts[filters.show]),
    }
    return render(request, "housing/to_link.html", context)


def _shown(request: HttpRequest) -> queries.LinkFilters:
    get = request.GET
    show = get.get("show", "todo")
    return queries.LinkFilters(
        show if show in SHOWN else "todo",
        get.get("scope") == "mine",
        words(get.get("q", "")),
        words(get.get("town", "")),
        number(get.get("wait", "")),
    )


def _municipality(request: HttpRequest, member: Member, page: int) -> HttpResponse:
    today, (begins_on, filters) = timezone.localdate(), _filters(request)
    found = queries.overview(
        member, begins_on=begins_on, today=today, filters=filters, page=page, per_page=PER_PAGE
    )
    context = {
        "found": found,
        "filters": filters,
        "last_day": found.ends_on - timedelta(days=1),
        "over": today >= found.ends_on,
        "stages": queries.STAGES,
        "reasons": dict(Link.Reason.choices),
        "may_set": may_set_quota(member),
        "before": law.last_half_year(begins_on),
        "after": law.next_half_year(begins_on) if begins_on < law.half_year(today) else None,
        "quota_ground": law.QUOTA,
        "share_ground": law.SHARE,
        "query": without_page(request).urlencode(),
        "today": today,
        **paging(page, found.total),
    }
    return render(request, "housing/municipality.html", context)


def _filters(request: HttpRequest) -> tuple[Any, Filters]:
    get = request.GET
    day = first_of(get.get("half", "")) or timezone.localdate()
    stage = get.get("stage", "")
    return law.half_year(day), Filters(
        stage if stage in queries.STAGES else "",
        words(get.get("worker", "")),
        words(get.get("q", "")),
        number(get.get("wait", "")),
    )


def _association(request: HttpRequest, member: Member, page: int) -> HttpResponse:
    filters = _wanted(request)
    counted = counts(member)
    rows, total = queries.association_list(
        member, filters, limit=PER_PAGE, offset=(page - 1) * PER_PAGE, counted=counted
    )
    context = {
        "rows": rows,
        "filters": filters,
        "counts": counted,
        "query": without_page(request).urlencode(),
        "today": timezone.localdate(),
        **paging(page, total),
    }
    return render(request, "housing/association.html", context)


def _wanted(request: HttpRequest) -> AssociationFilters:
    state = request.GET.get("state", "open")
    return AssociationFilters(
        state if state in STATES else "open",
        request.GET.get("ground_floor") == "1",
        number(request.GET.get("persons", "")),
    )


@require_GET
@member_required
def overview_xlsx(request: HttpRequest) -> HttpResponse:
    """The same list as a spreadsheet, with the filters of the page."""
    member = acting(request)
    match _kind(member):
        case Kind.COA:
            headings, lines = _coa_lines(request, member)
        case Kind.MUNICIPALITY:
            headings, lines = _municipality_lines(request, member)
        case _:
            headings, lines = _association_lines(request, member)
    return dated(_("housing"), _("Housing"), headings, lines)


def _coa_lines(request: HttpRequest, member: Member) -> tuple[list[str], list[list[Cell]]]:
    rows = queries.to_link(member, _shown(request), timezone.localdate(), limit=None).rows
    headings = [
        _("Name"),
        _("Household"),
        _("Persons"),
        _("Worker"),
        _("Permit granted"),
        _("Days since the permit"),
    ]
    headings += [
        _("Municipality"),
        _("Answer wanted by"),
        _("Answered on"),
        _("Returned because"),
        _("To undo"),
    ]
    returned = dict(Link.Returned.choices)
    return headings, [
        [
            row.name,
            row.household,
            row.persons,
            row.worker,
            row.permit_granted,
            row.days,
            row.municipality,
            row.answer_by,
            row.decided_on,
            str(returned.get(row.returned_why, "")),
            {"asked": _("asked to undo"), "kept": _("the municipality keeps it")}.get(row.undo, ""),
        ]
        for row in rows
    ]


def _municipality_lines(request: HttpRequest, member: Member) -> tuple[list[str], list[list[Cell]]]:
    begins_on, filters = _filters(request)
    found = queries.overview(
        member, begins_on=begins_on, today=timezone.localdate(), filters=filters, per_page=None
    )
    headings = [
        _("Name"),
        _("Household"),
        _("Persons"),
        _("Family expected"),
        _("How far"),
        _("Since"),
        _("Days in this stage"),
    ]
    headings += [_("Linked on"), _("Wanted before"), _("Moved in on"), _("Guided by"), _("Worker")]
    return headings, [
        [
            row.name,
            row.household,
            row.persons,
            row.family,
            str(queries.STAGES[row.stage]),
            row.since,
            row.days,
            row.linked,
            row.wanted_before,
            row.moved_in,
            row.organisation,
            row.worker,
        ]
        for row in found.rows
    ]


def _association_lines(request: HttpRequest, member: Member) -> tuple[list[str], list[list[Cell]]]:
    rows, _total = queries.association_list(member, _wanted(request), limit=None)
    headings = [_("Municipality"), _("Asked on"), _("Wanted before"), _("Adults"), _("Children")]
    headings += [_("Family expected"), _("Ground floor, or with a lift"), _("Rent at most, euros a month")]
    headings += [_("Urgency"), _("Contact person"), _("Telephone")]
    urgency = dict(Request.Urgency.choices)
    return headings, [
        [
            it.request.organisation.name,
            it.request.asked_on,
            it.request.wanted_before,
            it.request.adults,
            it.request.children,
            it.request.family_adults + it.request.family_children,
            _("yes") if it.request.ground_floor else "",
            "" if it.request.max_rent is None else str(it.request.max_rent),
            str(urgency[it.request.urgency]),
            it.request.contact_name,
            it.request.contact_phone,
        ]
        for it in rows
    ]
