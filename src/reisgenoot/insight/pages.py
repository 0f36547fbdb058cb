"""The overview of a coordinator."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from reisgenoot.access.identity import current_member, member_required
from reisgenoot.access.roles import require_professional
from reisgenoot.dossiers import queries


@require_GET
@member_required
def overview(request: HttpRequest) -> HttpResponse:
    """How many, how many overdue, stuck and new, by phase, worker and municipality; each leads to its worklist."""
    member = current_member(request)
    assert member is not None  # member_required saw to it
    require_professional(member)
    found = queries.overview(member, timezone.localdate())
    tables = [
        ("phase", _("By phase"), found.by_phase),
        ("worker", _("By worker"), found.by_worker),
        ("municipality", _("By municipality"), found.by_municipality),
    ]
    return render(request, "insight/overview.html", {"overview": found, "tables": tables})
