"""Emergency access: asking for it, and the list of everybody who did."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reisgenoot.access.errors import NotAllowed, Refused
from reisgenoot.access.identity import current_member, member_required
from reisgenoot.access.models import Member
from reisgenoot.access.roles import PROFESSIONAL

from .. import actions, queries
from ..forms import EmergencyForm
from .worklist import page_of

PER_PAGE = 25
READERS = PROFESSIONAL | {Member.Role.PRIVACY_OFFICER}


@require_http_methods(["GET", "POST"])
@member_required
def emergency(request: HttpRequest) -> HttpResponse:
    """The list, and for a coordinator the form above it."""
    member = current_member(request)
    if member is None or member.role not in READERS:
        raise NotAllowed(_("Your role does not open any dossier."))
    form = EmergencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = actions.emergency_access(member, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            if found is not None:
                return redirect("dossiers:dossier", found)
            messages.warning(request, _("Nobody is meant for certain by this. The attempt was kept."))
            return redirect("dossiers:emergency")
    page = max(1, page_of(request.GET))
    found_rows, total = queries.emergencies(limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    context = {
        "form": form if member.role == Member.Role.COORDINATOR else None,
        "uses": found_rows,
        "page": page,
        "pages": max(page, -(-total // PER_PAGE)),
        "previous_page": page - 1,
        "next_page": page + 1,
    }
    return render(request, "dossiers/emergency.html", context, status=422 if form.errors else 200)
