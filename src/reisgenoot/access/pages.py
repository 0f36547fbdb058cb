"""Choosing for which organisation one works, for those who work for several."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from .middleware import CHOSEN


@require_http_methods(["GET", "POST"])
@login_required
def choose(request: HttpRequest) -> HttpResponse:
    """Show the memberships of whoever is logged in, and act as the one that is chosen."""
    memberships = request.memberships  # type: ignore[attr-defined]  # set by MemberMiddleware
    wanted = request.POST.get("member", "")
    if request.method == "POST" and wanted in {str(member.pk) for member in memberships}:
        request.session[CHOSEN] = int(wanted)
        return redirect("/")
    return render(request, "access/choose.html", {"memberships": memberships})
