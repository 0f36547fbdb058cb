"""One message to DUO: filled in and checked, its JSON, and what became of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reisgenoot.access.errors import NotAllowed, Overtaken, Refused
from reisgenoot.access.identity import member_required
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.access.roles import professional, require_municipal
from reisgenoot.core.duo import shapes
from reisgenoot.dossiers.queries import heading
from reisgenoot.web.numbers import number

from .. import actions, queries
from ..forms import MessageForm, RefusedForm, SentForm
from ..models import Message
from ..queries.dossier import as_json
from ..queries.known import first_values

PART = "duo message"


@require_http_methods(["GET", "POST"])
@member_required
def prepare(request: HttpRequest, dossier_id: int, message: str) -> HttpResponse:
    """Fill in a message of a kind; it is put ready once DUO's rules are met."""
    member = professional(request)
    require_municipal(member)
    shape = shapes().get(message)
    if shape is None:
        raise Http404
    page = {"heading": heading(member, dossier_id, PART)}
    shown = queries.duo_shown(member, dossier_id, timezone.localdate())
    if not shown.may_record:
        raise NotAllowed(_("You may not change this here."))
    if request.method == "GET":
        form = MessageForm(shape, initial=first_values(shape, shown.known, shown.due_days.get(message)))
    else:
        form = MessageForm(shape, request.POST)
        if form.is_valid():
            try:
                made = actions.prepare(member, dossier_id, message, form.values())
            except Refused as refused:
                form.refuse(refused)
            else:
                messages.success(request, _("The message is ready. By DUO's rules nothing is wrong with it."))
                return redirect("duo:message", dossier_id, made.pk)
    context = {**page, "shape": shape, "form": form, "shown": shown}
    return render(request, "duo/prepare.html", context, status=422 if form.errors else 200)


@require_GET
@member_required
def message(request: HttpRequest, dossier_id: int, message_id: int) -> HttpResponse:
    """The message as it is sent, and how it stands with it."""
    return _show(request, professional(request), dossier_id, message_id)


def _show(
    request: HttpRequest, member: Member, dossier_id: int, message_id: int, **refused: Any
) -> HttpResponse:
    require_municipal(member)
    page = {"heading": heading(member, dossier_id, PART)}
    shown = queries.message_shown(member, dossier_id, message_id, timezone.localdate())
    it = shown.it
    values = {**it.body, **({"instellingsnummer": it.institution} if it.institution else {})}
    context = {
        **page,
        "shown": shown,
        "it": it,
        "lines": [
            (field, _told(field, values[name]))
            for name, field in {**it.shape.path, **it.shape.fields}.items()
            if name in values
        ],
        "said": [actions.messages.said(one) for one in shown.verdict.failures] if shown.verdict else [],
        "unknown": [actions.messages.said(one) for one in shown.verdict.unknown] if shown.verdict else [],
        "sent_form": SentForm(auto_id="sent-%s"),
        "refused_form": RefusedForm(auto_id="refused-%s"),
        **refused,
    }
    return render(request, "duo/message.html", context, status=422 if refused else 200)


def _told(field: Any, value: Any) -> Any:
    """A value with its meaning."""
    if field.type == "choice":
        return field.values.get(value, {"nl": value})
    if field.type == "boolean":
        return {"nl": "ja", "en": "yes"} if value else {"nl": "nee", "en": "no"}
    return {"nl": str(value)}


@require_GET
@member_required
def message_json(request: HttpRequest, dossier_id: int, message_id: int) -> HttpResponse:
    """What stands in the message, as a file. The BSN is not in it: DUO wants that in the address."""
    member = professional(request)
    shown = queries.message_shown(member, dossier_id, message_id, timezone.localdate())
    log(member, [dossier_id], AccessLog.Act.EXPORT, PART)
    response = HttpResponse(as_json(shown.it), content_type="application/json")
    name = f"duo-{shown.it.kind}-{shown.it.changed_at:%Y-%m-%d}.json"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@require_POST
@member_required
def step(request: HttpRequest, dossier_id: int, message_id: int, onward: str) -> HttpResponse:
    """Sent, refused, one step back, or taken back."""
    member, refused = professional(request), {}
    require_municipal(member)
    form: SentForm | RefusedForm | None = None
    if onward in ("sent", "refused"):
        make = SentForm if onward == "sent" else RefusedForm
        form = make(request.POST, auto_id=f"{onward}-%s")
        refused = {f"{onward}_form": form}
    if form is None or form.is_valid():
        given = form.cleaned_data if form else {}
        seen = number(request.POST.get("seen", ""))
        try:
            done = actions.step(member, dossier_id, message_id, onward, **given, seen=seen)
        except Overtaken as overtaken:
            told = _("%(who)s changed this meanwhile; it is now: %(state)s. Look at it first.")
            messages.error(request, told % {"who": overtaken.by, "state": overtaken.now})
        except Refused as problem:
            if form is not None and not problem.problems.get(""):
                form.refuse(problem)
                return _show(request, member, dossier_id, message_id, **refused)
            messages.error(request, "; ".join(map(str, problem.problems.values())))
        else:
            messages.success(request, _done(done))
            if onward == "withdraw":
                return redirect("duo:dossier", dossier_id)
        return redirect("duo:message", dossier_id, message_id)
    return _show(request, member, dossier_id, message_id, **refused)


def _done(it: Message) -> str:
    return _("The message is now: %(state)s.") % {"state": it.get_state_display()}
