"""The worklist: what must happen next, filtered by its address; as page, as spreadsheet, with saved views."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from reisgenoot.access.errors import Refused
from reisgenoot.access.identity import current_member, member_required
from reisgenoot.access.models import Member
from reisgenoot.access.roles import PROFESSIONAL, require_professional
from reisgenoot.vault.boxes import may_keep
from reisgenoot.vault.keys import has_key
from reisgenoot.web.paging import page_of, without_page
from reisgenoot.web.spreadsheet import dated
from reisgenoot.web.templatetags.web import language_name, short_day, text

from .. import actions, queries
from ..forms import ViewForm, tick_fields
from ..labels import KINDS, OWNERS
from ..queries import Worklist, WorklistFilters, WorklistRow

PER_PAGE = 25
SELECTED = mark_safe(" selected")
TEXT_FILTERS = ("phase", "municipality", "kind", "language", "signal", "q")


def filters_of(query: QueryDict, member: Member) -> WorklistFilters:
    """The filters in an address; what makes no sense there filters nothing.

    Without a scope, guides begin with their own people, who steers with the team's.
    """
    own = "mine" if member.role == Member.Role.GUIDE else "team"
    scope = query.get("scope", own)
    worker = query.get("worker", "")
    return WorklistFilters(
        scope=scope if scope in ("mine", "team") else own,
        due=query.get("due", "") if query.get("due") in ("overdue", "week") else "",
        worker=int(worker) if worker.isdecimal() and len(worker) < 18 else None,
        **{name: query.get(name, "").strip()[:100].replace("\0", "") for name in TEXT_FILTERS},
    )


@require_GET
@member_required
def worklist(request: HttpRequest) -> HttpResponse:
    """The page that a day begins with; for roles that guide nobody, a word on what they can do here."""
    member = current_member(request)
    if member is not None and member.role not in PROFESSIONAL:
        return render(request, "dossiers/no_dossiers.html")
    member = _guide(request)
    filters, page = filters_of(request.GET, member), page_of(request.GET)
    today = timezone.localdate()
    found = queries.worklist(member, filters=filters, today=today, page=page, per_page=PER_PAGE)
    if not found.counts.total and not request.GET:  # whoever carries nobody begins with the team's
        filters = replace(filters, scope="team")
        found = queries.worklist(member, filters=filters, today=today, page=page, per_page=PER_PAGE)
    return render(request, "dossiers/worklist.html", _context(request, member, filters, found))


def _guide(request: HttpRequest) -> Member:
    """Who is asking; NotAllowed for roles that guide nobody."""
    member = current_member(request)
    assert member is not None  # member_required saw to it
    require_professional(member)
    return member


def _context(
    request: HttpRequest, member: Member, filters: WorklistFilters, found: Worklist
) -> dict[str, Any]:
    query = without_page(request)
    query["scope"] = filters.scope
    notices = queries.notices() if member.role in PROFESSIONAL else None
    if notices is not None:
        request.unread = notices.unread  # type: ignore[attr-defined]  # the page header needs no statement of its own
    return {
        "worklist": found,
        "filters": filters,
        "filtered": filters.worker is not None
        or any(getattr(filters, name) for name in (*TEXT_FILTERS, "due")),
        "selects": _selects(filters, found),
        "views": queries.saved_views(member),
        "notices": notices,
        "keeps_shielded": may_keep(member) and has_key(member.organisation.slug),
        "view_form": ViewForm(initial={"query": query.urlencode()}, auto_id="view-%s"),
        "rows": _rows(request, found, filters),
        "query": query.urlencode(),
        "page": found.page,
        "pages": found.pages,
        "previous_page": found.page - 1,
        "next_page": found.page + 1,
    }


def _rows(request: HttpRequest, found: Worklist, filters: WorklistFilters) -> SafeString:
    """The rows as HTML: the template of a row is rendered once (with and without ticking off), and filled in for each.

    A template engine takes several times as long over so many small pieces.
    """
    fields = mark_safe(tick_fields(request, request.get_full_path()).replace("%", "%%"))
    row_html = {
        may: str(
            render_to_string("dossiers/parts/worklist_row.html", {"tick_fields": fields, "may_tick": may})
        )
        for may in {row.may_tick for row in found.rows}
    }
    headings = {
        "overdue": _("Overdue"),
        "week": _("This week"),
        "later": _("Later"),
        "undated": _("Without a date"),
    }
    address, before = reverse("dossiers:dossier", args=[0]), ""
    parts: list[str] = []
    when = _When()
    household = _("for the whole household")
    for row in found.rows:
        if row.when != before:
            parts.append(format_html('<li><h2 class="utrecht-heading-3">{}</h2></li>', headings[row.when]))
            before = row.when
        about = [row.municipality, language_name(row.language), str(KINDS.get(row.kind, row.kind))]
        about += [str(OWNERS.get(row.owner, row.owner)), household if row.per == "household" else ""]
        about += [row.worker if filters.scope == "team" else ""]
        values = {
            "text": text(row.text),
            "name": row.name,
            "about": " · ".join(part for part in about if part),
            "address": address.replace("0", str(row.dossier_id)),
            "key": row.key,
        }
        safe = {name: escape(value) for name, value in values.items()}
        parts.append(row_html[row.may_tick] % {**safe, "when": when.of(row)})
    return mark_safe("".join(parts))  # the template and escaped values


class _When:
    """When a task is due or expected, as HTML; the words are looked up once for a page."""

    BADGES: ClassVar[dict[str, str]] = {"overdue": "badge-late", "week": "badge-soon"}

    def __init__(self) -> None:
        self.late, self.due, self.expected = _("was due"), _("due"), _("expected about")

    def of(self, row: WorklistRow) -> str:
        """Both dates, as far as the task has them."""
        shown = ""
        if row.due:
            badge, words = (
                self.BADGES.get(row.when, "badge-plain"),
                self.late if row.when == "overdue" else self.due,
            )
            shown = f'<span class="badge {badge}">{escape(words)} {short_day(row.due)}</span>'
        if row.expected:
            shown += f' <span class="soft small">{escape(self.expected)} {short_day(row.expected)}</span>'
        return shown


def _selects(filters: WorklistFilters, found: Worklist) -> list[dict[str, Any]]:
    """The filters that are a choice from a list: name, label, and the options as HTML."""
    options = found.options
    lists: tuple[tuple[str, str, list[tuple[Any, str]]], ...] = (
        ("phase", _("Phase"), [(key, text(label)) for key, label in options.phases]),
        ("kind", _("Kind of task"), [(key, str(KINDS.get(key, key))) for key in options.kinds]),
        ("municipality", _("Municipality"), [(name, name) for name in options.municipalities]),
        ("worker", _("Worker"), list(options.workers)),
        ("language", _("Language"), [(code, language_name(code)) for code in options.languages]),
        ("signal", _("Signal"), [(key, text(label)) for key, label in options.signals]),
    )
    chosen = {name: getattr(filters, name) for name, _label, _choices in lists}
    return [
        {
            "name": name,
            "label": label,
            "options": _as_options(choices, chosen[name]),
        }
        for name, label, choices in lists
    ]


def _as_options(choices: Sequence[tuple[Any, str]], chosen: Any) -> SafeString:
    """``<option>`` elements, made at once: a template takes ten times as long over so many small pieces."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, SELECTED if value == chosen else "", shown) for value, shown in choices),
    )


@require_GET
@member_required
def worklist_xlsx(request: HttpRequest) -> HttpResponse:
    """The filtered worklist as a spreadsheet; a text is never a formula in it."""
    member = _guide(request)
    rows = queries.worklist_export(
        member, filters=filters_of(request.GET, member), today=timezone.localdate()
    )
    return _spreadsheet(rows)


def _spreadsheet(rows: Sequence[WorklistRow]) -> HttpResponse:
    headings = [_("Task"), _("Due"), _("Expected"), _("Name"), _("Household"), _("Municipality")]
    headings += [_("Kind of task"), _("Who does it"), _("Language"), _("Worker")]
    lines = (
        (
            text(row.text),
            row.due,
            row.expected,
            row.name,
            row.household,
            row.municipality,
            str(KINDS.get(row.kind, row.kind)),
            str(OWNERS.get(row.owner, row.owner)),
            language_name(row.language),
            row.worker,
        )
        for row in rows
    )
    return dated(_("worklist"), _("Worklist"), headings, lines)


@require_POST
@member_required
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the filters under a name."""
    member = _guide(request)
    form = ViewForm(request.POST)
    query = form.data.get("query", "")
    if form.is_valid():
        try:
            actions.save_view(member, name=form.cleaned_data["name"], query=form.cleaned_data["query"])
            messages.success(request, _("The view was saved."))
        except Refused as refused:
            messages.error(request, str(refused))
    else:
        messages.error(request, _("Give the view a name."))
    return redirect(f"{reverse('dossiers:worklist')}?{query}")


@require_POST
@member_required
def delete_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Forget a saved view."""
    actions.delete_view(_guide(request), view_id)
    messages.success(request, _("The view was removed."))
    return redirect("dossiers:worklist")


def back(request: HttpRequest, otherwise: str) -> str:
    """Where a form asks to return to: a path of this site, or ``otherwise``."""
    wanted = request.POST.get("next", "")
    return wanted if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, None) else otherwise
