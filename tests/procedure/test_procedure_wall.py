"""What each organisation sees and writes of the procedure, in the database and on the page.

The travel story stays with the IND, legal aid and the person; what GZA finds stays with GZA.
"""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import factories
import pytest
from conftest_procedure import Arrived, days_ago, worker
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from reisgenoot.access.errors import NotAllowed, NotFound
from reisgenoot.access.models import AgreedFact, Limitation
from reisgenoot.dossiers import actions as dossiers
from reisgenoot.dossiers import queries as dossier_queries
from reisgenoot.keeping import actions as keeping
from reisgenoot.keeping import archive
from reisgenoot.keeping.models import Erasure
from reisgenoot.procedure import actions, queries

pytestmark = pytest.mark.django_db
STORY, FOUND, FLOOR = (
    "Over de paarse bergen gelopen.",
    "Litteken op de knie.",
    "Heeft een woning beneden nodig.",
)
TALK = {"language": "ar", "how": "phone", "interpreter": "Tolk 12"}
TABLES = (
    *("procedure_arrival", "procedure_talk", "procedure_askedcheck", "procedure_stay", "procedure_activity"),
    *("procedure_counsel", "procedure_attendance"),
)


@pytest.fixture
def full(arrived: Arrived) -> Arrived:
    """The dossier of the head with something in every table; nobody acts."""
    people, head = arrived.people, arrived.head.pk
    ind, coa, gza = people["ind"], people["coa"], people["gza"]
    factories.be(ind)
    actions.record_talk(ind, head, subject="welcome", on=days_ago(2), text="Welkom geheten.", **TALK)
    actions.record_talk(ind, head, subject="travel_story", on=days_ago(1), text=STORY, **TALK)
    actions.set_counsel(ind, head, lawyer="mr. Proef", begins_on=days_ago(1))
    factories.be(coa)
    actions.start_activity(coa, head, kind="daily", name="Moestuin", begins_on=days_ago(1))
    given = actions.give_session(coa, on=days_ago(1), topics=["rights"], language="ar", place="Zaal 1")
    actions.attend(coa, given.pk, shown=[head], there=[head])
    factories.be(gza)
    dossiers.add_note(gza, head, kind="visit", text=FOUND, category="health")
    asked = dossiers.Asked(
        "fitting_home",
        people["municipality"].organisation,
        until=timezone.localdate() + timedelta(days=30),
        how="talk",
        language="ar",
        agreed=FLOOR,
    )
    dossiers.give_consent(gza, head, asked)
    factories.be(None)
    return arrived


def rows(table: str, dossier_id: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE dossier_id = %s", [dossier_id])
        return int(cursor.fetchone()[0])


def test_who_sees_which_rows(full: Arrived) -> None:
    for table in TABLES:
        for who in ("ind", "gza", "coa", "legal_aid", "vluchtelingenwerk", "municipality", "coordinator"):
            factories.be(full.people[who])
            assert rows(table, full.head.pk) > 0, (table, who)
        for who in ("volunteer", "stranger", "administrator", "nobody"):
            factories.be(full.people.get(who))
            assert rows(table, full.head.pk) == 0, (table, who)


def test_the_travel_story_is_read_by_the_ind_and_legal_aid_alone(full: Arrived) -> None:
    """In the database, on the page, in what other pages and exports give."""
    for who, member in full.people.items():
        factories.be(member)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM procedure_talk WHERE category = 'travel_story'")
            assert (cursor.fetchone()[0] == 1) == (who in ("ind", "legal_aid")), who
    for who in ("ind", "legal_aid", "gza", "coa", "vluchtelingenwerk", "municipality", "coordinator"):
        browser = full.browser(who)
        got = browser.get(reverse("procedure:dossier", args=[full.head.pk]))
        assert got.status_code == 200
        assert (STORY in got.content.decode()) == (who in ("ind", "legal_aid")), who
        for name in ("procedure:arrivals-xlsx", "procedure:terms-xlsx", "dossiers:worklist-xlsx"):
            assert STORY.encode() not in browser.get(reverse(name)).content
        for name in ("dossiers:dossier", "dossiers:looked"):
            assert STORY not in browser.get(reverse(name, args=[full.head.pk])).content.decode()


def test_nobody_else_adds_to_the_travel_story(full: Arrived) -> None:
    for who in ("gza", "coa", "vluchtelingenwerk", "municipality", "volunteer"):
        factories.be(full.people[who])
        with pytest.raises(NotAllowed):
            actions.record_talk(
                full.people[who], full.head.pk, subject="travel_story", on=days_ago(1), text="x", **TALK
            )
        factories.be(None)
        body = {"subject": "travel_story", "on": str(days_ago(1)), "text": "x", **TALK}
        posted = full.browser(who).post(reverse("procedure:add", args=[full.head.pk, "story"]), body)
        assert posted.status_code in (403, 422), who
    coa = full.people["coa"]
    factories.be(coa)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO procedure_talk (dossier_id, subject, category, "on", language, how, interpreter, text,'
            " recorded_by_id, organisation_id) VALUES (%s, 'travel_story', 'travel_story', access_today(), 'ar',"
            " 'shared', '', 'x', %s, %s)",
            [full.head.pk, coa.pk, coa.organisation_id],
        )


def test_what_gza_found_stays_with_gza_and_one_sentence_goes_to_whom_it_was_for(full: Arrived) -> None:
    for who in ("gza", "ind", "coa", "legal_aid", "vluchtelingenwerk", "municipality"):
        browser = full.browser(who)
        pages = [
            browser.get(reverse(name, args=[full.head.pk])).content.decode()
            for name in ("procedure:dossier", "dossiers:dossier")
        ]
        assert any(FOUND in page for page in pages) == (who == "gza"), who
        assert (FLOOR in pages[0]) == (who in ("gza", "municipality")), who


def test_a_check_is_closed_by_whom_it_was_asked_of(full: Arrived) -> None:
    gza, ind = full.people["gza"], full.people["ind"]
    factories.be(gza)
    asked = next(it for it in queries.checks(gza).rows if it.dossier_id == full.head.pk)
    factories.be(ind)
    assert not queries.checks(ind).rows
    with pytest.raises(NotFound):
        actions.close_check(ind, asked.id, outcome="done", on=days_ago(0))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procedure_askedcheck SET outcome = 'done', closed_on = access_today(), closed_by_id = %s",
            [ind.pk],
        )
        assert cursor.rowcount == 0
    factories.be(gza)
    actions.close_check(gza, asked.id, outcome="done", on=days_ago(1))
    assert actions.close_check(gza, asked.id, outcome="done", on=days_ago(1)).outcome == "done"  # sent twice
    factories.be(ind)
    page = queries.procedure_page(ind, full.head.pk)
    assert [it.outcome for it in page.checks] == ["done"]
    assert page.steps[1].done_on == days_ago(1)


def test_nobody_adds_to_a_dossier_whose_use_is_limited(full: Arrived) -> None:
    ind = full.people["ind"]
    factories.be(ind)
    Limitation.objects.create(
        dossier_id=full.head.pk, ground="claim", member=ind, organisation_id=ind.organisation_id
    )
    with pytest.raises(NotAllowed):
        actions.record_talk(ind, full.head.pk, subject="rights", on=days_ago(0), **TALK)
    with pytest.raises(NotAllowed):
        actions.move_centre(ind, full.head.pk, centre="Elders", on=days_ago(0))
    page = full.browser("ind").get(reverse("procedure:dossier", args=[full.head.pk])).content.decode()
    assert '<form method="post" action="/dossiers/' not in page


def test_who_opens_which_page(full: Arrived) -> None:
    for who in full.people:
        browser, head = full.browser(who), [full.head.pk]
        professional = who not in ("volunteer", "administrator")
        inside = 403 if not professional else 404 if who == "stranger" else 200
        for name in ("dossier", "decision"):
            assert browser.get(reverse(f"procedure:{name}", args=head)).status_code == inside, (who, name)
        for name in ("arrivals", "checks", "terms", "sessions", "durations"):
            status = browser.get(reverse(f"procedure:{name}")).status_code
            assert status == (200 if professional else 403), (who, name)
        assert browser.get(reverse("procedure:register")).status_code == (200 if who == "ind" else 403), who


def test_the_main_navigation_has_what_each_does_daily(full: Arrived) -> None:
    wanted = {
        "ind": "register",
        "gza": "checks",
        "coa": "sessions",
        "legal_aid": "terms",
        "municipality": None,
    }
    for who, name in wanted.items():
        page = full.browser(who).get("/people/").content.decode()
        for other in filter(None, wanted.values()):
            assert (reverse(f"procedure:{other}") in page) == (other == name), (who, other)


def test_the_log_says_who_opened_it_and_nothing_else(full: Arrived) -> None:
    full.browser("coa").get(reverse("procedure:dossier", args=[full.head.pk]))
    ind = full.people["ind"]
    factories.be(ind)
    looked = dossier_queries.who_looked(ind, full.head.pk)
    coa = full.people["coa"].organisation.name
    assert ("read", "procedure") in {(it.act, it.part) for it in looked.entries if it.organisation == coa}
    assert ("write", "procedure") in {(it.act, it.part) for it in looked.entries}


def test_the_persons_archive_has_it_as_far_as_the_maker_reads_it(full: Arrived) -> None:
    """Made by legal aid it holds the story; made by VluchtelingenWerk it says that others keep one."""
    for who, has_story in (("legal_aid", True), ("vluchtelingenwerk", False)):
        member = full.people[who]
        factories.be(member)
        asked = keeping.record_request(
            member, full.head.pk, kind="take_along", received_on=days_ago(0), identity="known"
        )
        made = zipfile.ZipFile(io.BytesIO(archive.make_archive(member, full.head.pk, asked.pk)))
        content: dict[str, Any] = json.loads(made.read("dossier.json"))
        assert (STORY in str(content["lines"])) == has_story
        assert {"Aankomst", "Opvanglocatie", "Advocaat", "Voorlichting"} <= {
            it["what"]["nl"] for it in content["lines"]
        }
        assert ("Reisverhaal" in {it["what"] for it in content["left_out"]}) == (not has_story)


def test_erasing_a_dossier_or_a_part_of_it_takes_this_along(
    full: Arrived, as_owner: factories.AsOwner
) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT tab::text FROM keeping_tables()")
        assert set(TABLES) <= {row[0] for row in cursor.fetchall()}
        number = Erasure.objects.create(organisation=full.people["ind"].organisation, cause="term").number
        for part, table in (("travel_story", "procedure_talk"), ("work_education", "procedure_activity")):
            cursor.execute("SELECT kind FROM keeping_units(NULL, %s)", [full.head.pk])
            assert part in {row[0] for row in cursor.fetchall()}
            before = rows(table, full.head.pk)
            cursor.execute("SELECT keeping_erase_part(%s, %s, %s)", [number, full.head.pk, part])
            assert cursor.fetchone()[0] >= 1
            assert rows(table, full.head.pk) == before - 1, part
        cursor.execute("SELECT keeping_erase_dossier(%s, %s)", [number, full.head.pk])
        cursor.execute(
            "SET CONSTRAINTS ALL IMMEDIATE"
        )  # nothing hangs on what is gone, agreed sentences included
        assert [table for table in TABLES if rows(table, full.head.pk)] == []
        assert not AgreedFact.objects.exists()


def test_an_organisation_outside_finds_nothing(arrived: Arrived, as_owner: factories.AsOwner) -> None:
    other = worker(as_owner, "coa")
    factories.be(other)
    with pytest.raises(NotFound):
        actions.move_centre(other, arrived.head.pk, centre="Elders", on=days_ago(0))
    with pytest.raises(NotFound):
        queries.procedure_page(other, arrived.head.pk)
