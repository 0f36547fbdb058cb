"""Input that no person types, through every field of every form, every address and every header.

The forms are those that stand on the pages of each role: a new one is tried by itself. Whatever is sent, the server
answers with a page of its own, runs nothing of it, shows it as text or not at all, and the tables stand as before.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from browse import Form, patterns, view_of, walk
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from sending import MARK, NASTY, READ_AS_NUMBERS, SCRIPT, TEMPLATE, Sender, as_before, filled, send, typed
from state import state, tables
from world import World

LONG = "x" * 1_000_000
PEOPLE = (
    "guide",
    "coordinator",
    "matched volunteer",
    "administrator",
    "privacy_officer",
    "policy_maker",
    "nobody",
)


@pytest.fixture(scope="module")
def forms(world: World) -> list[tuple[str, Form]]:
    """Each kind of form once, with who has it."""
    found: dict[tuple[str, tuple[str, ...]], tuple[str, Form]] = {}
    for who in PEOPLE:
        for form in walk(world.browser(who), ["/", *plain()]).forms:
            kind = sorted(name for name in form.fields if not name.startswith("seen-"))[:8]
            found.setdefault((form.view, tuple(kind)), (who, form))
    assert len({form.view for _who, form in found.values()}) > 20
    every = list(found.values())
    return [(who, form) for who, form in every if not any(asks_less(form, other) for _who, other in every)]


def asks_less(form: Form, other: Form) -> bool:
    """Whether a list is filtered by all of it, and more, in the other form too."""
    return form.method == "get" and form.view == other.view and set(form.fields) < set(other.fields)


def plain() -> list[str]:
    """The addresses that name nothing."""
    return [reverse(name) for name, _pattern, names in patterns() if not names]


def wrong_with(answer: Any) -> list[str]:
    """What an answer must not be."""
    found = [f"status {answer.status_code}"] if answer.status_code >= 500 else []
    for name, value in answer.headers.items():
        if "\r" in value or "\n" in value:
            found.append(f"a line end in {name}")
        if (
            name == "Location"
            and urlsplit(urljoin("https://here/", value.replace("\\", "/"))).netloc != "here"
        ):
            found.append(f"leads to {value}")
    if "x" in answer.cookies:
        found.append("a cookie of somebody else")
    if "text/html" in answer.headers.get("Content-Type", ""):
        page = answer.content.decode()
        found += [
            f"runs {it}"
            for it in (f"<script>alert({MARK}", f"onerror=alert({MARK})>", f"49{MARK}")
            if it in page
        ]
    return found


def asked(world: World, forms: list[tuple[str, Form]]) -> Iterator[tuple[Client, Form]]:
    """Each form in the browser of who has it."""
    browsers = {who: world.browser(who) for who in PEOPLE}
    for who, form in forms:
        yield browsers[who], form


@pytest.mark.slow
def test_each_field_alone(world: World, forms: list[tuple[str, Form]]) -> None:
    """The rest as a person fills it in, so that the one field gets as far as it can."""
    before, there, wrong, outside = state(), tables(), [], []
    for client, form in asked(world, forms):
        sender = Sender(client, form)
        if "sessionid" in client.cookies and "/login/" in sender.usual.headers.get("Location", ""):
            outside.append(form.view)
        for kind in NASTY if sender.names else ():
            for names, answer in sender.each(kind):
                if bad := wrong_with(answer):
                    wrong.append((form.action, names, kind, bad))
    assert outside == ["account_logout"]  # or forms were sent by nobody, and got nowhere
    assert wrong == []
    assert tables() == there
    assert {table for table, checksum in state().items() if checksum != before[table]} <= {
        "access_user"
    }  # last log-in


def test_all_fields_at_once_long_and_twice(world: World, forms: list[tuple[str, Form]]) -> None:
    wrong = []
    for client, form in asked(world, forms):
        names = typed(form)
        for kind, body in (
            (
                "long",
                dict.fromkeys(names, LONG) if form.method == "post" else dict.fromkeys(names, "x" * 20_000),
            ),
            ("twice", {name: [TEMPLATE, SCRIPT] for name in names}),
            ("lists", {f"{name}[]": "x" for name in names}),
            ("nothing", {}),
        ):
            if bad := wrong_with(send(client, form, {**filled(form), **body} if kind != "nothing" else {})):
                wrong.append((form.action, kind, bad))
    assert wrong == []


@pytest.mark.slow
def test_what_was_taken_in_is_shown_as_text(world: World, forms: list[tuple[str, Form]]) -> None:
    """What the forms keep stands on the pages afterwards, of everybody who sees it."""
    browsers = {who: world.browser(who) for who in PEOPLE}
    kept = 0
    for who, form in forms:
        texts = [name for name in typed(form) if form.fields[name][0] in ("text", "textarea", "search")]
        if form.method != "post" or not texts:
            continue
        for name in texts:
            for text in (SCRIPT, TEMPLATE):
                kept += browsers[who].post(form.action, {**filled(form), name: text}).status_code == 302
    assert kept > 10  # or the forms took in nothing, and there is nothing to look at
    seen, wrong = "", []
    for who, client in browsers.items():
        for address, answer in walk(client, ["/", *plain()]).pages.items():
            seen += answer.content.decode(errors="replace")
            if bad := wrong_with(answer):
                wrong.append((who, address, bad))
    assert wrong == []
    assert f"alert({MARK})" in seen
    assert "{{ 7*7 }}" in seen


@pytest.mark.slow
def test_names_of_files(world: World, forms: list[tuple[str, Form]]) -> None:
    wrong, took = [], 0
    for client, form in asked(world, forms):
        for name, (kind, _value, _choices) in form.fields.items():
            if kind != "file":
                continue
            for text in NASTY.values():
                for end in (".txt", ".csv", ".html", ".svg", ""):
                    file = SimpleUploadedFile("x", b"achternaam;voornaam\nNaam;Hala\n")
                    file._name = text + end  # type: ignore[attr-defined]  # as a hostile client sends it
                    took += 1
                    if bad := wrong_with(send(client, form, {**filled(form), name: file})):
                        wrong.append((form.action, text, end, bad))
    assert took
    assert wrong == []


@pytest.mark.slow
def test_addresses_and_what_stands_behind_them(world: World) -> None:
    """Each page of who may open it, with each parameter that its links and forms use, and some that others use."""
    wrong = []
    for who in ("coordinator", "administrator"):
        client = world.browser(who)
        seen = walk(client, ["/", *plain()])
        names = {name for form in seen.forms if form.method == "get" for name in form.fields} | {
            "page",
            "q",
            "next",
        }
        names |= {
            part.split("=")[0] for it in seen.pages if "?" in it for part in it.split("?")[1].split("&")
        }
        pages = {
            view_of(it): it.split("?")[0] for it, answer in seen.pages.items() if answer.status_code == 200
        }
        for address in pages.values():
            for kind, text in NASTY.items():
                with transaction.atomic():
                    answer = client.get(address, {name: [text, text] for name in sorted(names)})
                    transaction.set_rollback(True)
                if bad := wrong_with(answer):
                    wrong.append((who, address, kind, bad))
        # Alone, each that the first page itself asks for.
        first = [form for form in seen.forms if form.method == "get" and form.view == view_of("/")]
        own = {name for form in first for name in form.fields} | {"page", "q", "next", "scope"}
        for name in sorted(own):
            for kind in sorted(READ_AS_NUMBERS):
                answer = client.get("/", {name: NASTY[kind]})
                if bad := wrong_with(answer):
                    wrong.append((who, "/", name, kind, bad))
    assert wrong == []


@pytest.mark.parametrize("value", [2**63, 10**30, 0])
def test_numbers_in_addresses(world: World, value: int) -> None:
    client = world.browser("coordinator")
    for view, pattern, names in patterns():
        if names and not view.startswith("account_") and "<uuid:" not in pattern:
            values = {name: value if name not in TEXTS else "x" for name in names}
            address = reverse(view, kwargs=values)
            for method in (client.get, client.post):
                assert method(
                    address, {"answer": "Ja, sinds vorige maand.", "decision": "same"}
                ).status_code in (302, 401, 403, 404, 405, 415, 422), address


TEXTS = ("key", "handle", "task", "kind", "row", "provider_id")
"""Parameters that are no number."""
FORM = "application/x-www-form-urlencoded"
BODIES = {
    "text that is no UTF-8": (b"text=%ff%fe&name=\xff\xfe\xed\xa0\x80", FORM),
    "a broken file": (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="',
        "multipart/form-data; boundary=x",
    ),
    "no boundary": (b"--x\r\n", "multipart/form-data"),
    "JSON": (b'{"text": {"$gt": ""}}', "application/json"),
    "XML": (b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', "text/xml"),
    "too many fields": (b"&".join(b"a%d=1" % number for number in range(1500)), FORM),
    "another alphabet": ("text=é".encode("utf-16"), f"{FORM}; charset=utf-16"),
    "no alphabet": (b"text=x", f"{FORM}; charset=nonsense"),
    "nothing": (b"", ""),
}


@pytest.mark.parametrize(("body", "kind"), BODIES.values(), ids=BODIES)
def test_bodies_that_are_no_form(world: World, forms: list[tuple[str, Form]], body: bytes, kind: str) -> None:
    wrong = []
    for client, form in asked(world, forms):
        if form.method == "post":
            with as_before(client):
                answer = client.generic("POST", form.action, body, content_type=kind)
            if bad := wrong_with(answer):
                wrong.append((form.action, bad))
    assert wrong == []


def as_sent(text: str) -> str:
    """A header as the server hands it over: its bytes, each as one letter."""
    return text.encode().decode("latin-1")


HEADERS = (
    *(
        "Accept-Language",
        "Referer",
        "Origin",
        "User-Agent",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Forwarded-Proto",
    ),
    *(
        "X-HTTP-Method-Override",
        "Range",
        "If-Modified-Since",
        "If-None-Match",
        "HX-Request",
        "HX-Current-URL",
    ),
    *("HX-Target", "Accept", "Cookie", "Authorization"),
)


@pytest.mark.parametrize("header", HEADERS)
def test_headers_and_cookies(world: World, header: str) -> None:
    client, wrong = world.browser("guide"), []
    for kind, text in NASTY.items():
        for address in ("/", "/account/login/", "/people/?q=Hala"):
            with transaction.atomic():
                answer = client.get(address, headers={header: as_sent(text)})
                transaction.set_rollback(True)
            if bad := wrong_with(answer):
                wrong.append((address, kind, bad))
    assert wrong == []


@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken", "django_language", "messages", "x"])
@pytest.mark.parametrize("kind", NASTY)
def test_each_cookie(cookie: str, kind: str) -> None:
    client = Client(raise_request_exception=False)
    client.cookies[cookie] = as_sent(NASTY[kind])
    for address in ("/", "/account/login/"):
        with transaction.atomic():
            assert wrong_with(client.get(address)) == []
            assert wrong_with(client.post(address, {"login": "x", "password": "y"})) == []
            transaction.set_rollback(True)


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost@evil.example", "a b", "[::1", "x\0", ""]
)
def test_another_host_is_not_answered(host: str) -> None:
    answer = Client(raise_request_exception=False).get("/account/login/", headers={"Host": host})
    assert answer.status_code in ((200, 400) if host == "" else (400,))
    assert "evil" not in answer.content.decode()
