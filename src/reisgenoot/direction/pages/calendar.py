"""What the coming weeks ask."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from reisgenoot.access.identity import member_required
from reisgenoot.access.roles import professional

from .. import queries
from ..queries import CALENDAR
from .filters import who_of, worker_of


@require_GET
@member_required
def calendar(request: HttpRequest) -> HttpResponse:
    """The coming 13 weeks by kind; each number leads to its list."""
    member = professional(request)
    who = who_of(request.GET, member)
    found = queries.calendar(member, worker_of(who, member), timezone.localdate())
    kinds = [(it, found.late[it.id]) for it in CALENDAR]
    weeks = [(week, [(it, counts[it.id]) for it in CALENDAR]) for week, counts in found.weeks]
    context = {"found": found, "who": who, "late": kinds, "weeks": weeks}
    return render(request, "direction/calendar.html", context)
