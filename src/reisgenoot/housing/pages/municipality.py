"""What a municipality does beside a dossier: enter its quota, and answer the COA's proposals."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reisgenoot.access.errors import NotAllowed, Overtaken, Refused
from reisgenoot.access.identity import acting, member_required
from reisgenoot.access.roles import require_professional

from .. import actions, law, queries
from ..actions.quota import newest
from ..forms import QuotaForm, ReturnForm, first_of
from ..home import home_of
from ..roles import may_set_quota


@require_http_methods(["GET", "POST"])
@member_required
def quota(request: HttpRequest) -> HttpResponse:
    """Enter the quota of a half-year."""
    member = acting(request)
    if not may_set_quota(member):
        raise NotAllowed(_("Only a coordinator or case director of a municipality can do this."))
    begins_on = law.half_year(first_of(request.GET.get("half", "")) or timezone.localdate())
    now = newest(member.organisation_id, begins_on)
    form = QuotaForm(request.POST or None, initial=_as_it_is(now))
    overtaken = False
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_quota(member, begins_on, **form.cleaned_data)
        except Overtaken:
            overtaken = True
            again = request.POST.copy()
            again["seen"] = str(now.pk if now else 0)
            form = QuotaForm(again)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The quota was kept."))
            return redirect(f"{reverse('housing:overview')}?half={begins_on}")
    context = {
        "form": form,
        "begins_on": begins_on,
        "last_day": law.next_half_year(begins_on) - timedelta(days=1),
        "now": now,
        "overtaken": overtaken,
        "quota_ground": law.QUOTA,
        "share_ground": law.SHARE,
    }
    status = 409 if overtaken else 422 if form.errors else 200
    return render(request, "housing/quota.html", context, status=status)


def _as_it_is(now: object) -> dict[str, object]:
    names = ("number", "arrears", "source", "nationwide", "inhabitants", "inhabitants_nationwide")
    held = {name: getattr(now, name) for name in names} if now is not None else {}
    return {**held, "seen": getattr(now, "pk", 0)}


@require_GET
@member_required
def link(request: HttpRequest, link_id: int) -> HttpResponse:
    """A proposal of the COA: who, in numbers, and why here."""
    return _show(request, link_id, ReturnForm())


def _show(request: HttpRequest, link_id: int, form: ReturnForm) -> HttpResponse:
    member = acting(request)
    page = queries.proposal(member, link_id, timezone.localdate())
    context = {"page": page, "link": page.link, "form": form, "ten_weeks": law.TEN_WEEKS}
    return render(request, "housing/link.html", context, status=422 if form.errors else 200)


@require_POST
@member_required
def accept_link(request: HttpRequest, link_id: int) -> HttpResponse:
    """Take the household: its dossiers open."""
    member = acting(request)
    require_professional(member)
    ids = actions.answer_link(member, link_id, accepted=True)
    messages.success(
        request, _("The household is linked to your municipality, and its dossiers are open to you.")
    )
    return redirect("housing:dossier", home_of(ids[0], timezone.localdate()).head_id)


@require_POST
@member_required
def return_link(request: HttpRequest, link_id: int) -> HttpResponse:
    """Give it back, with a reason."""
    member, form = acting(request), ReturnForm(request.POST)
    require_professional(member)
    if form.is_valid():
        try:
            actions.answer_link(member, link_id, accepted=False, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The proposal was returned; the COA sees it at once."))
            return redirect("housing:overview")
    return _show(request, link_id, form)
