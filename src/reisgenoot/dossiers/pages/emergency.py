"""Emergency access: asking for it, and the list of everybody who did."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from reisgenoot.access.errors import NotAllowed, Refused
from reisgenoot.access.identity import current_member, member_required
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.access.roles import PROFESSIONAL
from reisgenoot.web.paging import page_of
from reisgenoot.web.spreadsheet import dated

from .. import actions, queries
from ..forms import EmergencyForm

PER_PAGE, MOST_EXPORTED = 25, 20_000
READERS = PROFESSIONAL | {Member.Role.PRIVACY_OFFICER}


@require_http_methods(["GET", "POST"])
@member_required
def emergency(request: HttpRequest) -> HttpResponse:
    """The list, and for a coordinator the form above it."""
    member = _reader(request)
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
    page, since = max(1, page_of(request.GET)), _since(request)
    found_rows, total = queries.emergencies(since=since, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    context = {
        "since": since,
        "query": f"since={since}" if since else "",
        "form": form if member.role == Member.Role.COORDINATOR else None,
        "uses": found_rows,
        "page": page,
        "pages": max(page, -(-total // PER_PAGE)),
        "previous_page": page - 1,
        "next_page": page + 1,
    }
    return render(request, "dossiers/emergency.html", context, status=422 if form.errors else 200)


def _reader(request: HttpRequest) -> Member:
    member = current_member(request)
    if member is None or member.role not in READERS:
        raise NotAllowed(_("Your role does not open any dossier."))
    return member


def _since(request: HttpRequest) -> date | None:
    """From which day on an address asks; None: all."""
    try:
        return date.fromisoformat(request.GET.get("since", ""))
    except ValueError:
        return None


@require_GET
@member_required
def emergency_xlsx(request: HttpRequest) -> HttpResponse:
    """Who used it, as a spreadsheet; the log notes the export of the dossiers of which the reader sees the name."""
    member = _reader(request)
    rows, _total = queries.emergencies(since=_since(request), limit=MOST_EXPORTED)
    log(
        member, {it.dossier_id for it in rows if it.dossier_id and it.name}, AccessLog.Act.EXPORT, "emergency"
    )
    headings = [_("When"), _("Until"), _("Who"), _("Organisation"), _("Dossier"), _("Name"), _("Why")]
    lines = (
        (
            f"{timezone.localtime(it.at):%Y-%m-%d %H:%M}",
            f"{timezone.localtime(it.until):%Y-%m-%d %H:%M}" if it.dossier_id else "",
            it.member,
            it.organisation,
            str(it.dossier_id) if it.dossier_id else _("nobody found"),
            it.name,
            it.reason,
        )
        for it in rows
    )
    return dated(_("emergency-access"), _("Emergency access"), headings, lines)
