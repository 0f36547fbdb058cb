"""Choosing for which organisation one works, and keeping the accounts of an organisation."""

from typing import Any, TypedDict

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reisgenoot.web.paging import PER_PAGE, page_of, paging, without_page
from reisgenoot.web.spreadsheet import dated

from . import actions, queries, rules
from . import purposes as known
from .errors import Refused
from .forms import MemberForm
from .identity import current_member, member_required
from .middleware import CHOSEN
from .models import Member, Organisation

MOST_EXPORTED = 20_000
"""Rows in a spreadsheet."""


class Filters(TypedDict):
    """What `queries.colleagues` chooses by."""

    role: str
    words: str
    ended: bool


@require_http_methods(["GET", "POST"])
@login_required
def choose(request: HttpRequest) -> HttpResponse:
    """Show the memberships of whoever is logged in, and act as the one that is chosen."""
    memberships, shut = request.memberships, request.shut  # type: ignore[attr-defined]  # set by MemberMiddleware
    wanted = request.POST.get("member", "")
    if request.method == "POST" and wanted in {str(member.pk) for member in memberships}:
        request.session[CHOSEN] = int(wanted)
        return redirect("/")
    return render(request, "access/choose.html", {"memberships": memberships, "shut": shut})


@require_GET
@member_required
def purposes(request: HttpRequest) -> HttpResponse:
    """What people's data is used for, on which ground; nothing about anybody."""
    kinds, names = dict(Organisation.Kind.choices), rules.table().categories
    by_ground: dict[str, list[dict[str, Any]]] = {known.LAW: [], known.CONSENT: []}
    for it in known.purposes().values():
        wanted = {*it.categories, *(known.BASE if it.ground == known.CONSENT else ())}
        entry = {
            "it": it,
            "kinds": [kinds[kind] for kind in it.kinds],
            "categories": [text for key, text in names.items() if key in wanted],
        }
        by_ground[it.ground].append(entry)
    context = {"by_law": by_ground[known.LAW], "by_consent": by_ground[known.CONSENT]}
    return render(request, "access/purposes.html", context)


@require_http_methods(["GET", "POST"])
@member_required
def members(request: HttpRequest) -> HttpResponse:
    """Who works in the administrator's organisation, and the form to take somebody in."""
    member = current_member(request)
    assert member is not None  # member_required saw to it
    actions.require_administrator(member)
    form, link = MemberForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            made, path = actions.add_member(member, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("%(name)s was taken in.") % {"name": made.name})
            if not path:
                return redirect("access:members")
            form, link = MemberForm(), request.build_absolute_uri(path)
    filters, page = _filters(request), max(1, page_of(request.GET))
    found = queries.colleagues(member, **filters, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    context = {
        "form": form,
        "link": link,
        **filters,
        "roles": Member.Role.choices,
        "query": without_page(request).urlencode(),
        "colleagues": found,
        "unprotected": queries.unprotected(member),
        "events": queries.events_here(member),
        "tokens": queries.tokens_here(member),
        **paging(page, found.total),
    }
    return render(request, "access/members.html", context, status=422 if form.errors else 200)


def _filters(request: HttpRequest) -> Filters:
    """Whom an address asks for: in which role, with what in their name, and whether they work here or did."""
    role, words = request.GET.get("role", ""), request.GET.get("q", "").strip()[:100].replace("\0", "")
    return {
        "role": role if role in Member.Role.values else "",
        "words": words,
        "ended": request.GET.get("state") == "ended",
    }


@require_GET
@member_required
def members_xlsx(request: HttpRequest) -> HttpResponse:
    """The same as a spreadsheet."""
    member = current_member(request)
    assert member is not None  # member_required saw to it
    actions.require_administrator(member)
    found = queries.colleagues(member, **_filters(request), limit=MOST_EXPORTED)
    headings = [_("Name"), _("E-mail address"), _("Role"), _("From"), _("Until"), _("Second factor")]
    headings.append(_("Open dossiers"))
    lines = (
        (
            it.name,
            it.user.email,
            it.get_role_display(),
            it.begins_on,
            it.ends_on,
            _("yes") if it.user_id in found.protected else _("no"),
            found.carried.get(it.pk, 0),
        )
        for it in found.rows
    )
    return dated(_("accounts"), _("Accounts"), headings, lines)


@require_POST
@member_required
def end_member(request: HttpRequest, member_id: int) -> HttpResponse:
    """End somebody's work here, from today on."""
    member = current_member(request)
    assert member is not None  # member_required saw to it
    many = queries.carried().get(member_id, 0)
    try:
        ended = actions.end_member(member, member_id)
        messages.success(request, _("%(name)s can do nothing here any more.") % {"name": ended.name})
        if many:
            told = ngettext(
                "The dossier that they carried is with a coordinator now, who can pass it on.",
                "The %(many)d dossiers that they carried are with a coordinator now, who can redistribute them.",
                many,
            )
            messages.info(request, told % {"many": many})
    except Refused as refused:
        messages.error(request, " ".join(str(reason) for reason in refused.problems.values()))
    return redirect("access:members")


@require_POST
@member_required
def log_out_member(request: HttpRequest, member_id: int) -> HttpResponse:
    """Log a colleague out everywhere."""
    member = current_member(request)
    assert member is not None  # member_required saw to it
    found = actions.end_sessions_of(member, member_id)
    if found.user_id == member.user_id:  # oneself: this session is gone too
        logout(request)
        return redirect("account_login")
    messages.success(request, _("%(name)s is logged out everywhere.") % {"name": found.name})
    return redirect("access:members")


@require_POST
@member_required
def reset_second_factor(request: HttpRequest, member_id: int) -> HttpResponse:
    """Take away the second factor of a colleague who lost it."""
    member = current_member(request)
    assert member is not None  # member_required saw to it
    try:
        found = actions.reset_second_factor(member, member_id)
        text = _("%(name)s now logs in without a second factor, and is logged out everywhere.")
        messages.success(request, text % {"name": found.name})
    except Refused as refused:
        messages.error(request, " ".join(str(reason) for reason in refused.problems.values()))
    return redirect("access:members")


@require_POST
@member_required
def require_second_factor(request: HttpRequest) -> HttpResponse:
    """Require a second factor of all who work here, or no longer."""
    member = current_member(request)
    assert member is not None  # member_required saw to it
    required = request.POST.get("required") == "yes"
    actions.require_second_factor(member, required)
    messages.success(
        request,
        _("From now on everybody here needs a second factor.")
        if required
        else _("A second factor is no longer required here."),
    )
    return redirect("access:members")
