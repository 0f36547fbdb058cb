"""The checklist of a household, and one item of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reisgenoot.access.errors import Overtaken, Refused
from reisgenoot.access.identity import member_required
from reisgenoot.access.models import Member
from reisgenoot.access.roles import professional
from reisgenoot.dossiers.labels import KINDS, OWNERS
from reisgenoot.web.numbers import number
from reisgenoot.web.overtaken import Difference, overtaken_page
from reisgenoot.web.templatetags.web import text

from .. import actions, queries
from ..forms import AsideForm, ItemForm
from ..queries.checklist import ASIDE, Row
from .cells import Cells
from .common import back, part


@require_GET
@member_required
def checklist(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Everything to arrange, for the household and for each of them, ticked off in place."""
    member = professional(request)
    about = part(member, dossier_id, "checklist", "checklist")
    shown = queries.checklist(member, dossier_id, timezone.localdate())
    here = reverse("settlement:checklist", args=[dossier_id])
    cells = Cells(request, shown, here)
    mates = [(mate.dossier_id, mate.name) for mate in shown.household.mates]
    context = {
        **about,
        "shown": shown,
        "together": _grouped(cells, shown.of("household"), [(shown.household.head.dossier_id, "")]),
        "apart": _grouped(cells, shown.of("person"), mates),
        "columns": len(mates) + 1,
        "counts": {
            "done": shown.count("done"),
            "overdue": shown.count("overdue"),
            "open": shown.count("open", "waiting"),
            "aside": shown.count(ASIDE),
        },
    }
    return render(request, "settlement/checklist.html", context)


def _grouped(
    cells: Cells, rows: Iterable[Row], columns: list[tuple[int, str]]
) -> list[tuple[str, list[dict[str, Any]]]]:
    """The rows under the kinds of task, in the order of the labels."""
    by_kind: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        made = [(name, cells.of(row, dossier_id, name)) for dossier_id, name in columns]
        owner = str(OWNERS.get(row.owner, row.owner))
        by_kind.setdefault(row.kind, []).append({"text": text(row.text), "owner": owner, "cells": made})
    order = [*KINDS, *(kind for kind in by_kind if kind not in KINDS)]
    return [(str(KINDS.get(kind, kind)), by_kind[kind]) for kind in order if kind in by_kind]


@require_http_methods(["GET", "POST"])
@member_required
def item(request: HttpRequest, dossier_id: int, key: str) -> HttpResponse:
    """Who does it, a note and the proof; why it is there; and that it does not apply."""
    member = professional(request)
    if request.method == "GET":
        return _show(request, member, dossier_id, key)
    shown = queries.item(member, dossier_id, key, timezone.localdate())
    form = ItemForm(request.POST, shown=shown)
    if form.is_valid():
        try:
            actions.write_item(
                member, dossier_id, key, **form.cleaned_data, seen=number(request.POST.get("seen", ""))
            )
        except Overtaken as overtaken:
            difference = Difference(_("Note"), "", overtaken.now, form.cleaned_data["note"])
            again = {name: str(request.POST.get(name, "")) for name in ("owner", "note", "proof")}
            return overtaken_page(
                request,
                [difference],
                by=overtaken.by,
                at=overtaken.at,
                back=request.path,
                again={**again, "seen": overtaken.version},
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("This was saved."))
            return redirect("settlement:checklist", dossier_id)
    return _show(request, member, dossier_id, key, form=form)


def _show(
    request: HttpRequest,
    member: Member,
    dossier_id: int,
    key: str,
    *,
    form: ItemForm | None = None,
    aside_form: AsideForm | None = None,
) -> HttpResponse:
    """The page, with a form that was refused in its place."""
    about = part(member, dossier_id, "item", "checklist")
    shown = queries.item(member, dossier_id, key, timezone.localdate())
    row = next(it for it in shown.list.rows if it.key == key)
    task = shown.cell.task
    list_at = reverse("settlement:checklist", args=[dossier_id])
    context = {
        **about,
        "shown": shown,
        "text": text(row.text),
        "list_at": list_at,
        "cell": Cells(request, shown.list, request.path).of(row, dossier_id, "", page=True),
        "why": task.why((get_language() or "nl")[:2]) if task else "",
        "ground": task.ground if task else None,
        "form": form or ItemForm(shown=shown),
        "aside_form": aside_form or AsideForm(auto_id="aside-%s"),
        "seen": request.POST.get("seen", shown.changes) if form else shown.changes,
    }
    status = 422 if form or aside_form else 200
    return render(request, "settlement/item.html", context, status=status)


@require_POST
@member_required
def set_aside(request: HttpRequest, dossier_id: int, key: str) -> HttpResponse:
    """Record that an item does not apply."""
    member = professional(request)
    form = AsideForm(request.POST, auto_id="aside-%s")
    if form.is_valid():
        try:
            actions.set_aside(member, dossier_id, key, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The item was set aside. On the checklist you can take that back."))
            return redirect("settlement:checklist", dossier_id)
    return _show(request, member, dossier_id, key, aside_form=form)


@require_POST
@member_required
def take_back(request: HttpRequest, dossier_id: int, key: str) -> HttpResponse:
    """An item applies after all."""
    actions.take_back(professional(request), dossier_id, key)
    messages.success(request, _("The item is open again."))
    return redirect(back(request, reverse("settlement:checklist", args=[dossier_id])))
