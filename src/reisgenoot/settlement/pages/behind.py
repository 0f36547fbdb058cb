"""Who is behind with settling in, across households."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from reisgenoot.access.identity import member_required
from reisgenoot.access.roles import professional
from reisgenoot.dossiers.labels import OWNERS
from reisgenoot.web.numbers import number
from reisgenoot.web.paging import without_page
from reisgenoot.web.spreadsheet import dated
from reisgenoot.web.templatetags.web import text

from .. import queries
from ..queries import BehindFilters, BehindRow
from ..queries.behind import NOBODY, Tally

PER_PAGE = 25
NONE = "none"
"""In an address: dossiers without a worker."""


def _filters(query: QueryDict) -> BehindFilters:
    """The filters in an address; what is no filter counts as none."""
    worker = query.get("worker", "")
    return BehindFilters(
        key=query.get("item", "")[:60].replace("\0", ""),
        worker=NOBODY if worker == NONE else number(worker),
        municipality=query.get("municipality", "")[:100].replace("\0", ""),
        due=query.get("due", "") if query.get("due") in ("overdue", "week") else "",
    )


@require_GET
@member_required
def behind(request: HttpRequest) -> HttpResponse:
    """Items that are overdue or due this week, by item and by guide."""
    filters = _filters(request.GET)
    page = min(number(request.GET.get("page", "1")) or 1, 10**6)
    member = professional(request)
    found = queries.behind(member, filters, timezone.localdate(), page=page, per_page=PER_PAGE)
    query = without_page(request)
    context = {
        "found": found,
        "municipality": member.organisation.municipality,
        "filters": filters,
        "filtered": any((filters.key, filters.worker is not None, filters.municipality)),
        "week": found.total - found.overdue,
        "rows": [(row, _doer(row)) for row in found.rows],
        "by_worker": [_named(it) for it in found.by_worker],
        "worker": NONE if filters.worker == NOBODY else filters.worker,
        "query": query.urlencode(),
        "page": found.page,
        "pages": found.pages,
        "previous_page": found.page - 1,
        "next_page": found.page + 1,
    }
    return render(request, "settlement/behind.html", context)


def _named(it: Tally) -> tuple[int | str, str, Tally]:
    """A guide as an address and a page name them."""
    return (NONE if it.value == NOBODY else it.value), it.label or _("nobody"), it


def _doer(row: BehindRow) -> str:
    """Who does it: who is named with the item, or who usually does."""
    if row.by_person:
        return _("the person")
    return row.doer or str(OWNERS.get(row.owner, row.owner))


@require_GET
@member_required
def behind_xlsx(request: HttpRequest) -> HttpResponse:
    """All that pass the filters, as a spreadsheet; a text is never a formula in it."""
    rows = queries.behind_export(professional(request), _filters(request.GET), timezone.localdate())
    headings = [_("Name"), _("Household"), _("What"), _("Due"), _("Days late"), _("Who does it"), _("Worker")]
    headings += [_("Municipality"), _("Telephone"), _("Note")]
    lines: list[list[Any]] = [
        [
            *(
                row.name,
                row.household,
                text(row.text),
                row.due,
                max(row.late, 0) or None,
                _doer(row),
                row.worker,
            ),
            *(row.municipality, row.phone, row.note),
        ]
        for row in rows
    ]
    return dated(_("behind"), _("Who is behind"), headings, lines)
