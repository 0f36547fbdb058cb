"""Registering who arrives: one form for a person or a household, the next one ready at once."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from reisgenoot.access.errors import NotAllowed, Refused
from reisgenoot.access.identity import member_required
from reisgenoot.access.models import Organisation
from reisgenoot.access.roles import professional

from .. import actions, queries
from ..actions.registering import MOST, REGISTERS
from ..forms import PersonForm, ReceptionForm

KEPT = ("place", "centre", "gza")
"""What stays filled in for who comes next."""


@require_http_methods(["GET", "POST"])
@member_required
def register(request: HttpRequest) -> HttpResponse:
    """The form; a button adds a person of the household, and who looks like somebody known is shown beside them."""
    member = professional(request)
    if member.organisation.kind != REGISTERS:
        raise NotAllowed(_("Arrivals are registered by the IND."))
    if request.method == "GET":
        form, row = ReceptionForm(initial=_kept(request)), _blank(0)
        _begin_at(*((row, "given") if form.initial.get("place") else (form, "place")))
        return _show(request, form, [row])
    form, rows = ReceptionForm(request.POST), _rows(request)
    if "more" in request.POST:
        rows = [*(_unchecked(request, index) for index in range(len(rows))), _blank(len(rows))]
        _begin_at(rows[min(len(rows), MOST) - 1], "given")
        return _show(request, ReceptionForm(initial=request.POST.dict()), rows[:MOST])
    filled = [row for row in rows if not row.empty] or rows[:1]
    if not all([form.is_valid(), *(row.is_valid() for row in filled)]):
        return _show(request, form, filled)
    people = [row.arrival() for row in filled]
    if "anyway" not in request.POST and (alike := queries.alike(member, people)):
        return _show(request, form, filled, alike=alike)
    try:
        made = actions.register(member, people, form.reception())
    except Refused as refused:
        _refuse(refused, form, filled)
        return _show(request, form, filled)
    said = ngettext("%(many)d person was registered.", "%(many)d people were registered.", len(made))
    messages.success(request, said % {"many": len(made)})
    kept = {name: request.POST.get(name, "") for name in KEPT}
    return redirect(f"{reverse('procedure:register')}?{urlencode(kept)}")


def _kept(request: HttpRequest) -> dict[str, Any]:
    """Place, centre and GZA of who was registered before; where there is one GZA, that one."""
    kept: dict[str, Any] = {name: request.GET[name][:100] for name in KEPT if request.GET.get(name)}
    if "gza" not in kept:
        known = list(Organisation.objects.filter(kind=Organisation.Kind.GZA).values_list("pk", flat=True)[:2])
        kept["gza"] = known[0] if len(known) == 1 else None
    return kept


def _count(request: HttpRequest) -> int:
    typed = request.POST.get("rows", "1")
    return max(1, min(MOST, int(typed))) if typed.isdecimal() and len(typed) < 4 else 1


def _rows(request: HttpRequest) -> list[PersonForm]:
    return [PersonForm(request.POST, request.FILES, prefix=f"p{index}") for index in range(_count(request))]


def _unchecked(request: HttpRequest, index: int) -> PersonForm:
    """A row with what was typed, not judged yet."""
    prefix = f"p{index}-"
    typed = {key[len(prefix) :]: value for key, value in request.POST.items() if key.startswith(prefix)}
    return PersonForm(prefix=f"p{index}", initial=typed)


def _blank(index: int) -> PersonForm:
    """A row for the next: the first is the head, whom a child or partner follows."""
    return PersonForm(prefix=f"p{index}", initial={"role": "head" if index == 0 else "child"})


def _begin_at(form: ReceptionForm | PersonForm, field: str) -> None:
    """Typing begins in this field: with a queue at the desk nobody tabs past the navigation for each person."""
    form.fields[field].widget.attrs["autofocus"] = True


def _refuse(refused: Refused, form: ReceptionForm, rows: list[PersonForm]) -> None:
    """Each problem beside its field: of the form, or of the row that it names."""
    for field, why in refused.problems.items():
        index, _dot, name = field.rpartition(".")
        if not index and field in form.fields:
            form.refuse(Refused({field: why}))
        elif index.isdecimal() or name in rows[0].fields or name in rows[0].elsewhere:
            rows[int(index or 0)].refuse(Refused({name: why}))
        else:
            form.refuse(Refused({field: why}))


def _show(
    request: HttpRequest,
    form: ReceptionForm,
    rows: list[PersonForm],
    alike: dict[int, list[queries.Alike]] | None = None,
) -> HttpResponse:
    member = professional(request)
    # The rows keep their numbers in the form even where an empty one between them is left out.
    last = max(int(str(row.prefix)[1:]) for row in rows) + 1
    shown = [(row, (alike or {}).get(place, ())) for place, row in enumerate(rows)]
    context = {
        "form": form,
        "rows": shown,
        "count": last,
        "full": last >= MOST,
        "alike": bool(alike),
        "wrong": form.errors or any(row.errors for row in rows if row.is_bound),
        "registered": queries.just_registered(member),
    }
    status = 422 if alike or context["wrong"] else 200
    return render(request, "procedure/register.html", context, status=status)
