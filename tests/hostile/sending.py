"""Forms sent as a person fills them in, with something in them that no person types; what it did is undone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

from browse import Form
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from state import rows_written

MARK = "kenmerk"
SCRIPT = f"\"'><script>alert({MARK})</script><img src=x onerror=alert({MARK})>"
TEMPLATE = "{{ 7*7 }}" + MARK + " {% debug %} ${7*7}" + MARK + " #{7*7}" + MARK
NASTY = {
    "SQL that ends a text": "'; DROP TABLE dossiers_fact CASCADE; --",
    "SQL that is always true": "%' OR 1=1) OR ('%'='",
    "another SQL": "1) UNION SELECT NULL, version() --",
    "template": TEMPLATE,
    "header": "x\r\nSet-Cookie: x=1\r\nLocation: https://evil.example/\r\n\r\n<h1>",
    "script": SCRIPT,
    "path": "../../../../etc/passwd",
    "NUL": "a\0b",
    "emoji": "😀🏳️‍🌈 \U0010ffff",
    "turned": "a\u202egnp.exe\u2066",
    "huge number": "9" * 40,
    "just too big": str(2**63),
    "negative": "-1",
    "digits of another script": "١٢٣",
    "superscript": "²",
    "no date": "0000-00-00",
    "last date": "9999-99-99",
    "format": "%s%n%(x)s{0}{x!r}",
    "JSON": '{"$gt": ["\\ud800"]}',
    "elsewhere": "https://evil.example/",
}
READ_AS_NUMBERS = {
    *("huge number", "just too big", "negative", "digits of another script", "superscript"),
    *("NUL", "no date", "last date"),
}
"""What breaks where it is read as a number, a date or a row: of these each filter of a list is tried alone."""
FILLED = {
    "date": "2026-01-05",
    "email": "iemand@example.org",
    "textarea": "Een gewone zin van een paar woorden.",
    "search": "Hala",
    "password": "een lang wachtwoord",
    "checkbox": "on",
    "number": "3",
    "time": "10:30",
    "url": "https://example.org/",
    "tel": "0612345678",
}
"""What a person would fill in, by type of field."""
NAMED = {"v_number": "2900339578", "born": "1990-05-17", "postcode": "7001 AB"}
NOT_TYPED = {"csrfmiddlewaretoken", "once", "whose"}


def filled(form: Form) -> dict[str, Any]:
    """The form as a person would send it."""
    sent: dict[str, Any] = {}
    for name, (kind, value, choices) in form.fields.items():
        if kind == "file":
            sent[name] = SimpleUploadedFile("brief.txt", b"achternaam;voornaam\nNaam;Hala\n")
        elif choices:
            sent[name] = value or next((choice for choice in choices if choice), "")
        else:
            sent[name] = value.strip() or NAMED.get(name) or FILLED.get(kind, "Naam")
    return {name: value for name, value in sent.items() if name != "once"}


def typed(form: Form) -> list[str]:
    """The fields that hold something of one's own, files apart; of many columns the first few say enough."""
    return [name for name, (kind, _v, _c) in form.fields.items() if kind != "file" and name not in NOT_TYPED][
        :16
    ]


@contextmanager
def as_before(client: Client) -> Iterator[None]:
    """What is done inside is undone; whoever logged out by it is logged in again."""
    cookies = client.cookies
    client.cookies = deepcopy(cookies)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies = cookies


def send(client: Client, form: Form, body: dict[str, Any]) -> Any:
    """Send it, and undo what it did."""
    with as_before(client):
        return client.get(form.action, body) if form.method == "get" else client.post(form.action, body)


def told_wrong(answer: Any) -> set[str]:
    """The fields that the page shows as wrong."""
    marked = re.findall(r'<(?:input|select|textarea)[^>]*aria-invalid="true"[^>]*>', answer.content.decode())
    return {name for tag in marked for name in re.findall(r' name="([^"]+)"', tag)}


class Sender:
    """One form, in the browser of who has it: sends a text in fields of it, the rest as a person fills it in."""

    def __init__(self, client: Client, form: Form) -> None:
        self.client, self.form, self.names = client, form, typed(form)
        self.usual, self.went_usual = self.send([], "")

    def send(self, names: list[str], text: str) -> tuple[Any, tuple[int, int]]:
        """The answer; and how it went: the status, and how many rows were written."""
        before = rows_written()
        answer = send(self.client, self.form, {**filled(self.form), **dict.fromkeys(names, text)})
        return answer, (answer.status_code, rows_written() - before)

    def each(self, kind: str) -> Iterator[tuple[list[str], Any]]:
        """As if each field were sent alone: several at once only where none of them hides what another does."""
        text = NASTY[kind]
        left = self.names if self.form.method == "post" else []
        if left:
            answer, went = self.send(left, text)
            yield left, answer
            wrong = told_wrong(answer)
            if len(left) == 1 or self.taken(went):
                return
            left = [name for name in left if name not in wrong]
            if 1 < len(left) < len(self.names):
                answer, went = self.send(left, text)
                yield left, answer
                left = [] if self.taken(went) else left
        elif kind in READ_AS_NUMBERS:
            left = self.names
        else:  # of a list: what it is chosen from is looked up, one by one
            left = [name for name in self.names if self.form.fields[name][0] in ("text", "search")]
            if chosen := [name for name in self.names if name not in left]:
                yield chosen, self.send(chosen, text)[0]
        for name in left:
            yield [name], self.send([name], text)[0]

    def taken(self, went: tuple[int, int]) -> bool:
        """Whether all went as far as what a person fills in: it was written."""
        return went == self.went_usual and went[1] > 0
