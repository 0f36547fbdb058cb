"""What the person can ask, and how long things are kept, at the dossier itself."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from reisgenoot.access.errors import NotFound, Refused
from reisgenoot.access.identity import acting, member_required
from reisgenoot.access.roles import require_professional
from reisgenoot.dossiers.forms import RefusableForm

from .. import actions, archive, queries
from ..forms import AnswerForm, EraseForm, ExtendForm, HoldForm, LimitForm, RefuseForm, RequestForm, ToldForm
from ..models import Request
from ..words import ground_in_words


@require_GET
@member_required
def dossier(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Requests of the person, what is suspended, and until when what is kept."""
    return show(request, dossier_id)


def show(request: HttpRequest, dossier_id: int, **refused: RefusableForm) -> HttpResponse:
    """The page, with a form that was refused in its place."""
    page = queries.dossier_keeping(acting(request), dossier_id)
    context = {
        "page": page,
        "units": [(unit, ground_in_words(unit.rule.ground), _keep(unit)) for unit in page.units],
        "request_form": RequestForm(facts=page.facts),
        "hold_form": HoldForm(auto_id="hold-%s"),
        "told_form": ToldForm(auto_id="told-%s"),
        "today": timezone.localdate(),
        **refused,
    }
    return render(request, "keeping/dossier.html", context, status=422 if refused else 200)


def _keep(unit: queries.Unit) -> str:
    return ground_in_words(unit.rule.keep_ground) if unit.obliged and unit.rule.keep_ground else ""


@require_POST
@member_required
def record(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Record what the person asks."""
    member = acting(request)
    page = queries.dossier_keeping(member, dossier_id)
    form = RequestForm(request.POST, facts=page.facts)
    if form.is_valid():
        try:
            made = actions.record_request(member, dossier_id, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The request was recorded."))
            return redirect("keeping:request", dossier_id, made.pk)
    return show(request, dossier_id, request_form=form)


@require_POST
@member_required
def hold(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Suspend the erasure."""
    member = acting(request)
    require_professional(member)
    form = HoldForm(request.POST, auto_id="hold-%s")
    if form.is_valid():
        try:
            actions.hold(member, dossier_id, **form.cleaned_data)
            messages.success(request, _("The erasure is suspended."))
            return redirect("keeping:dossier", dossier_id)
        except Refused as refused:
            form.refuse(refused)
    return show(request, dossier_id, hold_form=form)


@require_POST
@member_required
def lift_limitation(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """End the limitation."""
    member = acting(request)
    require_professional(member)
    form = ToldForm(request.POST, auto_id="told-%s")
    if form.is_valid():
        try:
            actions.lift_limitation(member, dossier_id, **form.cleaned_data)
            messages.success(request, _("The limitation was lifted: work can go on."))
            return redirect("keeping:dossier", dossier_id)
        except Refused as refused:
            form.refuse(refused)
    return show(request, dossier_id, told_form=form)


@require_GET
@member_required
def request_page(request: HttpRequest, dossier_id: int, request_id: int) -> HttpResponse:
    """One request: what is asked, by when, and how to do it."""
    return show_request(request, dossier_id, request_id)


def show_request(
    request: HttpRequest, dossier_id: int, request_id: int, /, **refused: RefusableForm
) -> HttpResponse:
    """The page, with a form that was refused in its place."""
    page = queries.request_page(acting(request), dossier_id, request_id)
    executed = page.request.kind in (Request.Kind.LIMIT, Request.Kind.ERASE)
    context = {
        "page": page,
        "dossier_id": dossier_id,
        "asked": page.request,
        "today": timezone.localdate(),
        "days_left": (page.request.due_on - timezone.localdate()).days,
        "units": [(unit, ground_in_words(unit.rule.ground), _keep(unit)) for unit in page.units],
        "any_erasable": any(unit.erasable for unit in page.units),
        "has_archive": page.request.kind in archive.KINDS,
        "answer_form": (RefuseForm if executed else AnswerForm)(auto_id="answer-%s"),
        "extend_form": ExtendForm(auto_id="extend-%s"),
        "limit_form": LimitForm(auto_id="limit-%s"),
        "erase_form": EraseForm(auto_id="erase-%s", units=page.units),
        **refused,
    }
    return render(request, "keeping/request.html", context, status=422 if refused else 200)


def _change(
    request: HttpRequest,
    at: tuple[int, int],
    name: str,
    form: RefusableForm,
    act: Callable[..., Any],
    said: str,
) -> HttpResponse:
    """Do what a form of a request's page asks; ``at``: the dossier and the request."""
    member = acting(request)
    require_professional(member)
    if not Request.objects.filter(pk=at[1], dossier_id=at[0]).exists():
        raise NotFound
    if form.is_valid():
        try:
            act(member, at[1], **form.cleaned_data)
            messages.success(request, said)
            return redirect("keeping:request", *at)
        except Refused as refused:
            form.refuse(refused)
    return show_request(request, at[0], at[1], **{name: form})


@require_POST
@member_required
def extend(request: HttpRequest, dossier_id: int, request_id: int) -> HttpResponse:
    """Take two months more."""
    form, said = ExtendForm(request.POST, auto_id="extend-%s"), _("The answer may take two months more.")
    return _change(request, (dossier_id, request_id), "extend_form", form, actions.extend, said)


@require_POST
@member_required
def answer(request: HttpRequest, dossier_id: int, request_id: int) -> HttpResponse:
    """Note the answer."""
    form, said = AnswerForm(request.POST, auto_id="answer-%s"), _("The answer was kept.")
    return _change(request, (dossier_id, request_id), "answer_form", form, actions.answer, said)


@require_POST
@member_required
def limit(request: HttpRequest, dossier_id: int, request_id: int) -> HttpResponse:
    """Limit the use of the dossier."""
    form, said = (
        LimitForm(request.POST, auto_id="limit-%s"),
        _("The use of this dossier is limited from now on."),
    )
    return _change(request, (dossier_id, request_id), "limit_form", form, actions.limit, said)


@require_POST
@member_required
def erase(request: HttpRequest, dossier_id: int, request_id: int) -> HttpResponse:
    """Erase what the person asks, as far as no law keeps it."""
    member = acting(request)
    page = queries.request_page(member, dossier_id, request_id)
    form = EraseForm(request.POST, auto_id="erase-%s", units=page.units)
    if form.is_valid():
        try:
            made = actions.erase_at_request(member, request_id, **form.cleaned_data)
            messages.success(
                request, _("The erasure has begun. Its certificate stands here when it is done.")
            )
            return redirect("keeping:certificate", made.number)
        except Refused as refused:
            form.refuse(refused)
    return show_request(request, dossier_id, request_id, erase_form=form)


@require_GET
@member_required
def archive_zip(request: HttpRequest, dossier_id: int, request_id: int) -> HttpResponse:
    """Everything that the person may see, as one file."""
    member = acting(request)
    require_professional(member)
    try:
        made = archive.make_archive(member, dossier_id, request_id)
    except Refused:
        raise NotFound from None
    response = HttpResponse(made, content_type="application/zip")
    response["Content-Disposition"] = (
        f'attachment; filename="dossier-{dossier_id}-{timezone.localdate()}.zip"'
    )
    response["Cache-Control"] = "no-store"
    return response
