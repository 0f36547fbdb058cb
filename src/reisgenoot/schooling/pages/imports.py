"""Hours from a school's file: upload, preview with the rows held back, save, throw away, undo."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reisgenoot.access.errors import Refused
from reisgenoot.access.identity import member_required
from reisgenoot.access.models import Member
from reisgenoot.access.roles import professional
from reisgenoot.core.sheets.errors import SheetError
from reisgenoot.web.numbers import number
from reisgenoot.web.paging import page_of
from reisgenoot.web.templatetags.web import language

from .. import actions, queries, reading
from ..models import Part


@require_http_methods(["GET", "POST"])
@member_required
def imports(request: HttpRequest) -> HttpResponse:
    """The files that were read, and the form for another one."""
    member, problem = professional(request), ""
    municipality = actions.require_keeping(member)
    if request.method == "POST":
        file, supplier_id = request.FILES.get("file"), number(request.POST.get("supplier", ""))
        try:
            if supplier_id is None or file is None:
                raise Refused({"file": _("Choose a school and a file.")})
            made = actions.prepare(member, supplier_id, file_name=file.name or "", content=file.read())
        except SheetError as bad:
            problem = _no_header() if bad.code == "no_header" else bad.message(language())
        except Refused as refused:
            problem = "; ".join(map(str, refused.problems.values()))
        else:
            return redirect("schooling:import", made.pk)
    listed, page, pages = queries.imports(page=page_of(request.GET))
    context = {
        "imports": listed,
        "suppliers": queries.suppliers(municipality),
        "chosen": request.POST.get("supplier", ""),
        "problem": problem,
        "parts": [label for _value, label in Part.choices],
        **_paged(page, pages),
    }
    return render(request, "schooling/imports.html", context, status=422 if problem else 200)


def _no_header() -> str:
    return _(
        "No row with column names was found. Name the columns for the month and the hours followed at least."
    )


def _paged(page: int, pages: int) -> dict[str, int]:
    return {"page": page, "pages": pages, "previous_page": page - 1, "next_page": page + 1}


@require_GET
@member_required
def one(request: HttpRequest, hours_id: int) -> HttpResponse:
    """What an import changes, or changed, and the rows held back."""
    member = professional(request)
    actions.require_keeping(member)
    return _show(request, member, hours_id)


def _show(request: HttpRequest, member: Member, hours_id: int, problem: str = "") -> HttpResponse:
    shown = queries.hours_import(member, hours_id, page=page_of(request.GET))
    context = {
        "shown": shown,
        "it": shown.it,
        "held": [(it, reading.REASONS.get(it.reason, it.reason)) for it in shown.held],
        "problem": problem,
        "own": shown.it.member_id == member.pk,
        **_paged(shown.page, shown.pages),
    }
    return render(request, "schooling/import.html", context, status=422 if problem else 200)


@require_POST
@member_required
def save(request: HttpRequest, hours_id: int) -> HttpResponse:
    """Let its hours count."""

    def do(member: Member) -> str:
        actions.save(member, hours_id)
        return _("The hours were saved.")

    return _do(request, hours_id, do)


@require_POST
@member_required
def undo(request: HttpRequest, hours_id: int) -> HttpResponse:
    """Take its hours back."""

    def do(member: Member) -> str:
        left = actions.undo(member, hours_id)
        if not left:
            return _("The import was undone. What stood before counts again.")
        told = ngettext(
            "The import was undone; %(left)d row that was corrected since stays.",
            "The import was undone; %(left)d rows that were corrected since stay.",
            left,
        )
        return told % {"left": left}

    return _do(request, hours_id, do)


def _do(request: HttpRequest, hours_id: int, do: Callable[[Member], str]) -> HttpResponse:
    member = professional(request)
    try:
        told = do(member)
    except Refused as refused:
        return _show(request, member, hours_id, "; ".join(map(str, refused.problems.values())))
    messages.success(request, told)
    return redirect("schooling:import", hours_id)


@require_POST
@member_required
def discard(request: HttpRequest, hours_id: int) -> HttpResponse:
    """Throw it away; nothing was saved."""
    member = professional(request)
    try:
        actions.discard(member, hours_id)
    except Refused as refused:
        return _show(request, member, hours_id, "; ".join(map(str, refused.problems.values())))
    messages.success(request, _("The file was thrown away; nothing of it was saved."))
    return redirect("schooling:imports")
