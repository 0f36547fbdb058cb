"""Messages of the whole municipality: which are due, ready, sent and refused."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from reisgenoot.access.identity import member_required
from reisgenoot.access.roles import professional
from reisgenoot.core.duo import shapes
from reisgenoot.web.paging import page_of, paging, without_page
from reisgenoot.web.spreadsheet import dated
from reisgenoot.web.templatetags.web import text

from .. import queries
from ..queries import STATES, Filters


def _filters(query: QueryDict) -> Filters:
    """The filters in an address; what is no filter counts as none."""
    return Filters(
        state=query.get("state", "") if query.get("state") in STATES else STATES[0],
        kind=query.get("kind", "") if query.get("kind") in shapes() else "",
        q=query.get("q", "")[:100].replace("\0", "").strip(),
        mine=query.get("mine") == "1",
    )


def _states() -> dict[str, Any]:
    return {
        "due": _("to be told"),
        "prepared": _("ready to send"),
        "sent": _("sent"),
        "refused": _("refused by DUO"),
    }


@require_GET
@member_required
def messages_list(request: HttpRequest) -> HttpResponse:
    """The list, with how many there are in each state."""
    member, filters, page = professional(request), _filters(request.GET), page_of(request.GET)
    found = queries.listed(member, filters, timezone.localdate(), page=page)
    query = without_page(request)
    other = query.copy()
    other.pop("state", None)
    context = {
        "found": found,
        "filters": filters,
        "filtered": bool(filters.kind or filters.q or filters.mine),
        "states": [(key, label, found.counts[key]) for key, label in _states().items()],
        "kinds": list(shapes().values()),
        "query": query.urlencode(),
        "other": other.urlencode(),
        **paging(page, found.total),
    }
    return render(request, "duo/messages.html", context)


@require_GET
@member_required
def messages_xlsx(request: HttpRequest) -> HttpResponse:
    """All that pass the filters, as a spreadsheet; a text is never a formula in it."""
    filters = _filters(request.GET)
    rows = queries.exported(professional(request), filters, timezone.localdate())
    state = str(_states()[filters.state])
    headings = [_("Name"), _("Message"), _("About"), _("State"), _("Since"), _("Worker"), _("DUO's answer")]
    lines = [(it.name, text(it.shape.text), it.on, state, it.since, it.worker, it.answer) for it in rows]
    return dated(_("messages-to-duo"), _("Messages to DUO"), headings, lines)
