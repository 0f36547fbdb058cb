"""Finding people by name in any spelling or script, by V-number or postcode; and opening a dossier by hand."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from reisgenoot.access.errors import Refused
from reisgenoot.access.identity import member_required
from reisgenoot.access.roles import require_professional
from reisgenoot.people.models import PersonName

from .. import actions, queries
from ..forms import NewDossierForm
from .worklist import _guide

FACTS = ("born", "sex", "arrived", "permit_granted", "moved_in", "municipality")


@require_GET
@member_required
def people(request: HttpRequest) -> HttpResponse:
    """Search among the people whom the member may see."""
    member = _guide(request)
    q = request.GET.get("q", "").strip()[:100].replace("\0", "")
    context = {
        "q": q,
        "found": queries.search_people(member, q) if q else (),
    }
    return render(request, "dossiers/people.html", context)


@require_http_methods(["GET", "POST"])
@member_required
def new(request: HttpRequest) -> HttpResponse:
    """Open a dossier by hand."""
    member = _guide(request)
    require_professional(member)
    form = NewDossierForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            dossier = actions.open_dossier(member, worker=member, **_asked(form.cleaned_data))
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The dossier was opened."))
            return redirect("dossiers:dossier", dossier.pk)
    return render(request, "dossiers/new.html", {"form": form}, status=422 if form.errors else 200)


def _asked(entered: dict[str, Any]) -> dict[str, Any]:
    """What the form holds, as :func:`actions.open_dossier` wants it."""
    facts = {key: entered[key] for key in FACTS if entered[key]}
    if entered["born_uncertain"]:
        facts["born_uncertain"] = True
    spoken = (entered["language"], entered["second_language"])
    if languages := list(dict.fromkeys(code for code in spoken if code)):
        facts["languages"] = languages
    own_script = entered["own_script"].strip()
    return {
        "name": actions.NameParts(given=entered["given"], family=entered["family"], full=""),
        "names": [actions.NameParts(full=own_script, kind=PersonName.Kind.OTHER)] if own_script else [],
        "numbers": {"v_number": entered["v_number"]} if entered["v_number"] else {},
        "facts": {**facts, "household_role": entered["role"]},
        "role": entered["role"],
    }
