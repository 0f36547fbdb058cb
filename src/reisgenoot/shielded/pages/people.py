"""The list of shielded dossiers, searching in it, and opening one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from reisgenoot.access.errors import Refused
from reisgenoot.vault.boxes import Vault

from .. import actions, queries
from ..forms import AboutForm
from .common import shielded

LONGEST_QUERY = 100


@shielded("GET", "POST")
def people(request: HttpRequest, vault: Vault) -> HttpResponse:
    """The list, what is late first. A search is sent as a form: no name stands in an address or a history."""
    today = timezone.localdate()
    q = request.POST.get("q", "").strip()[:LONGEST_QUERY]
    mine = request.GET.get("whose") == "mine"
    number = request.GET.get("page", "1")
    page = int(number) if number.isdecimal() and len(number) < 6 else 1
    context = {"q": q, "mine": mine}
    if q:
        context["found"] = queries.search(vault, q, today)
    else:
        listed = queries.listed(vault, today, page, worker=vault.member.pk if mine else None)
        context |= {
            "listed": listed,
            "page": listed.page,
            "pages": listed.pages,
            "previous_page": listed.page - 1,
            "next_page": listed.page + 1,
        }
    return render(request, "shielded/people.html", context)


@shielded("GET", "POST")
def new(request: HttpRequest, vault: Vault) -> HttpResponse:
    """Open a dossier: one field is needed."""
    workers = queries.workers(vault, timezone.localdate())
    form = AboutForm(workers, request.POST or None, initial={"worker": vault.member.pk})
    if request.method == "POST" and form.is_valid():
        try:
            key = actions.open_shielded(vault, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The dossier was opened."))
            return redirect("shielded:dossier", vault.handle(key))
    return render(request, "shielded/new.html", {"form": form}, status=422 if form.errors else 200)
