"""Who looked; giving the person their dossier; erasing it; making it a regular one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import Refused
from reisgenoot.access.models import AccessLog
from reisgenoot.dossiers.planning import definition_of
from reisgenoot.vault.boxes import Vault
from reisgenoot.web.templatetags.web import text

from .. import actions, export, queries
from ..forms import EraseForm, RegularForm
from ..labels import PARTS
from .common import revision_of, shielded

REGULAR_ROUTE = "nl-asylum"


@shielded("GET")
def looked(request: HttpRequest, vault: Vault, handle: str) -> HttpResponse:
    """Who looked, newest first; an older part by the number of the last entry."""
    sent = request.GET.get("before", "")
    before = int(sent) if sent.isdecimal() and len(sent) < 18 else None
    page, found, rest = queries.who_looked(vault, vault.meant(handle), timezone.localdate(), before)
    acts = dict(AccessLog.Act.choices)
    context = {"page": page, "entries": found, "rest": rest, "acts": acts, "parts": PARTS}
    return render(request, "shielded/looked.html", context)


@shielded("GET")
def as_json(request: HttpRequest, vault: Vault, handle: str) -> HttpResponse:
    """The whole dossier as JSON."""
    return _file(
        export.as_json(*export.gathered(vault, vault.meant(handle))), "application/json", "export.json"
    )


@shielded("GET")
def as_pdf(request: HttpRequest, vault: Vault, handle: str) -> HttpResponse:
    """The whole dossier as a paper to read."""
    return _file(export.as_pdf(*export.gathered(vault, vault.meant(handle))), "application/pdf", "export.pdf")


def _file(body: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(body, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@shielded("GET", "POST")
def erase(request: HttpRequest, vault: Vault, handle: str) -> HttpResponse:
    """Erase the dossier, after its name was typed; the answer is a certificate without anything personal."""
    key, form = vault.meant(handle), EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.erase(vault, key, name=form.cleaned_data["name"])
        except Refused as refused:
            form.refuse(refused)
        else:
            return render(request, "shielded/erased.html", {"at": timezone.now()})
    page = queries.dossier_page(vault, key, timezone.localdate())
    return render(
        request, "shielded/erase.html", {"page": page, "form": form}, status=422 if form.errors else 200
    )


@shielded("GET", "POST")
def regular(request: HttpRequest, vault: Vault, handle: str) -> HttpResponse:
    """The step to a regular dossier."""
    key, today = vault.meant(handle), timezone.localdate()
    page = queries.dossier_page(vault, key, today)
    route = definition_of(REGULAR_ROUTE, page.values, today)
    offered = [
        (fact.key, text(fact.text))
        for fact in page.facts
        if fact.standing and (fact.key in route.milestones or fact.key in route.attributes)
    ]
    form = RegularForm(offered, request.POST or None, initial={"given": page.name})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.become_regular(vault, key, revision_of(request), **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The regular dossier was opened."))
            return redirect("dossiers:dossier", made)
    return render(
        request, "shielded/regular.html", {"page": page, "form": form}, status=422 if form.errors else 200
    )
