"""One dossier: where somebody is on the route, what is next, and everything that was recorded."""

import logging
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from reisgenoot.access.errors import Overtaken, Refused
from reisgenoot.access.identity import member_required
from reisgenoot.access.models import Involvement, Member
from reisgenoot.people.models import HouseholdMember, Identifier
from reisgenoot.vault.boxes import may_keep
from reisgenoot.vault.errors import VaultShut
from reisgenoot.web.overtaken import Difference, overtaken_page

from .. import actions, queries
from ..forms import DocumentForm, NoteForm, PartnerForm
from ..models import ContactNote
from ..queries import DossierPage
from ..route_picture import draw
from .overtaken import number_in
from .task_rows import TaskRows
from .worklist import _guide

logger = logging.getLogger(__name__)


@require_GET
@member_required
def dossier(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """The dossier."""
    return show(request, _guide(request), dossier_id)


def show(
    request: HttpRequest,
    member: Member,
    dossier_id: int,
    *,
    note_form: NoteForm | None = None,
    document_form: DocumentForm | None = None,
    partner_form: PartnerForm | None = None,
) -> HttpResponse:
    """The page, with a form that was refused in its place."""
    page = queries.dossier_page(member, dossier_id, timezone.localdate())
    withheld = queries.withheld(member, dossier_id, page.definition)
    forms = (note_form, document_form, partner_form)
    refused = any(form is not None and form.errors for form in forms)
    plan = _plan_context(page)
    made = TaskRows(request, page, plan["named"])
    context = {
        **plan,
        "rows": {state: made.of(plan["by_state"][state], state) for state in ("overdue", "open", "waiting")},
        "page": page,
        "person": page.person,
        "picture": draw(page.definition, page.plan, _milestones(page)),
        "note_form": note_form or NoteForm(auto_id="note-%s", addable=page.addable),
        "document_form": document_form or DocumentForm(auto_id="document-%s", addable=page.addable),
        "withheld": withheld,
        "partner_form": partner_form or PartnerForm(auto_id="partner-%s"),
        "own_organisation": member.organisation.name,
        "colleagues": dict(page.workers),
        "bases": dict(Involvement.Basis.choices),
        "note_kinds": dict(ContactNote.Kind.choices),
        "number_kinds": dict(Identifier.Kind.choices),
        "roles": dict(HouseholdMember.Role.choices),
        "labels": {key: attribute.labels for key, attribute in page.definition.attributes.items()},
        "here": reverse("dossiers:dossier", args=[dossier_id]),  # where undoing returns to
    }
    answer = render(request, "dossiers/dossier.html", context, status=422 if refused else 200)
    if withheld is not None:
        answer["Cache-Control"] = "no-store, private"
    return answer


def _milestones(page: DossierPage) -> dict[str, date]:
    """What has been reached, by id: facts that stand, oldest first."""
    standing = [fact for fact in page.facts if fact.milestone and fact.standing and fact.happened_on]
    today = page.plan.on
    reached = {
        fact.key: fact.happened_on for fact in standing if fact.happened_on and fact.happened_on <= today
    }
    return dict(sorted(reached.items(), key=lambda item: item[1]))


def _plan_context(page: DossierPage) -> dict[str, Any]:
    """The tasks in the groups that the page shows, each with its words in the language of the page."""
    lang = (get_language() or "nl")[:2]
    by_state: dict[str, list[dict[str, Any]]] = {"overdue": [], "open": [], "waiting": [], "done": []}
    standing = {fact.key: fact.id for fact in reversed(page.facts) if fact.standing}
    for task in page.plan.tasks:
        known = page.definition.tasks[task.id]
        entry = {"task": task, "text": task.text(lang), "why": task.why(lang), "help": known.help}
        entry["fact"] = standing.get(task.id, 0)
        by_state[task.state].append(entry)
    for state in ("overdue", "open", "waiting"):
        by_state[state].sort(key=lambda entry: entry["task"].due or entry["task"].expected or date.max)
    by_state["done"].sort(key=lambda entry: entry["task"].done_on or date.min, reverse=True)
    on = page.plan.on
    told = {signal.id: signal for signal in page.definition.signals}
    signals = [
        {"since": signal.since, "why": signal.why(lang), "told": told[signal.id]}
        for signal in page.plan.signals
        if signal.active(on)
    ]
    names = {phase.id: phase.text for phase in page.definition.phases}
    named = {key: milestone.text for key, milestone in page.definition.milestones.items()}
    named |= {key: task.text for key, task in page.definition.tasks.items()}
    return {
        "by_state": by_state,
        "signals": signals,
        "phase_text": names.get(page.plan.phase or ""),
        "named": named,
    }


@require_POST
@member_required
def add_note(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Add a contact note."""
    member = _guide(request)
    form = NoteForm(request.POST, auto_id="note-%s")
    if form.is_valid():
        try:
            actions.add_note(member, dossier_id, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The note was saved."))
            return redirect(reverse("dossiers:dossier", args=[dossier_id]) + "#notes")
    return show(request, member, dossier_id, note_form=form)


@require_POST
@member_required
def add_document(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Add a document."""
    member = _guide(request)
    form = DocumentForm(request.POST, request.FILES, auto_id="document-%s")
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            actions.add_document(
                member,
                dossier_id,
                name=upload.name,
                content=upload.read(),
                sensitivity=form.cleaned_data["sensitivity"],
                category=form.cleaned_data["category"],
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The document was added."))
            return redirect(reverse("dossiers:dossier", args=[dossier_id]) + "#documents")
    return show(request, member, dossier_id, document_form=form)


@require_POST
@sensitive_post_parameters()
@member_required
def withhold(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Note within the organisation that a partner without status lives at the address, or that it is no longer so."""
    member = _guide(request)
    if not may_keep(member):
        raise Http404
    form = PartnerForm(request.POST, auto_id="partner-%s")
    try:
        if "drop" in request.POST:
            actions.forget_partner(member, dossier_id)
        elif form.is_valid():
            actions.note_partner(member, dossier_id, form.cleaned_data["since"])
        else:
            return show(request, member, dossier_id, partner_form=form)
    except Refused as refused:
        form.refuse(refused)
        return show(request, member, dossier_id, partner_form=form)
    except VaultShut as shut:
        logger.error("%s: %s", type(shut).__name__, shut)
        messages.error(request, _("What we keep within our organisation can't be opened now."))
    else:
        messages.success(request, _("This was saved."))
    return redirect(reverse("dossiers:dossier", args=[dossier_id]) + "#withheld")


@require_GET
@member_required
def document(request: HttpRequest, document_id: int) -> HttpResponse:
    """The bytes of a document, always as a download: it never runs in our pages."""
    found, content = actions.read_document(_guide(request), document_id)
    response = HttpResponse(content, content_type=found.content_type)
    response["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@require_POST
@member_required
def assign_worker(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Give the dossier to another worker."""
    member = _guide(request)
    chosen = request.POST.get("worker", "")
    worker = Member.objects.filter(pk=number_in(chosen)).first()
    try:
        seen = request.POST.get("seen")
        actions.assign_worker(member, dossier_id, worker, seen=None if seen is None else number_in(seen))
        messages.success(request, _("The worker was changed."))
    except Overtaken as overtaken:
        names = [it.name if it else "" for it in (overtaken.seen, overtaken.now, worker)]
        return overtaken_page(
            request,
            [Difference(_("Worker"), *names)],
            by=overtaken.by,
            at=overtaken.at,
            back=reverse("dossiers:dossier", args=[dossier_id]),
            again={"worker": chosen, "seen": overtaken.version},
        )
    except Refused as refused:
        messages.error(request, "; ".join(str(reason) for reason in refused.problems.values()))
    return redirect("dossiers:dossier", dossier_id)
