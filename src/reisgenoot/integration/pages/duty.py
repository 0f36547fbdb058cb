"""Who is under the duty and why, its terms, and recording what starts, stops and extends them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from reisgenoot.access.errors import Overtaken, Refused
from reisgenoot.access.identity import member_required
from reisgenoot.access.models import Member
from reisgenoot.access.roles import professional
from reisgenoot.core.duty.words import WORDS
from reisgenoot.dossiers.forms import RefusableForm
from reisgenoot.dossiers.models import Fact
from reisgenoot.dossiers.templatetags.spans import span_in_words
from reisgenoot.web.numbers import number
from reisgenoot.web.overtaken import Difference, overtaken_page
from reisgenoot.web.templatetags.web import day, language

from .. import actions, queries
from ..duty_facts import INTERRUPTED
from ..forms import AboutForm, EventForm, ExtensionForm, InterruptionForm
from .common import about as about_page
from .common import sent


@require_GET
@member_required
def duty(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """The answer, what is not known, the terms, and the forms."""
    return _show(request, professional(request), dossier_id)


def _show(request: HttpRequest, member: Member, dossier_id: int, **refused: Any) -> HttpResponse:
    """The page, with a form that was refused in its place."""
    page = about_page(member, dossier_id, "duty", "integration")
    shown = refused.pop("shown", None) or queries.duty_shown(member, dossier_id, timezone.localdate())
    lang = language()
    context = {
        **page,
        "shown": shown,
        "words": WORDS[lang],
        "standing": WORDS[lang][shown.answer.standing] if shown.answer else "",
        "terms": [(it, it.first.course(lang), [task.text(lang) for task in it.tasks]) for it in shown.terms],
        "pending": [(task.text(lang), task.why(lang)) for task in shown.pending],
        "spans": [(it, span_in_words(it.written)) for it in shown.spans],
        "about_form": AboutForm(shown),
        "event_form": EventForm(shown, chosen=request.GET.get("event", "")),
        "interruption_form": InterruptionForm(auto_id="interruption-%s"),
        "extension_form": ExtensionForm(shown),
        **refused,
    }
    return render(request, "integration/duty.html", context, status=422 if refused else 200)


def _record(
    request: HttpRequest,
    dossier_id: int,
    name: str,
    make: Callable[[queries.DutyShown], RefusableForm],
    act: Callable[[Member, Any, queries.DutyShown], object],
) -> HttpResponse:
    """What the forms share: sent, refused, overtaken, or recorded. ``name``: the form's in the context."""
    member = professional(request)
    shown = queries.duty_shown(member, dossier_id, timezone.localdate())
    form = make(shown)
    if form.is_valid():
        try:
            act(member, form, shown)
        except Overtaken as overtaken:
            mine = ", ".join(str(it) for it in form.cleaned_data.values() if it)
            field = next(iter(overtaken.problems))
            difference = Difference(_what(shown, field), _told(overtaken.seen), _told(overtaken.now), mine)
            back = reverse("integration:duty", args=[dossier_id])
            again = sent(request, **{f"seen-{field}": overtaken.version})
            return overtaken_page(
                request, [difference], by=overtaken.by, at=overtaken.at, back=back, again=again
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("This was recorded, and the plan follows it."))
            return redirect("integration:duty", dossier_id)
    return _show(request, member, dossier_id, shown=shown, **{name: form})


def _what(shown: queries.DutyShown, key: str) -> str:
    it = shown.definition.milestones.get(key) or shown.definition.attributes.get(key)
    return it.text.get(language(), key) if it and it.text else key


def _told(fact: Fact | None) -> str:
    value = getattr(fact, "value", None)
    if isinstance(value, list):
        return ", ".join(span_in_words(it) for it in value)
    return day(value) if isinstance(value, str) else "" if value is None else str(value)


def _seen(request: HttpRequest, key: str) -> int:
    """The newest fact of this key when the page was made; 0 for none."""
    return number(request.POST.get(f"seen-{key}", "")) or 0


@require_POST
@member_required
def event(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Something happened, such as DUO's notice."""

    def act(member: Member, form: Any, _shown: queries.DutyShown) -> None:
        given = form.cleaned_data
        seen = _seen(request, given["key"])
        actions.record_event(member, dossier_id, given["key"], given["on"], note=given["note"], seen=seen)

    return _record(request, dossier_id, "event_form", lambda shown: EventForm(shown, request.POST), act)


@require_POST
@member_required
def about(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """What the duty depends on."""

    def act(member: Member, form: Any, _shown: queries.DutyShown) -> None:
        values = form.changed()
        actions.record_about(member, dossier_id, values, seen={key: _seen(request, key) for key in values})

    return _record(request, dossier_id, "about_form", lambda shown: AboutForm(shown, request.POST), act)


@require_POST
@member_required
def interruption(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """The duty was interrupted, or is over."""

    def act(member: Member, form: Any, _shown: queries.DutyShown) -> None:
        seen = _seen(request, INTERRUPTED)
        actions.add_interruption(member, dossier_id, **form.cleaned_data, seen=seen)

    def make(_shown: queries.DutyShown) -> RefusableForm:
        return InterruptionForm(request.POST, auto_id="interruption-%s")

    return _record(request, dossier_id, "interruption_form", make, act)


@require_POST
@member_required
def extension(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """DUO decided that a term is longer."""

    def act(member: Member, form: Any, _shown: queries.DutyShown) -> None:
        given = form.cleaned_data
        lengths = {name: given[name] or 0 for name in ("months", "days")}
        actions.add_extension(
            member, dossier_id, given["kind"], decided_on=given["decided_on"], **lengths,
            seen=_seen(request, given["kind"]),
        )  # fmt: skip

    return _record(
        request, dossier_id, "extension_form", lambda shown: ExtensionForm(shown, request.POST), act
    )


@require_POST
@member_required
def span_out(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Take an interruption or extension out that was recorded by mistake."""
    member, kind = professional(request), request.POST.get("kind", "")
    seen = _seen(request, kind)
    try:
        actions.take_out(member, dossier_id, kind, request.POST.get("span", ""), seen=seen)
    except Refused as refused:
        messages.error(request, "; ".join(str(it) for it in refused.problems.values()))
    else:
        messages.success(request, _("Taken out; the history of the dossier keeps it."))
    return redirect("integration:duty", dossier_id)
