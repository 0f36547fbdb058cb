"""The social map: the list, one organisation, and keeping it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS as NAMES
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from reisgenoot.access.errors import Overtaken, Refused
from reisgenoot.access.identity import acting, member_required
from reisgenoot.access.roles import is_professional, require_professional
from reisgenoot.dossiers.forms import LANGUAGES, language_choices
from reisgenoot.web.overtaken import Difference, overtaken_page
from reisgenoot.web.paging import page_of, without_page
from reisgenoot.web.spreadsheet import dated
from reisgenoot.web.templatetags.web import language_name

from .. import actions, hours, queries
from ..forms import EntryForm, entry_initial
from ..models import MapEntry, MapKind, Theme
from ..queries.social_map import STALE
from .common import PER_PAGE, word

BOTH = require_http_methods(["GET", "POST"])


def _filters(query: QueryDict) -> queries.MapFilters:
    return queries.MapFilters(
        q=word(query, "q"),
        kind=word(query, "kind", MapKind.values),
        theme=word(query, "theme", Theme.values),
        language=word(query, "language", LANGUAGES),
        place=word(query, "place"),
        day=word(query, "day", hours.WEEKDAYS),
        stale=query.get("checked") == "stale",
        gone=query.get("checked") == "gone",
    )


@require_GET
@member_required
def social_map(request: HttpRequest) -> HttpResponse:
    """The list, searched and filtered by its address."""
    member, filters, today = acting(request), _filters(request.GET), timezone.localdate()
    found = queries.social_map(member, filters, today, page=page_of(request.GET), per_page=PER_PAGE)
    query = without_page(request)
    now = timezone.localtime()
    context = {
        "found": found,
        "rows": [(it, hours.is_open(it.hours, now), _stale(it)) for it in found.rows],
        "filters": filters,
        "filtered": filters != queries.MapFilters(stale=filters.stale, gone=filters.gone),
        "kinds": MapKind.choices,
        "themes": Theme.choices,
        "languages": language_choices()[1:],
        "days": _days(),
        "professional": is_professional(member),
        "query": query.urlencode(),
        "page": found.page,
        "pages": found.pages,
        "previous_page": found.page - 1,
        "next_page": found.page + 1,
    }
    return render(request, "helpdesk/map.html", context)


def _days() -> list[tuple[str, str]]:
    return [(number, capfirst(NAMES[int(number) - 1])) for number in hours.WEEKDAYS]


def _stale(entry: MapEntry) -> bool:
    return entry.checked_on is None or entry.checked_on < timezone.localdate() - STALE


@require_GET
@member_required
def map_xlsx(request: HttpRequest) -> HttpResponse:
    """The list as a spreadsheet."""
    rows = queries.map_export(acting(request), _filters(request.GET), timezone.localdate())
    titles = [
        _("Name"),
        _("Kind"),
        _("Themes"),
        _("What they do"),
        _("For whom"),
        _("Languages"),
        _("Address"),
    ]
    titles += [_("Postcode"), _("Place"), _("Telephone"), _("E-mail address"), _("Website")]
    titles += [*(name for _number, name in _days()), _("Last checked"), _("Checked by")]
    themes = dict(Theme.choices)
    lines = (
        (
            it.name,
            it.get_kind_display(),
            ", ".join(str(themes.get(theme, theme)) for theme in it.themes),
            it.does,
            it.for_whom,
            ", ".join(map(language_name, it.languages)),
            it.address,
            it.postcode,
            it.place,
            it.phone,
            it.email,
            it.web,
            *(hours.day_text(it.hours.get(number, ())) for number in hours.WEEKDAYS),
            it.checked_on,
            it.checked_by.name if it.checked_by else "",
        )
        for it in rows
    )
    return dated(_("social-map"), _("Social map"), titles, lines)


@require_GET
@member_required
def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """One organisation."""
    member = acting(request)
    it = queries.entry_page(member, entry_id)
    themes = dict(Theme.choices)
    context = {
        "entry": it,
        "themes": [themes.get(theme, theme) for theme in it.themes],
        "days": [(name, hours.day_text(it.hours.get(number, ()))) for number, name in _days()],
        "open": hours.is_open(it.hours, timezone.localtime()),
        "stale": _stale(it),
        "professional": is_professional(member),
    }
    return render(request, "helpdesk/entry.html", context)


@BOTH
@member_required
def new(request: HttpRequest) -> HttpResponse:
    """Put one on the map."""
    member = acting(request)
    require_professional(member)
    form = EntryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.cleaned_data.pop("seen")
        try:
            made = actions.add_entry(member, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("It stands on the map."))
            return redirect("helpdesk:entry", made.pk)
    context = {"form": form, "title": _("New on the social map")}
    return render(request, "helpdesk/entry_form.html", context, status=422 if form.errors else 200)


@BOTH
@member_required
def change(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Change one; who changes it has looked, so it is checked too."""
    member = acting(request)
    require_professional(member)
    it = queries.entry_page(member, entry_id)
    form = EntryForm(request.POST or None, initial=entry_initial(it))
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data.pop("seen") or 0
        try:
            actions.change_entry(member, entry_id, seen=seen, **form.cleaned_data)
        except Overtaken as overtaken:
            return _overtaken(request, it, form, overtaken)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Changed, and checked today."))
            return redirect("helpdesk:entry", entry_id)
    context = {"form": form, "entry": it, "title": it.name}
    return render(request, "helpdesk/entry_form.html", context, status=422 if form.errors else 200)


def _overtaken(request: HttpRequest, it: MapEntry, form: EntryForm, overtaken: Overtaken) -> HttpResponse:
    """What a colleague made of it beside what was typed; what was meant before is no longer known."""
    now = entry_initial(it)
    changed: list[Any] = [
        Difference(str(field.label), "", str(now[field.name]), str(form[field.name].value()))
        for field in form.visible_fields()
        if str(now[field.name]) != str(form[field.name].value() or "")
    ]
    return overtaken_page(
        request,
        changed,
        by=overtaken.by,
        at=overtaken.at,
        back=reverse("helpdesk:entry", args=[it.pk]),
        again=None,
    )


@require_POST
@member_required
def check(request: HttpRequest, entry_id: int) -> HttpResponse:
    """All of it is still so, or it is no longer there."""
    member = acting(request)
    if "gone" in request.POST:
        actions.gone(member, entry_id)
        messages.success(request, _("Taken off: nobody is referred to it any more."))
    else:
        actions.check_entry(member, entry_id)
        messages.success(request, _("Checked today."))
    return redirect("helpdesk:entry", entry_id)
