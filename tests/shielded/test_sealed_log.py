"""The sealed log: in the one chain, open to the own organisation alone, and unreadable once a dossier is erased."""

from __future__ import annotations

import hashlib

import factories
import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from factories import AsOwner, be

from reisgenoot.access import chain
from reisgenoot.access.models import AccessLog
from reisgenoot.vault import crypto, record

pytestmark = pytest.mark.django_db
_ENTRIES = """
    SELECT l.id, l.at, l.member_id, l.organisation_id, l.dossier_id, l.dossiers, l.act, l.part, l.basis, l.sealed,
           s.hash
    FROM access_logseal s JOIN access_accesslog l ON l.id = s.entry_id ORDER BY s.position
"""


def whole(as_owner: AsOwner) -> int:
    """Verify the chain as `reisgenoot verify-log` does, within this transaction; returns how many entries it has."""
    before = b""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(_ENTRIES)
        rows = cursor.fetchall()
        for *columns, sealed in rows:
            assert hashlib.sha256(before + chain.text_of(list(columns))).digest() == bytes(sealed)
            before = bytes(sealed)
        cursor.execute("SELECT count(*) FROM access_accesslog")
        assert cursor.fetchone() == (len(rows),)
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return len(rows)


def test_what_is_erased_can_be_read_by_nobody_and_the_chain_is_whole(helper, as_owner: AsOwner):
    handle, other = helper.open("Regenboog"), helper.open("Iemand anders")
    helper.client.get(reverse("shielded:dossier", args=[handle]))
    vault = helper.vault()
    gone, stays = vault.box(vault.meant(handle)), vault.box(vault.meant(other))
    assert [it.part for it in record.noted(vault, gone)[0]] == ["dossier", "opened"]
    before = whole(as_owner)
    assert (
        helper.client.post(reverse("shielded:erase", args=[handle]), {"name": "Regenboog"}).status_code == 200
    )
    assert whole(as_owner) == before + 1
    vault = helper.vault()
    (wrapped,) = vault.rows("SELECT wrapped_key FROM vault_box WHERE id = %s", [gone.id])[0]
    with pytest.raises(crypto.CannotOpen):
        crypto.unwrap(vault.keys.wrap, wrapped, vault.at(gone.id, "key"))
    readable = {it.id for box in vault.contents(vault.filled) for it in record.noted(vault, box)[0]}
    assert readable == {it.id for it in record.noted(vault, stays)[0]}
    assert len(readable) == 1
    # Whoever had kept the data key would still read them: it is the key that is gone, not the entries.
    assert [it.part for it in record.noted(vault, gone)[0]] == ["erased", "dossier", "opened"]


def test_only_the_professionals_of_the_organisation_see_the_entries(helper, helpers, as_owner: AsOwner):
    helper.open("Regenboog")

    def seen() -> int:
        return AccessLog.objects.filter(act=AccessLog.SEALED).count()

    be(helper.member)
    assert seen() == 1
    be(factories.member(as_owner, "coordinator", helper.member.organisation))
    assert seen() == 1
    for role in ("volunteer", "administrator", "privacy_officer"):
        be(factories.member(as_owner, role, helper.member.organisation))
        assert seen() == 0, role
    be(helpers().member)
    assert seen() == 0
    be(factories.member(as_owner, "privacy_officer"))
    assert seen() == 0


@pytest.mark.parametrize(
    "more",
    [
        {"act": "read", "sealed": b"x"},
        {"act": "sealed", "part": "dossier", "sealed": b"x"},
        {"act": "sealed"},
        {"act": "sealed", "sealed": b"x", "dossier_id": 1},
        {"act": "sealed", "sealed": b"x", "dossiers": [1]},
    ],
)
def test_a_sealed_entry_says_nothing_else(helper, more):
    be(helper.member)
    entry = AccessLog(member=helper.member, organisation=helper.member.organisation, **more)
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.save(force_insert=True)


def test_nobody_writes_in_anothers_name_or_without_being_a_professional(helper, helpers, as_owner: AsOwner):
    stranger = helpers()
    volunteer = factories.member(as_owner, "volunteer", helper.member.organisation)
    for actor, name in ((stranger.member, helper.member), (volunteer, volunteer)):
        be(actor)
        entry = AccessLog(member=name, organisation=name.organisation, act="sealed", sealed=b"x")
        with pytest.raises(DatabaseError), transaction.atomic():
            entry.save(force_insert=True)
