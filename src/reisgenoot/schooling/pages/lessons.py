"""The tab *Lessons* of a dossier: courses, the waiting list, and hours by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reisgenoot.access.errors import NotFound, Overtaken, Refused
from reisgenoot.access.identity import member_required
from reisgenoot.access.models import Member
from reisgenoot.access.roles import professional
from reisgenoot.dossiers.forms import RefusableForm
from reisgenoot.dossiers.queries import Heading, heading
from reisgenoot.web.numbers import number
from reisgenoot.web.templatetags.web import language, short_day

from .. import actions, law, queries
from ..forms import BeginForm, EndForm, HoursForm, SwitchForm
from ..models import Course, Enrolment, Part
from ..queries.lessons import Choice
from .common import overtake


@require_GET
@member_required
def lessons(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Which courses somebody follows, when the route must start, and how far each part is."""
    page = queries.lessons(professional(request), dossier_id, timezone.localdate())
    learning = page.learning
    context = {
        "page": page,
        "heading": page.heading,
        "route": dict(Course.Route.choices).get(learning.route, ""),
        "starts_why": learning.starts.why(language()) if learning.starts else "",
        "ends_why": learning.ends.course(language()) if learning.ends else "",
        "parts": dict(Part.choices),
        "offer_ground": law.GROUNDS["offer"],
        "today": timezone.localdate(),
    }
    return render(request, "schooling/lessons.html", context)


def _wanted(query: QueryDict) -> queries.Wanted:
    return queries.Wanted(
        level=query.get("level", "") if query.get("level") in Course.Level.values else "",
        place=query.get("place", "")[:100].replace("\0", ""),
        part=query.get("part", "") if query.get("part") in Part.values else "",
        every=query.get("every") == "1",
    )


@require_http_methods(["GET", "POST"])
@member_required
def enrol(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Choose a start of a course that fits; a full one has a waiting list."""
    member, problem = professional(request), ""
    shown = heading(member, dossier_id, "lessons")
    if request.method == "POST":
        wait = request.POST.get("wait") == "1"
        try:
            start_id = number(request.POST.get("start", ""))
            if start_id is None:
                raise Refused({"start": _("Choose a course.")})
            made = actions.enrol(member, dossier_id, start_id, wait=wait)
        except Refused as refused:
            problem = "; ".join(map(str, refused.problems.values()))
        else:
            told = _("They are on the waiting list.") if wait else _("The course was offered.")
            messages.success(request, told)
            return redirect("schooling:enrolment", dossier_id, made.pk)
    wanted = _wanted(request.GET)
    context = {
        "heading": shown,
        "found": queries.choices(dossier_id, shown.municipality, wanted, timezone.localdate()),
        "wanted": wanted,
        "levels": Course.Level.values,
        "parts": Part.bought(),
        "problem": problem,
    }
    return render(request, "schooling/enrol.html", context, status=422 if problem else 200)


@require_GET
@member_required
def enrolment(request: HttpRequest, dossier_id: int, enrolment_id: int) -> HttpResponse:
    """One enrolment, with what can be done next."""
    return _enrolment(request, professional(request), dossier_id, enrolment_id)


def _enrolment(
    request: HttpRequest, member: Member, dossier_id: int, enrolment_id: int, **forms: Any
) -> HttpResponse:
    about = heading(member, dossier_id, "lessons")
    shown = queries.enrolment(dossier_id, enrolment_id)
    state = shown.it.state
    context = {
        "heading": about,
        "shown": shown,
        "it": shown.it,
        "start": shown.it.start,
        "course": shown.it.start.course,
        "running": state in Enrolment.RUNNING,
        "begin_form": BeginForm(auto_id="begin-%s"),
        "switch_form": _switch_form(about, shown.it) if state in Enrolment.RUNNING else None,
        "end_form": EndForm(auto_id="end-%s"),
        "seen": shown.it.changes,
        **forms,
    }
    return render(request, "schooling/enrolment.html", context, status=422 if forms else 200)


def _switch_form(about: Heading, it: Enrolment, data: QueryDict | None = None) -> SwitchForm:
    found = queries.choices(about.dossier_id, about.municipality, queries.Wanted(), timezone.localdate())
    form = SwitchForm(data, auto_id="switch-%s")
    offered = [
        (choice.start.pk, _named(choice))
        for choice in found.rows
        if choice.start.pk != it.start_id and choice.start.free
    ]
    form.fields["start"].choices = [("", "—"), *offered]  # type: ignore[attr-defined]
    return form


def _named(choice: Choice) -> str:
    start = choice.start
    return f"{start.course.name}, {start.course.supplier.name}, {short_day(start.on)} ({start.course.place})"


@require_POST
@member_required
def step(request: HttpRequest, dossier_id: int, enrolment_id: int, step: str) -> HttpResponse:
    """What happened to an enrolment: ``place``, ``begin``, ``switch`` or ``end``."""
    member = professional(request)
    if step not in _STEPS:
        raise NotFound
    about = heading(member, dossier_id, "lessons")
    it = queries.enrolment(dossier_id, enrolment_id).it
    form, do, told = _STEPS[step](request, member, about, it)
    seen = request.POST.get("seen", "")
    if form.is_valid():
        try:
            on = do(number(seen))
        except Overtaken as overtaken:
            overtake(form, overtaken)
            seen = overtaken.version
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, told)
            return redirect("schooling:enrolment", dossier_id, on.pk)
    shown: dict[str, Any] = {f"{step}_form": form, "seen": seen}
    return _enrolment(request, member, dossier_id, enrolment_id, **shown)


_Step = tuple[RefusableForm, Callable[[int | None], Enrolment], str]


def _place(request: HttpRequest, member: Member, about: Heading, it: Enrolment) -> _Step:
    form = RefusableForm(request.POST)
    do = lambda seen: actions.give_place(member, about.dossier_id, it.pk, seen=seen)  # noqa: E731
    return form, do, _("The place was offered.")


def _begin(request: HttpRequest, member: Member, about: Heading, it: Enrolment) -> _Step:
    form = BeginForm(request.POST, auto_id="begin-%s")
    do = lambda seen: actions.begin(member, about.dossier_id, it.pk, seen=seen, **form.cleaned_data)  # noqa: E731
    return form, do, _("It was noted that they started.")


def _switch(request: HttpRequest, member: Member, about: Heading, it: Enrolment) -> _Step:
    form = _switch_form(about, it, request.POST)

    def do(seen: int | None) -> Enrolment:
        sent = form.cleaned_data
        return actions.switch(
            member, about.dossier_id, it.pk, sent["start"], reason=sent["reason"], seen=seen
        )

    return form, do, _("The other course was offered.")


def _end(request: HttpRequest, member: Member, about: Heading, it: Enrolment) -> _Step:
    form = EndForm(request.POST, auto_id="end-%s")
    do = lambda seen: actions.finish(member, about.dossier_id, it.pk, seen=seen, **form.cleaned_data)  # noqa: E731
    return form, do, _("The enrolment has ended.")


_STEPS: dict[str, Callable[[HttpRequest, Member, Heading, Enrolment], _Step]] = {
    "place": _place,
    "begin": _begin,
    "switch": _switch,
    "end": _end,
}


@require_http_methods(["GET", "POST"])
@member_required
def hours(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Write the hours of a month by hand."""
    member = professional(request)
    about = heading(member, dossier_id, "hours followed")
    form = HoursForm(request.POST if request.method == "POST" else None, initial={"part": Part.LESSONS})
    form.fields["supplier"].choices = [  # type: ignore[attr-defined]
        ("", _("another, or none")),
        *queries.suppliers_of(about.municipality),
    ]
    seen = request.POST.get("seen", "0")
    if request.method == "POST" and form.is_valid():
        sent: dict[str, Any] = dict(form.cleaned_data)
        supplier_id = sent.pop("supplier")
        missed: dict[str, int] = {key: sent.pop(key) or 0 for key in ("excused", "unexcused")}
        try:
            given = actions.Given(**(sent | missed))
            actions.write_hours(member, dossier_id, given, supplier_id=supplier_id, seen=number(seen) or 0)
        except Overtaken as overtaken:
            told = _("For this month there stand hours already. Save again to put yours in their place.")
            form.add_error("followed", told)
            seen = overtaken.version
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The hours were saved."))
            return redirect("schooling:lessons", dossier_id)
    context = {"heading": about, "form": form, "seen": seen}
    return render(request, "schooling/hours.html", context, status=422 if form.errors else 200)
