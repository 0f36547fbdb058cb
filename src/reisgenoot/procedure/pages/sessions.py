"""Information sessions for many, and ticking who was there."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from reisgenoot.access.errors import Refused
from reisgenoot.access.identity import member_required
from reisgenoot.access.roles import professional
from reisgenoot.dossiers.forms import language_choices
from reisgenoot.web.paging import page_of
from reisgenoot.web.spreadsheet import dated
from reisgenoot.web.templatetags.web import language_name

from .. import actions, queries
from ..actions.sessions import MOST
from ..forms import SessionForm
from ..models import Session
from ..queries.lists import MOST_EXPORTED
from .common import clean, paging

TOPICS = dict(Session.Topic.choices)


def _topic(request: HttpRequest) -> str:
    topic = request.GET.get("topic", "")
    return topic if topic in TOPICS else ""


@require_http_methods(["GET", "POST"])
@member_required
def sessions(request: HttpRequest) -> HttpResponse:
    """The sessions that one's organisation gave; POST notes another."""
    member, topic = professional(request), _topic(request)
    form = SessionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.give_session(member, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The session was noted. Who was there?"))
            return redirect("procedure:session", made.pk)
    shown = queries.sessions(member, topic=topic, page=page_of(request.GET))
    context = {"form": form, "topic": topic, "topics": TOPICS, **paging(shown)}
    return render(request, "procedure/sessions.html", context, status=422 if form.errors else 200)


@require_GET
@member_required
def sessions_xlsx(request: HttpRequest) -> HttpResponse:
    """The same as a spreadsheet."""
    shown = queries.sessions(professional(request), topic=_topic(request), per_page=MOST_EXPORTED)
    titles = [_("Date"), _("Topics"), _("Language"), _("Interpreter"), _("Place"), _("How many were there")]
    rows = (
        (
            it.on,
            ", ".join(str(TOPICS[topic]) for topic in it.topics),
            language_name(it.language),
            it.interpreter,
            it.place,
            it.many,
        )
        for it in shown.rows
    )
    return dated(_("sessions"), _("Information sessions"), titles, rows)


def _ids(data: QueryDict, name: str) -> list[int]:
    return [int(it) for it in data.getlist(name)[:MOST] if it.isdecimal() and len(it) < 20]


@require_http_methods(["GET", "POST"])
@member_required
def session(request: HttpRequest, information_id: int) -> HttpResponse:
    """One session, with everybody who could have been there to tick at once."""
    member = professional(request)
    wrong = ""
    if request.method == "POST":
        shown, there = _ids(request.POST, "shown"), _ids(request.POST, "there")
        try:
            added = actions.attend(member, information_id, shown=shown, there=there)
        except Refused as refused:
            wrong = str(next(iter(refused.problems.values())))
        else:
            said = ngettext("%(many)d person was added.", "%(many)d people were added.", added)
            messages.success(request, said % {"many": added})
            return redirect(request.get_full_path())
    language, centre = request.GET.get("language"), clean(request.GET.get("centre", ""))
    page = queries.session_page(
        member,
        information_id,
        language=None if language is None else clean(language)[:8],
        centre=centre,
        page=page_of(request.GET),
    )
    context = {
        "session": page.session,
        "topics": TOPICS,
        "language": page.session.language if language is None else language,
        "languages": language_choices()[1:],
        "centre": centre,
        "wrong": wrong,
        **paging(page.candidates),
    }
    return render(request, "procedure/session.html", context, status=422 if wrong else 200)
