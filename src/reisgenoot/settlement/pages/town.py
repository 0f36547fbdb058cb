"""What a municipality sets for all its households: templates of arranging days, and places for second-hand things."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reisgenoot.access.errors import NotFound, Overtaken, Refused
from reisgenoot.access.identity import member_required
from reisgenoot.access.models import Member
from reisgenoot.access.roles import professional
from reisgenoot.web.numbers import number

from .. import actions, queries
from ..day_paper import words
from ..day_templates import Entry, read, usual
from ..forms import NameForm, PlaceForm
from ..models import DayTemplate, FurnishingPlace
from ..visit_forms import ALONG, EntryForm, EntryForms
from .common import beside

VISITS = "visits"
"""Prefix of the fields of visits."""


@require_GET
@member_required
def town(request: HttpRequest) -> HttpResponse:
    """All of it, for whoever guides there; the municipality's own people can change it."""
    return _show(request, professional(request))


def _show(request: HttpRequest, member: Member, refusal: str = "") -> HttpResponse:
    municipality, lang = member.organisation.municipality, (get_language() or "nl")[:2]
    keeps = actions.keeps_town(member)
    context = {
        "municipality": municipality,
        "keeps": keeps,
        "templates": [(it, read(it.visits)) for it in queries.templates(municipality)],
        "usual": usual(),
        "places": queries.places(municipality),
        "removed_templates": queries.removed(DayTemplate, municipality) if keeps else [],
        "removed_places": queries.removed(FurnishingPlace, municipality) if keeps else [],
        "purposes": words("purposes", lang),
        "things": words("things", lang),
        "along": dict(ALONG),
        "refusal": refusal,
    }
    return render(request, "settlement/town.html", context, status=422 if refusal else 200)


@require_http_methods(["GET", "POST"])
@member_required
def template_new(request: HttpRequest) -> HttpResponse:
    """A new template, that begins as a copy of another (``of``), or of the usual day."""
    member = professional(request)
    municipality = actions.require_keeping(member)
    if request.method == "POST":
        return _save(request, member)
    of = number(request.GET.get("of", ""))
    entries = read(queries.kept(DayTemplate, municipality, of).visits) if of else usual()
    return _edit(request, NameForm(), _as_forms(entries))


@require_http_methods(["GET", "POST"])
@member_required
def template(request: HttpRequest, template_id: int) -> HttpResponse:
    """Change a template."""
    member = professional(request)
    shown = queries.kept(DayTemplate, actions.require_keeping(member), template_id)
    if request.method == "POST":
        return _save(request, member, shown)
    return _edit(request, NameForm(initial={"name": shown.name}), _as_forms(read(shown.visits)), shown)


def _as_forms(entries: tuple[Entry, ...]) -> BaseFormSet[EntryForm]:
    return EntryForms(initial=[{**it.stored(), "starts": it.starts} for it in entries], prefix=VISITS)


def _edit(
    request: HttpRequest,
    form: NameForm,
    visits: BaseFormSet[EntryForm],
    shown: DayTemplate | None = None,
    seen: str = "",
) -> HttpResponse:
    """The page with all visits; ``seen``: the version that a form sent again knows of."""
    context = {
        "form": form,
        "visits": visits,
        "shown": shown,
        "seen": seen or request.POST.get("seen", str(shown.changes if shown else 0)),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "settlement/template_edit.html", context, status=status)


def _save(request: HttpRequest, member: Member, shown: DayTemplate | None = None) -> HttpResponse:
    """Save the template with all visits, or show beside each what is wrong with it."""
    form, visits = NameForm(request.POST), EntryForms(request.POST, prefix=VISITS)
    if not visits.management_form.is_valid():
        raise NotFound
    if form.is_valid() and visits.is_valid():
        filled = [(at, it.cleaned_data) for at, it in enumerate(visits) if it.is_kept]
        try:
            actions.save_template(
                member,
                name=form.cleaned_data["name"],
                visits=[_entry(about) for _at, about in filled],
                template_id=shown.pk if shown else None,
                seen=number(request.POST.get("seen", "")) if shown else None,
            )
        except Overtaken as overtaken:  # nothing typed is lost; sent again it takes the other's place
            form.add_error("name", _told(overtaken))
            return _edit(request, form, visits, shown, seen=overtaken.version)
        except Refused as refused:
            beside(refused, visits, form, "name", [at for at, _about in filled])
        else:
            messages.success(request, _("The template was saved."))
            return redirect("settlement:town")
    return _edit(request, form, visits, shown)


def _entry(about: dict[str, Any]) -> Entry:
    return Entry(
        **{key: it for key, it in about.items() if key not in ("remove", "bring")},
        bring=tuple(about["bring"]),
    )


def _told(overtaken: Overtaken) -> str:
    told = _("%(who)s changed this meanwhile. Save again to put yours in its place.")
    return told % {"who": overtaken.by}


@require_http_methods(["GET", "POST"])
@member_required
def place_new(request: HttpRequest) -> HttpResponse:
    """A new place for second-hand things."""
    member = professional(request)
    actions.require_keeping(member)
    return _place(request, member)


@require_http_methods(["GET", "POST"])
@member_required
def place(request: HttpRequest, place_id: int) -> HttpResponse:
    """Change a place."""
    member = professional(request)
    return _place(request, member, queries.kept(FurnishingPlace, actions.require_keeping(member), place_id))


def _place(request: HttpRequest, member: Member, shown: FurnishingPlace | None = None) -> HttpResponse:
    about = {"name": shown.name, "address": shown.address, "note": shown.note} if shown else None
    form = PlaceForm(request.POST if request.method == "POST" else None, initial=about)
    seen = request.POST.get("seen", str(shown.changes if shown else 0))
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_place(
                member,
                **form.cleaned_data,
                place_id=shown.pk if shown else None,
                seen=number(seen) if shown else None,
            )
        except Overtaken as overtaken:
            form.add_error("name", _told(overtaken))
            seen = overtaken.version
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The place was saved."))
            return redirect("settlement:town")
    context = {"form": form, "shown": shown, "seen": seen}
    return render(request, "settlement/place_edit.html", context, status=422 if form.errors else 200)


@require_POST
@member_required
def template_gone(request: HttpRequest, template_id: int) -> HttpResponse:
    """Remove a template, or put it back."""
    return _gone(request, DayTemplate, template_id)


@require_POST
@member_required
def place_gone(request: HttpRequest, place_id: int) -> HttpResponse:
    """Remove a place, or put it back."""
    return _gone(request, FurnishingPlace, place_id)


def _gone(request: HttpRequest, kind: type[queries.Kept], key: int) -> HttpResponse:
    member = professional(request)
    if "back" in request.POST:
        try:
            actions.put_back(member, kind, key)
        except Refused as refused:
            return _show(request, member, "; ".join(map(str, refused.problems.values())))
        messages.success(request, _("It is there again."))
    else:
        actions.remove(member, kind, key)
        messages.success(request, _("It was removed. Below you can put it back."))
    return redirect("settlement:town")
