"""A browser that goes everywhere it can: pages by their links, and the forms on them as they stand in the HTML."""

from __future__ import annotations

import io
import zipfile
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

OF_EACH = 2
"""Pages of one kind that are opened: what holds for two dossiers holds for all."""
MOST = 150


@dataclass
class Form:
    """One form: where it goes, and for each field its type, value and choices."""

    action: str
    method: str
    fields: dict[str, tuple[str, str, tuple[str, ...]]] = field(default_factory=dict)

    @property
    def view(self) -> str:
        """The name of the address that it goes to."""
        return view_of(self.action)

    def values(self) -> dict[str, str]:
        """What a browser sends if nothing is changed; not the token, which test clients do not need."""
        return {name: value for name, (_type, value, _choices) in self.fields.items()}


@dataclass
class Walk:
    """What was found: answers by address, and forms, each kind once for each address."""

    pages: dict[str, Any] = field(default_factory=dict)
    forms: list[Form] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self, here: str) -> None:
        super().__init__()
        self.here, self.links, self.forms = here, [], []  # type: ignore[var-annotated]
        self.form: Form | None = None
        self.select = self.textarea = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        about = {name: value or "" for name, value in attributes}
        if tag == "a" and about.get("href"):
            self.links.append(urljoin(self.here, about["href"]))
        elif tag == "form":
            action = urljoin(self.here, about.get("action") or self.here)
            self.form = Form(action.split("#")[0], about.get("method", "get").lower())
            self.forms.append(self.form)
        elif self.form is not None:
            self._control(tag, about)

    def _control(self, tag: str, about: dict[str, str]) -> None:
        assert self.form is not None
        name = about.get("name", "")
        if tag == "option" and self.select:
            kind, value, choices = self.form.fields[self.select]
            value = about.get("value", "") if "selected" in about else value
            self.form.fields[self.select] = (kind, value, (*choices, about.get("value", "")))
        elif name and name != "csrfmiddlewaretoken":
            kind = (
                tag if tag in ("select", "textarea") else about.get("type", "text" if tag == "input" else tag)
            )
            self.form.fields[name] = (kind, about.get("value", ""), ())
            self.select = name if tag == "select" else self.select
            self.textarea = name if tag == "textarea" else ""

    def handle_data(self, data: str) -> None:
        if self.textarea and self.form is not None:
            kind, value, choices = self.form.fields[self.textarea]
            self.form.fields[self.textarea] = (kind, value + data, choices)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.textarea = ""


def walk(client: Client, start: list[str]) -> Walk:
    """Open these addresses and all that they lead to, a few of each kind."""
    found, waiting, opened, known = Walk(), deque(start), Counter[str](), set(start)
    while waiting and len(found.pages) < MOST:
        address = waiting.popleft()
        view = view_of(address)
        if opened[view] >= OF_EACH and "?" not in address:
            continue
        opened[view] += 1
        answer = found.pages[address] = client.get(address)
        if "text/html" not in answer.headers.get("Content-Type", ""):
            continue
        links, forms = read(answer, address)
        found.forms += forms
        for link in links:
            if link not in known and view_of(link):
                known.add(link)
                waiting.append(link)
    return found


def read(answer: Any, here: str) -> tuple[list[str], list[Form]]:
    """The links within the site, and the forms, of a page."""
    reader = _Reader(here)
    reader.feed(answer.content.decode())
    links = [link.split("#")[0] for link in reader.links if link.startswith("/")]
    return links, reader.forms


def view_of(address: str) -> str:
    """The name of an address; empty if there is nothing there."""
    try:
        return resolve(urlsplit(address).path).view_name or "?"
    except Resolver404:
        return ""


def patterns() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Every address of the project: its name, its pattern, and the names of its parameters."""

    def each(resolver: Any, before: str, space: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        for it in resolver.url_patterns:
            if isinstance(it, URLResolver):
                yield from each(
                    it, before + str(it.pattern), f"{space}{it.namespace}:" if it.namespace else space
                )
            elif isinstance(it, URLPattern):
                names = tuple(it.pattern.converters) or tuple(it.pattern.regex.groupindex)
                yield f"{space}{it.name}", before + str(it.pattern), names

    yield from each(get_resolver(), "", "")


def everything_in(answer: Any) -> str:
    """All text of an answer: its headers, and its body, also what is packed in a spreadsheet."""
    body: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content
    told = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    told += str(answer.cookies)
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"\n".join(packed.read(name) for name in packed.namelist())
    text = body.decode("utf-8", errors="replace")
    return told + text + unescape(text)
