"""The pages of the import: upload, preview, progress, result, corrections, possible duplicates."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reisgenoot.access.errors import NotFound, Overtaken, Refused
from reisgenoot.access.identity import current_member, member_required
from reisgenoot.access.models import Member
from reisgenoot.core.sheets.archive import MAX_ROWS
from reisgenoot.core.sheets.errors import SheetError
from reisgenoot.web.spreadsheet import as_download

from . import queries
from .actions import deciding, preparing, running, undoing
from .actions.common import import_of, require_importer
from .caseload.columns import FIELDS
from .export import correction_list
from .models import Import, ImportRow
from .overtaken import columns_overtaken, decision_overtaken, mapping_in, row_overtaken, texts_in

View = Callable[..., HttpResponse]


def importer_required(view: View) -> View:
    """Only for coordinators and case directors; what they may not see is not there (404)."""

    @member_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require_importer(_member(request))
        try:
            return view(request, *args, **kwargs)
        except NotFound as absent:
            raise Http404(str(absent)) from absent

    return guarded


def _member(request: HttpRequest) -> Member:
    member = current_member(request)
    assert member is not None  # member_required has seen to it
    return member


def _language() -> str:
    return (get_language() or "nl")[:2]


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return min(int(text), 100_000) if text.isascii() and text.isdigit() and int(text) else 1


def _paged(page: int, pages: int) -> dict[str, int]:
    return {"page": page, "pages": pages, "previous_page": page - 1, "next_page": page + 1}


@require_http_methods(["GET", "POST"])
@importer_required
def imports(request: HttpRequest) -> HttpResponse:
    """The imports of the organisation, and the form to upload a file."""
    problem = ""
    offered: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            made = _upload(request)
        except SheetError as bad:
            problem, offered = bad.message(_language()), bad.columns
        else:
            return redirect("exchange:import", made.pk)
    listed, pages = queries.imports(_page_number(request))
    context = {
        "imports": listed,
        "problem": problem,
        "offered": list(enumerate(offered)),
        "fields": [(field, queries.field_name(field)) for field in FIELDS],
        "most_rows": MAX_ROWS,
        **_paged(_page_number(request), pages),
    }
    return render(request, "exchange/imports.html", context, status=422 if problem else 200)


def _upload(request: HttpRequest) -> Import:
    file = request.FILES.get("file")
    if file is None:
        raise SheetError("empty")
    mapping = {
        request.POST[key]: request.POST.get(f"field-{key.removeprefix('column-')}", "")
        for key in request.POST
        if key.startswith("column-")
    }
    chosen = {name: field for name, field in mapping.items() if field}
    content = file.read()
    made = preparing.upload(_member(request), file_name=file.name or "", content=content, mapping=chosen)
    if chosen:
        preparing.map_columns(_member(request), made.pk, chosen)
    return made


@require_GET
@importer_required
def preview(request: HttpRequest, import_id: int) -> HttpResponse:
    """What an import would do, does, or has done, row by row."""
    made = import_of(import_id)
    state = request.GET.get("state", "")
    state = state if state in ImportRow.State.values else ""
    shown = queries.import_page(made, state=state, page=_page_number(request))
    waiting = shown.counts["new"] + shown.counts["changed"]
    context = {
        "made": made,
        "state": state,
        "shown": shown,
        "states": [
            (it.value, it.label, shown.counts[it.value]) for it in ImportRow.State if shown.counts[it.value]
        ],
        "total_rows": sum(shown.counts.values()),
        "waiting": waiting,
        "notes": [note.get(_language(), note["nl"]) for note in made.notes],
        "language": _language(),
        **_paged(shown.page, shown.pages),
    }
    return render(request, "exchange/import.html", context)


@require_GET
@importer_required
def progress(request: HttpRequest, import_id: int) -> HttpResponse:
    """How far the job is; htmx asks every second, and loads the result when it is done."""
    made = import_of(import_id)
    response = render(request, "exchange/parts/progress.html", {"made": made})
    if made.state != Import.State.RUNNING:
        response["HX-Refresh"] = "true"
    return response


@require_http_methods(["GET", "POST"])
@importer_required
def columns(request: HttpRequest, import_id: int) -> HttpResponse:
    """Map the columns of a preview by hand."""
    member, made = _member(request), import_of(import_id)
    problems: dict[str, Any] = {}
    now = preparing.columns_by_field(made, {**preparing.remembered_mapping(member), **made.mapping})
    seen = now
    if request.method == "POST":
        now = {name: request.POST.get(f"field-{index}", "") for index, name in enumerate(made.header) if name}
        try:
            preparing.map_columns(member, made.pk, now, seen=mapping_in(request.POST.get("seen", "")))
        except Overtaken as overtaken:
            return columns_overtaken(request, made, overtaken, now)
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, _("The columns were read anew; they are remembered for the next file."))
            return redirect("exchange:import", made.pk)
    listed = [
        {"index": index, "name": name, "field": now.get(name, ""), "problem": problems.get(name, "")}
        for index, name in enumerate(made.header)
        if name
    ]
    context = {
        "made": made,
        "columns": listed,
        "fields": [(field, queries.field_name(field)) for field in FIELDS],
        "problem": problems.get("mapping", ""),
        "seen": json.dumps(seen),
    }
    return render(request, "exchange/columns.html", context, status=422 if problems else 200)


@require_POST
@importer_required
def confirm(request: HttpRequest, import_id: int) -> HttpResponse:
    """Start the import."""
    _try(request, lambda: running.confirm(_member(request), import_id), _("The import has started."))
    return redirect("exchange:import", import_id)


@require_POST
@importer_required
def undo(request: HttpRequest, import_id: int) -> HttpResponse:
    """Take the import back."""
    _try(request, lambda: undoing.undo(_member(request), import_id), _("The import was undone."))
    return redirect("exchange:import", import_id)


@require_POST
@importer_required
def discard(request: HttpRequest, import_id: int) -> HttpResponse:
    """Throw a preview away."""
    if _try(request, lambda: deciding.discard(_member(request), import_id), _("The file was thrown away.")):
        return redirect("exchange:imports")
    return redirect("exchange:import", import_id)


def _try(request: HttpRequest, act: Callable[[], object], done: str) -> bool:
    try:
        act()
    except Overtaken:
        raise
    except Refused as refused:
        for reason in refused.problems.values():
            messages.error(request, str(reason))
        return False
    messages.success(request, done)
    return True


@require_GET
@importer_required
def corrections(request: HttpRequest, import_id: int) -> HttpResponse:
    """The rows that are held back, each with its cells beside the reasons."""
    made = import_of(import_id)
    listed, page, pages = queries.corrections(made, _page_number(request))
    context = {"made": made, "corrections": listed, **_paged(page, pages)}
    return render(request, "exchange/corrections.html", context)


@require_GET
@importer_required
def corrections_xlsx(request: HttpRequest, import_id: int) -> HttpResponse:
    """The same rows as a spreadsheet, with a column of reasons."""
    made = import_of(import_id)
    held = made.rows.filter(state=ImportRow.State.HELD_BACK)
    return as_download(f"correcties-{made.pk}.xlsx", correction_list(made, held, _language()))


@require_POST
@importer_required
def correct(request: HttpRequest, import_id: int, number: int) -> HttpResponse:
    """Correct one row: it is checked again at once."""
    made, seen = import_of(import_id), texts_in(request.POST.get("seen", ""))
    texts = {
        index: request.POST[f"cell-{index}"]
        for index in range(len(made.header))
        if f"cell-{index}" in request.POST
    }
    fixed: ImportRow | None = None
    try:
        fixed = deciding.correct_row(_member(request), import_id, number, texts, seen=seen)
    except Overtaken as overtaken:
        return row_overtaken(request, made, overtaken, texts)
    except Refused as refused:
        for reason in refused.problems.values():
            messages.error(request, str(reason))
    else:
        if fixed.state != ImportRow.State.HELD_BACK:
            messages.success(request, _("Row %(row)s is right now.") % {"row": number})
        else:
            messages.warning(request, _("Row %(row)s is still held back.") % {"row": number})
    return redirect("exchange:corrections", import_id)


@require_GET
@importer_required
def duplicates(request: HttpRequest, import_id: int) -> HttpResponse:
    """Possible duplicates, side by side."""
    made = import_of(import_id)
    listed, page, pages = queries.twins(made, _page_number(request))
    return render(request, "exchange/duplicates.html", {"made": made, "twins": listed, **_paged(page, pages)})


@require_POST
@importer_required
def decide(request: HttpRequest, import_id: int, number: int) -> HttpResponse:
    """Decide on a possible duplicate, or take that back."""
    decision = request.POST.get("decision", "")
    done = {
        "same": _("Row %(row)s counts as the same person."),
        "different": _("Row %(row)s counts as another person."),
    }.get(decision, _("The decision on row %(row)s was taken back."))
    seen = request.POST.get("seen")
    try:
        _try(
            request,
            lambda: deciding.decide(_member(request), import_id, number, decision, seen=seen),
            done % {"row": number},
        )
    except Overtaken as overtaken:
        return decision_overtaken(
            request, overtaken, decision, reverse("exchange:duplicates", args=[import_id])
        )
    return redirect("exchange:duplicates", import_id)
