"""Hand-overs: the lists, one of them with what can be done with it, and its paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from reisgenoot.access.errors import Overtaken, Refused
from reisgenoot.access.identity import member_required
from reisgenoot.access.models import Member
from reisgenoot.web.paging import page_of, without_page
from reisgenoot.web.spreadsheet import dated

from .. import actions
from ..handover_forms import AcceptForm, PlanForm, SayForm
from ..handover_paper import handover_paper
from ..models import Handover, HandoverWord
from ..queries import handover as queries
from .worklist import _guide

SHOWS = {
    "answer": gettext_lazy("For us to answer"),
    "sent": gettext_lazy("Sent, not answered yet"),
    "late": gettext_lazy("Late"),
    "back": gettext_lazy("To give back"),
    "past": gettext_lazy("Over"),
    "all": gettext_lazy("All"),
}
WORDS = {
    "causes": dict(Handover.Cause.choices),
    "states": dict(Handover.State.choices),
    "moments": dict(Handover.Moment.choices),
    "word_kinds": dict(HandoverWord.Kind.choices),
}


def _asked(request: HttpRequest) -> tuple[str, str]:
    """Which list, and for which cause."""
    show, cause = request.GET.get("show", ""), request.GET.get("cause", "")
    return show if show in SHOWS else "answer", cause if cause in Handover.Cause.values else ""


@require_GET
@member_required
def handovers(request: HttpRequest) -> HttpResponse:
    """The lists, chosen by the address."""
    member, (show, cause) = _guide(request), _asked(request)
    found = queries.handovers(
        member, show=show, cause=cause, page=page_of(request.GET), today=timezone.localdate()
    )
    query = without_page(request)
    context = {
        **WORDS,
        "rows": found.rows,
        "show": show,
        "cause": cause,
        "tabs": [(name, label, found.counts.get(name)) for name, label in SHOWS.items()],
        "coordinator": member.role == Member.Role.COORDINATOR,
        "query": query.urlencode(),
        "page": found.page,
        "pages": found.pages,
        "previous_page": found.page - 1,
        "next_page": found.page + 1,
    }
    return render(request, "dossiers/handovers.html", context)


@require_GET
@member_required
def handovers_xlsx(request: HttpRequest) -> HttpResponse:
    """The list as a spreadsheet."""
    member, (show, cause) = _guide(request), _asked(request)
    rows = queries.handovers_export(member, show=show, cause=cause, today=timezone.localdate())
    headings = [
        _("Who"),
        _("People"),
        _("Why"),
        _("Sender"),
        _("Receiver"),
        _("Sent"),
        _("Answer by"),
        _("State"),
    ]
    lines = (
        (
            ", ".join(row.names),
            row.many,
            str(WORDS["causes"][row.cause]),
            row.sender,
            row.receiver,
            timezone.localdate(row.sent_at),
            row.answer_by if row.state == Handover.State.OPEN else None,
            str(WORDS["states"][row.state]),
        )
        for row in rows
    )
    return dated(_("hand-overs"), _("Hand-overs"), headings, lines)


@require_GET
@member_required
def handover(request: HttpRequest, handover_id: int) -> HttpResponse:
    """One hand-over."""
    return _show(request, _guide(request), handover_id)


def _show(
    request: HttpRequest, member: Member, handover_id: int, *, status: int = 200, **forms: Any
) -> HttpResponse:
    """The page, with the forms as they were sent where something is wrong with one."""
    page = queries.handover_page(member, handover_id, timezone.localdate())
    it = page.it
    taker = it.wanted_id if it.wanted_id in dict(page.takers) else member.pk
    context = {
        **WORDS,
        "page": page,
        "it": it,
        "accept_form": AcceptForm(page.takers, auto_id="accept-%s", initial={"worker": taker}),
        "ask_form": SayForm(auto_id="ask-%s"),
        "decline_form": SayForm(auto_id="decline-%s"),
        "answer_form": SayForm(auto_id="answer-%s"),
        "moment_form": PlanForm(page.takers, auto_id="moment-%s", initial=_planned(page, taker)),
        "may_plan": it.state in (Handover.State.OPEN, Handover.State.ACCEPTED) and (page.ours or page.theirs),
        "opened": next(iter(forms), ""),
        **forms,
    }
    return render(request, "dossiers/handover.html", context, status=status)


def _planned(page: queries.HandoverPage, taker: int) -> dict[str, Any]:
    """The moment as it stands, and who of the receiver would come."""
    it = page.moment
    coming = [key for key, _name in page.takers if it and key in it.attendees]
    initial = {"comes": coming[0] if coming else taker}
    if it is None:
        return initial
    at = {"moment_on": it.starts_at.date(), "moment_time": it.starts_at.time()}
    return {**initial, **at, "moment": it.how, "moment_place": it.place}


def _do(
    request: HttpRequest,
    handover_id: int,
    name: str,
    form: Any,
    done: str,
    act: Callable[[Member, Any], object],
) -> HttpResponse:
    """Do one step; what was typed stays where it can't be, and who was first is told."""
    member = _guide(request)
    if form is None or form.is_valid():
        try:
            act(member, {} if form is None else form.cleaned_data)
        except Overtaken as overtaken:
            told = _("Somebody was first: this hand-over is %(state)s now.")
            messages.warning(request, told % {"state": str(overtaken.now).lower()})
            return redirect("dossiers:handover", handover_id)
        except Refused as refused:
            if form is None:
                messages.error(request, " ".join(str(why) for why in refused.problems.values()))
                return redirect("dossiers:handover", handover_id)
            form.refuse(refused)
        else:
            messages.success(request, done)
            return redirect("dossiers:handover", handover_id)
    return _show(request, member, handover_id, status=422, **{name: form})


@require_POST
@member_required
def accept(request: HttpRequest, handover_id: int) -> HttpResponse:
    """Take over."""
    member = _guide(request)
    takers = queries.people(member.organisation_id, timezone.localdate())
    form = AcceptForm(takers, request.POST, auto_id="accept-%s")

    def take(member: Member, asked: Any) -> None:
        worker = Member.objects.filter(pk=asked["worker"]).first()
        actions.accept_handover(member, handover_id, worker=worker, words=asked["words"])

    done = _("Accepted. Your organisation is responsible from now on, and the dossiers are open to you.")
    return _do(request, handover_id, "accept_form", form, done, take)


@require_POST
@member_required
def decline(request: HttpRequest, handover_id: int) -> HttpResponse:
    """Decline with a reason."""
    form = SayForm(request.POST, auto_id="decline-%s")
    done = _("Declined. The sender stays responsible, and was told why.")
    return _do(
        request, handover_id, "decline_form", form, done, lambda member, asked: actions.decline_handover(
            member, handover_id, words=asked["words"]
        )
    )  # fmt: skip


@require_POST
@member_required
def ask(request: HttpRequest, handover_id: int) -> HttpResponse:
    """Ask the sender something."""
    form = SayForm(request.POST, auto_id="ask-%s")
    done = _("Asked. The sender was told; you see the answer here.")
    return _do(
        request, handover_id, "ask_form", form, done, lambda member, asked: actions.ask_about_handover(
            member, handover_id, words=asked["words"]
        )
    )  # fmt: skip


@require_POST
@member_required
def answer(request: HttpRequest, handover_id: int) -> HttpResponse:
    """Answer the receiver."""
    form = SayForm(request.POST, auto_id="answer-%s")
    done = _("Answered. The receiver was told.")
    return _do(
        request, handover_id, "answer_form", form, done, lambda member, asked: actions.answer_about_handover(
            member, handover_id, words=asked["words"]
        )
    )  # fmt: skip


@require_POST
@member_required
def plan(request: HttpRequest, handover_id: int) -> HttpResponse:
    """Plan the warm moment, or move it."""
    page = queries.handover_page(_guide(request), handover_id, timezone.localdate())
    form = PlanForm(page.takers, request.POST, auto_id="moment-%s")

    def save(member: Member, asked: Any) -> None:
        comes = Member.objects.filter(pk=asked["comes"]).first() if asked.get("comes") else None
        at, place = form.moment_at(), asked["moment_place"]
        actions.plan_moment(member, handover_id, moment=asked["moment"], at=at, place=place, comes=comes)

    done = _("The warm moment was saved; both sides were told.")
    return _do(request, handover_id, "moment_form", form, done, save)


@require_POST
@member_required
def withdraw(request: HttpRequest, handover_id: int) -> HttpResponse:
    """Take the offer back."""
    done = _("Withdrawn. Nothing changed; you can send it anew.")
    return _do(request, handover_id, "", None, done, lambda member, _asked: actions.withdraw_handover(
        member, handover_id
    ))  # fmt: skip


@require_POST
@member_required
def give_back(request: HttpRequest, handover_id: int) -> HttpResponse:
    """Let the dossiers go back to who was away."""
    done = _("Given back: the dossiers are with who carried them before.")
    return _do(
        request, handover_id, "", None, done, lambda member, _asked: actions.give_back(member, handover_id)
    )


@require_GET
@member_required
def paper(request: HttpRequest, handover_id: int) -> HttpResponse:
    """The summary as PDF."""
    page = queries.handover_page(_guide(request), handover_id, timezone.localdate())
    response = HttpResponse(handover_paper(page), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{_("hand-over")}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
