"""A coordinator's volunteers: the list, and one of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reisgenoot.access.errors import Overtaken, Refused
from reisgenoot.access.identity import current_member, member_required
from reisgenoot.access.models import Member
from reisgenoot.web.overtaken import Difference, overtaken_page
from reisgenoot.web.paging import page_of, without_page
from reisgenoot.web.spreadsheet import dated
from reisgenoot.web.templatetags.web import language_name

from .. import actions, queries
from ..forms import FilterForm, PauseForm, ProfileForm, TrainingForm
from ..models import VOG_YEARS, Kind, Match, Part, Pause, Spoken
from ..queries import Filters
from ..queries.volunteers import FREQUENCY_DAYS
from ..roles import require_coordinator


def _coordinator(request: HttpRequest) -> Member:
    member = current_member(request)
    assert member is not None  # member_required saw to it
    require_coordinator(member)
    return member


def filters_of(query: QueryDict) -> Filters:
    """The filters in an address; what makes no sense there filters nothing."""
    form = FilterForm(query)
    form.is_valid()
    return Filters(**{name: value for name, value in form.cleaned_data.items() if name in form.fields})


@require_GET
@member_required
def volunteers(request: HttpRequest) -> HttpResponse:
    """All volunteers of the organisation who work there now."""
    member, filters = _coordinator(request), filters_of(request.GET)
    found = queries.volunteers(member, filters, page=max(1, page_of(request.GET)))
    query = without_page(request)
    context = {
        "found": found,
        "form": FilterForm(initial=vars_of(filters), auto_id="filter-%s"),
        "filtered": filters.any,
        "query": query.urlencode(),
        "kinds": dict(Kind.choices),
        "years": VOG_YEARS,
        "page": found.page,
        "pages": found.pages,
        "previous_page": found.page - 1,
        "next_page": found.page + 1,
    }
    return render(request, "volunteers/volunteers.html", context)


def vars_of(filters: Filters) -> dict[str, Any]:
    """The filters by name."""
    return {name: getattr(filters, name) for name in FilterForm.base_fields}


@require_GET
@member_required
def volunteers_xlsx(request: HttpRequest) -> HttpResponse:
    """The filtered list as a spreadsheet; a text is never a formula in it."""
    rows = queries.export(_coordinator(request), filters_of(request.GET))
    kinds = dict(Kind.choices)
    headings = [
        _("Name"),
        _("Does"),
        _("Languages"),
        _("Postcode"),
        _("Municipality"),
        _("Households at once"),
    ]
    headings += [_("Has now"), _("VOG issued on"), _("No contact since"), _("Away")]
    lines = (
        (
            row.name,
            ", ".join(str(kinds[kind]) for kind in row.kinds),
            ", ".join(language_name(code) for code in row.languages),
            row.postcode,
            row.municipality,
            row.households,
            row.running,
            row.vog_issued_on,
            row.silent_since,
            _("yes") if row.away else "",
        )
        for row in rows
    )
    return dated(_("volunteers"), _("Volunteers"), headings, lines)


@require_GET
@member_required
def volunteer(request: HttpRequest, volunteer_id: int) -> HttpResponse:
    """One volunteer."""
    return _show(request, _coordinator(request), volunteer_id)


def _show(
    request: HttpRequest,
    member: Member,
    volunteer_id: int,
    *,
    training_form: TrainingForm | None = None,
    pause_form: PauseForm | None = None,
) -> HttpResponse:
    """The page, with a form that was refused in its place."""
    page = queries.volunteer_page(member, volunteer_id, timezone.localdate())
    context = {
        "page": page,
        "profile": page.profile,
        "kinds": dict(Kind.choices),
        "parts": dict(Part.choices),
        "levels": dict(Spoken.Level.choices),
        "whys": dict(Pause.Why.choices),
        "ended": dict(Match.Ended.choices),
        "years": VOG_YEARS,
        "frequency": FREQUENCY_DAYS,
        "today": timezone.localdate(),
        "training_form": training_form or TrainingForm(auto_id="training-%s"),
        "pause_form": pause_form or PauseForm(auto_id="pause-%s"),
    }
    refused = training_form is not None or pause_form is not None
    return render(request, "volunteers/volunteer.html", context, status=422 if refused else 200)


@require_http_methods(["GET", "POST"])
@member_required
def profile(request: HttpRequest, volunteer_id: int) -> HttpResponse:
    """Make or change the profile of a volunteer."""
    member = _coordinator(request)
    page = queries.volunteer_page(member, volunteer_id, timezone.localdate())
    form = (
        ProfileForm(request.POST) if request.method == "POST" else ProfileForm.of(page.profile, page.spoken)
    )
    there = reverse("volunteers:volunteer", args=[volunteer_id])
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_profile(member, volunteer_id, form.given(), seen=form.cleaned_data["seen"] or 0)
        except Overtaken as overtaken:
            return overtaken_page(
                request,
                [Difference(_("Profile"), "", _("saved by a colleague"), _("what you entered"))],
                by=overtaken.by,
                at=overtaken.at,
                back=there,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The profile was saved."))
            return redirect(there)
    context = {"form": form, "page": page, "years": VOG_YEARS}
    return render(request, "volunteers/profile.html", context, status=422 if form.errors else 200)


@require_POST
@member_required
def training(request: HttpRequest, volunteer_id: int) -> HttpResponse:
    """Note a training."""
    member, form = _coordinator(request), TrainingForm(request.POST, auto_id="training-%s")
    if form.is_valid():
        try:
            actions.add_training(member, volunteer_id, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The training was noted."))
            return redirect("volunteers:volunteer", volunteer_id)
    return _show(request, member, volunteer_id, training_form=form)


@require_POST
@member_required
def pause(request: HttpRequest, volunteer_id: int) -> HttpResponse:
    """Note that a volunteer is away."""
    member, form = _coordinator(request), PauseForm(request.POST, auto_id="pause-%s")
    if form.is_valid():
        try:
            actions.add_pause(member, volunteer_id, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The pause was noted."))
            return redirect("volunteers:volunteer", volunteer_id)
    return _show(request, member, volunteer_id, pause_form=form)


@require_POST
@member_required
def drop_training(request: HttpRequest, training_id: int) -> HttpResponse:
    """Remove a training."""
    whose = actions.drop_training(_coordinator(request), training_id)
    messages.success(request, _("The training was removed."))
    return redirect("volunteers:volunteer", whose)


@require_POST
@member_required
def drop_pause(request: HttpRequest, pause_id: int) -> HttpResponse:
    """End a pause."""
    whose = actions.drop_pause(_coordinator(request), pause_id)
    messages.success(request, _("The pause is over."))
    return redirect("volunteers:volunteer", whose)
