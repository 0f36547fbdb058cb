"""The tasks of a dossier as HTML: their template is rendered once for a page, and filled in here for each.

A template engine takes several times as long over so many small pieces; the worklist does the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from reisgenoot.web.templatetags.web import day, short_day, text

from ..forms import tick_fields
from ..handing import ADULTHOOD
from ..labels import OWNERS
from ..queries import DossierPage

LEADS_TO = {ADULTHOOD: "dossiers:handover-new"}
"""Tasks that are done on another page of the dossier."""


class TaskRows:
    """Makes the rows of one page; ``named`` are the texts of milestones and tasks by id."""

    def __init__(
        self, request: HttpRequest, page: DossierPage, named: Mapping[str, Mapping[str, str]]
    ) -> None:
        here = reverse("dossiers:dossier", args=[page.dossier_id])
        fields = mark_safe(tick_fields(request, here).replace("%", "%%"))
        self.page, self.named = page, named
        self.row = str(render_to_string("dossiers/parts/task.html"))
        self.tick = str(render_to_string("dossiers/parts/tick.html", {"tick_fields": fields}))
        self.address = reverse("dossiers:task-done", args=[page.dossier_id, "KEY"])
        self.late, self.due, self.expected = _("was due"), _("due"), _("expected about")
        self.undated, self.household = _("no date"), _("for the whole household")
        self.waits, self.begins, self.unconfirmed = _("Waits for:"), _("Begins on"), _("not confirmed")

    def of(self, entries: Iterable[Mapping[str, Any]], state: str) -> SafeString:
        """The rows of tasks in one state: overdue, open or waiting."""
        return mark_safe(
            "".join(self._row(entry, state) for entry in entries)
        )  # templates and escaped values

    def _row(self, entry: Mapping[str, Any], state: str) -> str:
        task = entry["task"]
        owner = str(OWNERS.get(task.owner, task.owner))
        values = {
            "text": escape(entry["text"]),
            "why": escape(entry["why"]),
            "owner": escape(f"{owner} · {self.household}" if task.per == "household" else owner),
            "when": self._when(task, state),
            "more": self._more(entry),
            "ground": self._ground(task.ground) if task.ground else "",
            "address": escape(self.address.replace("KEY", task.id)),
        }
        offered = state != "waiting" and self.page.may_record
        return self.row % {**values, "tick": self.tick % values if offered else ""}

    def _when(self, task: Any, state: str) -> str:
        parts = []
        if task.due:
            badge, words = ("badge-late", self.late) if state == "overdue" else ("badge-plain", self.due)
            parts.append(
                format_html('<span class="badge {}">{} {}</span>', badge, words, short_day(task.due))
            )
        if task.expected:
            shown = f"{self.expected} {short_day(task.expected)}"
            parts.append(format_html('<span class="soft small">{}</span>', shown))
        return "<br>".join(parts) or format_html('<span class="soft small">{}</span>', self.undated)

    def _more(self, entry: Mapping[str, Any]) -> str:
        """What helps, and what it waits for or when it begins."""
        task, shown = entry["task"], ""
        if entry["help"]:
            shown = format_html('<br><span class="small">{}</span>', text(entry["help"]))
        begun = task.starts is not None and task.starts <= self.page.plan.on
        if task.id in LEADS_TO and begun and self.page.may_record:
            where = reverse(LEADS_TO[task.id], args=[self.page.dossier_id])
            shown += format_html('<br><a class="no-print" href="{}">{}</a>', where, _("Begin the hand-over"))
        if task.waits_for:
            what = ", ".join(text(self.named.get(key)) or key for key in task.waits_for)
            shown += format_html('<br><span class="small soft">{} {}</span>', self.waits, what)
        elif task.starts and task.starts > self.page.plan.on:
            shown += format_html('<br><span class="small soft">{} {}</span>', self.begins, day(task.starts))
        return shown

    def _ground(self, ground: Any) -> str:
        doubt = format_html(' <span class="badge badge-soon">{}</span>', self.unconfirmed)
        return format_html(
            '<p><a href="{}" rel="noreferrer noopener">{}</a>{}</p>',
            ground.url,
            text(ground.cited),
            "" if ground.confirmed else doubt,
        )
