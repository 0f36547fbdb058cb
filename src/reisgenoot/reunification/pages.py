"""The page of a family reunification, on the dossier of who is here and of each who follows."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reisgenoot.access.errors import Refused
from reisgenoot.access.identity import current_member, member_required
from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_professional
from reisgenoot.dossiers.actions import NameParts

from . import actions, queries
from .forms import PapersForm, RelativeForm, StepForm


def _acting(request: HttpRequest) -> Member:
    member = current_member(request)
    assert member is not None  # member_required saw to it
    require_professional(member)
    return member


@require_GET
@member_required
def family(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Who follows, how far each is, and what is next."""
    return show(request, dossier_id)


def show(request: HttpRequest, dossier_id: int, **refused: Any) -> HttpResponse:
    """The page, with a form that was refused in its place."""
    page = queries.family(_acting(request), dossier_id, timezone.localdate())
    context = {
        "page": page,
        "heading": page.heading,
        "relative_form": RelativeForm(auto_id="relative-%s"),
        "step_form": StepForm(page.abroad, auto_id="step-%s"),
        **refused,
    }
    return render(request, "reunification/family.html", context, status=422 if refused else 200)


@require_POST
@member_required
def add(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Add a family member."""
    form = RelativeForm(request.POST, auto_id="relative-%s")
    if form.is_valid():
        entered = form.cleaned_data
        try:
            made = actions.add_relative(
                _acting(request),
                dossier_id,
                name=NameParts(given=entered["given"], family=entered["family"]),
                relation=entered["relation"],
                stays_in=entered["stays_in"].upper(),
                facts=form.facts(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("%(name)s was added.") % {"name": made.dossier.name})
            return redirect("reunification:family", dossier_id)
    return show(request, dossier_id, relative_form=form)


@require_POST
@member_required
def step(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Record what happened, for one or more of them."""
    member = _acting(request)
    page = queries.family(member, dossier_id, timezone.localdate())
    form = StepForm(page.abroad, request.POST, auto_id="step-%s")
    if form.is_valid():
        try:
            actions.record_step(member, dossier_id, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("This was recorded, and the plan follows it."))
            return redirect("reunification:family", dossier_id)
    return show(request, dossier_id, step_form=form)


@require_POST
@member_required
def permit(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Bring permit and place of the one in the Netherlands to those who follow."""
    changed = actions.take_over_permit(_acting(request), dossier_id)
    text = ngettext(
        "Taken over for %(count)s family member.", "Taken over for %(count)s family members.", changed
    )
    messages.success(request, text % {"count": changed})
    return redirect("reunification:family", dossier_id)


@require_http_methods(["GET", "POST"])
@member_required
def papers(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """The papers of one family member, all at once."""
    member = _acting(request)
    page = queries.family(member, dossier_id, timezone.localdate())
    if page.sponsor is None:
        raise Http404
    mine = page.relatives[0].papers
    form = PapersForm(mine, request.POST or None, auto_id="paper-%s")
    if request.method == "POST" and form.is_valid():
        seen = {kind: request.POST.get(f"seen-{kind}", "") for kind in form.kinds}
        try:
            actions.set_papers(member, dossier_id, form.papers(), seen)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The papers were saved."))
            return redirect("reunification:family", page.sponsor[0])
    context = {
        "page": page,
        "heading": page.heading,
        "form": form,
        "versions": [(paper.kind, actions.version(paper)) for paper in mine],
    }
    return render(request, "reunification/papers.html", context, status=422 if form.errors else 200)
