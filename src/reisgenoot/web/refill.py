"""Puts what was typed earlier back into a form of a finished page, whatever made the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from itertools import accumulate

from .once import OURS

NEVER = frozenset({"password", "file", "submit", "button", "image", "reset"})
"""Types of inputs that are left as the page has them."""
BOXES = frozenset({"checkbox", "radio"})
KEPT = "kept-form"
"""Id of a form that has none."""
Edit = tuple[int, int, str]
"""From where until where, and what comes there."""
Attributes = list[tuple[str, str | None]]


@dataclass
class _Form:
    """A form of the page: where it is sent, its id, the names in it, and what would put the fields back."""

    action: str
    id: str
    names: set[str] = field(default_factory=set)
    edits: list[Edit] = field(default_factory=list)


def refill(
    html: str,
    *,
    action: str,
    page: str,
    fields: Mapping[str, Sequence[str]],
    told: str,
    there: str,
    lost: str,
) -> str:
    """The page with the fields in the form sent to ``action``; above it ``told``, and ``there`` as a link to it.

    ``page`` is the page's own address: where a form without an action is sent. Of several forms that are sent there,
    the one that has most of the fields. Hidden fields come back too, so that a change of somebody else is noticed. If
    there is none, ``lost`` and what was typed stand above instead.
    """
    reader = _Reader(html, page, fields)
    reader.feed(html)
    reader.close()
    fitting = [it for it in reader.forms if it.action == action and it.names & set(fields)]
    if fitting:
        best = max(fitting, key=lambda it: len(it.names & set(fields)))
        edits = best.edits
        above = f'<span class="grow">{escape(told)} <a href="#{escape(best.id)}">{escape(there)}</a></span>'
    else:
        typed = "".join(f"<p>{escape(it)}</p>" for values in fields.values() for it in values if it.strip())
        edits, above = [], f'<div class="grow"><p>{escape(lost)}</p>{typed}</div>'
    if reader.messages is not None:
        at = reader.messages
        edits = [*edits, (at, at, f'<div class="message message-warning">{above}</div>')]
    for start, end, text in sorted(set(edits), reverse=True):
        html = html[:start] + text + html[end:]
    return html


class _Reader(HTMLParser):
    """Walks through the page and notes, for each form, what would put the fields back."""

    def __init__(self, html: str, page: str, fields: Mapping[str, Sequence[str]]) -> None:
        super().__init__(convert_charrefs=True)
        self.lines = [0, *accumulate(len(line) + 1 for line in html.split("\n"))]
        self.page, self.fields = page, fields
        self.forms: list[_Form] = []
        self.form: _Form | None = None
        self.messages: int | None = None
        self.shut: list[Edit | None] = []  # the folded parts that we are in, and what opens each
        self.select = ""
        self.area: tuple[str, int] | None = None
        self.used: dict[str, int] = {}

    def _at(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def _span(self) -> tuple[int, int]:
        start = self._at()
        return start, start + len(self.get_starttag_text() or "")

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Note what this tag is, and what it should be."""
        given = dict(attrs)
        if tag == "div" and given.get("id") == "messages":
            self.messages = self._span()[1]
        elif tag == "details":
            self.shut.append(
                None if "open" in given else (*self._span(), _tag(tag, [*attrs, ("open", None)]))
            )
        elif tag == "form" and (given.get("method") or "").lower() == "post":
            opening = [it for it in self.shut if it is not None]
            sent_to = (given.get("action") or "").split("#")[0]
            own_id = given.get("id") or KEPT
            named = (*self._span(), _tag(tag, [*(it for it in attrs if it[0] != "id"), ("id", own_id)]))
            self.form = _Form(sent_to or self.page, own_id, edits=[*opening, named])
            self.forms.append(self.form)
            self.used = {}
        elif self.form is not None:
            self._field(self.form, tag, attrs, given)

    def _field(self, form: _Form, tag: str, attrs: Attributes, given: dict[str, str | None]) -> None:
        name = given.get("name") or ""
        if tag == "option" and self.select:
            chosen = given.get("value") in self.fields.get(self.select, ())
            form.edits.append((*self._span(), _tag(tag, _with(attrs, "selected", chosen))))
            return
        if not name or name in OURS:
            return
        kind = (given.get("type") or "text").lower()
        if tag == "input" and kind not in NEVER:
            form.names.add(name)
            if kind in BOXES:
                chosen = (given.get("value") or "on") in self.fields.get(name, ())
                form.edits.append((*self._span(), _tag(tag, _with(attrs, "checked", chosen))))
            elif (value := self._next(name)) is not None:
                kept = [it for it in attrs if it[0] != "value"]
                form.edits.append((*self._span(), _tag(tag, [*kept, ("value", value)])))
        elif tag == "textarea":
            form.names.add(name)
            self.area = (name, self._span()[1])
        elif tag == "select":
            form.names.add(name)
            self.select = name if name in self.fields else ""

    def _next(self, name: str) -> str | None:
        """The next value of this name: a form may have several fields of one name."""
        number = self.used.get(name, 0)
        self.used[name] = number + 1
        values = self.fields.get(name, ())
        return values[number] if number < len(values) else None

    def handle_endtag(self, tag: str) -> None:
        """Leave what ends here."""
        if tag == "form":
            self.form = None
        elif tag == "details" and self.shut:
            self.shut.pop()
        elif tag == "select":
            self.select = ""
        elif tag == "textarea" and self.area is not None:
            name, start = self.area
            self.area = None
            if self.form is not None and (value := self._next(name)) is not None:
                self.form.edits.append((start, self._at(), "\n" + escape(value)))


def _with(attrs: Attributes, name: str, wanted: bool) -> Attributes:
    kept = [it for it in attrs if it[0] != name]
    return [*kept, (name, None)] if wanted else kept


def _tag(name: str, attrs: Attributes) -> str:
    shown = "".join(f" {it}" if value is None else f' {it}="{escape(value)}"' for it, value in attrs)
    return f"<{name}{shown}>"
