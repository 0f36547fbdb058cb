"""What an organisation keeps to itself about a dossier that it shares warns its own guides, and shows nowhere else."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import factories
import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from factories import AsOwner

from reisgenoot.access.identity import acting_as
from reisgenoot.access.models import Involvement, Member, Organisation
from reisgenoot.dossiers import actions
from reisgenoot.dossiers.models import Dossier
from reisgenoot.vault import keys
from reisgenoot.vault.errors import VaultShut

pytestmark = pytest.mark.django_db
SINCE = "2027-03-09"
WARNING = "Toeslagen in gevaar"
PART = "Alleen binnen onze organisatie"
# Nothing of this may stand anywhere that others get at.
TRACES = (
    "zonder verblijfsrecht op het adres",
    "zonder status",
    "without_status",
    PART,
    "withheld",
    SINCE,
    "9 maart 2027",
)
SEEN_BY_OTHERS = ("director", "gza", "stranger")


@dataclass
class Shared:
    """A dossier that VluchtelingenWerk guides, and those who see it too."""

    dossier: Dossier
    people: dict[str, Member]

    def browser(self, who: str) -> Client:
        client = Client()
        client.force_login(self.people[who].user)
        return client

    def page(self, who: str) -> str:
        answer = self.browser(who).get(reverse("dossiers:dossier", args=[self.dossier.pk]))
        return answer.content.decode()

    def note(self, who: str = "guide", **body: str) -> int:
        address = reverse("dossiers:withheld", args=[self.dossier.pk])
        return self.browser(who).post(address, body or {"since": SINCE}).status_code


@pytest.fixture(autouse=True)
def key_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REISGENOOT_KEYS", str(tmp_path / "keys"))


@pytest.fixture
def shared(as_owner: AsOwner) -> Shared:
    """Somebody with a permit and no home yet."""

    def organisation(slug: str, kind: str) -> Organisation:
        with as_owner():
            return Organisation.objects.create(slug=slug, name=slug.upper(), kind=kind)

    vw = organisation("vw-test", "vluchtelingenwerk")
    keys.write_key(keys.key_file(vw.slug), keys.new_key())
    guide = factories.member(as_owner, "guide", vw)
    people = {
        "guide": guide,
        "colleague": factories.member(as_owner, "coordinator", vw),
        "director": factories.member(as_owner, "director", organisation("gemeente-test", "municipality")),
        "gza": factories.member(as_owner, "guide", organisation("gza-test", "gza")),
        # A helping organisation with a key of its own, on the same dossier.
        "stranger": factories.member(as_owner, "guide", organisation("kerk-test", "church")),
    }
    keys.write_key(keys.key_file("kerk-test"), keys.new_key())
    dossier = factories.dossier(
        guide, "Hala Voorbeeld", facts={"permit_granted": timezone.localdate()}, worker=guide
    )
    factories.be(None)
    with as_owner():
        for who in ("director", "gza", "stranger"):
            Involvement.objects.create(
                dossier_id=dossier.pk, organisation=people[who].organisation, begins_on=timezone.localdate()
            )
    return Shared(dossier, people)


def everything(as_owner: AsOwner) -> dict[str, set[str]]:
    """Every row of every table, as a dump has it; bytes as hexadecimals."""
    found = {}
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found[table] = {row for (row,) in cursor.fetchall()}
    return found


def test_the_guide_is_warned_before_anybody_registers(shared: Shared) -> None:
    before = shared.page("guide")
    assert WARNING not in before
    assert PART in before
    assert shared.note() == 302
    page = shared.page("guide")
    assert WARNING in page
    assert "Vraag advies vóór iemand zich op het adres inschrijft" in page
    assert "Algemene wet inkomensafhankelijke regelingen, artikel 9 lid 2" in page
    assert "https://wetten.overheid.nl/BWBR0018472/2026-01-01#Artikel9" in page
    assert "9 maart 2027" in page
    assert WARNING in shared.page("colleague")


def test_it_can_be_changed_and_taken_away(shared: Shared) -> None:
    shared.note()
    assert shared.note(since="2027-04-01") == 302
    page = shared.page("colleague")
    assert "1 april 2027" in page
    assert "9 maart 2027" not in page
    assert shared.note("colleague", drop="1") == 302
    assert WARNING not in shared.page("guide")


@pytest.mark.parametrize("since", ["", "soon", "1026-01-01", "2099-01-01"])
def test_an_impossible_date_is_refused_beside_the_field(shared: Shared, since: str) -> None:
    address = reverse("dossiers:withheld", args=[shared.dossier.pk])
    answer = shared.browser("guide").post(address, {"since": since})
    assert answer.status_code == 422
    assert 'id="partner-since-errors"' in answer.content.decode()
    assert WARNING not in shared.page("guide")


@pytest.mark.parametrize("who", SEEN_BY_OTHERS)
def test_others_on_the_same_dossier_see_no_trace(who: str, shared: Shared) -> None:
    browser, one = shared.browser(who), [shared.dossier.pk]
    pages = [reverse(f"dossiers:{name}", args=one) for name in ("dossier", "record")]
    pages += [f"{reverse(f'dossiers:{name}')}?scope=team" for name in ("worklist", "worklist-xlsx")]
    pages.append(reverse("dossiers:people"))
    pages.append(reverse("insight:overview"))
    looked = [reverse(f"dossiers:{name}", args=one) for name in ("looked", "looked-xlsx")]
    before = {place: text_of(browser.get(place)) for place in pages}
    assert shared.note() == 302
    for place in (*pages, *looked):
        text = text_of(browser.get(place))
        # A helping organisation has a part of its own on the page, in which nothing is noted.
        assert (who == "stranger" and place == pages[0]) or not [it for it in TRACES if it in text], place
        assert WARNING not in text
        assert place in looked or text == before[place], place
    assert shared.note(who) == (302 if who == "stranger" else 404)


def test_a_noted_partner_leaves_the_pages_of_another_vault_as_they_were(shared: Shared) -> None:
    """Each organisation has its own note: what one says is not what the other sees."""
    before = without_tokens(shared.page("stranger"))
    shared.note()
    assert without_tokens(shared.page("stranger")) == before
    shared.note("stranger", since="2027-05-05")
    assert "5 mei 2027" not in shared.page("guide")


def text_of(answer: HttpResponse) -> str:
    """What an answer holds, without what differs each time; of a spreadsheet its cells."""
    assert answer.status_code == 200
    if "spreadsheet" not in answer["Content-Type"]:
        return without_tokens(answer.content.decode())
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/")]
        return "".join(archive.read(name).decode() for name in sorted(sheets))


def without_tokens(page: str) -> str:
    """A page without what its forms have new each time: against forgery, against sending twice, and whose they are."""
    return re.sub(r"[A-Za-z0-9]{64}|\"(once|whose)\"[^>]*>", "", page)


def test_a_dump_of_the_database_says_nothing_of_it(shared: Shared, as_owner: AsOwner) -> None:
    browser, address = shared.browser("guide"), reverse("dossiers:withheld", args=[shared.dossier.pk])
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM access_accesslog")
        (last,) = cursor.fetchone()
    before = everything(as_owner)
    assert browser.post(address, {"since": SINCE}).status_code == 302
    new = {table: rows - before[table] for table, rows in everything(as_owner).items()}
    changed = {table for table, rows in new.items() if rows}
    assert {"vault_shelf", "access_accesslog"} <= changed
    assert changed <= {"vault_box", "vault_shelf", "access_accesslog", "access_logseal", "django_session"}
    words = ("partner", "without_status", SINCE, SINCE.encode().hex(), b"partner".hex())
    for rows in new.values():
        assert not [word for row in rows for word in words if word in row]
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT act, part, dossier_id FROM access_accesslog WHERE id > %s", [last])
        assert cursor.fetchall() == [("sealed", "", None)]  # who noted it, for the organisation's own eyes
        cursor.execute("SELECT count(*) FROM dossiers_fact WHERE key LIKE '%%partner%%'")
        assert cursor.fetchone() == (0,)


def test_whoever_has_no_key_asks_nothing_more_of_the_database(shared: Shared) -> None:
    def statements(who: str) -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            shared.page(who)
        return [query["sql"] for query in captured]

    shared.note()
    assert len([sql for sql in statements("guide") if "vault" in sql]) == 1
    for who in ("director", "gza"):
        assert not [sql for sql in statements(who) if "vault" in sql]
    keys.key_file("vw-test").unlink()
    assert not [sql for sql in statements("guide") if "vault" in sql]
    assert PART not in shared.page("guide")


def test_a_vault_that_does_not_open_leaves_the_dossier_readable(shared: Shared) -> None:
    shared.note()
    keys.key_file("vw-test").unlink()
    keys.write_key(keys.key_file("vw-test"), keys.new_key())
    page = shared.page("guide")
    assert "kan nu niet open" in page
    assert "Hala Voorbeeld" in page
    assert shared.note() == 302  # says so, and changes nothing
    with acting_as(shared.people["guide"]), pytest.raises(VaultShut):
        actions.note_partner(shared.people["guide"], shared.dossier, date(2027, 3, 9))


def test_what_the_organisation_no_longer_sees_it_keeps_no_note_of(shared: Shared, as_owner: AsOwner) -> None:
    church = shared.people["stranger"]
    shared.note("stranger", since="2027-05-05")
    factories.be(church)
    other = factories.dossier(church, "Iemand Anders")
    factories.be(None)
    with as_owner():
        Involvement.objects.filter(dossier_id=shared.dossier.pk, organisation=church.organisation).update(
            ends_on=timezone.localdate()
        )
    with acting_as(church):
        actions.note_partner(church, other, date(2027, 6, 6))
    with as_owner():
        Involvement.objects.filter(dossier_id=shared.dossier.pk, organisation=church.organisation).update(
            ends_on=None
        )
    page = shared.page("stranger")
    assert PART in page
    assert "5 mei 2027" not in page


def test_answers_with_it_are_kept_by_nobody_on_the_way(shared: Shared) -> None:
    answer = shared.browser("guide").get(reverse("dossiers:dossier", args=[shared.dossier.pk]))
    assert answer["Cache-Control"] == "no-store, private"
