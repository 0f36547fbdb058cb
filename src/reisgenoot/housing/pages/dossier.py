"""The tab *To a home* of a dossier: link, request, offers, viewing, lease, moving in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reisgenoot.access.errors import NotFound, Refused
from reisgenoot.access.identity import acting, member_required
from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_professional
from reisgenoot.dossiers.forms import RefusableForm

from .. import actions, law, queries
from ..actions.asking import Wanted
from ..actions.viewing import Saying
from ..family import Family
from ..forms import (
    AcceptForm,
    FamilyForm,
    LeaseForm,
    LinkForm,
    MoveForm,
    RefuseForm,
    RequestForm,
    UndoAnswerForm,
    UndoForm,
    ViewingForm,
    WhyForm,
)
from ..models import Link, Offer
from ..queries.dossier import OfferShown, able_to_go_along
from ..roles import Kind, require_kind


@require_GET
@member_required
def home(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Where the household is on the way to a home, and the next step."""
    return _show(request, dossier_id)


def _show(request: HttpRequest, dossier_id: int, **forms: RefusableForm) -> HttpResponse:
    member, today = acting(request), timezone.localdate()
    page = queries.home_page(member, dossier_id, today)
    kind = member.organisation.kind
    context = {
        "page": page,
        "heading": page.heading,
        "today": today,
        "may_propose": kind == Kind.COA and page.proposed is None and "linked" not in page.steps,
        "may_withdraw": kind == Kind.COA,
        "withdraw_form": WhyForm(auto_id="withdraw-%s"),
        "undo_form": UndoForm(),
        "undo_answer_form": UndoAnswerForm(auto_id="undo-%s"),
        "may_ask": kind == Kind.MUNICIPALITY,
        "link_form": LinkForm(),
        "family_form": FamilyForm(initial=_known(page.family), auto_id="family-%s"),
        "reasons": dict(Link.Reason.choices),
        "ten_weeks": law.TEN_WEEKS,
        "refusal_ground": law.REFUSAL,
        "rent_ground": law.RENT,
        **forms,
    }
    return render(request, "housing/dossier.html", context, status=422 if forms else 200)


def _known(family: Family) -> dict[str, Any]:
    """What counts now, to be corrected."""
    source = family.note.source if family.note is not None and family.noted else ""
    return {"adults": family.adults, "children": family.children, "source": source}


def _head(member: Member, dossier_id: int) -> int:
    """The dossier on which the things of this household hang."""
    return queries.head_of(member, dossier_id)


@require_POST
@member_required
def propose(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Propose to link the household to a municipality."""
    member, form = acting(request), LinkForm(request.POST)
    require_professional(member)
    if form.is_valid():
        sent = form.cleaned_data
        try:
            actions.propose_link(
                member,
                dossier_id,
                sent["municipality"],
                reasons=form.chosen(),
                answer_by=sent["answer_by"],
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The link was proposed to the municipality."))
            return redirect("housing:dossier", dossier_id)
    return _show(request, dossier_id, link_form=form)


@require_POST
@member_required
def withdraw_link(request: HttpRequest, dossier_id: int, link_id: int) -> HttpResponse:
    """Take the proposal back."""
    member, form = acting(request), WhyForm(request.POST, auto_id="withdraw-%s")
    require_kind(member, Kind.COA)
    if form.is_valid():
        try:
            actions.withdraw_link(member, link_id, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The proposal was taken back."))
            return redirect("housing:dossier", dossier_id)
    return _show(request, dossier_id, withdraw_form=form)


@require_POST
@member_required
def ask_undo(request: HttpRequest, dossier_id: int, link_id: int) -> HttpResponse:
    """As the COA, ask to undo a link that was accepted."""
    member, form = acting(request), UndoForm(request.POST)
    require_kind(member, Kind.COA)
    if form.is_valid():
        try:
            actions.ask_undo(member, link_id, why=form.cleaned_data["undo"])
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The municipality was asked. Until it agrees, the link stands."))
            return redirect("housing:dossier", dossier_id)
    return _show(request, dossier_id, undo_form=form)


@require_POST
@member_required
def answer_undo(request: HttpRequest, dossier_id: int, link_id: int) -> HttpResponse:
    """As the municipality, agree to it or keep the link."""
    member, form = acting(request), UndoAnswerForm(request.POST, auto_id="undo-%s")
    require_kind(member, Kind.MUNICIPALITY)
    agreed = request.POST.get("answer") == "agree"
    if form.is_valid():
        try:
            actions.answer_undo(member, link_id, agreed=agreed, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            if agreed:  # the dossier has closed for who did it
                messages.success(request, _("The link was undone; the household is the COA's to link again."))
                return redirect("housing:overview")
            messages.success(request, _("The link stays; the COA reads why."))
            return redirect("housing:dossier", dossier_id)
    return _show(request, dossier_id, undo_answer_form=form)


def _say(request: HttpRequest, refused: Refused) -> None:
    messages.error(request, " ".join(str(why) for why in refused.problems.values()))


@require_POST
@member_required
def family(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Note which family is expected."""
    member, form = acting(request), FamilyForm(request.POST, auto_id="family-%s")
    require_professional(member)
    if form.is_valid():
        try:
            actions.expect_family(member, dossier_id, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Noted. A request for a home counts them in."))
            return redirect("housing:dossier", dossier_id)
    return _show(request, dossier_id, family_form=form)


@require_http_methods(["GET", "POST"])
@member_required
def ask(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Ask housing associations for a home."""
    member, today = acting(request), timezone.localdate()
    queries.require_municipality(member)
    page = queries.home_page(member, dossier_id, today)
    linked = page.steps.get("linked", today)
    initial = {
        "wanted_before": max(linked + law.HOME_WITHIN, today),
        "contact_name": member.name,
        "max_rent": page.limits.capping if page.limits else None,
    }
    form = RequestForm(request.POST or None, initial=initial, need_agreed=page.need_agreed)
    if request.method == "POST" and form.is_valid():
        sent = dict(form.cleaned_data)
        associations = list(sent.pop("associations"))
        try:
            actions.make_request(member, dossier_id, associations, Wanted(**sent))
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The request went to the housing associations."))
            return redirect("housing:dossier", dossier_id)
    context = {
        "page": page,
        "heading": page.heading,
        "form": form,
        "ten_weeks": law.TEN_WEEKS,
        "rent_ground": law.RENT,
    }
    return render(request, "housing/request.html", context, status=422 if form.errors else 200)


@require_POST
@member_required
def withdraw_request(request: HttpRequest, dossier_id: int, wanted_id: int) -> HttpResponse:
    """End a request."""
    member = acting(request)
    try:
        actions.withdraw_request(member, _head(member, dossier_id), wanted_id)
        messages.success(request, _("The request was withdrawn."))
    except Refused as refused:
        _say(request, refused)
    return redirect("housing:dossier", dossier_id)


@require_POST
@member_required
def recount_request(request: HttpRequest, dossier_id: int, wanted_id: int) -> HttpResponse:
    """Let a request say for how many people it is now."""
    member = acting(request)
    require_professional(member)
    actions.recount_request(member, _head(member, dossier_id), wanted_id)
    messages.success(request, _("The request says it now, and the associations were told."))
    return redirect("housing:dossier", dossier_id)


STEPS: dict[str, tuple[str, ...]] = {
    "view": (Offer.State.OFFERED, Offer.State.VIEWING),
    "decline": (Offer.State.OFFERED, Offer.State.VIEWING),
    "accept": (Offer.State.VIEWING,),
    "refuse": (Offer.State.VIEWING, Offer.State.ACCEPTED),
    "lease": (Offer.State.ACCEPTED,),
    "move": (Offer.State.SIGNED,),
}
"""The steps with an offer, and from which state each goes."""


def _forms(shown: OfferShown, able: list[Member], lapsed: bool) -> dict[str, RefusableForm]:
    """An empty form for each step that can be taken now, filled with what is known."""
    it = shown.offer
    at = timezone.localtime(it.viewing_at) if it.viewing_at else None
    made: dict[str, RefusableForm] = {
        "view": ViewingForm(
            able=able,
            auto_id="view-%s",
            initial={"on": at.date(), "at": at.time(), "place": it.viewing_place} if at else None,
        ),
        "decline": WhyForm(auto_id="decline-%s"),
        "accept": AcceptForm(auto_id="accept-%s", initial=_viewed(at)),
        "refuse": RefuseForm(auto_id="refuse-%s"),
        "lease": LeaseForm(auto_id="lease-%s", initial={"rent": it.rent, "begins_on": it.available_on}),
        "move": MoveForm(auto_id="move-%s", initial={"on": it.lease_begins_on}),
    }
    return {
        step: form
        for step, form in made.items()
        if it.state in STEPS[step] and not (lapsed and step == "view")
    }


def _viewed(at: datetime | None) -> dict[str, Any]:
    """The day of the viewing, if it has come."""
    return {"viewed_on": at.date()} if at is not None and at.date() <= timezone.localdate() else {}


@require_GET
@member_required
def offer(request: HttpRequest, dossier_id: int, offer_id: int) -> HttpResponse:
    """One offered home, and what can be done with it now."""
    return _show_offer(request, dossier_id, offer_id)


def _show_offer(
    request: HttpRequest, dossier_id: int, offer_id: int, *, late: bool = False, **sent: RefusableForm
) -> HttpResponse:
    member, today = acting(request), timezone.localdate()
    page = queries.home_page(member, dossier_id, today)
    shown = page.offer(offer_id)
    if shown is None:
        raise NotFound(_("There is no such offer, or you have no access to it."))
    may = member.organisation.kind == Kind.MUNICIPALITY
    able = able_to_go_along(member, page.home.head_id) if may else []
    forms = _forms(shown, able, shown.lapsed) if may else {}
    forms |= {step: form for step, form in sent.items() if step in forms or not late}
    context = {
        "page": page,
        "heading": page.heading,
        "shown": shown,
        "offer": shown.offer,
        "request_of": page.request_of(offer_id),
        "forms": forms,
        "refusal_ground": law.REFUSAL,
        "rent_ground": law.RENT,
        "today": today,
    }
    return render(request, "housing/offer.html", context, status=409 if late else 422 if sent else 200)


@require_POST
@member_required
def take_step(request: HttpRequest, dossier_id: int, offer_id: int, step: str) -> HttpResponse:
    """Plan the viewing, accept, refuse, sign, move in."""
    member = acting(request)
    queries.require_municipality(member)
    if step not in STEPS:
        raise NotFound
    head = _head(member, dossier_id)
    form = _sent(request, member, head, step)
    late = False
    if form.is_valid():
        try:
            said = _do(member, head, offer_id, step, form.cleaned_data)
        except Refused as refused:
            late = set(refused.problems) == {""}
            form.refuse(refused)
            if late:
                _say(request, refused)
        else:
            messages.success(request, said)
            return redirect("housing:dossier", dossier_id)
    return _show_offer(request, dossier_id, offer_id, late=late, **{step: form})


def _sent(request: HttpRequest, member: Member, head: int, step: str) -> RefusableForm:
    kinds: dict[str, Callable[..., RefusableForm]] = {
        "decline": WhyForm,
        "accept": AcceptForm,
        "refuse": RefuseForm,
        "lease": LeaseForm,
        "move": MoveForm,
    }
    if step == "view":
        return ViewingForm(request.POST, able=able_to_go_along(member, head), auto_id="view-%s")
    return kinds[step](request.POST, auto_id=f"{step}-%s")


def _do(member: Member, head: int, offer_id: int, step: str, sent: dict[str, Any]) -> str:
    """Take the step; returns what to say. Raises Refused."""
    match step:
        case "view":
            at = timezone.make_aware(datetime.combine(sent["on"], sent["at"]))
            along = [it for it in able_to_go_along(member, head) if str(it.pk) in sent["along"]]
            actions.plan_viewing(member, head, offer_id, at=at, place=sent["place"], along=along)
            return _("The viewing was planned; the association now sees who comes.")
        case "decline":
            actions.decline_offer(member, head, offer_id, **sent)
            return _("The association sees that you don't take this home.")
        case "accept":
            actions.accept_home(member, head, offer_id, **sent)
            return _("The home was accepted.")
        case "refuse":
            actions.refuse_home(member, head, offer_id, Saying(**sent))
            return _("The refusal was kept. The association no longer sees who came.")
        case "lease":
            actions.sign_lease(member, head, offer_id, **sent)
            return _("The lease was kept.")
        case _:
            actions.move_in(member, head, offer_id, **sent)
            return _("Welcome home! The household lives there from now on.")
