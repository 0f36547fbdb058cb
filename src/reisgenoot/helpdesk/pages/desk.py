"""Walk-in hours: the sessions, the queue of one, and one visitor."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reisgenoot.access.errors import Refused
from reisgenoot.access.identity import acting, member_required
from reisgenoot.access.models import Member
from reisgenoot.access.roles import is_professional, require_guiding, require_professional
from reisgenoot.dossiers.queries import search_people

from .. import actions, queries
from ..actions.desk import visit_of
from ..forms import SessionForm, VisitForm, VisitorForm
from ..models import Visit
from .common import word

BOTH = require_http_methods(["GET", "POST"])


@require_GET
@member_required
def desk(request: HttpRequest) -> HttpResponse:
    """Today's walk-in hours, those to come, and those of the last month."""
    member = acting(request)
    context = {
        "desk": queries.desk(member, timezone.localdate()),
        "professional": is_professional(member),
    }
    return render(request, "helpdesk/desk.html", context)


@BOTH
@member_required
def new(request: HttpRequest) -> HttpResponse:
    """Open walk-in hours."""
    member = acting(request)
    require_professional(member)
    form = SessionForm(member, request.POST or None, initial={"manned": [member.pk]})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_session(member, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The walk-in hours are open."))
            return redirect("helpdesk:session", made.pk)
    places = queries.desk(member, timezone.localdate()).places
    context = {"form": form, "places": places, "title": _("Open walk-in hours")}
    return render(request, "helpdesk/session_form.html", context, status=422 if form.errors else 200)


@BOTH
@member_required
def change(request: HttpRequest, desk_id: int) -> HttpResponse:
    """Change place, times, and who mans it."""
    member = acting(request)
    require_professional(member)
    page = queries.session_page(member, desk_id)
    it = page.session
    initial = {"place": it.place, "day": it.day, "begins": it.begins, "ends": it.ends}
    initial["manned"] = [each.pk for each in page.manned]
    form = SessionForm(member, request.POST or None, initial=initial)
    del form.fields["day"]
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_session(member, desk_id, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The walk-in hours were changed."))
            return redirect("helpdesk:session", desk_id)
    context = {"form": form, "session": it, "title": _("Change the walk-in hours")}
    return render(request, "helpdesk/session_form.html", context, status=422 if form.errors else 200)


@BOTH
@member_required
def session(request: HttpRequest, desk_id: int) -> HttpResponse:
    """The queue; a form on top puts the next visitor in."""
    member = acting(request)
    form = VisitorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_visitor(member, desk_id, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            if "help" in request.POST and made.day == timezone.localdate():
                return _help(request, member, made)
            messages.success(request, _("Number %(number)d is in the queue.") % {"number": made.number})
            return redirect("helpdesk:session", desk_id)
    page = queries.session_page(member, desk_id)
    context = {
        "page": page,
        "form": form,
        "today": timezone.localdate(),
        "professional": is_professional(member),
    }
    return render(request, "helpdesk/session.html", context, status=422 if form.errors else 200)


@require_POST
@member_required
def take(request: HttpRequest, desk_id: int) -> HttpResponse:
    """Help the next one."""
    taken = actions.take(acting(request), desk_id)
    if taken is None:
        messages.info(request, _("Nobody waits."))
        return redirect("helpdesk:session", desk_id)
    return redirect("helpdesk:visit", taken.pk)


@require_POST
@member_required
def take_this(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Help this one, out of turn."""
    member = acting(request)
    return _help(request, member, visit_of(member, visit_id))


def _help(request: HttpRequest, member: Member, found: Visit) -> HttpResponse:
    try:
        actions.take(member, found.session_id, found.pk)
    except Refused as refused:
        messages.error(request, "; ".join(map(str, refused.problems.values())))
        return redirect("helpdesk:session", found.session_id)
    return redirect("helpdesk:visit", found.pk)


@BOTH
@member_required
def visit(request: HttpRequest, visit_id: int) -> HttpResponse:
    """One visitor: what they ask, the clock, and what was answered."""
    member = acting(request)
    require_guiding(member)
    it = visit_of(member, visit_id)
    initial = {name: getattr(it, name) for name in ("theme", "language", "question", "answer")}
    if it.running_since is None and it.seconds:  # a clock that runs is ahead of what a form says
        initial["minutes"] = it.minutes
    form = VisitForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        wanted: dict[str, Any] = dict(form.cleaned_data)
        try:
            if "done" in request.POST:
                actions.finish(
                    member, visit_id, **{**wanted, "sensitivity": wanted["sensitivity"] or "normal"}
                )
                messages.success(request, _("Number %(number)d was helped.") % {"number": it.number})
                return _after(request, member, it)
            actions.describe(
                member, visit_id, **{k: wanted[k] for k in ("theme", "language", "question", "answer")}
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("helpdesk:visit", visit_id)
    return show_visit(request, visit_id, form)


def _after(request: HttpRequest, member: Member, helped: Visit) -> HttpResponse:
    """The next visitor, if that was asked and somebody waits; otherwise the queue."""
    wanted = request.POST.get("done") == "next" and helped.day == timezone.localdate()
    taken = actions.take(member, helped.session_id) if wanted else None
    return redirect("helpdesk:visit", taken.pk) if taken else redirect("helpdesk:session", helped.session_id)


def show_visit(request: HttpRequest, visit_id: int, form: VisitForm, **more: Any) -> HttpResponse:
    """The page, with a form that was refused in its place."""
    member = acting(request)
    professional = is_professional(member)
    q = word(request.GET, "q") if professional else ""
    context = {
        "page": queries.visit_page(member, visit_id),
        "form": form,
        "today": timezone.localdate(),
        "professional": professional,
        "q": q,
        "found": search_people(member, q, limit=8) if q else (),
        **more,
    }
    return render(request, "helpdesk/visit.html", context, status=422 if form.errors else 200)


MOVES = {
    "start": actions.run_clock,
    "stop": actions.stop_clock,
    "back": actions.put_back,
    "left": actions.leave,
    "unlink": actions.unlink,
}


@require_POST
@member_required
def move(request: HttpRequest, visit_id: int) -> HttpResponse:
    """The clock, back into the queue, gone, or somebody else: by the name of the button."""
    member = acting(request)
    found = visit_of(member, visit_id)
    act = MOVES.get(request.POST.get("move", ""))
    try:
        if act is None:
            raise Refused({"move": _("There is no such choice.")})
        act(member, visit_id)
    except Refused as refused:
        messages.error(request, "; ".join(map(str, refused.problems.values())))
    if request.POST.get("move") in ("back", "left"):
        return redirect("helpdesk:session", found.session_id)
    return redirect("helpdesk:visit", visit_id)


@require_POST
@member_required
def link(request: HttpRequest, visit_id: int) -> HttpResponse:
    """Say whose visit it is."""
    member = acting(request)
    require_professional(member)
    wanted = request.POST.get("dossier", "")
    try:
        actions.link(member, visit_id, int(wanted) if wanted.isdecimal() and len(wanted) < 20 else 0)
        messages.success(request, _("The visit is linked to the dossier."))
    except Refused as refused:
        messages.error(request, "; ".join(map(str, refused.problems.values())))
    return redirect("helpdesk:visit", visit_id)
