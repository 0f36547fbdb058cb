"""What has passed its term is erased everywhere, and nothing else; the log stays whole; a job that broke goes on."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from conftest_keeping import NAME, TODAY, V_NUMBER, years_ago
from django.db import DatabaseError, connection, transaction
from erasing import everywhere, run, spread
from factories import AsOwner, be, dossier, member

from reisgenoot.access.models import AccessLog, Limitation
from reisgenoot.dossiers import actions as dossier_actions
from reisgenoot.dossiers.models import Appointment, ContactNote, Document, Dossier, Fact
from reisgenoot.dossiers.storage import document_storage
from reisgenoot.exchange.models import Import, ImportRow
from reisgenoot.keeping import actions, queries
from reisgenoot.keeping.models import ErasedPart, Erasure, Hold
from reisgenoot.notices.actions import notify
from reisgenoot.notices.models import Notification
from reisgenoot.people.models import Household, Person

pytestmark = pytest.mark.django_db


def test_nothing_of_somebody_is_left_anywhere_and_the_log_still_verifies(
    over: Any, as_owner: AsOwner
) -> None:
    kept = over(years_ago(2))
    spread(kept, as_owner)
    be(kept.guide)
    notify("appointment_moved", to=[kept.coordinator], dossier_id=kept.dossier.pk)
    for words in (NAME, "Quibbelaar", V_NUMBER, "paarse olifanten", "Olifantenpad"):
        assert everywhere(as_owner, words), words
    made = run(kept.coordinator)
    for words in (NAME, "Zebedea", "Quibbelaar", V_NUMBER, "paarse olifanten", "zebedea", "Olifantenpad"):
        assert everywhere(as_owner, words) == [], words
    with as_owner():
        assert not Person.objects.filter(pk=kept.dossier.pk).exists()
        assert not Household.objects.filter(name="Quibbelaar").exists()
        assert not Notification.objects.filter(dossier_id=kept.dossier.pk).exists()
        assert not Appointment.objects.filter(dossier_id=kept.dossier.pk).exists()
        assert ImportRow.objects.filter(pk=kept.extra["other row"]).exists()  # about somebody else
        assert AccessLog.objects.filter(dossier_id=kept.dossier.pk, part="erased").exists()
        assert AccessLog.objects.filter(dossier_id=kept.dossier.pk, part="opened").exists()
    assert (made.state, made.log_whole) == ("certified", True)
    assert made.log_position
    assert len(made.log_hash) == 64
    assert made.parts["notes"]["rows"] == 2  # a note and an appointment
    assert made.parts["dossier"]["rows"] > 5
    assert made.parts["notes"]["ground"]["article"] == "5 lid 1 onder e"
    assert (made.dossier_id, made.request_id) == (None, None)


def test_what_has_not_passed_its_term_stays(over: Any) -> None:
    kept = over(years_ago(2, days=1))
    made = run(kept.coordinator)
    be(kept.guide)
    assert Dossier.objects.filter(pk=kept.dossier.pk).exists()
    assert made.parts.keys() == {"notes", "documents", "work_education"}  # these go after a year


def test_a_part_goes_while_the_dossier_lives_on(over: Any) -> None:
    kept = over(years_ago(1))
    run(kept.officer)
    be(kept.guide)
    opened = Dossier.objects.get(pk=kept.dossier.pk)
    assert not ContactNote.objects.filter(dossier=opened).exists()
    assert not Appointment.objects.filter(dossier=opened).exists()
    assert not Document.objects.filter(dossier=opened).exists()
    assert set(Fact.objects.filter(dossier=opened).values_list("key", flat=True)) >= {
        "born",
        "guidance_closed",
    }
    assert not Fact.objects.filter(dossier=opened, key="learning_route").exists()
    assert set(ErasedPart.objects.values_list("kind", flat=True)) == {"notes", "documents", "work_education"}
    page = queries.dossier_keeping(kept.guide, opened.pk)
    assert len(page.erased) == 3


@pytest.mark.parametrize(
    "why", ["hold", "officer's hold", "limitation", "open request", "guidance again", "no end"]
)
def test_what_is_suspended_or_goes_on_stays(over: Any, as_owner: AsOwner, why: str) -> None:
    kept = over(None if why == "no end" else years_ago(3))
    be(kept.guide)
    if why == "hold":
        actions.hold(kept.guide, kept.dossier.pk, reason="court", note="zaak 12")
    elif why == "officer's hold":
        be(kept.officer)
        actions.hold(kept.officer, kept.dossier.pk, reason="objection")
    elif why in ("limitation", "open request"):
        kind = "limit" if why == "limitation" else "see"
        asked = actions.record_request(
            kept.guide, kept.dossier.pk, kind=kind, received_on=TODAY, identity="known", words="Wacht even."
        )
        if why == "limitation":
            actions.limit(kept.guide, asked.pk, ground="claim")
    elif why == "guidance again":
        dossier_actions.record_facts(kept.guide, kept.dossier, {"guidance_started": years_ago(2)})
    made = run(kept.coordinator)
    be(kept.guide)
    assert Dossier.objects.filter(pk=kept.dossier.pk).exists()
    assert ContactNote.objects.filter(dossier=kept.dossier).exists()
    assert made.parts == {}
    if why == "hold":
        actions.lift_hold(kept.guide, Hold.objects.get().pk)
        run(kept.coordinator)
        be(kept.guide)
        assert not Dossier.objects.filter(pk=kept.dossier.pk).exists()


def test_the_function_judges_again_whoever_calls(over: Any, as_owner: AsOwner) -> None:
    """A plan for another organisation, or for what is not due, erases nothing; and nobody plans for another."""
    kept, stranger = over(years_ago(1, days=5)), member(as_owner, "coordinator")
    assert run(stranger).parts == {}
    for who, columns in {
        stranger: {"organisation_id": kept.guide.organisation_id, "cause": "term"},
        kept.guide: {"organisation_id": kept.guide.organisation_id, "cause": "term"},
        kept.coordinator: {
            "organisation_id": kept.guide.organisation_id,
            "cause": "request",
            "dossier_id": kept.dossier.pk,
        },
    }.items():
        be(who)
        with pytest.raises(DatabaseError), transaction.atomic():
            Erasure.objects.create(member=who, **columns)
    be(kept.guide)
    for statement in ("DELETE FROM dossiers_fact", "SELECT keeping_erase_dossier(gen_random_uuid(), 1)"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert ContactNote.objects.filter(dossier=kept.dossier).exists()


def test_a_job_that_broke_off_goes_on_and_nothing_is_done_twice(
    over: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = over(years_ago(2))
    be(kept.coordinator)
    made = actions.erase_now(kept.coordinator)
    be(None)
    from reisgenoot.keeping.actions import erasing

    monkeypatch.setattr(erasing, "_reasons", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.carry_out(str(made.number))  # killed between erasing and the certificate
    be(kept.coordinator)
    made.refresh_from_db()
    assert (made.state, made.parts["notes"]["rows"]) == ("erased", 2)
    monkeypatch.undo()
    be(None)
    assert str(made.number) in actions.plan_due()
    for _again in range(2):
        actions.carry_out(str(made.number))
    be(kept.coordinator)
    made.refresh_from_db()
    assert (made.state, made.parts["notes"]["rows"]) == ("certified", 2)


def test_killed_in_the_middle_nothing_is_gone(over: Any) -> None:
    """The erasure is one transaction: what breaks it off leaves everything as it was, and it can be done again."""
    kept = over(years_ago(2))
    be(kept.coordinator)
    made = actions.erase_now(kept.coordinator)

    def killed() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT keeping_carry_out(%s)", [made.number])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        killed()
    be(kept.guide)
    assert ContactNote.objects.filter(dossier=kept.dossier).exists()
    actions.carry_out(str(made.number))
    assert not Dossier.objects.filter(pk=kept.dossier.pk).exists()


def test_every_night_what_is_due_goes_without_anybody_asking(over: Any, as_owner: AsOwner) -> None:
    from reisgenoot.keeping import tasks

    kept = over(years_ago(2))
    with as_owner():
        old = Import.objects.create(
            organisation=kept.guide.organisation, member=kept.guide, file_name="oud.xlsx"
        )
        Import.objects.filter(pk=old.pk).update(uploaded_at=f"{years_ago(1)} 12:00+01")
    be(None)
    tasks.erase_due()
    with as_owner():
        assert not Person.objects.filter(pk=kept.dossier.pk).exists()
        assert not Import.objects.filter(pk=old.pk).exists()
        assert list(Erasure.objects.values_list("state", "member")) == [("certified", None)]
    tasks.erase_due()
    with as_owner():
        assert Erasure.objects.count() == 1  # nothing was due


def test_the_arguments_of_the_job_say_nothing_about_anybody(over: Any) -> None:
    kept = over(years_ago(2))
    be(kept.coordinator)
    made = actions.erase_now(kept.coordinator)
    with connection.cursor() as cursor:
        cursor.execute("SELECT args::text FROM procrastinate_jobs")
        assert [json.loads(row[0]) for row in cursor.fetchall()] == [{"number": str(made.number)}]


def test_files_outside_the_database_go_too(over: Any, settings: Any, tmp_path: Any, monkeypatch: Any) -> None:
    storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path)},
    }
    settings.STORAGES = {**settings.STORAGES, "documents": storage}
    monkeypatch.setattr(Document._meta.get_field("stored"), "storage", document_storage())
    kept = over(years_ago(2))
    stored = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(stored) == 1
    made = run(kept.coordinator)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert made.files == 1


def test_the_certificate_tells_that_the_log_is_not_whole(over: Any, as_owner: AsOwner) -> None:
    kept = over(years_ago(2))
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS seal IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE access_accesslog SET part = 'anders' WHERE id = (SELECT max(id) FROM access_accesslog)"
        )
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert run(kept.coordinator).log_whole is False


def test_who_stays_in_the_household_keeps_it_under_their_own_name(over: Any, as_owner: AsOwner) -> None:
    kept = over(years_ago(2))
    be(kept.guide)
    home = Household.objects.get(name="Quibbelaar")
    mate = dossier(kept.guide, "Pelle Andersom", household=home, role="partner")
    run(kept.coordinator)
    be(kept.guide)
    home.refresh_from_db()
    assert home.name == "Pelle Andersom"
    assert Dossier.objects.get(pk=mate.pk).household_name == "Pelle Andersom"


def test_a_number_that_is_none_does_nothing(db: None) -> None:
    actions.carry_out(str(uuid.uuid4()))


def test_a_limitation_and_all_that_is_new_go_with_the_dossier(over: Any, as_owner: AsOwner) -> None:
    """Whatever has a column with the dossier's number: also a table that nobody thought of here."""
    kept = over(years_ago(2))
    with as_owner(), connection.cursor() as cursor:
        Limitation.objects.create(
            dossier_id=kept.dossier.pk, ground="claim", member=kept.guide, organisation=kept.guide.organisation,
            lifted_on=TODAY, lifted_by=kept.guide,
        )  # fmt: skip
        cursor.execute("CREATE TABLE a_later_app (dossier_id bigint, secret text)")
        cursor.execute("INSERT INTO a_later_app VALUES (%s, 'sleutel')", [kept.dossier.pk])
        cursor.execute("GRANT SELECT, DELETE ON a_later_app TO reisgenoot_guard")
    run(kept.coordinator)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM a_later_app")
        assert cursor.fetchone()[0] == 0
        assert not Limitation.objects.exists()
