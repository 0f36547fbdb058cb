"""Whoever has the whole database and the log files of the application learns nothing of who has a shielded dossier."""

from __future__ import annotations

import base64
import json
import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import factories
import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from factories import AsOwner, be
from helping import Helper

from reisgenoot.shielded import actions, queries
from reisgenoot.vault import crypto
from reisgenoot.vault.boxes import TOKENS

pytestmark = pytest.mark.django_db
SECRETS = (
    "Regenboogvlinder",
    "محمد المثال",
    "Zilvermeeuw",
    "Kindjelief",
    "1991-02-03",
    "2019-07-13",
    "2018-08-19",
    "De Verborgen Kelder",
    "Groningen",
    "Familie dreigt met geweld.",
    "Bij de tandarts geweest.",
    "Kledingbank Noord",
    "info@kleding.example",
    "trafficking",
    "elsewhere",
    "Gesprek in het park",
)


@pytest.fixture
def log_file(tmp_path: Path) -> Iterator[Path]:
    """Everything that the application logs, as its own settings log it."""
    file = tmp_path / "application.log"
    handler = logging.FileHandler(file)
    logging.getLogger().addHandler(handler)
    yield file
    logging.getLogger().removeHandler(handler)
    handler.close()


def dump(as_owner: AsOwner) -> bytes:
    """Every table as pg_dump would write it: COPY in text, of all that stands there in this transaction."""
    parts = []
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # as at commit: the log is sealed
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            with connection.connection.cursor() as raw, raw.copy(f'COPY "{table}" TO STDOUT') as copy:
                parts += [table.encode(), *(bytes(part) for part in copy)]
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return b"\n".join(parts)


def forms(secret: str) -> Iterator[bytes]:
    """Every way in which a text could stand in a dump."""
    plain = secret.encode()
    yield from (plain, plain.hex().encode(), json.dumps(secret)[1:-1].encode(), secret.lower().encode())
    for shift in range(3):  # base64, wherever it begins
        encoded = base64.b64encode(b"\0" * shift + plain)
        yield encoded[4 if shift else 0 : -4]
    for year, month, day in re.findall(r"(\d{4})-(\d\d)-(\d\d)", secret):
        yield f"{int(day)}-{int(month)}-{year}".encode()
        yield f"{year}{month}{day}".encode()


def a_life(helper: Helper) -> tuple[str, str]:
    """A dossier with something of everything, made through the pages."""
    place = {"name": "De Verborgen Kelder", "city": "Groningen", "kind": "lvv", "capacity": 2}
    assert helper.client.post(reverse("shielded:shelters"), place).status_code == 302
    number = helper.client.get(reverse("shielded:shelters")).context["shelters"][0].shelter.number
    handle = helper.open("Regenboogvlinder", other_names="محمد المثال\nZilvermeeuw")
    child = helper.open("Kindjelief")
    sent = [
        ("attributes", {"born": "1991-02-03", "perspective": "elsewhere"}),
        ("record", {"key": "met", "on": "2019-07-13", "save": "1", "note": "Gesprek in het park"}),
        ("safety", {"danger": "trafficking", "text": "Familie dreigt met geweld.", "on": "2026-01-05"}),
        ("note", {"category": "health", "text": "Bij de tandarts geweest.", "on": "2026-01-05"}),
        ("partner", {"name": "Kledingbank Noord", "contact": "info@kleding.example"}),
        ("stay", {"shelter": number, "begins_on": "2018-08-19", "ends_on": "2018-08-23"}),
        ("family", {"other": child, "role": "child"}),
    ]
    for page, body in sent:
        assert helper.post(page, handle, **body).status_code == 302, page
    helper.client.post(reverse("shielded:people"), {"q": "Regenboogvlinder"})
    for page in ("dossier", "looked", "export-json", "export-pdf"):
        assert helper.client.get(reverse(f"shielded:{page}", args=[handle])).status_code == 200
    return handle, child


def errors(
    helper: Helper, helpers: Callable[..., Helper], handle: str, monkeypatch: pytest.MonkeyPatch
) -> list[int]:
    """Everything that can go wrong, with secrets in what is sent; returns the statuses."""
    body = {"category": "health", "text": "Bij de tandarts geweest.", "on": "2026-01-05", "revision": 0}
    note = reverse("shielded:note", args=[handle])
    strict, loose = Client(enforce_csrf_checks=True), Client(raise_request_exception=False)
    for client in (strict, loose):
        client.force_login(helper.member.user)
    stranger = helpers()
    got = [
        strict.post(note, body).status_code,
        stranger.client.post(note, body).status_code,
        stranger.client.get(reverse("shielded:dossier", args=[handle])).status_code,
        helper.client.post(note, body).status_code,  # stale
        helper.post("attributes", handle, perspective="elsewhere", born="1991-02-03x").status_code,
        helper.client.put(note, body).status_code,
        loose.post(note, {f"field{number}": "Regenboogvlinder" for number in range(1100)}).status_code,
    ]
    be(None)

    def broken(*_: object, **how: object) -> None:
        raise ValueError(f"Invalid isoformat string: {how} Regenboogvlinder 1991-02-03")

    monkeypatch.setattr(actions, "add_note", broken)
    monkeypatch.setattr(queries, "dossier_page", broken)
    got += [
        loose.post(note, body).status_code,
        loose.get(reverse("shielded:dossier", args=[handle])).status_code,
    ]
    monkeypatch.undo()
    return got


def test_a_dump_and_the_logs_hold_nothing(
    helper: Helper,
    helpers: Callable[..., Helper],
    as_owner: AsOwner,
    log_file: Path,
    capfd: pytest.CaptureFixture[str],
    key_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    handle, child = a_life(helper)
    vault = helper.vault()
    boxes = [vault.box(vault.meant(it)) for it in (handle, child)]
    with monkeypatch.context() as broken:
        assert errors(helper, helpers, handle, broken) == [403, 404, 404, 422, 422, 405, 400, 500, 500]
    written = log_file.read_text() + "".join(capfd.readouterr())
    assert "Internal Server Error" in written  # it was logged where we look
    assert "ValueError" in written
    everything = dump(as_owner) + written.encode()
    assert b"vault_box" in everything
    assert len(mail.outbox) == 0
    found = [(secret, form) for secret in SECRETS for form in forms(secret) if form in everything]
    assert found == []
    # Nor what would tell which box it is: no address leads to a row, no id stands anywhere but in its own row.
    assert handle.encode() not in dump(as_owner)
    for box in boxes:
        assert everything.count(str(box.id).encode()) == 1
        assert box.id.hex.encode() not in everything.replace(str(box.id).encode(), b"")
        assert box.key.hex().encode() not in everything


def test_the_search_for_secrets_would_find_them(as_owner: AsOwner, helper: Helper) -> None:
    """The test above looks in the right place: what stands in a regular dossier is found."""
    factories.dossier(helper.member, "Regenboogvlinder", facts={"born": "1991-02-03"})
    everything = dump(as_owner)
    found = {secret for secret in SECRETS for form in forms(secret) if form in everything}
    assert found == {"Regenboogvlinder", "1991-02-03"}


def test_filled_and_blank_boxes_cannot_be_told_apart(helper: Helper, as_owner: AsOwner) -> None:
    vault = helper.vault()
    columns = "organisation_kind, octet_length(wrapped_key), octet_length(card), octet_length(content)"
    columns += ", octet_length(tokens), pg_column_size(b.*)"
    alike = f"SELECT DISTINCT {columns}, xmin::text FROM vault_box b"
    before = vault.rows("SELECT id FROM vault_box", [])
    a_life(helper)
    be(helper.member)
    assert {row[0] for row in vault.rows("SELECT id FROM vault_box", [])} == {row[0] for row in before}
    # One transaction wrote them all, the last change like every other: no row is newer, longer or shorter than another.
    assert len(vault.rows(alike, [])) == 1
    # No two rows have anything in common: a name that occurs twice would give its rows away.
    helper.open("Regenboogvlinder")
    be(helper.member)
    tokens = [row[0] for row in vault.rows("SELECT tokens FROM vault_box", [])]
    parts = [row[at : at + 16] for row in tokens for at in range(0, len(row), 16)]
    assert len(parts) == len(set(parts)) == len(before) * TOKENS
    for column in ("wrapped_key", "card", "content"):
        starts = [row[0][: crypto.NONCE] for row in vault.rows(f"SELECT {column} FROM vault_box", [])]
        assert len(set(starts)) == len(before)


def test_a_change_leaves_no_box_as_it_was(helper: Helper) -> None:
    """Between two dumps every row differs in every column, so the difference does not tell which one was changed."""
    handle = helper.open("Regenboog")
    vault = helper.vault()
    columns = ("wrapped_key", "card", "content", "tokens")
    before = {row[0]: row[1:] for row in vault.rows(f"SELECT id, {', '.join(columns)} FROM vault_box", [])}
    helper.post("partner", handle, name="Kledingbank")
    be(helper.member)
    after = {row[0]: row[1:] for row in vault.rows(f"SELECT id, {', '.join(columns)} FROM vault_box", [])}
    pairs = [pair for key in before for pair in zip(before[key], after[key], strict=True)]
    assert not [old for old, new in pairs if old == new]


def test_the_log_does_not_tell_how_many_or_who(helper: Helper, as_owner: AsOwner) -> None:
    """Entries of lists are equally long for none and for many; no two entries have anything in common."""
    helper.client.get(reverse("shielded:people"))
    handles = [helper.open(f"Naam {number}") for number in range(5)]
    helper.client.get(reverse("shielded:people"))
    for _time in range(2):
        helper.client.get(reverse("shielded:dossier", args=[handles[0]]))
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT sealed, act, part, basis, dossier_id, dossiers FROM access_accesslog ORDER BY id"
        )
        rows = cursor.fetchall()
    assert {row[1:] for row in rows} == {("sealed", "", "", None, None)}
    sealed = [bytes(row[0]) for row in rows]
    lists = [it for it in sealed if it[:1] == b"\x02"]
    assert len(lists) == 2
    assert len({len(it) for it in lists}) == 1
    assert len({len(it) for it in sealed if it[:1] == b"\x01"}) == 1
    pieces = [it[at : at + 16] for it in sealed for at in range(1, len(it) - 15, 16)]
    assert len(pieces) == len(set(pieces))


REGULAR = (
    "/",
    "/?scope=team",
    "/people/?q=regenboog",
    "/people/",
    "/overview/",
    "/questions/",
    "/worklist.xlsx",
)


@pytest.mark.parametrize("kind", ["vluchtelingenwerk", "church"])
def test_nothing_else_knows_of_them(helpers: Callable[..., Helper], as_owner: AsOwner, kind: str) -> None:
    """The other pages of the same organisation, and of a municipality: the same statements and the same answers."""
    guide = helpers(kind=kind)
    factories.dossier(guide.member, "Amina Gewoon")
    authority = factories.member(as_owner, "director")
    theirs = Client()
    theirs.force_login(authority.user)
    guide.vault()
    be(None)

    def look() -> list[tuple[list[str], str]]:
        seen = []
        for client in (guide.client, theirs):
            for address in REGULAR:
                with CaptureQueriesContext(connection) as ran:
                    answer = client.get(address)
                body = (
                    ""
                    if address.endswith("xlsx")
                    else re.sub(r'"[\w-]{40,}"|csrf\S+|"(?:once|whose)"[^>]*>', "", answer.content.decode())
                )
                seen.append(([re.sub(r"\d+|'[^']*'", "?", it["sql"]) for it in ran], body))
        return seen

    look()
    before = look()
    guide.open("Regenboog Verborgen")
    guide.client.get(reverse("shielded:people"))  # shows the message that it was opened
    after = look()
    assert after == before
    assert not [statement for statements, _body in after for statement in statements if "vault" in statement]
    assert not [body for _statements, body in after if "Verborgen" in body]


def test_opening_a_regular_dossier_does_not_know_of_them(helper: Helper) -> None:
    helper.open("Regenboog Verborgen")
    with CaptureQueriesContext(connection) as ran:
        answer = helper.client.post(
            "/people/new/", {"family": "Verborgen", "given": "Regenboog", "role": "head"}
        )
    assert answer.status_code == 302
    assert not [it["sql"] for it in ran if "vault" in it["sql"]]
