"""Leaving quickly: out of the log-in, and onto a page that could be anybody's."""

from __future__ import annotations

from datetime import date

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from reisgenoot.core.trajectory.terms import public_holidays

from .common import uncached


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Log out, and go to the public holidays. Going back asks the server, which asks to log in."""
    logout(request)
    answer = HttpResponseRedirect(reverse("holidays"))
    answer["Clear-Site-Data"] = '"cache"'
    return uncached(answer)


@require_GET
def holidays(request: HttpRequest) -> HttpResponse:
    """The public holidays of this year and the next: for whoever leaves a page quickly, and for everybody else."""
    this = timezone.localdate().year
    years = [
        (year, [date.fromordinal(day) for day in sorted(public_holidays(year))]) for year in (this, this + 1)
    ]
    return render(request, "shielded/holidays.html", {"years": years})
