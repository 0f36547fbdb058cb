"""The catalogue of a municipality: courses, a page for each course and supplier, and the forms to keep them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reisgenoot.access.errors import Overtaken, Refused
from reisgenoot.access.identity import member_required
from reisgenoot.access.models import Member
from reisgenoot.access.roles import professional
from reisgenoot.dossiers.forms import RefusableForm
from reisgenoot.web.numbers import number
from reisgenoot.web.paging import page_of, without_page
from reisgenoot.web.spreadsheet import dated
from reisgenoot.web.templatetags.web import language_name

from .. import actions, law, queries
from ..clock import in_hours
from ..forms import CourseForm, StartForm, SupplierForm
from ..models import Course, Part, Start, Supplier
from .common import overtake

SUPPLIER_FIELDS = ("name", "number", "contact", "email", "phone", "mark", "mark_until")
COURSE_FIELDS = (
    *("name", "part", "route", "level", "place", "languages", "price", "week_minutes", "total_minutes"),
)


def _filters(query: QueryDict) -> queries.Filters:
    """The filters in an address; what is no filter counts as none."""

    def one_of(name: str, allowed: list[str]) -> str:
        return query.get(name, "") if query.get(name, "") in allowed else ""

    def said(name: str) -> str:
        return query.get(name, "")[:100].replace("\0", "")

    return queries.Filters(
        q=said("q").strip(),
        route=one_of("route", Course.Route.values),
        part=one_of("part", Part.values),
        level=one_of("level", Course.Level.values),
        place=said("place"),
        language=said("language")[:8],
        supplier=number(query.get("supplier", "")),
        free=query.get("free") == "1",
    )


@require_GET
@member_required
def courses(request: HttpRequest) -> HttpResponse:
    """The courses that the member's municipality bought."""
    member, filters, today = professional(request), _filters(request.GET), timezone.localdate()
    municipality = member.organisation.municipality
    found = queries.courses(municipality, filters, today, page=page_of(request.GET))
    keeps = actions.keeps(member)
    context = {
        "found": found,
        "filters": filters,
        "filtered": filters != queries.Filters(),
        "municipality": municipality,
        "keeps": keeps,
        "removed": queries.removed_suppliers(municipality) if keeps else [],
        "languages": sorted(((code, language_name(code)) for code in found.languages), key=lambda it: it[1]),
        "routes": Course.Route.choices,
        "parts": Part.bought(),
        "levels": Course.Level.values,
        "query": without_page(request).urlencode(),
        "page": found.page,
        "pages": found.pages,
        "previous_page": found.page - 1,
        "next_page": found.page + 1,
    }
    return render(request, "schooling/courses.html", context)


@require_GET
@member_required
def courses_xlsx(request: HttpRequest) -> HttpResponse:
    """All that pass the filters, as a spreadsheet; a text is never a formula in it."""
    municipality = professional(request).organisation.municipality
    rows = queries.courses_export(municipality, _filters(request.GET), timezone.localdate())
    headings = [_("Course"), _("Supplier"), _("What for"), _("Learning route"), _("Level"), _("Place")]
    headings += [_("Languages of support"), _("Price in euros"), _("Hours a week"), _("Hours in all")]
    headings += [_("Starts on"), _("Places"), _("Taken"), _("Waiting"), _("Quality mark"), _("Valid until")]
    lines = [_line(it.course, it.next) for it in rows]
    return dated(_("courses"), _("Courses"), headings, lines)


def _line(it: Course, start: Start | None) -> list[Any]:
    total = "" if it.total_minutes is None else in_hours(it.total_minutes)
    when = (start.on, start.places, start.taken, start.waiting) if start else (None,) * 4
    return [
        *(
            it.name,
            it.supplier.name,
            str(it.get_part_display()),
            str(it.get_route_display()),
            it.level,
            it.place,
        ),
        *(", ".join(map(language_name, it.languages)), f"{it.price:.2f}", in_hours(it.week_minutes), total),
        *(*when, str(it.supplier.get_mark_display()), it.supplier.mark_until),
    ]


@require_GET
@member_required
def supplier(request: HttpRequest, supplier_id: int) -> HttpResponse:
    """A supplier: its courses with places, who starts late, and drop-out."""
    member, today = professional(request), timezone.localdate()
    shown = queries.supplier_page(member, supplier_id, today)
    until = shown.supplier.mark_until
    context = {
        "shown": shown,
        "it": shown.supplier,
        "keeps": actions.keeps(member),
        "expired": until is not None and until < today,
        "mark_ground": law.GROUNDS["diploma" if shown.supplier.mark == Supplier.Mark.DIPLOMA else "mark"],
        "offer_ground": law.GROUNDS["offer"],
        "today": today,
    }
    return render(request, "schooling/supplier.html", context)


@require_http_methods(["GET", "POST"])
@member_required
def supplier_new(request: HttpRequest) -> HttpResponse:
    """A new supplier."""
    member = professional(request)
    actions.require_keeping(member)
    return _edit_supplier(request, member, None)


@require_http_methods(["GET", "POST"])
@member_required
def supplier_change(request: HttpRequest, supplier_id: int) -> HttpResponse:
    """Change a supplier."""
    member = professional(request)
    return _edit_supplier(
        request, member, queries.kept(Supplier, actions.require_keeping(member), supplier_id)
    )


def _edit_supplier(request: HttpRequest, member: Member, shown: Supplier | None) -> HttpResponse:
    initial = {field: getattr(shown, field) for field in SUPPLIER_FIELDS} if shown else None
    form = SupplierForm(request.POST if request.method == "POST" else None, initial=initial)
    back = reverse("schooling:supplier", args=[shown.pk]) if shown else reverse("schooling:courses")

    def save(seen: int | None) -> str:
        made = actions.save_supplier(
            member, form.cleaned_data, supplier_id=shown.pk if shown else None, seen=seen
        )
        return reverse("schooling:supplier", args=[made.pk])

    title = _("Change the supplier") if shown else _("New supplier")
    return _edit(request, form, shown, title, back, save)


@require_http_methods(["GET", "POST"])
@member_required
def course_new(request: HttpRequest, supplier_id: int) -> HttpResponse:
    """A new course of a supplier."""
    member = professional(request)
    of = queries.kept(Supplier, actions.require_keeping(member), supplier_id)
    return _edit_course(request, member, of.pk, None)


@require_http_methods(["GET", "POST"])
@member_required
def course_change(request: HttpRequest, course_id: int) -> HttpResponse:
    """Change a course."""
    member = professional(request)
    shown = queries.kept(Course, actions.require_keeping(member), course_id)
    return _edit_course(request, member, shown.supplier_id, shown)


def _edit_course(
    request: HttpRequest, member: Member, supplier_id: int, shown: Course | None
) -> HttpResponse:
    initial = {field: getattr(shown, field) for field in COURSE_FIELDS} if shown else None
    form = CourseForm(request.POST if request.method == "POST" else None, initial=initial)
    at = ("schooling:course", shown.pk) if shown else ("schooling:supplier", supplier_id)

    def save(seen: int | None) -> str:
        course_id = shown.pk if shown else None
        made = actions.save_course(member, supplier_id, form.cleaned_data, course_id=course_id, seen=seen)
        return reverse("schooling:course", args=[made.pk])

    title = _("Change the course") if shown else _("New course")
    return _edit(request, form, shown, title, reverse(at[0], args=[at[1]]), save)


@require_http_methods(["GET", "POST"])
@member_required
def course(request: HttpRequest, course_id: int) -> HttpResponse:
    """A course with its starts; whoever keeps it adds one."""
    member = professional(request)
    form = StartForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        actions.require_keeping(member)
        if form.is_valid():
            try:
                actions.save_start(member, course_id, **form.cleaned_data)
            except Refused as refused:
                form.refuse(refused)
            else:
                messages.success(request, _("The start was added."))
                return redirect("schooling:course", course_id)
    it = queries.kept(Course, member.organisation.municipality, course_id)
    context = {
        "it": it,
        "supplier": it.supplier,
        "starts": list(it.starts.order_by("-on")),
        "form": form,
        "keeps": actions.keeps(member),
        "today": timezone.localdate(),
    }
    return render(request, "schooling/course.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@member_required
def start(request: HttpRequest, start_id: int) -> HttpResponse:
    """Change the date of a start, or its places."""
    member = professional(request)
    shown = queries.kept(Start, actions.require_keeping(member), start_id)
    initial = {"on": shown.on, "places": shown.places}
    form = StartForm(request.POST if request.method == "POST" else None, initial=initial)
    back = reverse("schooling:course", args=[shown.course_id])

    def save(seen: int | None) -> str:
        actions.save_start(member, shown.course_id, **form.cleaned_data, start_id=shown.pk, seen=seen)
        return back

    return _edit(request, form, shown, _("Change the start"), back, save)


def _edit(
    request: HttpRequest,
    form: RefusableForm,
    shown: Supplier | Course | Start | None,
    title: str,
    back: str,
    save: Callable[[int | None], str],
) -> HttpResponse:
    """A page with one form; ``save`` gets the version that was seen, and says where to go on."""
    seen = request.POST.get("seen", str(shown.changes if shown else 0))
    if request.method == "POST" and form.is_valid():
        try:
            on = save(number(seen) if shown else None)
        except Overtaken as overtaken:  # nothing typed is lost; sent again it takes the other's place
            seen = overtake(form, overtaken)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("It was saved."))
            return redirect(on)
    context = {"form": form, "title": title, "seen": seen, "back": back}
    return render(request, "schooling/edit.html", context, status=422 if form.errors else 200)


@require_POST
@member_required
def supplier_gone(request: HttpRequest, supplier_id: int) -> HttpResponse:
    """Take a supplier out of the catalogue, or put it back."""
    return _gone(request, Supplier, supplier_id, reverse("schooling:courses"))


@require_POST
@member_required
def course_gone(request: HttpRequest, course_id: int) -> HttpResponse:
    """Take a course out of the catalogue, or put it back."""
    member = professional(request)
    it = queries.kept(Course, actions.require_keeping(member), course_id)
    return _gone(request, Course, course_id, reverse("schooling:supplier", args=[it.supplier_id]))


def _gone(request: HttpRequest, kind: type[Any], key: int, on: str) -> HttpResponse:
    gone = "back" not in request.POST
    try:
        actions.set_gone(professional(request), kind, key, gone=gone)
    except Refused as refused:
        messages.error(request, "; ".join(map(str, refused.problems.values())))
    else:
        said = _("It was removed. Below you can put it back.") if gone else _("It is there again.")
        messages.success(request, said)
    return redirect(on)
