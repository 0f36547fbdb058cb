"""The cells of a checklist as HTML: their templates are rendered once for a page, and filled in here for each.

A template engine takes several times as long over so many small pieces; the worklist does the same.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from reisgenoot.dossiers.forms import tick_fields
from reisgenoot.web.templatetags.web import short_day, text

from ..queries import Cell, Checklist
from ..queries.checklist import ASIDE, Row

BADGES = {
    "done": "badge-good",
    "overdue": "badge-late",
    "open": "",
    "waiting": "badge-plain",
    ASIDE: "badge-plain",
}


class Cells:
    """Makes the cells of one page, which stands at ``here``."""

    def __init__(self, request: HttpRequest, shown: Checklist, here: str) -> None:
        self.shown = shown
        plain = {"here": here}
        fields = mark_safe(tick_fields(request, here).replace("%", "%%"))
        self.frame = str(render_to_string("settlement/parts/cell.html"))
        self.more = str(render_to_string("settlement/parts/cell_more.html"))
        self.tick = str(render_to_string("settlement/parts/cell_tick.html", {"tick_fields": fields}))
        self.undo = str(render_to_string("settlement/parts/cell_undo.html", plain, request))
        self.take_back = str(render_to_string("settlement/parts/cell_take_back.html", plain, request))
        self.done_at = reverse("dossiers:task-done", args=[0, "KEY"])
        self.undo_at = reverse("dossiers:task-undo", args=[0, "KEY"])
        self.item_at = reverse("settlement:item", args=[0, "KEY"])
        self.back_at = reverse("settlement:take-back", args=[0, "KEY"])
        self.of_person = _("the person does it")
        self.waits = _("Waits for:")
        self.words = {
            "done": _("done"),
            "overdue": _("was due"),
            "open": _("due"),
            "waiting": _("waits"),
            ASIDE: _("not applicable"),
        }
        self.undated, self.expected = _("open"), _("about")

    def of(self, row: Row, dossier_id: int, name: str, *, page: bool = False) -> SafeString:
        """The cell of one person; a dash where the item is not for them. ``page``: on the page of the item itself."""
        cell = row.cells.get(dossier_id)
        if cell is None:
            return mark_safe('<span class="soft" aria-hidden="true">–</span>')
        about = escape(f"{text(row.text)}, {name}" if name else text(row.text))
        values = {
            "badge": BADGES[cell.state],
            "state": escape(self._state(cell)),
            "about": about,
            "told": self._told(cell),
            "doing": self._doing(cell, about),
            "more": "" if page else self.more % {"item_at": self._at(self.item_at, cell), "about": about},
        }
        return mark_safe(self.frame % values)  # the template and escaped values

    def doer(self, cell: Cell | None) -> str:
        """Who does it, if somebody is named with the item."""
        if cell is None:
            return ""
        return str(self.of_person) if cell.written.by_person else cell.written.member

    def _state(self, cell: Cell) -> str:
        word, task = self.words[cell.state], cell.task
        if cell.state == ASIDE or task is None:
            return word
        if task.state == "done":
            return f"{word} {short_day(task.done_on)}"
        if task.due:
            return f"{word} {short_day(task.due)}"
        if task.expected:
            return f"{self.expected} {short_day(task.expected)}"
        return word if cell.state == "waiting" else self.undated

    def _told(self, cell: Cell) -> SafeString:
        """Who does it, the note, and what it waits for."""
        parts = [self.doer(cell), cell.written.note]
        if cell.state == ASIDE and cell.recorded:
            parts.append(cell.recorded.note)
        if cell.task and cell.task.waits_for and cell.state == "waiting":
            what = ", ".join(text(self.shown.names.get(key)) or key for key in cell.task.waits_for)
            parts.append(f"{self.waits} {what}")
        shown = " · ".join(part for part in parts if part)
        return format_html('<div class="small soft">{}</div>', shown) if shown else SafeString()

    def _doing(self, cell: Cell, about: str) -> str:
        """The form that ticks it off, or takes that back."""
        if cell.dossier_id not in self.shown.may_record:
            return ""
        if cell.state == ASIDE:
            return self.take_back % {"at": self._at(self.back_at, cell), "about": about}
        if cell.state == "done":
            if cell.recorded is None:  # something else completed it
                return ""
            values = {"at": self._at(self.undo_at, cell), "about": about, "seen": cell.recorded.fact_id}
            return self.undo % values
        return self.tick % {"at": self._at(self.done_at, cell)}

    @staticmethod
    def _at(address: str, cell: Cell) -> str:
        return escape(address.replace("/0/", f"/{cell.dossier_id}/").replace("KEY", cell.key))
