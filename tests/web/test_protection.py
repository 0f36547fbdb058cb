"""Headers, cookies, hosts and redirects; files that come in, and spreadsheets that go out."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
import zlib

import pytest
from addresses import addresses
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from reisgenoot.access.errors import Refused
from reisgenoot.access.identity import acting_as
from reisgenoot.dossiers import actions
from reisgenoot.dossiers.filetypes import LARGEST, recognise
from reisgenoot.dossiers.models import Document
from reisgenoot.web.api import is_call
from reisgenoot.web.spreadsheet import spreadsheet

pytestmark = pytest.mark.django_db
EVERY_ANSWER = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def answers(guided) -> dict[str, object]:
    """One of each kind: pages, errors, redirects, files, static files. Calls of the API: tests/api/test_reading.py."""
    browser = guided.browser("guide")
    pages = {name: address for name, address in addresses(guided).items() if not is_call(address)}
    made = {name: browser.get(address) for name, address in pages.items()}
    made["static"] = browser.get("/static/web/app.js")
    made["log in"] = Client().get("/account/login/")
    made["to log-in"] = Client().get("/")
    return made | errors(guided)


def errors(guided) -> dict[str, object]:
    """Those by their status, and one for another host."""
    browser, there = guided.browser("guide"), addresses(guided)
    browser.raise_request_exception = False
    made = {"404": browser.get("/nothing/")}
    made["405"] = browser.get(there["dossiers:note"])
    made["422"] = browser.post(there["dossiers:note"], {})
    made["another host"] = browser.get("/", headers={"Host": "evil.example"})
    made["400"] = browser.post(there["dossiers:note"], {"text": "a\0b"})
    made["413"] = browser.generic("POST", "/", b"", CONTENT_LENGTH=str(settings.LARGEST_BODY + 1))
    return made


def test_every_answer_says_what_a_browser_may_do_with_it(guided):
    for name, answer in answers(guided).items():
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, name
        assert "unsafe" not in policy, name
        if not policy.startswith("sandbox"):
            for part in (
                "object-src 'none'",
                "base-uri 'none'",
                "frame-ancestors 'none'",
                "form-action 'self'",
            ):
                assert part in policy, name
        for header, value in EVERY_ANSWER.items():
            assert answer.headers[header] == value, (name, header)
        assert "camera=()" in answer.headers["Permissions-Policy"], name
        assert ("no-store" in answer.headers["Cache-Control"]) is (name != "static"), name


def test_errors_have_their_own_status(guided):
    got = {name: answer.status_code for name, answer in errors(guided).items()}
    assert got.pop("another host") == 400
    assert got == {name: int(name) for name in got}


def test_an_error_of_the_server_tells_nothing(guided, monkeypatch):
    monkeypatch.setattr("reisgenoot.dossiers.queries.asked", lambda member: 1 / 0)
    browser = guided.browser("guide")
    browser.raise_request_exception = False
    answer = browser.get("/questions/")
    assert answer.status_code == 500
    assert "division" not in answer.content.decode()
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_no_cookie_is_read_by_a_script_or_sent_from_another_site(guided):
    client = Client()
    client.get("/account/login/")
    client.force_login(guided.people["guide"].user)
    client.post("/language/setlang/", {"language": "en", "next": "/"})
    assert set(client.cookies) >= {"csrftoken", "sessionid", "django_language"}
    for name in ("csrftoken", "django_language"):
        assert client.cookies[name]["httponly"], name
        assert client.cookies[name]["samesite"] == "Lax", name
    answer = Client().post("/account/login/", {"login": "x", "password": "y"})
    assert answer.status_code in (200, 422)


def test_behind_https_everything_stays_there():
    """What the settings make of REISGENOOT_HTTPS."""
    names = "SECURE_HSTS_SECONDS SECURE_HSTS_INCLUDE_SUBDOMAINS SECURE_SSL_REDIRECT SESSION_COOKIE_SECURE"
    names += " CSRF_COOKIE_SECURE LANGUAGE_COOKIE_SECURE SESSION_COOKIE_NAME CSRF_COOKIE_NAME"
    names += " LANGUAGE_COOKIE_NAME DEBUG"
    asked = (
        f"from reisgenoot.config import settings as s; print(*(getattr(s, it) for it in '{names}'.split()))"
    )
    environment = {**os.environ, "REISGENOOT_HTTPS": "1", "REISGENOOT_SECRET_KEY": "x"}
    told = subprocess.run(
        [sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == [
        *("31536000", "True", "True", "True", "True", "True"),
        *("__Host-sessionid", "__Host-csrftoken", "__Host-language", "False"),
    ]


def test_hsts_and_the_redirect_to_https():
    with override_settings(
        SECURE_SSL_REDIRECT=True, SECURE_HSTS_SECONDS=31536000, SECURE_HSTS_INCLUDE_SUBDOMAINS=True
    ):
        plain = Client().get("/account/login/")
        assert (plain.status_code, plain.headers["Location"]) == (301, "https://testserver/account/login/")
        answer = Client().get("/account/login/", secure=True)
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "///evil.example", "/\t/evil.example",
     "\\\\evil.example", "javascript:alert(1)", "http:evil.example", "/%0d%0aLocation:x", "https:/evil.example"],
)  # fmt: skip
def test_no_form_leads_to_another_site(wanted, guided):
    browser, there = guided.browser("guide"), addresses(guided)
    for address in (there["dossiers:task-done"], "/language/setlang/"):
        answer = browser.post(address, {"on": "2026-01-05", "language": "en", "next": wanted})
        assert answer.status_code == 302
        assert re.fullmatch(r"/(?![/\\]).*", answer.headers["Location"]), address
        browser.post(there["dossiers:task-undo"])
    user = guided.people["guide"].user
    user.set_password("een lang wachtwoord")
    user.save()
    body = {"login": user.email, "password": "een lang wachtwoord", "next": wanted}
    logged_in = Client().post("/account/login/", body)
    assert logged_in.status_code == 302
    assert re.fullmatch(r"/(?![/\\]).*", logged_in.headers["Location"])


def office(**files: bytes) -> bytes:
    """A zip file with these names, ``__`` for a slash."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, content in files.items():
            packed.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


DOCX = {"word__document_dot_xml": b"<x/>"}
PACKED = (
    b"<< /Type /ObjStm /Filter /FlateDecode >> stream\n"
    + zlib.compress(b"<< /S /JavaScript /JS (x) >>")
    + b"\nendstream"
)
REFUSED = {
    "page.html": b"<script>alert(1)</script>",
    "picture.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "brief.pdf": b"<html><script>alert(1)</script>%PDF-1.4",
    "foto.jpg": b"<svg onload=alert(1)>",
    "foto.png": b"GIF89a<script>",
    "brief.docx": b"PK\x03\x04 and no zip",
    "brief.odt": office(**DOCX),
    "lijst.xlsm": office(**DOCX),
    "macro.docx": office(**DOCX, word__vbaProject_dot_bin=b"x"),
    "object.docx": office(**DOCX, word__embeddings__oleObject1_dot_bin=b"x"),
    "basic.odt": office(content_dot_xml=b"<x/>", Basic__Standard__m_dot_xml=b"x"),
    "script.pdf": b"%PDF-1.4 << /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>",
    "hidden.pdf": b"%PDF-1.4 << /S /J#61vaScript >>",
    "packed.pdf": b"%PDF-1.5 " + PACKED,
    "start.pdf": b"%PDF-1.4 << /S /Launch /F (cmd.exe) >>",
    "program.txt": b"MZ\x90\x00",
    "empty.pdf": b"",
    "no name": b"x",
    "brief.pdf.exe": b"%PDF-1.4",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_runs_or_is_not_what_it_says_is_refused(name, guided):
    with pytest.raises(Refused):
        recognise(name, REFUSED[name])
    there = addresses(guided)["dossiers:documents"]
    file = SimpleUploadedFile(name, REFUSED[name] or b" ", content_type="application/pdf")
    if REFUSED[name]:
        assert guided.browser("guide").post(there, {"file": file, "sensitivity": "normal"}).status_code == 422


def test_what_is_too_large_is_refused():
    with pytest.raises(Refused):
        recognise("brief.txt", b"x" * (LARGEST + 1))


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"%PDF-1.4 <html><script>alert(1)</script></html>", "brief.pdf"),
        (b"\xff\xd8\xff\xe0<script>alert(1)</script>", "foto.jpg"),
        (b"<script>alert(1)</script>", "tekst.txt"),
    ],
)
def test_two_things_in_one_file_are_only_ever_downloaded(content, name, guided):
    with acting_as(guided.people["guide"]) as guide:
        made = actions.add_document(guide, guided.dossier, name=name, content=content)
    got = guided.browser("guide").get(f"/documents/{made.pk}/")
    assert got.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "html" not in got.headers["Content-Type"]
    assert got.content == content


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/brief.pdf", "brief.pdf"),
        ("C:\\temp\\brief.pdf", "brief.pdf"),
        ("brief\r\nSet-Cookie: x=1.pdf", "briefSet-Cookie: x=1.pdf"),
        ("fdp.\u202efeirb.pdf", "fdp.feirb.pdf"),
        ("a" * 300 + ".pdf", "a" * 196 + ".pdf"),
    ],
)
def test_names_of_files_are_cleaned(given, kept, guided):
    with acting_as(guided.people["guide"]) as guide:
        made = actions.add_document(guide, guided.dossier, name=given, content=b"%PDF-1.4")
        assert Document.objects.get(pk=made.pk).name == kept
    disposition = guided.browser("guide").get(f"/documents/{made.pk}/").headers["Content-Disposition"]
    assert not re.search(r"[\r\n]", disposition)


LIVE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("http://x")',
    "=cmd|' /C calc'!A0",
    "http://x.example",
    "1e5",
]


def sheet_of(content: bytes) -> tuple[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return book.read("xl/worksheets/sheet1.xml").decode(), book.read("xl/styles.xml").decode()


def test_a_spreadsheet_holds_text_where_somebody_typed():
    """No formula, no link, and each with the mark that keeps it text when somebody edits the cell."""
    page, styles = sheet_of(spreadsheet("=x", LIVE, [LIVE]))
    assert "<f>" not in page
    assert "hyperlink" not in page
    cells = re.findall(r'<c r="\w+" s="(\d)" t="s">', page)
    assert len(cells) == 2 * len(LIVE)
    quoted = re.findall(r"<xf [^>]*>", styles.split("<cellXfs")[1].split("</cellXfs>")[0])
    assert all('quotePrefix="1"' in quoted[int(style)] for style in cells)


def test_every_spreadsheet_is_made_that_way(guided):
    """All addresses that end in it, whatever is linked from where."""
    with acting_as(guided.people["guide"]) as guide:
        actions.change_main_name(guide, guided.dossier, actions.NameParts(full='=HYPERLINK("http://x","y")'))
    tried = [address for address in addresses(guided).values() if address.endswith(".xlsx")]
    assert len(tried) >= 2
    for address in tried:
        who = "administrator" if "members" in address else "coordinator"
        answer = guided.browser(who).get(f"{address}?scope=team" if "worklist" in address else address)
        page, styles = sheet_of(answer.content)
        assert "<f>" not in page
        assert "quotePrefix" in styles
        assert answer.headers["Content-Disposition"].startswith("attachment")
