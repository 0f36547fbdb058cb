"""Requests of the person: their term, extension, answer; and what a limitation stops."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from conftest_keeping import NAME, TODAY
from django.db import DatabaseError, connection, transaction
from factories import AsOwner, be, dossier, member, organisation

from reisgenoot.access.errors import NotAllowed, NotFound, Refused
from reisgenoot.access.models import AccessLog, Limitation
from reisgenoot.dossiers import actions as dossier_actions
from reisgenoot.dossiers.models import Dossier, Signal, Task
from reisgenoot.exchange.actions import running
from reisgenoot.exchange.models import Import, ImportRow
from reisgenoot.keeping import actions, queries
from reisgenoot.keeping.deadlines import answer_by
from reisgenoot.keeping.models import Hold, Request

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("received", "by", "extended"),
    [
        (date(2026, 10, 15), date(2026, 11, 16), date(2027, 1, 15)),  # 15 November 2026 is a Sunday
        (date(2027, 1, 29), date(2027, 3, 1), date(2027, 4, 29)),  # no 29 February; the 28th is a Sunday
        (date(2026, 11, 25), date(2026, 12, 28), date(2027, 2, 25)),  # both Christmas days, then a weekend
        (date(2026, 12, 1), date(2027, 1, 4), date(2027, 3, 1)),  # New Year's day and a weekend
        (date(2027, 5, 31), date(2027, 6, 30), date(2027, 8, 31)),
    ],
)
def test_a_month_is_counted_as_the_regulation_does(received: date, by: date, extended: date) -> None:
    assert (answer_by(received), answer_by(received, extended=True)) == (by, extended)


def ask(kept: Any, kind: str, **about: Any) -> Request:
    be(kept.guide)
    told = {"received_on": TODAY, "identity": "known", **about}
    return actions.record_request(kept.guide, kept.dossier.pk, kind=kind, **told)


def test_what_cannot_be_is_said_beside_the_field(over: Any) -> None:
    kept = over(None)
    with pytest.raises(Refused) as refused:
        ask(kept, "correct", received_on=TODAY + timedelta(days=1), identity="?", words="x" * 5)
    assert set(refused.value.problems) == {"received_on", "identity", "words"}
    with pytest.raises(Refused) as refused:
        ask(kept, "correct", fact_id=10**9)
    assert set(refused.value.problems) == {"fact_id"}


def test_it_is_extended_once_within_the_month_and_with_a_reason(over: Any, as_owner: AsOwner) -> None:
    asked = ask(over(None), "see")
    guide = asked.recorded_by
    with pytest.raises(Refused):
        actions.extend(guide, asked.pk, why="druk")
    again = actions.extend(guide, asked.pk, why="Er zijn veel documenten.")
    assert again.due_on == answer_by(TODAY, extended=True)
    with pytest.raises(Refused):
        actions.extend(guide, asked.pk, why="Nog meer documenten.")
    with as_owner():
        Request.objects.update(extended_on=None, due_on=TODAY - timedelta(days=1))
    with pytest.raises(Refused):
        actions.extend(guide, asked.pk, why="Er zijn veel documenten.")  # too late for that


def test_refusing_needs_a_reason_and_an_answer_is_given_once(over: Any) -> None:
    asked = ask(over(None), "object", words="Ik wil dit niet meer.")
    guide = asked.recorded_by
    with pytest.raises(Refused) as refused:
        actions.answer(guide, asked.pk, state="refused")
    assert set(refused.value.problems) == {"outcome"}
    done = actions.answer(guide, asked.pk, state="partly", outcome="Het telefoonnummer is weg.")
    assert (done.state, done.closed_on) == ("partly", TODAY)
    with pytest.raises(Refused):
        actions.answer(guide, asked.pk, state="done")
    with pytest.raises(Refused):
        actions.answer(guide, ask(over(None), "erase").pk, state="done")  # by erasing, not by saying so


def test_each_step_is_in_the_log(over: Any) -> None:
    asked = ask(over(None), "see")
    actions.extend(asked.recorded_by, asked.pk, why="Er zijn veel documenten.")
    actions.answer(asked.recorded_by, asked.pk, state="done")
    assert AccessLog.objects.filter(dossier_id=asked.dossier_id, act="write", part="request").count() == 3


def test_an_officer_sees_the_frame_and_nothing_of_the_dossier(over: Any, as_owner: AsOwner) -> None:
    kept = over(None)
    asked = ask(kept, "see", received_on=TODAY - timedelta(days=60), words=f"{NAME} vraagt het.")
    ask(kept, "take_along")
    be(kept.officer)
    rows, total = queries.requests(kept.officer, state="open", kind="", limit=10)
    first = rows[0]
    assert (first.id, first.name, first.dossier_id, first.late) == (
        asked.pk,
        "",
        kept.dossier.pk,
        True,
    )
    assert total == 2
    assert not Request.objects.exists()  # the words
    assert not Dossier.objects.exists()
    with pytest.raises(NotFound):
        actions.answer(kept.officer, asked.pk, state="done")
    be(kept.coordinator)
    assert queries.requests(kept.coordinator, state="open", kind="see", limit=10)[0][0].name == NAME
    assert AccessLog.objects.filter(member=kept.coordinator, act="appeared_in_list", part="keeping").exists()
    stranger = member(as_owner, "privacy_officer")
    be(stranger)
    assert queries.requests(stranger, state="", kind="", limit=10) == ((), 0)
    be(kept.guide)
    with pytest.raises(NotAllowed):
        queries.requests(kept.guide, state="", kind="", limit=10)


def test_who_only_reads_the_dossier_handles_no_request(over: Any, as_owner: AsOwner) -> None:
    """By consent, or matched as a volunteer: not."""
    kept, other = over(None), member(as_owner, organisation=organisation(as_owner, "church"))
    be(kept.guide)
    agreed = dossier_actions.Asked("daily_help", other.organisation, until=TODAY, how="talk", language="ar")
    dossier_actions.give_consent(kept.guide, kept.dossier, agreed)
    asked = ask(kept, "see", words="Van de persoon zelf.")
    be(other)
    assert Dossier.objects.filter(pk=kept.dossier.pk).exists()
    assert not Request.objects.exists()
    assert queries.units_of(kept.dossier.pk) == ()
    with pytest.raises(NotFound):
        queries.dossier_keeping(other, kept.dossier.pk)
    with pytest.raises(NotFound):
        actions.answer(other, asked.pk, state="done")
    with pytest.raises(DatabaseError), transaction.atomic():
        actions.record_request(other, kept.dossier.pk, kind="see", received_on=TODAY, identity="known")


def limited(over: Any) -> Any:
    kept = over(None)
    be(kept.guide)
    dossier_actions.record_facts(kept.guide, kept.dossier, {"moved_in": TODAY})
    assert Task.objects.filter(dossier=kept.dossier).exists()
    asked = ask(kept, "limit", words="Dit klopt niet.")
    kept.extra["limitation"] = actions.limit(kept.guide, asked.pk, ground="contested")
    return kept


def test_a_limited_dossier_is_kept_and_nobody_adds_or_changes_anything(over: Any, as_owner: AsOwner) -> None:
    kept, other = limited(over), member(as_owner)
    assert Request.objects.get().state == "done"
    guide, one = kept.guide, kept.dossier
    fact = one.facts.get(key="arrived")
    attempts = (
        lambda: dossier_actions.record_facts(guide, one, {"brp_registered": TODAY}),
        lambda: dossier_actions.correct_fact(guide, fact, "2019-03-09"),
        lambda: dossier_actions.add_note(guide, one, kind="visit", text="Toch nog iets."),
        lambda: dossier_actions.add_document(guide, one, name="brief.txt", content=b"brief"),
        lambda: dossier_actions.involve(guide, one, other.organisation),
        lambda: dossier_actions.set_number(guide, one, "client", "12"),
    )
    for attempt in attempts:
        with pytest.raises((DatabaseError, NotAllowed)), transaction.atomic():
            attempt()
    assert Dossier.objects.filter(pk=one.pk).exists()  # it is there to be read
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_person SET phone = '06' WHERE id = %s", [one.pk])
        assert cursor.rowcount == 0
        cursor.execute("SELECT bool_or(may_add), bool_or(may_change), bool_or(may_read) FROM access_granted")
        assert cursor.fetchone() == (False, False, True)


def test_a_limited_dossier_is_on_no_worklist_until_the_person_was_told(over: Any) -> None:
    kept = limited(over)
    dossier_actions.replan([kept.dossier.pk])  # as a list does on a later day
    assert not Task.objects.filter(dossier=kept.dossier).exists()
    assert not Signal.objects.filter(dossier=kept.dossier).exists()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO dossiers_signal (dossier_id, key, since) VALUES (%s, 'x', now())", [kept.dossier.pk]
        )
    with pytest.raises(Refused) as refused:
        actions.lift_limitation(kept.guide, kept.dossier.pk, told=False)
    assert set(refused.value.problems) == {"told"}
    actions.lift_limitation(kept.guide, kept.dossier.pk, told=True)
    assert Task.objects.filter(dossier=kept.dossier).exists()
    assert dossier_actions.record_facts(kept.guide, kept.dossier, {"brp_registered": TODAY})
    assert Limitation.objects.get().lifted_by == kept.guide


def test_an_import_leaves_a_limited_dossier_alone_and_goes_on(over: Any, as_owner: AsOwner) -> None:
    kept = limited(over)
    free = dossier(kept.guide, "Vrij Persoon")
    coordinator = kept.coordinator
    be(coordinator)
    made = Import.objects.create(organisation=kept.guide.organisation, member=coordinator, file_name="l.xlsx")
    rows = [
        ImportRow.objects.create(
            import_of=made, organisation=kept.guide.organisation, number=number, cells=[], fingerprint="",
            state="changed", dossier_id=one.pk, values={"municipality": "Aalten"}, changes=["municipality"],
        )
        for number, one in ((2, kept.dossier), (3, free))
    ]  # fmt: skip
    running.import_rows(coordinator, made, rows)
    assert [row.state for row in rows] == ["unchanged", "updated"]
    assert rows[0].left_out == ["municipality"]


def test_suspending_is_for_who_works_on_it_and_the_officer_of_the_organisation(
    over: Any, as_owner: AsOwner
) -> None:
    kept = over(None)
    be(kept.guide)
    actions.hold(kept.guide, kept.dossier.pk, reason="court", note="zaak 1")
    with pytest.raises(Refused):
        actions.hold(kept.guide, kept.dossier.pk, reason="court")
    for who in (member(as_owner, "privacy_officer"), member(as_owner)):
        be(who)
        assert not Hold.objects.exists()
        with pytest.raises(NotFound):
            actions.hold(who, kept.dossier.pk, reason="objection")
    volunteer = member(as_owner, "volunteer", kept.guide.organisation)
    be(volunteer)
    with pytest.raises(NotAllowed):
        actions.hold(volunteer, kept.dossier.pk, reason="objection")
    be(kept.officer)
    actions.lift_hold(kept.officer, Hold.objects.get().pk)
    assert Hold.objects.get().lifted_by == kept.officer
    with pytest.raises(DatabaseError), transaction.atomic():
        Hold.objects.update(reason="objection")  # what was written stays
