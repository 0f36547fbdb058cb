"""The arranging day of a household: drawn up from a template, changed, cancelled, held; as PDF and calendar file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reisgenoot.access.errors import NotFound, Overtaken, Refused
from reisgenoot.access.identity import member_required
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.access.roles import professional
from reisgenoot.web.numbers import number
from reisgenoot.web.overtaken import Difference, overtaken_page

from .. import actions, queries
from ..actions import SlotAsked
from ..day_paper import day_calendar, day_paper, texts, words
from ..day_templates import RECORDS, Along, Entry, drawn_up, read, usual
from ..forms import CancelForm, OnForm
from ..models import ArrangingDay, DayTemplate
from ..queries.day import Companion, DayShown, moment
from ..queries.household import Household
from ..visit_forms import DrawnForms, DrawUpForm, SlotForm, SlotForms
from .common import beside, part

VISITS = "visits"
"""Prefix of the fields of visits."""
PLANNED = ArrangingDay.State.PLANNED


@require_GET
@member_required
def days(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """The planned day with its visits, earlier ones, or how to draw one up."""
    return _show(request, professional(request), dossier_id)


def _show(request: HttpRequest, member: Member, dossier_id: int, **refused: Any) -> HttpResponse:
    about = part(member, dossier_id, "day", "arranging day")
    home = _home(dossier_id)
    found = queries.days_of(home.head.dossier_id)
    latest = next((it for it in found if it.state == PLANNED), found[0] if found else None)
    shown = queries.day(home.head.dossier_id, latest.pk) if latest else None
    planned = shown is not None and shown.state == PLANNED
    found_templates = [] if planned else queries.templates(home.head.municipality)
    going = () if planned else queries.companions(member, home.head.dossier_id)
    lang = (get_language() or "nl")[:2]
    context = {
        **about,
        "shown": shown,
        "planned": planned,
        "municipality": home.head.municipality,
        "untranslated": "" if home.head.language in texts() else home.head.language,
        "templates": found_templates,
        "own_town": member.organisation.municipality == home.head.municipality != "",
        "state": latest.get_state_display() if latest else "",
        "today": timezone.localdate(),
        "others": [it for it in found if latest is None or it.pk != latest.pk],
        "purposes": words("purposes", lang),
        "things": words("things", lang),
        "records": RECORDS,
        "mates": [mate.name for mate in home.mates],
        "draw_up_form": DrawUpForm(
            initial={"on": timezone.localdate() + timedelta(days=7)},
            auto_id="draw-%s",
            templates=found_templates,
            companions=going,
        ),
        "cancel_form": CancelForm(auto_id="cancel-%s"),
        **refused,
    }
    return render(request, "settlement/day.html", context, status=422 if refused else 200)


def _home(dossier_id: int) -> Household:
    return queries.household(dossier_id, timezone.localdate())


@require_http_methods(["GET", "POST"])
@member_required
def new(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """The visits of the municipality's template from the moment that was chosen; saved all at once."""
    member = professional(request)
    home = _home(dossier_id)
    going = queries.companions(member, home.head.dossier_id)
    if request.method == "POST":
        return _save(request, member, dossier_id, home, going)
    known = queries.templates(home.head.municipality)
    chosen = DrawUpForm(request.GET, auto_id="draw-%s", templates=known, companions=going)
    if not chosen.is_valid():
        return _show(request, member, dossier_id, draw_up_form=chosen)
    initial = _from_template(home, going, known, **chosen.cleaned_data)
    visits = DrawnForms(initial=initial, prefix=VISITS, form_kwargs={"companions": going})
    return _edit(request, member, dossier_id, visits, OnForm(initial={"on": chosen.cleaned_data["on"]}))


def _from_template(
    home: Household,
    going: tuple[Companion, ...],
    known: list[DayTemplate],
    *,
    start: time,
    companion: int | None,
    interpreter: str,
    template: int | None = None,
    **_chosen: Any,
) -> list[dict[str, Any]]:
    """The visits as the template has them; who goes along is the matched volunteer, or else the worker."""
    volunteer = next((it.id for it in going if it.role == Member.Role.VOLUNTEER), 0)
    worker = home.head.worker_id if home.head.worker_id in {it.id for it in going} else 0
    who = {Along.VOLUNTEER: companion or volunteer or worker, Along.GUIDE: companion or worker}
    of_town = next((it for it in known if it.pk == template), known[0] if known else None)
    return [
        _as_drawn(at, it, who.get(Along(it.companion), 0), interpreter)
        for at, it in drawn_up(read(of_town.visits) if of_town else usual(), start)
    ]


def _as_drawn(at: time, it: Entry, companion: int, interpreter: str) -> dict[str, Any]:
    """One visit as the form begins with it; an interpreter comes along where somebody does."""
    about = {"starts": at, "minutes": it.minutes, "what": it.what, "more": it.more, "bring": list(it.bring)}
    about |= {"organisation": it.organisation, "place": it.place, "companion": companion or ""}
    return about | {"interpreter": interpreter if companion else ""}


@require_http_methods(["GET", "POST"])
@member_required
def change(request: HttpRequest, dossier_id: int, day_id: int) -> HttpResponse:
    """Change a planned day."""
    member = professional(request)
    home = _home(dossier_id)
    shown = queries.day(home.head.dossier_id, day_id)
    going = queries.companions(member, home.head.dossier_id)
    if request.method == "POST":
        return _save(request, member, dossier_id, home, going, shown)
    initial = [_as_initial(it) for it in shown.slots]
    visits = SlotForms(initial=initial, prefix=VISITS, form_kwargs={"companions": going})
    return _edit(request, member, dossier_id, visits, OnForm(initial={"on": shown.on}), shown)


def _as_initial(it: queries.SlotShown) -> dict[str, Any]:
    about = {"id": it.id, "starts": it.starts, "minutes": it.minutes, "what": it.what, "more": it.more}
    about |= {"organisation": it.organisation, "place": it.place, "bring": list(it.bring)}
    return about | {"companion": it.companion_id or "", "interpreter": it.interpreter}


def _edit(
    request: HttpRequest,
    member: Member,
    dossier_id: int,
    visits: BaseFormSet[SlotForm],
    on_form: OnForm,
    shown: DayShown | None = None,
    seen: str = "",
) -> HttpResponse:
    """The page with all visits, each to be changed; ``seen``: the version that a form sent again knows of."""
    context = {
        **part(member, dossier_id, "day", "arranging day"),
        "visits": visits,
        "on_form": on_form,
        "shown": shown,
        "seen": seen or request.POST.get("seen", str(shown.changes if shown else 0)),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "settlement/day_edit.html", context, status=status)


def _save(
    request: HttpRequest,
    member: Member,
    dossier_id: int,
    home: Household,
    going: tuple[Companion, ...],
    shown: DayShown | None = None,
) -> HttpResponse:
    """Save all visits, or show beside each what is wrong with it."""
    visits = SlotForms(request.POST, prefix=VISITS, form_kwargs={"companions": going})
    on_form = OnForm(request.POST)
    if not visits.management_form.is_valid():
        raise NotFound
    if on_form.is_valid() and visits.is_valid():
        filled = [(at, form.cleaned_data) for at, form in enumerate(visits) if form.is_kept]
        try:
            actions.save_day(
                member,
                home.head.dossier_id,
                on=on_form.cleaned_data["on"],
                slots=[
                    SlotAsked(**{k: v for k, v in about.items() if k != "remove"}) for _at, about in filled
                ],
                day_id=shown.id if shown else None,
                seen=number(request.POST.get("seen", "")) if shown else None,
            )
        except (
            Overtaken
        ) as overtaken:  # nothing that was typed is lost, and sent again it takes the other's place
            told = _("%(who)s changed this day meanwhile. Save again to put yours in its place.")
            on_form.add_error("on", told % {"who": overtaken.by})
            return _edit(request, member, dossier_id, visits, on_form, shown, seen=overtaken.version)
        except Refused as refused:
            beside(refused, visits, on_form, "on", [at for at, _about in filled])
        else:
            messages.success(request, _("The arranging day was saved. Who goes along is told."))
            return redirect("settlement:day", dossier_id)
    return _edit(request, member, dossier_id, visits, on_form, shown)


@require_POST
@member_required
def cancel(request: HttpRequest, dossier_id: int, day_id: int) -> HttpResponse:
    """Cancel a planned day."""
    member, form = professional(request), CancelForm(request.POST, auto_id="cancel-%s")
    head = _home(dossier_id).head.dossier_id
    if form.is_valid():
        try:
            seen = number(request.POST.get("seen", ""))
            actions.cancel_day(member, head, day_id, **form.cleaned_data, seen=seen)
        except Overtaken as overtaken:
            return _changed_meanwhile(request, dossier_id, overtaken)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The arranging day was cancelled. Who would go along is told."))
            return redirect("settlement:day", dossier_id)
    return _show(request, member, dossier_id, cancel_form=form)


@require_POST
@member_required
def hold(request: HttpRequest, dossier_id: int, day_id: int) -> HttpResponse:
    """Record that the day was held, and what was done."""
    member, head = professional(request), _home(dossier_id).head.dossier_id
    done = [key for it in request.POST.getlist("done") if (key := number(it)) is not None]
    try:
        actions.hold_day(member, head, day_id, done=done, seen=number(request.POST.get("seen", "")))
    except Overtaken as overtaken:
        return _changed_meanwhile(request, dossier_id, overtaken)
    except Refused as refused:
        return _show(request, member, dossier_id, refusal=str(next(iter(refused.problems.values()))))
    messages.success(request, _("The day was recorded, and what was done is ticked off on the checklist."))
    return redirect("settlement:checklist", dossier_id)


def _changed_meanwhile(request: HttpRequest, dossier_id: int, overtaken: Overtaken) -> HttpResponse:
    mine = Difference(_("Day"), "", overtaken.now, "")
    back = request.path.split("day/")[0] + "day/"
    return overtaken_page(request, [mine], by=overtaken.by, at=overtaken.at, back=back)


def _taken_out(request: HttpRequest, dossier_id: int, day_id: int) -> tuple[DayShown, Mapping[str, str]]:
    """The day, and the name and language of the household's head; the log notes that it leaves the system."""
    member, home = professional(request), _home(dossier_id)
    shown = queries.day(home.head.dossier_id, day_id)
    log(member, [home.head.dossier_id], AccessLog.Act.EXPORT, "arranging day")
    return shown, {"name": home.head.name, "language": home.head.language}


@require_GET
@member_required
def paper(request: HttpRequest, dossier_id: int, day_id: int) -> HttpResponse:
    """The day as PDF, in the household's language beside Dutch."""
    shown, about = _taken_out(request, dossier_id, day_id)
    return _file(day_paper(shown, **about), "application/pdf", f"regeldag-{shown.on}.pdf")


@require_GET
@member_required
def calendar(request: HttpRequest, dossier_id: int, day_id: int) -> HttpResponse:
    """The day as a calendar file, without anybody's name."""
    shown, _about = _taken_out(request, dossier_id, day_id)
    return _file(day_calendar(shown, moment), "text/calendar; charset=utf-8", f"regeldag-{shown.on}.ics")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "no-store"
    return response
