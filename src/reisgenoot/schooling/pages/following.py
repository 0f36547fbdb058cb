"""Under the tab *Lessons*: exams and levels, MAP and PVT, progress talks; and the form for each kind of row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from reisgenoot.access.errors import NotFound, Overtaken, Refused, Text
from reisgenoot.access.identity import member_required
from reisgenoot.access.models import Member
from reisgenoot.access.roles import professional
from reisgenoot.dossiers.queries import heading
from reisgenoot.web.numbers import number
from reisgenoot.web.templatetags.web import language

from .. import actions, entry_forms, queries
from ..law import GROUNDS
from ..models import Course, Entry, Part
from ..participation import PRACTICE, PVT
from .common import overtake


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of row on a page: its form, its name, the page that it stands on, and the articles that its form shows."""

    form: type[entry_forms.EntryForm]
    title: Text
    page: str
    grounds: tuple[str, ...] = ()
    new: bool = True  # can be made by itself


KINDS = {
    "attempt": Kind(entry_forms.AttemptForm, gettext_lazy("Exam attempt"), "exams", ("exam", "invalid")),
    "dispensation": Kind(
        entry_forms.DispensationForm,
        gettext_lazy("Exemption from a part of the exam"),
        "exams",
        ("exempt", "released", "lowered"),
    ),
    "level": Kind(entry_forms.LevelForm, gettext_lazy("Measured level"), "exams"),
    "theme": Kind(
        entry_forms.ThemeForm, gettext_lazy("Theme in the portfolio"), "participation", ("themes",)
    ),
    "practice": Kind(entry_forms.PracticeForm, gettext_lazy("Practice"), "participation", ("practice",)),
    "session": Kind(
        entry_forms.SessionForm, gettext_lazy("Meeting of the PVT"), "participation", ("pvt_parts",)
    ),
    "final": Kind(
        entry_forms.ClosingForm,
        gettext_lazy("Final talk or signing"),
        "participation",
        ("map_talk", "z_talk", "pvt_parts", "pvt_refused"),
    ),
    "talk": Kind(entry_forms.TalkForm, gettext_lazy("Progress talk"), "talks", ("talks",)),
    "agreement": Kind(entry_forms.AgreementForm, gettext_lazy("Agreement"), "talks", new=False),
}


@require_GET
@member_required
def exams(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """How far each part of the exam is, attempts, exemptions, and the level of each skill over time."""
    page = queries.exams(professional(request), dossier_id, timezone.localdate())
    route = dict(Course.Route.choices).get(page.learning.route, "")
    context = {"page": page, "heading": page.heading, "route": route, "grounds": GROUNDS}
    return render(request, "schooling/exams.html", context)


@require_GET
@member_required
def participation(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """MAP: portfolio, practice and final talk. PVT: meetings, and signing or refusing."""
    page = queries.participation(professional(request), dossier_id, timezone.localdate())
    context = {
        "page": page,
        "heading": page.heading,
        "grounds": GROUNDS,
        "practice_norm": PRACTICE,
        "pvt_norm": PVT,
    }
    return render(request, "schooling/participation.html", context)


@require_GET
@member_required
def talks(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """The next progress talk, prepared, and those that were held."""
    today = timezone.localdate()
    page = queries.talks(professional(request), dossier_id, today)
    context = {
        "page": page,
        "heading": page.heading,
        "grounds": GROUNDS,
        "next_text": page.next.text(language()) if page.next else "",
        "next_why": page.next.why(language()) if page.next else "",
        "parts": dict(Part.choices),
        "today": today,
    }
    return render(request, "schooling/talks.html", context)


def _kind(kind: str) -> Kind:
    if kind not in KINDS:
        raise NotFound
    return KINDS[kind]


@require_http_methods(["GET", "POST"])
@member_required
def entry_new(request: HttpRequest, dossier_id: int, row: str) -> HttpResponse:
    """Write a new row of that kind."""
    member, about = professional(request), _kind(row)
    if not about.new:
        raise NotFound
    return _form(request, member, dossier_id, row)


@require_http_methods(["GET", "POST"])
@member_required
def entry(request: HttpRequest, dossier_id: int, row: str, row_id: int) -> HttpResponse:
    """Correct a row of that kind."""
    member = professional(request)
    _kind(row)
    return _form(request, member, dossier_id, row, row_id)


def _form(
    request: HttpRequest, member: Member, dossier_id: int, kind: str, entry_id: int | None = None
) -> HttpResponse:
    about, shown = KINDS[kind], heading(member, dossier_id, kind)
    it = queries.entry(dossier_id, kind, entry_id) if entry_id is not None else None
    form = _filled(request, about, it)
    seen = request.POST.get("seen", str(it.changes) if it else "")
    if request.method == "POST" and form.is_valid():
        try:
            _write(member, dossier_id, kind, form, entry_id, number(seen))
        except Overtaken as overtaken:
            seen = overtake(form, overtaken)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("It was saved."))
            return redirect(f"schooling:{about.page}", dossier_id)
    context = {
        "heading": shown,
        "about": about,
        "form": form,
        "it": it,
        "seen": seen,
        "back": f"schooling:{about.page}",
        "grounds": [GROUNDS[name] for name in about.grounds],
    }
    return render(request, "schooling/entry.html", context, status=422 if form.errors else 200)


def _filled(request: HttpRequest, about: Kind, it: Entry | None) -> entry_forms.EntryForm:
    """What was sent; what stands there; or, for a new row, what the address names."""
    data = request.POST if request.method == "POST" else None
    if it is None:
        names = {name: request.GET[name] for name in about.form.base_fields if name in request.GET}
        return about.form(data, initial=names)
    stands: dict[str, Any] = {name: getattr(it, name) for name in about.form.base_fields}
    return about.form(data, initial=stands, correcting=True)


def _write(
    member: Member,
    dossier_id: int,
    kind: str,
    form: entry_forms.EntryForm,
    entry_id: int | None,
    seen: int | None,
) -> None:
    if kind == "talk" and entry_id is None:
        actions.hold_talk(member, dossier_id, form.cleaned_data, form.agreements())
    else:
        actions.write_entry(member, dossier_id, kind, form.cleaned_data, entry_id=entry_id, seen=seen)
