"""Notifications: the list, marking as read, and how one wants to hear of each kind."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reisgenoot.access.identity import acting, member_required
from reisgenoot.web.spreadsheet import dated

from . import actions, queries
from .forms import DigestForm
from .kinds import KINDS


@require_GET
@member_required
def notifications(request: HttpRequest) -> HttpResponse:
    """One's own notifications, unread ones first."""
    asked = request.GET.get("page", "1")
    page = max(1, int(asked)) if asked.isdecimal() and len(asked) < 9 else 1
    kind, unread = _filters(request)
    rows, total = queries.notifications(acting(request), only_unread=unread, kind=kind, page=page)
    context = {
        "rows": rows,
        "total": total,
        "unread_only": unread,
        "kind": kind,
        "kinds": {key: it.label for key, it in KINDS.items()},
        "query": request.GET.urlencode(),
        "page": page,
        "pages": max(1, -(-total // queries.PER_PAGE)),
        "previous_page": page - 1,
        "next_page": page + 1,
    }
    return render(request, "notices/notifications.html", context)


def _filters(request: HttpRequest) -> tuple[str, bool]:
    """The kind that is asked for, and whether only what is unread; what makes no sense filters nothing."""
    kind = request.GET.get("kind", "")
    return kind if kind in KINDS else "", request.GET.get("show") == "unread"


@require_GET
@member_required
def notifications_xlsx(request: HttpRequest) -> HttpResponse:
    """The same as a spreadsheet."""
    kind, unread = _filters(request)
    rows = queries.export(acting(request), only_unread=unread, kind=kind)
    lines = [
        (timezone.localdate(it.at), str(it.kind.text), it.name, _("read") if it.read else _("unread"))
        for it in rows
    ]
    headings = [_("When"), _("What happened"), _("Name"), _("State")]
    return dated(_("notifications"), _("Notifications"), headings, lines)


@require_POST
@member_required
def read(request: HttpRequest, notification_id: int) -> HttpResponse:
    """Mark one as read; with ``open``, go on to what it is about."""
    found = actions.mark_read(notification_id)
    if "open" in request.POST:
        page = queries.page_of(acting(request), found, queries.may_see(found.dossier_id))
        if page:
            return redirect(page)
        messages.info(request, _("You do not see this dossier (any more)."))
    return redirect("notices:notifications")


@require_POST
@member_required
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all as read."""
    many = actions.mark_all_read()
    told = ngettext("%(many)s notification marked as read.", "%(many)s notifications marked as read.", many)
    messages.success(request, told % {"many": many})
    return redirect("notices:notifications")


@require_http_methods(["GET", "POST"])
@member_required
def choices(request: HttpRequest) -> HttpResponse:
    """How one wants to hear of each kind."""
    member = acting(request)
    shown, digest = queries.choices(member)
    form = DigestForm(
        request.POST or None, initial={"digest": digest.wanted, "language": digest.language}, auto_id="id_%s"
    )
    if request.method == "POST" and form.is_valid():
        chosen = {key: (f"{key}-app" in request.POST, f"{key}-mail" in request.POST) for key in KINDS}
        actions.choose(
            member, chosen, digest=form.cleaned_data["digest"], language=form.cleaned_data["language"]
        )
        messages.success(request, _("Your choices were saved."))
        return redirect(reverse("notices:choices"))
    context = {"choices": shown, "form": form}
    return render(request, "notices/choices.html", context, status=422 if form.errors else 200)
