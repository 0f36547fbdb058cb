"""Consents in a dossier: what the person agreed to, asking for more, taking it back, and the notices of both."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reisgenoot.access import purposes, rules
from reisgenoot.access.errors import Refused
from reisgenoot.access.identity import member_required
from reisgenoot.access.models import AccessLog, Consent, Member
from reisgenoot.web.paging import PER_PAGE, page_of, paging, without_page
from reisgenoot.web.spreadsheet import dated
from reisgenoot.web.templatetags.web import text

from .. import actions, queries
from ..consent_paper import ADULT, consent_paper, texts
from ..forms import ConsentForm
from ..labels import LOG_PARTS
from ..models import Dossier
from ..queries.granted import addable
from .worklist import _guide

MOST_EXPORTED = 20_000
"""Rows in a spreadsheet."""
WORDS = {
    "acts": dict(AccessLog.Act.choices),
    "hows": dict(Consent.How.choices),
    "log_parts": LOG_PARTS,
    "roles": dict(Member.Role.choices),
}


@require_GET
@member_required
def consents(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """All consents of a dossier: running, ended, withdrawn."""
    member = _guide(request)
    dossier, found = queries.consents(member, dossier_id, timezone.localdate())
    context = {
        **WORDS,
        "dossier": dossier,
        "running": [it for it in found if it.state == "running"],
        "past": [it for it in found if it.state != "running"],
        "may_ask": "route" in addable(dossier_id),
    }
    return render(request, "dossiers/consents.html", context)


@require_http_methods(["GET", "POST"])
@member_required
def new(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """First what for, then the form for that purpose; the paper to read can be made before anything is recorded."""
    member, today = _guide(request), timezone.localdate()
    actions.require_asker(member, dossier_id)
    dossier, _found = queries.consents(member, dossier_id, today)
    wanted = request.POST.get("purpose") or request.GET.get("purpose", "")
    purpose = purposes.consented().get(wanted)
    context: dict[str, Any] = {"dossier": dossier, "purposes": _offered(), "purpose": purpose}
    if purpose is None:
        if request.method == "POST":
            messages.error(request, _("Choose what the consent is for."))
        return render(
            request, "dossiers/consent_new.html", context, status=422 if request.method == "POST" else 200
        )
    form = ConsentForm(
        purpose, member.organisation_id, request.POST or None, initial={"language": dossier.language}
    )
    if request.method == "POST" and form.is_valid():
        asked = actions.Asked(purpose=purpose.id, **form.cleaned_data)
        try:
            if "paper" in request.POST:
                made = actions.prepare_consent(member, dossier_id, asked)
                return _pdf(
                    consent_paper(made, name=dossier.name, person=dossier.person, agreed=asked.agreed)
                )
            given = actions.give_consent(member, dossier_id, asked)
        except Refused as refused:
            form.refuse(refused)
        else:
            told = _("Recorded. %(recipient)s sees it from now on, and was told.")
            messages.success(request, told % {"recipient": given.recipient.name})
            return redirect("dossiers:consents", dossier_id)
    age = dossier.person.age_on(today)
    context |= {
        "form": form,
        "base": [rules.table().categories[key] for key in purposes.BASE],
        "under16": age is not None and age < ADULT,
        "paper_languages": sorted(texts()),
    }
    return render(request, "dossiers/consent_new.html", context, status=422 if form.errors else 200)


def _offered() -> list[dict[str, Any]]:
    """The purposes with what they may open, in the words of the table of access."""
    names = rules.table().categories
    return [
        {"id": it.id, "text": it.text, "categories": [names[key] for key in it.categories]}
        for it in purposes.consented().values()
    ]


@require_GET
@member_required
def consent(request: HttpRequest, consent_id: int) -> HttpResponse:
    """One consent, with what the recipient did meanwhile."""
    member, page = _guide(request), page_of(request.GET)
    dossier, shown, seen, total = queries.consent(member, consent_id, timezone.localdate(), page=page)
    context = {
        **WORDS,
        "dossier": dossier,
        "consent": shown,
        "seen": seen,
        "relations": rules.table().relations,
        "paper_in": shown.language in texts(),
        **paging(page, total),
    }
    return render(request, "dossiers/consent.html", context)


@require_GET
@member_required
def paper(request: HttpRequest, consent_id: int) -> HttpResponse:
    """The paper of a recorded consent, as PDF in the language in which it was asked and in Dutch."""
    member = _guide(request)
    dossier, shown, *_seen = queries.consent(member, consent_id, timezone.localdate())
    row = Consent.objects.select_related("recipient", "asked_by__organisation").get(pk=consent_id)
    return _pdf(consent_paper(row, name=dossier.name, person=dossier.person, agreed=shown.agreed), consent_id)


def _pdf(content: bytes, number: int | None = None) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    name = "-".join([str(_("consent")), *([str(number)] if number else [])])
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@member_required
def withdraw(request: HttpRequest, consent_id: int) -> HttpResponse:
    """Take a consent back, at once."""
    member = _guide(request)
    row = Consent.objects.select_related("recipient").filter(pk=consent_id).first()
    actions.withdraw_consent(member, consent_id)
    assert row is not None  # or there was nothing to withdraw
    told = _("Withdrawn. %(recipient)s sees nothing of it any more, and was told. It can only be asked anew.")
    messages.success(request, told % {"recipient": row.recipient.name})
    still = Dossier.objects.filter(pk=row.dossier_id).exists()
    return redirect("dossiers:consents", row.dossier_id) if still else redirect("dossiers:consent-notices")


@require_GET
@member_required
def notices(request: HttpRequest) -> HttpResponse:
    """What was given and withdrawn, unread first."""
    unread, page = request.GET.get("show") == "unread", max(1, page_of(request.GET))
    found, total = queries.consent_notices(
        _guide(request), unread_only=unread, limit=PER_PAGE, offset=(page - 1) * PER_PAGE
    )
    context = {
        "notices": found,
        "unread": unread,
        "query": without_page(request).urlencode(),
        **paging(page, total),
    }
    return render(request, "dossiers/consent_notices.html", context)


@require_GET
@member_required
def notices_xlsx(request: HttpRequest) -> HttpResponse:
    """The same as a spreadsheet."""
    found, _total = queries.consent_notices(
        _guide(request),
        unread_only=request.GET.get("show") == "unread",
        limit=MOST_EXPORTED,
        act=AccessLog.Act.EXPORT,
    )
    whats = {"given": _("given"), "withdrawn": _("withdrawn")}
    headings = [
        _("When"),
        _("What"),
        _("Name"),
        _("For what"),
        _("Who sees the dossier"),
        _("Until and including"),
    ]
    headings += [_("By whom"), _("Read on")]
    lines = (
        (
            timezone.localdate(it.at),
            whats[it.what],
            it.name,
            text(it.purpose),
            it.recipient,
            it.until,
            it.by,
            timezone.localdate(it.read_at) if it.read_at else None,
        )
        for it in found
    )
    return dated(_("consent-notices"), _("Notices about consent"), headings, lines)


@require_POST
@member_required
def read_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Mark a notice as read."""
    actions.read_consent_notice(_guide(request), notice_id)
    return redirect("dossiers:consent-notices")
