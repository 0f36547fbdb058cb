"""The log holds what it must, nobody of the application changes it, and what a superuser changes is found."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from factories import AsOwner, be, dossier, member

from reisgenoot.access import chain, tasks
from reisgenoot.access.log import log
from reisgenoot.access.models import AccessLog
from reisgenoot.dossiers.actions import match_volunteer

Superuser = psycopg.Connection[Any]


@pytest.mark.django_db
def test_an_entry_says_who_what_when_and_on_which_basis(as_owner: AsOwner) -> None:
    guide = member(as_owner)
    volunteer = member(as_owner, "volunteer", guide.organisation)
    opened = dossier(guide)
    match_volunteer(guide, opened, volunteer)
    log(guide, [opened.pk], "read", "dossier")
    be(volunteer)
    log(volunteer, [opened.pk], "read", "dossier")
    with as_owner():
        found = AccessLog.objects.filter(act="read").order_by("id")
        assert [(it.member, it.dossier_id, it.basis) for it in found] == [
            (guide, opened.pk, "acts_in_phase"),
            (volunteer, opened.pk, "volunteer"),
        ]


@pytest.mark.django_db
def test_a_page_of_a_list_is_one_entry_and_shows_nobody_the_others_on_it(as_owner: AsOwner) -> None:
    guide, partner = member(as_owner), member(as_owner)
    one, other = dossier(guide), dossier(guide)
    log(guide, [one.pk, other.pk], "appeared_in_list", "worklist")
    assert AccessLog.objects.get(dossiers__isnull=False).dossiers == [one.pk, other.pk]
    be(partner)
    assert not AccessLog.objects.filter(dossiers__isnull=False).exists()
    be(guide)
    with connection.cursor() as cursor:
        cursor.execute("SELECT member_id FROM access_appearances(%s)", [one.pk])
        assert cursor.fetchall() == [(guide.pk,)]
        be(partner)
        cursor.execute("SELECT member_id FROM access_appearances(%s)", [one.pk])
        assert cursor.fetchall() == []


@pytest.mark.django_db
def test_a_list_cannot_name_what_one_does_not_see(as_owner: AsOwner) -> None:
    guide, stranger = member(as_owner), member(as_owner)
    opened = dossier(guide)
    be(stranger)
    with pytest.raises(DatabaseError), transaction.atomic():
        log(stranger, [opened.pk], "appeared_in_list", "worklist")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE access_accesslog SET part = 'x'",
        "DELETE FROM access_accesslog",
        "TRUNCATE access_accesslog",
        "UPDATE access_logseal SET hash = ''",
        "DELETE FROM access_logseal",
        "INSERT INTO access_logseal VALUES (1, 1, '')",
        "SELECT access_log_append(l) FROM access_accesslog l",
    ],
)
def test_nobody_changes_the_log(as_owner: AsOwner, statement: str) -> None:
    """Not the application, and not the owner of the tables or a superuser either, as long as triggers run."""
    dossier(member(as_owner))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    if statement.startswith(("UPDATE", "DELETE", "TRUNCATE")):
        with pytest.raises(DatabaseError), transaction.atomic(), as_owner(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.django_db
def test_nobody_writes_in_the_past_or_another_basis(as_owner: AsOwner) -> None:
    guide = member(as_owner)
    opened = dossier(guide)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO access_accesslog (at, member_id, organisation_id, dossier_id, act, part, basis)"
            " VALUES ('2020-01-01', %s, %s, %s, 'read', '', 'consent') RETURNING at > now() - interval '1 hour', basis",
            [guide.pk, guide.organisation_id, opened.pk],
        )
        assert cursor.fetchone() == (True, "acts_in_phase")


@pytest.fixture
def culprit(database_url: str, django_db_setup: None, tmp_path: Path) -> Iterator[Superuser]:
    """A superuser who stops the triggers; thirteen entries in the chain, committed, and gone afterwards."""
    with psycopg.connect(database_url, autocommit=True) as superuser:
        superuser.execute("SET session_replication_role = replica")
        superuser.execute("DELETE FROM access_accesslog; DELETE FROM access_logseal")
        superuser.execute("INSERT INTO access_organisation VALUES (-1, 'x', 'x', 'other', '')")
        superuser.execute(
            "INSERT INTO access_accesslog (id, at, member_id, organisation_id, dossier_id, act, part, basis)"
            " SELECT n, '2026-11-01'::timestamptz + n * interval '1.000001 s', -1, -1, n, 'read', 'dossier', 'phase'"
            " FROM generate_series(1, 11) n"
        )
        superuser.execute(
            "INSERT INTO access_accesslog (id, at, member_id, organisation_id, dossiers, act, part, basis)"
            " VALUES (12, '2026-11-02', -1, -1, '{1,2,3}', 'appeared_in_list', 'zoeken é', '')"
        )
        superuser.execute(
            "INSERT INTO access_accesslog (id, at, member_id, organisation_id, sealed, act, part, basis)"
            " VALUES (13, '2026-11-02', -1, -1, '\\x0102ff', 'sealed', '', '')"
        )
        superuser.execute("SELECT access_log_append(l) FROM (SELECT * FROM access_accesslog ORDER BY id) l")
        yield superuser
        superuser.execute("DELETE FROM access_accesslog; DELETE FROM access_logseal")
        superuser.execute("DELETE FROM access_organisation WHERE id = -1")


def faults(superuser: Superuser, anchors: Path) -> set[str]:
    return {it.code for it in chain.verify(superuser, chain.read_anchors(anchors)).faults}


def anchored(superuser: Superuser, path: Path) -> None:
    chain.add_anchor(path, superuser.execute("SELECT * FROM access_log_head()").fetchone())


def make_anew(superuser: Superuser) -> None:
    """The whole chain again, as somebody would who covers their tracks."""
    superuser.execute("DELETE FROM access_logseal")
    superuser.execute("SELECT access_log_append(l) FROM (SELECT * FROM access_accesslog ORDER BY id) l")


CRIMES = {
    "changed": "UPDATE access_accesslog SET part = 'other' WHERE id = 5",
    "changed in what is sealed": "UPDATE access_accesslog SET sealed = '\\x0102fe' WHERE id = 13",
    "by another": "UPDATE access_accesslog SET member_id = -2 WHERE id = 5",
    "removed": "DELETE FROM access_accesslog WHERE id = 5",
    "removed with its seal": "DELETE FROM access_accesslog WHERE id = 5; DELETE FROM access_logseal WHERE entry_id = 5",
    "inserted": "INSERT INTO access_accesslog (id, at, member_id, organisation_id, dossier_id, act, part, basis)"
    " VALUES (99, now(), -1, -1, 7, 'read', '', '')",
    "reordered": "UPDATE access_logseal SET entry_id = -entry_id WHERE entry_id IN (4, 5);"
    " UPDATE access_logseal SET entry_id = CASE entry_id WHEN -4 THEN 5 ELSE 4 END WHERE entry_id < 0",
    "cut off": "DELETE FROM access_accesslog WHERE id > 9; DELETE FROM access_logseal WHERE entry_id > 9",
}  # fmt: skip


@pytest.mark.parametrize("crime", CRIMES)
def test_a_crime_is_found(culprit: Superuser, tmp_path: Path, crime: str) -> None:
    anchors = tmp_path / "anchors.jsonl"
    assert faults(culprit, anchors) == set()
    anchored(culprit, anchors)
    assert faults(culprit, anchors) == set()
    culprit.execute(CRIMES[crime])
    assert faults(culprit, anchors) != set()


@pytest.mark.parametrize("crime", CRIMES)
def test_a_crime_is_found_though_the_chain_was_made_anew(
    culprit: Superuser, tmp_path: Path, crime: str
) -> None:
    anchors = tmp_path / "anchors.jsonl"
    anchored(culprit, anchors)
    culprit.execute(CRIMES[crime])
    if crime == "reordered":
        culprit.execute("UPDATE access_accesslog SET id = id + 100 WHERE id < 3")
    make_anew(culprit)
    found = faults(culprit, anchors)
    if crime == "inserted":  # after everything that was anchored: a new entry like any other
        assert found == set()
    else:
        assert found & {"rewritten", "cut_off"}


def test_the_command(
    culprit: Superuser, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    anchors = tmp_path / "anchors.jsonl"
    words = [sys.executable, "-m", "reisgenoot.cli", "verify-log", "--json", "--anchors", str(anchors)]
    run: Callable[[], subprocess.CompletedProcess[str]] = lambda: subprocess.run(  # noqa: E731
        words, capture_output=True, text=True, check=False
    )
    done = run()
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {"entries": 13, "anchors": 0, "problems": []}
    assert len(chain.read_anchors(anchors)) == 1
    culprit.execute(CRIMES["changed"])
    done = run()
    assert done.returncode == 1
    assert json.loads(done.stdout)["problems"] == [{"code": "changed", "position": 5, "entry": 5}]
    anchors.write_text("nonsense\n")
    assert "holds a line that is no anchor" in run().stderr


@pytest.mark.django_db
def test_the_worker_carries_the_newest_hash_out(
    as_owner: AsOwner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the application, which sees no seal but the newest."""
    monkeypatch.setenv("REISGENOOT_ANCHORS", str(tmp_path / "far" / "anchors.jsonl"))
    dossier(member(as_owner))
    be(None)
    tasks.anchor_log()
    assert chain.read_anchors(chain.anchor_file()) == []  # nothing is sealed before the commit
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    tasks.anchor_log()
    tasks.anchor_log()  # nothing new
    (anchor,) = chain.read_anchors(chain.anchor_file())
    assert len(bytes.fromhex(anchor.hash)) == 32
