"""The vault itself, as the application's role and as a superuser: who gets in, what is refused, what a key is."""

from __future__ import annotations

import base64
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from uuid import uuid4

import factories
import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from factories import AsOwner, be
from helping import helping

from reisgenoot.access.errors import NotFound
from reisgenoot.access.models import Organisation
from reisgenoot.vault import boxes, crypto, keys, rotation
from reisgenoot.vault.boxes import open_vault
from reisgenoot.vault.change import changing
from reisgenoot.vault.errors import KeyMissing, KeyWrong, Tampered

pytestmark = pytest.mark.django_db


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


INSERT = "INSERT INTO vault_box VALUES (%s, %s, %s, %s, %s, %s, %s)"


def a_row(organisation: Organisation, kind: str) -> list[object]:
    wrapped, card, content, tokens = boxes.blank(boxes.LEAST_CONTENT)
    by_name = {"id": uuid4(), "organisation_kind": kind, "wrapped_key": wrapped, "card": card}
    by_name |= {"content": content, "tokens": tokens, "organisation_id": organisation.pk}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM vault_box LIMIT 0")
        return [by_name[column.name] for column in cursor.description]


@pytest.mark.parametrize("table", ["vault_box", "vault_shelf"])
def test_nobody_but_the_professionals_of_the_organisation(helper, helpers, as_owner: AsOwner, table):
    helper.open("Regenboog")
    own = helper.member.organisation
    be(helper.member)
    assert count(table) > 0
    be(factories.member(as_owner, "coordinator", own))
    assert count(table) > 0
    for role in ("volunteer", "administrator", "privacy_officer", "policy_maker", "newcomer"):
        be(factories.member(as_owner, role, own))
        assert count(table) == 0, role
    be(helpers().member)
    assert count(table) == 0
    be(factories.member(as_owner))  # of a municipality
    assert count(table) == 0
    be(None)
    assert count(table) == 0


def test_nobody_deletes_a_box_or_opens_the_wall(helper):
    helper.open("Regenboog")
    be(helper.member)
    for statement in (
        "DELETE FROM vault_box",
        "TRUNCATE vault_box",
        "DELETE FROM vault_shelf",
        "ALTER TABLE vault_box DROP CONSTRAINT box_of_helping_kind",
        "ALTER TABLE vault_box DROP CONSTRAINT box_of_organisation",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def put(values: list[object], outside: Callable[[], AbstractContextManager[None]]) -> None:
    with transaction.atomic(), outside(), connection.cursor() as cursor:
        cursor.execute(INSERT, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    "kind", ["ind", "coa", "gza", "municipality", "legal_aid", "housing_association", "other"]
)
@pytest.mark.parametrize("said", ["their own", "church"])
@pytest.mark.parametrize("superuser", [False, True])
def test_no_authority_ever_has_a_box(as_owner: AsOwner, kind, said, superuser):
    """By constraint: whatever kind the row says, and for a superuser too."""
    with as_owner():
        theirs = Organisation.objects.create(slug=f"x-{kind}", name="X", kind=kind)
    be(factories.member(as_owner, organisation=theirs))
    values = a_row(theirs, kind if said == "their own" else said)
    with pytest.raises(DatabaseError) as refused:
        put(values, as_owner if superuser else nullcontext)
    assert ("box_of_helping_kind" if said == "their own" else "box_of_organisation") in str(refused.value)


def test_no_organisation_becomes_an_authority_while_it_keeps_boxes(helper, as_owner: AsOwner):
    helper.open("Regenboog")
    with pytest.raises(DatabaseError), transaction.atomic(), as_owner(), connection.cursor() as cursor:
        cursor.execute("UPDATE access_organisation SET kind = 'municipality'")


def test_what_belongs_to_another_box_is_refused(helper, as_owner: AsOwner):
    one, two = helper.open("Een"), helper.open("Twee")
    vault = helper.vault()
    a, b = vault.meant(one), vault.meant(two)
    for swap in ("content", "card", "wrapped_key", "wrapped_key, card, content"):
        columns = swap.split(", ")
        taken = vault.rows(f"SELECT {swap} FROM vault_box WHERE id = %s", [a])[0]
        kept = vault.rows(f"SELECT {swap} FROM vault_box WHERE id = %s", [b])[0]
        set_to = ", ".join(f"{column} = %s" for column in columns)
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE vault_box SET {set_to} WHERE id = %s", [*taken, b])
        with pytest.raises(Tampered):
            helper.vault().box(b)
        assert helper.client.get(reverse("shielded:dossier", args=[two])).status_code == 503
        be(helper.member)
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE vault_box SET {set_to} WHERE id = %s", [*kept, b])
    assert helper.client.get(reverse("shielded:dossier", args=[two])).status_code == 200


def test_a_box_of_another_organisation_cannot_be_put_among_ones_own(helper, helpers, as_owner: AsOwner):
    other = helpers()
    handle = other.open("Van een ander")
    vault = other.vault()
    key = vault.meant(handle)
    mine = helper.open("Van mij")
    target = helper.vault().meant(mine)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE vault_box b SET wrapped_key = o.wrapped_key, card = o.card, content = o.content"
            " FROM vault_box o WHERE o.id = %s AND b.id = %s",
            [key, target],
        )
    with pytest.raises(Tampered):
        helper.vault().box(target)


def test_a_wrong_key_says_so_and_nothing_else(helper, key_folder: Path, caplog):
    handle = helper.open("Regenboog")
    file = keys.key_file(helper.member.organisation.slug)
    file.unlink()
    keys.write_key(file, keys.new_key())
    for address in ("/begeleiding/", f"/begeleiding/{handle}/"):
        answer = helper.client.get(address)
        assert answer.status_code == 503
        assert "niet die waarmee" in answer.content.decode()
        assert "Regenboog" not in answer.content.decode()
    with pytest.raises(KeyWrong):
        helper.vault()
    assert "Traceback" not in caplog.text
    assert "Regenboog" not in caplog.text


def test_without_a_key_the_page_says_whom_to_ask_and_nothing_leads_there(helpers, as_owner: AsOwner):
    guide = helpers(helping(as_owner, key=False))
    assert guide.client.get("/begeleiding/").status_code == 503
    assert "/begeleiding/" not in guide.client.get("/").content.decode()
    with pytest.raises(KeyMissing, match="vault-key"):
        guide.vault()


def test_where_a_key_comes_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    key, other = keys.new_key(), keys.new_key()
    keys.write_key(keys.key_file("kerk-a"), key)
    assert stat.S_IMODE(keys.key_file("kerk-a").stat().st_mode) == 0o600
    assert keys.organisation_key("kerk-a") == key
    text = keys.key_file("kerk-a").read_text()
    program = tmp_path / "door"
    program.write_text(f'#!/bin/sh\n[ "$1" = kerk-b ] && [ $# = 1 ] && echo {text}')
    program.chmod(0o700)
    monkeypatch.setenv("REISGENOOT_KEY_COMMAND", str(program))
    assert keys.organisation_key("kerk-b") == key
    with pytest.raises(KeyMissing):
        keys.organisation_key("kerk-c")
    monkeypatch.setenv("REISGENOOT_KEY_KERK_A", crypto_text(other))
    assert keys.organisation_key("kerk-a") == other
    monkeypatch.setenv("REISGENOOT_KEY_KERK_A", "bm9wZQ==")
    with pytest.raises(KeyMissing) as short:
        keys.organisation_key("kerk-a")
    assert "bm9wZQ" not in str(short.value)
    with pytest.raises(KeyMissing):
        keys.organisation_key("../kerk-a")
    with pytest.raises(FileExistsError):
        keys.write_key(keys.key_file("kerk-a"), other)


def crypto_text(key: bytes) -> str:
    return base64.b64encode(key).decode()


def test_a_handle_says_nothing_and_another_organisations_leads_nowhere(helper, helpers):
    handle = helper.open("Regenboog")
    vault = helper.vault()
    key = vault.meant(handle)
    assert len(handle) == 22
    assert vault.handle(key) == handle
    assert key.hex not in handle
    stranger = helpers()
    stranger.open("Een ander")
    stranger.client.get("/", follow=True)  # shows the message that it was opened
    theirs = stranger.client.get(f"/begeleiding/{handle}/")
    invented = stranger.client.get(f"/begeleiding/{'A' * 22}/")
    nonsense = stranger.client.get("/begeleiding/nonsense/")
    nowhere = stranger.client.get("/nergens/")
    assert {answer.status_code for answer in (theirs, invented, nonsense, nowhere)} == {404}

    def shown(answer, path):
        lines = answer.content.decode().replace(path, "").splitlines()
        return [line for line in lines if "csrf" not in line.lower() and "aria-current" not in line]

    assert shown(theirs, f"begeleiding/{handle}") == shown(invented, f"begeleiding/{'A' * 22}")
    assert shown(theirs, f"begeleiding/{handle}") == shown(nonsense, "begeleiding/nonsense")


def test_another_key_opens_everything_and_the_old_one_nothing(helper):
    handles = [helper.open(name) for name in ("Een", "Twee", "Drie")]
    vault = helper.vault()
    before = {vault.meant(handle): vault.box(vault.meant(handle)) for handle in handles}
    contents = dict(vault.rows("SELECT id, content FROM vault_box", []))
    tokens = dict(vault.rows("SELECT id, tokens FROM vault_box", []))
    slug = helper.member.organisation.slug
    old, new = keys.organisation_key(slug), keys.new_key()
    assert rotation.rotate(helper.member, old, new) == len(contents)
    with pytest.raises(KeyWrong):
        helper.vault()
    keys.key_file(slug).unlink()
    keys.write_key(keys.key_file(slug), new)
    after = helper.vault()
    assert {key: after.box(key) for key in before} == before
    assert dict(after.rows("SELECT id, content FROM vault_box", [])) == contents
    assert not set(dict(after.rows("SELECT id, tokens FROM vault_box", [])).values()) & set(tokens.values())
    assert [row.name for row in helper.client.post("/begeleiding/", {"q": "twee"}).context["found"]] == [
        "Twee"
    ]
    with pytest.raises(NotFound):
        after.box(after.meant(handles[0]))  # addresses follow the key


def test_blank_boxes_are_added_in_batches(helper):
    vault = helper.vault()
    before = len(vault.rows("SELECT id FROM vault_box", []))
    assert before == boxes.BLANKS
    with changing(vault) as change:
        for number in range(boxes.BLANKS - 16):
            change.fill([f"w:{number}"], b"{}", b"{}")
    assert len(vault.rows("SELECT id FROM vault_box", [])) == before
    with changing(vault) as change:
        change.fill([], b"{}", b"{}")
    assert len(vault.rows("SELECT id FROM vault_box", [])) == before + boxes.BLANKS


def test_all_boxes_grow_together(helper):
    handle = helper.open("Regenboog")
    for _number in range(8):
        helper.post("note", handle, category="contact", text=os.urandom(2400).hex(), on="2026-01-05")
    vault = helper.vault()
    lengths = vault.rows("SELECT DISTINCT octet_length(content) FROM vault_box", [])
    assert lengths == [(2 * boxes.LEAST_CONTENT + crypto.OVERHEAD,)]


def test_a_dossier_that_is_full_says_so_and_keeps_what_was_typed(helper, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("reisgenoot.vault.change.MOST_CONTENT", boxes.LEAST_CONTENT)
    handle = helper.open("Regenboog", other_names="\n".join("汉字名" * 40 for _number in range(5)))
    body = {"category": "contact", "on": "2026-01-05"}
    statuses = [
        helper.post("note", handle, text=os.urandom(2400).hex(), **body).status_code for _number in range(6)
    ]
    assert (statuses[0], statuses[-1]) == (302, 422)
    refused = helper.post("note", handle, text=os.urandom(2400).hex() + " blijft staan", **body)
    assert "blijft staan" in refused.content.decode()
    assert "vol" in refused.content.decode()


def fill_and_fail(vault: boxes.Vault) -> None:
    with changing(vault) as change:
        change.fill([], b"{}", b"{}")
        raise RuntimeError


def test_what_was_refused_is_not_seen_by_who_reads_on(helper):
    vault = helper.vault()
    with pytest.raises(RuntimeError):
        fill_and_fail(vault)
    assert vault.cards() == []


def test_the_command(as_owner: AsOwner, database_url: str, key_folder: Path):
    """Makes a key and an empty vault, never over another one; and changes it for another."""
    with psycopg.connect(database_url, autocommit=True) as superuser:
        superuser.execute("INSERT INTO access_organisation VALUES (-5, 'kerk-x', 'Kerk X', 'church', '')")
        superuser.execute(
            "INSERT INTO access_organisation VALUES (-6, 'gemeente-x', 'Gemeente X', 'municipality', '')"
        )
        try:
            done = command("kerk-x")
            assert (done.returncode, done.stderr) == (0, "")
            file = key_folder / "kerk-x.key"
            first = file.read_text()
            assert "exists already" in command("kerk-x").stderr
            assert superuser.execute("SELECT count(*) FROM vault_box").fetchone() == (boxes.BLANKS,)
            done = command("kerk-x", "--rotate")
            assert (done.returncode, done.stderr) == (0, "")
            assert (key_folder / "kerk-x.key.old").read_text() == first
            assert file.read_text() not in ("", first)
            assert "destroy" in command("kerk-x", "--rotate").stderr
            (key_folder / "kerk-x.key.old").unlink()
            second = file.read_text()
            file.write_text(first)  # a wrong key: nothing is changed, and nothing left behind
            assert "not the one" in command("kerk-x", "--rotate").stderr
            assert [path.name for path in key_folder.iterdir()] == ["kerk-x.key"]
            assert file.read_text() == first
            file.write_text(second)
            assert command("kerk-x", "--rotate").returncode == 0
            assert "keeps no shielded dossiers" in command("gemeente-x").stderr
            assert "no organisation" in command("kerk-y").stderr
            file.unlink()
            assert "locked with a key that is not here" in command("kerk-x").stderr
        finally:
            superuser.execute("DELETE FROM vault_box WHERE organisation_id = -5")
            superuser.execute("DELETE FROM vault_shelf WHERE organisation_id = -5")
            superuser.execute("DELETE FROM access_organisation WHERE id IN (-5, -6)")


def command(*words: str) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-m", "reisgenoot.cli", "vault-key", *words]
    return subprocess.run(call, capture_output=True, text=True, check=False)


def test_open_vault_is_for_professionals_of_helping_kinds(as_owner: AsOwner, helper):
    for role in ("volunteer", "administrator", "privacy_officer"):
        somebody = factories.member(as_owner, role, helper.member.organisation)
        be(somebody)
        with pytest.raises(NotFound):
            open_vault(somebody)
