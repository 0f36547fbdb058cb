"""The page of a family reunification, on the dossier of who is here and of each who follows."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reisgenoot.access.errors import Refused
from reisgenoot.access.identity import member_required
from reisgenoot.access.models import AccessLog
from reisgenoot.access.roles import professional
from reisgenoot.dossiers.actions import NameParts
from reisgenoot.dossiers.texts import phases
from reisgenoot.web.paging import page_of, paging, without_page
from reisgenoot.web.spreadsheet import dated
from reisgenoot.web.templatetags.web import text

from . import actions, queries
from .forms import PapersForm, RelativeForm, StepForm


def _filters(request: HttpRequest) -> queries.Filters:
    get = request.GET
    phase, due = get.get("phase", ""), get.get("due", "")
    return queries.Filters(
        phase if phase in queries.PHASES else "",
        due if due in ("overdue", "week") else "",
        get.get("q", "").strip()[:100].replace("\0", ""),
        get.get("scope") == "mine",
    )


@require_GET
@member_required
def overview(request: HttpRequest) -> HttpResponse:
    """Everybody who is on the way to family here, over all dossiers, the nearest last day first."""
    member, filters, page = professional(request), _filters(request), max(1, page_of(request.GET))
    rows, total = queries.caseload(member, filters, page=page)
    context = {
        "rows": rows,
        "total": total,
        "filters": filters,
        "phases": {key: phases()[key] for key in queries.PHASES},
        "query": without_page(request).urlencode(),
        **paging(page, total),
    }
    return render(request, "reunification/overview.html", context)


@require_GET
@member_required
def overview_xlsx(request: HttpRequest) -> HttpResponse:
    """The same as a spreadsheet."""
    rows, _total = queries.caseload(
        professional(request), _filters(request), per_page=queries.MOST_EXPORTED, act=AccessLog.Act.EXPORT
    )
    titles = [_("Name"), _("Follows"), _("Is the"), _("How far"), _("What comes first"), _("Last day")]
    titles += [_("Papers"), _("Papers still open"), _("Worker")]
    lines = (
        (
            row.name,
            row.sponsor,
            row.relation,
            text(row.phase) if row.phase else "",
            text(row.text) if row.text else "",
            row.due,
            row.papers,
            row.papers_open,
            row.worker,
        )
        for row in rows
    )
    return dated(_("family members"), _("Family reunification"), titles, lines)


@require_GET
@member_required
def family(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Who follows, how far each is, and what is next."""
    return show(request, dossier_id)


def show(request: HttpRequest, dossier_id: int, **refused: Any) -> HttpResponse:
    """The page, with a form that was refused in its place."""
    page = queries.family(professional(request), dossier_id, timezone.localdate())
    context = {
        "page": page,
        "heading": page.heading,
        "relative_form": RelativeForm(auto_id="relative-%s"),
        "step_form": StepForm(page.abroad, auto_id="step-%s"),
        **refused,
    }
    return render(request, "reunification/family.html", context, status=422 if refused else 200)


@require_POST
@member_required
def add(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Add a family member."""
    form = RelativeForm(request.POST, auto_id="relative-%s")
    if form.is_valid():
        entered = form.cleaned_data
        try:
            made = actions.add_relative(
                professional(request),
                dossier_id,
                name=NameParts(given=entered["given"], family=entered["family"]),
                relation=entered["relation"],
                stays_in=entered["stays_in"].upper(),
                facts=form.facts(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("%(name)s was added.") % {"name": made.dossier.name})
            return redirect("reunification:family", dossier_id)
    return show(request, dossier_id, relative_form=form)


@require_POST
@member_required
def step(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Record what happened, for one or more of them."""
    member = professional(request)
    page = queries.family(member, dossier_id, timezone.localdate())
    form = StepForm(page.abroad, request.POST, auto_id="step-%s")
    if form.is_valid():
        try:
            actions.record_step(member, dossier_id, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("This was recorded, and the plan follows it."))
            return redirect("reunification:family", dossier_id)
    return show(request, dossier_id, step_form=form)


@require_POST
@member_required
def permit(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Bring permit and place of the one in the Netherlands to those who follow."""
    changed = actions.take_over_permit(professional(request), dossier_id)
    text = ngettext(
        "Taken over for %(count)s family member.", "Taken over for %(count)s family members.", changed
    )
    messages.success(request, text % {"count": changed})
    return redirect("reunification:family", dossier_id)


@require_http_methods(["GET", "POST"])
@member_required
def papers(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """The papers of one family member, all at once."""
    member = professional(request)
    page = queries.family(member, dossier_id, timezone.localdate())
    if page.sponsor is None:
        raise Http404
    mine = page.relatives[0].papers
    form = PapersForm(mine, request.POST or None, auto_id="paper-%s")
    if request.method == "POST" and form.is_valid():
        seen = {kind: request.POST.get(f"seen-{kind}", "") for kind in form.kinds}
        try:
            actions.set_papers(member, dossier_id, form.papers(), seen)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The papers were saved."))
            return redirect("reunification:family", page.sponsor[0])
    context = {
        "page": page,
        "heading": page.heading,
        "form": form,
        "versions": [(paper.kind, actions.version(paper)) for paper in mine],
    }
    return render(request, "reunification/papers.html", context, status=422 if form.errors else 200)
