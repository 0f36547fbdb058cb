"""The volunteer of a household, for professionals: matching, giving tasks, answering; and the questions that wait."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reisgenoot.access.errors import Overtaken, Refused
from reisgenoot.access.identity import current_member, member_required
from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_professional
from reisgenoot.dossiers.pages.overtaken import number_in
from reisgenoot.dossiers.queries import heading
from reisgenoot.dossiers.queries.granted import addable
from reisgenoot.web.overtaken import Difference, overtaken_page
from reisgenoot.web.paging import PER_PAGE, page_of, paging, without_page

from .. import actions, queries
from ..forms import AnswerForm, EndForm, ExtendForm, GiveForm, MatchForm, SeekForm
from ..models import SILENT_DAYS, VOG_YEARS, Kind, Match, Part, Pause, Spoken
from ..queries.matches import STATES
from ..roles import require_coordinator


def professional(request: HttpRequest) -> Member:
    member = current_member(request)
    assert member is not None  # member_required saw to it
    require_professional(member)
    return member


@require_GET
@member_required
def dossier(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Who is matched with this person, what was given to them, and what they ask."""
    return _show(request, professional(request), dossier_id)


def _show(
    request: HttpRequest,
    member: Member,
    dossier_id: int,
    *,
    form: GiveForm | EndForm | ExtendForm | AnswerForm | None = None,
    at: int = 0,
) -> HttpResponse:
    """The page; a form that was refused stands in its place: ``at`` the match or question it is about."""
    above = heading(member, dossier_id, "volunteer")
    found = queries.dossier_volunteers(member, dossier_id, timezone.localdate())
    coordinator = member.role == Member.Role.COORDINATOR
    own = [it for it in found.running if it.match.organisation_id == member.organisation_id]
    now = [it for it in own if it.match.begins_on <= timezone.localdate()]
    people = [(it.match.member_id, it.match.member.name) for it in now]
    give = form if isinstance(form, GiveForm) else GiveForm(people, found.offered, auto_id="give-%s")

    def forms_of(key: int) -> dict[str, Any]:
        here = form if at == key else None
        return {
            "end": here if isinstance(here, EndForm) else EndForm(auto_id=f"end-{key}-%s"),
            "extend": here if isinstance(here, ExtendForm) else ExtendForm(auto_id=f"extend-{key}-%s"),
        }

    running = [{"it": it, **forms_of(it.match.pk)} for it in found.running]
    asked = [
        {
            "it": it,
            "form": form
            if at == it.pk and isinstance(form, AnswerForm)
            else AnswerForm(auto_id=f"answer-{it.pk}-%s"),
        }
        for it in found.questions
    ]
    context = {
        "heading": above,
        "found": found,
        "running": running,
        "asked": asked,
        "give_form": give if people and "route" in addable(dossier_id) else None,
        "coordinator": coordinator,
        "own_organisation": member.organisation_id,
        "kinds": dict(Kind.choices),
        "whys": dict(Pause.Why.choices),
        "ended": dict(Match.Ended.choices),
        "silent_days": SILENT_DAYS,
        "today": timezone.localdate(),
    }
    return render(request, "volunteers/dossier.html", context, status=200 if form is None else 422)


@require_http_methods(["GET", "POST"])
@member_required
def match(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Choose a volunteer for the household: first from a list with reasons, then for which term."""
    member = professional(request)
    require_coordinator(member)
    above = heading(member, dossier_id, "volunteer")
    home = queries.household_of(member, dossier_id)
    seek = SeekForm(request.GET)
    wanted = seek.cleaned_data if seek.is_valid() else {"kind": Kind.GUIDE, "part": ""}
    chosen = number_in(request.POST.get("volunteer") or request.GET.get("volunteer", ""))
    kind = wanted.get("kind") or Kind.GUIDE
    found = queries.candidates(
        member, home, kind=kind, part=wanted.get("part", ""), only=chosen, page=max(1, page_of(request.GET))
    )
    context: dict[str, Any] = {
        "heading": above,
        "home": home,
        "found": found,
        "kind": kind,
        "kinds": dict(Kind.choices),
        "parts": dict(Part.choices),
        "levels": dict(Spoken.Level.choices),
        "years": VOG_YEARS,
        "seek_form": SeekForm(initial={**wanted, "kind": kind}, auto_id="seek-%s"),
        "part": wanted.get("part", ""),
        "page": found.page,
        "pages": found.pages,
        "previous_page": found.page - 1,
        "next_page": found.page + 1,
    }
    if not chosen or not found.rows:
        return render(request, "volunteers/match.html", context)
    people = [(it.dossier_id, it.name) for it in home.mates]
    form = MatchForm(people, request.POST or None, initial={"kind": kind})
    if request.method == "POST" and form.is_valid() and _matched(request, member, form, chosen):
        return redirect("volunteers:dossier", dossier_id)
    context |= {"form": form, "it": found.rows[0]}
    return render(request, "volunteers/confirm.html", context, status=422 if form.errors else 200)


def _matched(request: HttpRequest, member: Member, form: MatchForm, volunteer_id: int) -> bool:
    """Match, or show beside the fields why not."""
    about = form.cleaned_data
    try:
        made = actions.match_household(
            member,
            [int(key) for key in about["dossiers"]],
            volunteer_id,
            kind=about["kind"],
            begins_on=about["begins_on"],
            until=about["until"],
        )
    except Refused as refused:
        form.refuse(refused)
        return False
    messages.success(request, _("%(name)s is matched, and was told.") % {"name": made[0].member.name})
    return True


@require_POST
@member_required
def end(request: HttpRequest, dossier_id: int, match_id: int) -> HttpResponse:
    """End a match with the whole household."""
    member = professional(request)
    require_coordinator(member)
    form = EndForm(request.POST, auto_id=f"end-{match_id}-%s")
    if form.is_valid():
        try:
            actions.end_match(member, match_id, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The match ends on that day, and the access with it."))
            return redirect("volunteers:dossier", dossier_id)
    return _show(request, member, dossier_id, form=form, at=match_id)


@require_POST
@member_required
def extend(request: HttpRequest, dossier_id: int, match_id: int) -> HttpResponse:
    """Let a match run until another day."""
    member = professional(request)
    require_coordinator(member)
    form = ExtendForm(request.POST, auto_id=f"extend-{match_id}-%s")
    if form.is_valid():
        try:
            actions.extend(member, match_id, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The match was extended."))
            return redirect("volunteers:dossier", dossier_id)
    return _show(request, member, dossier_id, form=form, at=match_id)


@require_POST
@member_required
def give(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Give a task to a matched volunteer."""
    member, today = professional(request), timezone.localdate()
    found = queries.dossier_volunteers(member, dossier_id, today)
    people = [(it.match.member_id, it.match.member.name) for it in found.running]
    form = GiveForm(people, found.offered, request.POST, auto_id="give-%s")
    if form.is_valid():
        about = dict(form.cleaned_data)
        try:
            actions.give_task(member, dossier_id, about.pop("volunteer"), **about)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The task was given, and the volunteer was told."))
            return redirect(reverse("volunteers:dossier", args=[dossier_id]) + "#given")
    return _show(request, member, dossier_id, form=form)


@require_POST
@member_required
def take_back(request: HttpRequest, dossier_id: int, given_id: int) -> HttpResponse:
    """Take a task back that was given."""
    actions.take_back(professional(request), dossier_id, given_id)
    messages.success(request, _("The task was taken back."))
    return redirect(reverse("volunteers:dossier", args=[dossier_id]) + "#given")


@require_POST
@member_required
def answer(request: HttpRequest, dossier_id: int, help_id: int) -> HttpResponse:
    """Answer a volunteer's question."""
    member = professional(request)
    there = reverse("volunteers:dossier", args=[dossier_id])
    form = AnswerForm(request.POST, auto_id=f"answer-{help_id}-%s")
    if form.is_valid():
        words = form.cleaned_data["answer"]
        try:
            actions.answer_help(member, help_id, words)
        except Overtaken as overtaken:
            difference = Difference(_("Answer"), "", overtaken.now, words)
            return overtaken_page(request, [difference], by=overtaken.by, at=overtaken.at, back=there)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The answer was sent to the volunteer."))
            return redirect(f"{there}#questions")
    return _show(request, member, dossier_id, form=form, at=help_id)


@require_GET
@member_required
def matches(request: HttpRequest) -> HttpResponse:
    """Matches that run, those without contact, and those that end soon."""
    member, state = professional(request), request.GET.get("state", "")
    state = state if state in STATES else ""
    found = queries.running_matches(member, state=state, page=max(1, page_of(request.GET)))
    context = {
        "rows": found.rows,
        "state": state,
        "query": f"state={state}" if state else "",
        "kinds": dict(Kind.choices),
        "page": found.page,
        "pages": found.pages,
        "previous_page": found.page - 1,
        "next_page": found.page + 1,
    }
    return render(request, "volunteers/matches.html", context)


@require_GET
@member_required
def questions(request: HttpRequest) -> HttpResponse:
    """Questions of volunteers: those that wait for an answer, or those that have one."""
    member, answered, page = professional(request), wants_answered(request), max(1, page_of(request.GET))
    found, total = queries.questions(member, answered=answered, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    rows = [{"it": it, "form": AnswerForm(auto_id=f"answer-{it.pk}-%s")} for it in found]
    context = {
        "rows": rows,
        "answered": answered,
        "query": without_page(request).urlencode(),
        **paging(page, total),
    }
    return render(request, "volunteers/questions.html", context)


def wants_answered(request: HttpRequest) -> bool:
    """Whether an address asks for the questions that have an answer."""
    return request.GET.get("state") == "answered"
