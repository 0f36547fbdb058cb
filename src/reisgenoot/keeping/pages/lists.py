"""What coordinators and data-protection officers oversee: requests, what will be erased, terms, certificates."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reisgenoot.access.errors import NotFound, Refused
from reisgenoot.access.identity import acting, member_required
from reisgenoot.access.models import Member
from reisgenoot.web.paging import PER_PAGE, page_of, paging, without_page

from .. import actions, paper, queries, rules
from ..forms import HoldForm, TermForm
from ..models import Erasure, Request
from ..words import ground_in_words, range_in_words, term_in_words

STATES = ("open", "answered", "")
AHEAD = timedelta(days=31)
"""How far the list of what will be erased looks: a month."""


@require_GET
@member_required
def requests(request: HttpRequest) -> HttpResponse:
    """The worklist of requests: overdue first, with the days that are left."""
    member, page = acting(request), max(1, page_of(request.GET))
    state, kind = asked_for(request)
    rows, total = queries.requests(
        member, state=state, kind=kind, limit=PER_PAGE, offset=(page - 1) * PER_PAGE
    )
    context = {
        "rows": rows,
        "state": state,
        "kind": kind,
        "kinds": dict(Request.Kind.choices),
        "states": dict(Request.State.choices),
        "officer": member.role == Member.Role.PRIVACY_OFFICER,
        "query": without_page(request).urlencode(),
        **paging(page, total),
    }
    return render(request, "keeping/requests.html", context)


def asked_for(request: HttpRequest) -> tuple[str, str]:
    """Which requests an address asks for: their state, and what is asked."""
    state, kind = request.GET.get("state", "open"), request.GET.get("kind", "")
    return state if state in STATES else "open", kind if kind in Request.Kind.values else ""


@require_GET
@member_required
def due(request: HttpRequest) -> HttpResponse:
    """What will be erased in the month to come, or up to a day in the address, and what is suspended."""
    return show_due(request, acting(request))


def show_due(request: HttpRequest, member: Member, refused: HoldForm | None = None) -> HttpResponse:
    """The page, with a form that was refused above it."""
    page, upto = max(1, page_of(request.GET)), day_ahead(request.GET.get("upto", ""))
    found = queries.due(member, upto, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    context = {
        "due": found,
        "upto": upto,
        "today": timezone.localdate(),
        "holds": queries.holds(member),
        "hold_form": refused or HoldForm(auto_id=False),
        "refused": refused,
        "query": without_page(request).urlencode(),
        "officer": member.role == Member.Role.PRIVACY_OFFICER,
        **paging(page, found.total),
    }
    return render(request, "keeping/due.html", context, status=422 if refused else 200)


def day_ahead(written: str) -> date:
    """The day in the address if it can be one, otherwise a month from now."""
    try:
        found = date.fromisoformat(written)
    except ValueError:
        return timezone.localdate() + AHEAD
    return min(max(found, timezone.localdate()), timezone.localdate() + timedelta(days=36_525))


@require_POST
@member_required
def run(request: HttpRequest) -> HttpResponse:
    """Erase now what has passed its term, rather than in the night."""
    made = actions.erase_now(acting(request))
    messages.success(request, _("The erasure has begun. Its certificate stands here when it is done."))
    return redirect("keeping:certificate", made.number)


@require_POST
@member_required
def hold(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """Suspend the erasure of a dossier, from the list: also for who does not see the dossier itself."""
    member, form = acting(request), HoldForm(request.POST, auto_id="refused-%s")
    if form.is_valid():
        try:
            actions.hold(member, dossier_id, **form.cleaned_data)
            messages.success(request, _("The erasure is suspended."))
            return redirect("keeping:due")
        except Refused as refused:
            form.refuse(refused)
    return show_due(request, member, form)


@require_POST
@member_required
def lift(request: HttpRequest, hold_id: int) -> HttpResponse:
    """End a suspension."""
    found = actions.lift_hold(acting(request), hold_id)
    messages.success(request, _("The suspension was lifted: the terms count again."))
    if request.POST.get("next") == "dossier":
        return redirect("keeping:dossier", found.dossier_id)
    return redirect("keeping:due")


@require_http_methods(["GET", "POST"])
@member_required
def terms(request: HttpRequest, kind: str = "") -> HttpResponse:
    """How long each kind of data is kept, on which ground; the officer sets the organisation's own terms."""
    member, form = acting(request), None
    if kind and kind not in rules.retention().kinds:
        raise NotFound(_("There is no such kind of data."))
    if request.method == "POST":
        form = TermForm(request.POST, auto_id=f"{kind}-%s")
        if form.is_valid():
            try:
                actions.set_term(member, kind, form.duration)
                messages.success(
                    request, _("The term was changed. It counts from now on, also for what is kept already.")
                )
                return redirect("keeping:terms")
            except Refused as refused:
                form.refuse(refused)
    rows = queries.terms(member)
    kept = rules.retention()
    context = {
        "rows": [
            {
                "row": row,
                "term": term_in_words(row.term),
                "default": term_in_words(row.rule.term),
                "ground": ground_in_words(row.rule.ground),
                "keep": ground_in_words(row.rule.keep_ground) if row.rule.keep_ground else "",
                "range": range_in_words(row.rule),
                "form": form if form is not None and row.kind == kind else _term_form(row.kind, row.term),
            }
            for row in rows
        ],
        "open_kind": kind if form is not None else "",
        "stays": kept.stays.values(),
        "officer": member.role == Member.Role.PRIVACY_OFFICER,
    }
    return render(request, "keeping/terms.html", context, status=422 if form is not None else 200)


def _term_form(kind: str, term: str) -> TermForm:
    unit = "Y" if term.endswith("Y") else "M"
    return TermForm(initial={"many": term[1:-1], "unit": unit}, auto_id=f"{kind}-%s")


@require_GET
@member_required
def certificates(request: HttpRequest) -> HttpResponse:
    """All erasures of the organisation."""
    page, cause = max(1, page_of(request.GET)), cause_of(request)
    rows, total = queries.certificates(
        acting(request), cause=cause, limit=PER_PAGE, offset=(page - 1) * PER_PAGE
    )
    context = {
        "entries": [(row, rows_of(row)) for row in rows],
        "cause": cause,
        "causes": Erasure.Cause.choices,
        "query": without_page(request).urlencode(),
        **paging(page, total),
    }
    return render(request, "keeping/certificates.html", context)


def cause_of(request: HttpRequest) -> str:
    """For which cause of erasing an address asks; empty: all."""
    cause = request.GET.get("cause", "")
    return cause if cause in Erasure.Cause.values else ""


def rows_of(erasure: Erasure) -> int:
    """How many rows it erased."""
    return sum(part.get("rows", 0) for part in erasure.parts.values())


@require_GET
@member_required
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """One certificate, or how far its erasure is."""
    acting(request)
    found = queries.certificate(number)
    return render(
        request, "keeping/certificate.html", {"erasure": found, "words": paper.certificate_in_words(found)}
    )


@require_GET
@member_required
def certificate_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The certificate as PDF."""
    acting(request)
    response = HttpResponse(
        paper.certificate_pdf(queries.certificate(number)), content_type="application/pdf"
    )
    name = _("certificate")  # not in the f-string: the texts inside one are not found for translation
    response["Content-Disposition"] = f'attachment; filename="{name}-{number}.pdf"'
    return response
