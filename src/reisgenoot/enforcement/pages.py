"""The list of cases of a dossier, one case with its steps, and the decision on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reisgenoot.access.errors import NotFound, Overtaken, Refused, Text
from reisgenoot.access.identity import member_required
from reisgenoot.access.roles import professional
from reisgenoot.dossiers.forms import RefusableForm
from reisgenoot.web.numbers import number

from . import actions, forms, paper, queries
from .law import GROUNDS, MAXIMUM


@require_http_methods(["GET", "POST"])
@member_required
def cases(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """What happened so far; POST adds a case."""
    member = professional(request)
    page = queries.cases(member, dossier_id)
    form = forms.CaseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_case(member, dossier_id, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Noted. First ask what lay behind it."))
            return redirect("enforcement:case", dossier_id, made.pk)
    context = {
        "page": page,
        "heading": page.heading,
        "form": form,
        "maximum": MAXIMUM,
        "grounds": GROUNDS,
    }
    return render(request, "enforcement/cases.html", context, status=422 if form.errors else 200)


@require_GET
@member_required
def case(request: HttpRequest, dossier_id: int, case_id: int) -> HttpResponse:
    """One case: circumstances first, then what was done."""
    shown = queries.case(professional(request), dossier_id, case_id)
    return _case(request, shown, seen=str(shown.it.changes))


def _case(
    request: HttpRequest, shown: queries.CaseShown, *, seen: str, **refused: RefusableForm
) -> HttpResponse:
    blank = {name: step.form(None, f"{name}-%s", shown) for name, step in STEPS.items()}
    context = {
        "shown": shown,
        "heading": shown.heading,
        "it": shown.it,
        "seen": seen,
        "grounds": GROUNDS,
        "forms": {**blank, **refused},
        "refused": next(iter(refused), ""),
    }
    return render(request, "enforcement/case.html", context, status=422 if refused else 200)


@require_POST
@member_required
def step(request: HttpRequest, dossier_id: int, case_id: int, step: str) -> HttpResponse:
    """Take one step of a case, a key of ``STEPS``."""
    member = professional(request)
    if step not in STEPS:
        raise NotFound(_("There is no such page."))
    shown, it = queries.case(member, dossier_id, case_id), STEPS[step]
    form, seen = it.form(request.POST, f"{step}-%s", shown), request.POST.get("seen", "")
    if form.is_valid():
        try:
            it.do(form, (member, dossier_id, case_id), number(seen))
        except Overtaken as overtaken:
            told = _("%(who)s changed this meanwhile. Save again to put yours in its place.")
            form.add_error(None, told % {"who": overtaken.by})
            seen = overtaken.version
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, str(it.told))
            return redirect("enforcement:case", dossier_id, case_id)
    return _case(request, shown, seen=seen, **{step: form})


@require_GET
@member_required
def decision(request: HttpRequest, dossier_id: int, case_id: int) -> HttpResponse:
    """The decision on a fine, as PDF."""
    member = professional(request)
    shown = queries.case(member, dossier_id, case_id)
    if shown.fine is None:
        raise NotFound(_("There is no fine in this case."))
    response = HttpResponse(paper.decision(member, shown, shown.fine), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="boetebeschikking.pdf"'
    return response


_Asks = tuple[Any, int, int]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that can be done with a case: its form, the action, and what is said after it."""

    form: Callable[[QueryDict | None, str, queries.CaseShown], RefusableForm]
    do: Callable[[Any, _Asks, int | None], object]
    told: Text


def _plain(
    form: type[RefusableForm],
    action: Callable[..., object],
    told: Text,
    given: Callable[[Any], dict[str, Any]] | None = None,
) -> Step:
    """A step whose form has the fields that the action takes (or that ``given`` makes of them)."""
    return Step(
        lambda data, ids, _shown: form(data, auto_id=ids),
        lambda sent, asks, seen: action(*asks, **(given(sent) if given else sent.cleaned_data), seen=seen),
        told,
    )


STEPS: dict[str, Step] = {
    "circumstances": Step(
        lambda data, ids, shown: forms.CircumstancesForm(data, auto_id=ids, standing=shown.circumstances),
        lambda sent, asks, seen: actions.ask_circumstances(*asks, sent.asked(), seen=seen),
        gettext_lazy("The circumstances were saved."),
    ),
    "remind": _plain(forms.RemindForm, actions.remind, gettext_lazy("The reminder was noted.")),
    "report": _plain(forms.ReportForm, actions.report, gettext_lazy("The report was noted.")),
    "talk": _plain(forms.TalkForm, actions.hear, gettext_lazy("The talk was recorded.")),
    "judge": _plain(forms.JudgeForm, actions.judge, gettext_lazy("The judgement was recorded.")),
    "close": _plain(forms.CloseForm, actions.close_case, gettext_lazy("The case is closed.")),
    "fine": _plain(
        forms.FineForm,
        actions.fine,
        gettext_lazy("The decision was recorded. It counts once it was made known."),
        lambda form: {"decision": actions.Decision(**form.cleaned_data)},
    ),
    "sent": _plain(forms.SentForm, actions.make_known, gettext_lazy("Noted; the terms run from this day.")),
    "arrange": _plain(forms.ArrangeForm, actions.arrange, gettext_lazy("The arrangement was saved.")),
    "pay": _plain(forms.PayForm, actions.pay, gettext_lazy("The payment was noted.")),
    "unpay": _plain(
        forms.TakeBackForm, actions.take_payment_back, gettext_lazy("The payment was taken back.")
    ),
    "objection": _plain(
        forms.ObjectionForm, actions.receive_objection, gettext_lazy("The objection was noted.")
    ),
    "outcome": _plain(
        forms.OutcomeForm,
        actions.decide_objection,
        gettext_lazy("The outcome was noted, and the fine follows it."),
    ),
    "withdraw": _plain(forms.WithdrawForm, actions.withdraw, gettext_lazy("The fine was withdrawn.")),
}
"""What can be done with a case, by the last part of its address."""
