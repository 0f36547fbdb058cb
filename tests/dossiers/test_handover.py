"""Handing over: what opens and closes for whom at which moment, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from factories import AsOwner, be, dossier, member, organisation

from reisgenoot.access.errors import NotAllowed, NotFound, Overtaken, Refused
from reisgenoot.access.models import AccessLog, Involvement, Limitation, Member
from reisgenoot.core.trajectory.terms import working_day_after
from reisgenoot.dossiers import actions
from reisgenoot.dossiers.actions import Offer
from reisgenoot.dossiers.models import Dossier, HandedDossier, Handover, HandoverLine, HandoverWord, Task
from reisgenoot.dossiers.queries.moments import moments
from reisgenoot.notices.models import Notification

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


class World:
    """A sender with a volunteer in the dossier, and a receiver with two guides."""

    def __init__(self, as_owner: AsOwner) -> None:
        self.as_owner = as_owner
        self.sender, self.receiver, self.stranger = member(as_owner), member(as_owner), member(as_owner)
        self.colleague = member(as_owner, organisation=self.sender.organisation)
        self.other = member(as_owner, organisation=self.receiver.organisation)
        self.volunteer = member(as_owner, "volunteer", self.sender.organisation)
        self.dossier = dossier(self.sender, facts={"arrived": "2026-01-05", "born": "1990-05-17"})
        actions.match_volunteer(self.sender, self.dossier, self.volunteer)

    def send(self, **more: Any) -> Handover:
        be(self.sender)
        summary = {self.dossier.pk: {"identity": "Amina, 36", "route": "Sinds januari hier."}}
        about = {"receiver": self.receiver.organisation, "cause": "phase", "summary": summary, **more}
        return actions.send_handover(self.sender, Offer(**about))

    def now(self) -> Dossier:
        with self.as_owner():
            return Dossier.objects.get(pk=self.dossier.pk)

    def sees(self, who: Member) -> bool:
        be(who)
        return Dossier.objects.filter(pk=self.dossier.pk).exists()


@pytest.fixture
def world(as_owner: AsOwner) -> World:
    return World(as_owner)


def test_nothing_changes_before_acceptance_and_the_summary_alone_is_read(world: World) -> None:
    made = world.send(words="Graag een warm welkom.")
    assert made.answer_by == working_day_after(TODAY, 5)
    assert world.now().organisation_id == world.sender.organisation_id
    assert not world.sees(world.receiver)
    assert HandedDossier.objects.get().name == "Amina Test"
    assert set(HandoverLine.objects.values_list("category", flat=True)) == {"identity", "route"}
    assert HandoverWord.objects.get().text == "Graag een warm welkom."
    for who in (world.stranger, world.volunteer, member(world.as_owner, "administrator", made.receiver)):
        be(who)
        assert not Handover.objects.exists()
        assert not HandoverLine.objects.exists()
        assert not HandedDossier.objects.exists()
        assert not HandoverWord.objects.exists()


def test_acceptance_changes_the_owner_and_ends_the_senders_part(world: World) -> None:
    made = world.send()
    be(world.receiver)
    actions.accept_handover(world.receiver, made.pk, worker=world.other)
    now = world.now()
    assert (now.organisation_id, now.worker_id) == (world.receiver.organisation_id, world.other.pk)
    with world.as_owner():
        parts = Involvement.objects.filter(dossier_id=now.pk)
        mine = parts.get(organisation=made.sender_id, member=None)
        assert (mine.ends_on, mine.reads_until) == (TODAY, TODAY + timedelta(days=30))
        assert parts.get(member=world.volunteer).ends_on == TODAY
        theirs = parts.get(organisation=made.receiver_id)
        assert (theirs.basis, theirs.ends_on, theirs.responsible) == ("handover", None, True)
        tasks = set(Task.objects.filter(dossier=now).values_list("organisation_id", "worker_id"))
        assert tasks == {(made.receiver_id, world.other.pk)}
        told = {it.recipient_id for it in Notification.objects.filter(kind="handover_accepted")}
        assert told == {world.sender.pk}
    assert world.sees(world.receiver)
    assert world.sees(world.colleague)  # for thirty days
    assert not world.sees(world.volunteer)
    be(world.sender)
    with pytest.raises(DatabaseError), transaction.atomic():
        actions.record_fact(world.sender, now, "furnish", TODAY)
    with world.as_owner():
        Involvement.objects.filter(pk=mine.pk).update(reads_until=TODAY)
    assert not world.sees(world.sender)
    assert not HandoverLine.objects.exists()  # what they sent is as closed as the dossier


def test_a_part_by_phase_becomes_one_by_hand_over(world: World) -> None:
    be(world.sender)
    actions.involve(world.sender, world.dossier, world.receiver.organisation, basis="phase")
    made = world.send()
    be(world.receiver)
    actions.accept_handover(world.receiver, made.pk)
    running = Involvement.objects.filter(
        dossier_id=world.dossier.pk, organisation=made.receiver_id, ends_on=None
    )
    assert [it.basis for it in running] == ["handover"]


def test_handed_back_within_thirty_days(world: World) -> None:
    made = world.send()
    be(world.receiver)
    actions.accept_handover(world.receiver, made.pk)
    summary = {world.dossier.pk: {"route": "Terug."}}
    back = actions.send_handover(world.receiver, Offer(world.sender.organisation, "other", summary))
    be(world.sender)
    actions.accept_handover(world.sender, back.pk)
    assert world.now().worker_id == world.sender.pk
    actions.record_fact(world.sender, world.dossier, "furnish", TODAY)


def test_asking_answering_declining(world: World) -> None:
    made = world.send()
    with world.as_owner():
        Handover.objects.update(answer_by=TODAY - timedelta(days=2))
    be(world.receiver)
    with pytest.raises(Refused):
        actions.ask_about_handover(world.receiver, made.pk, words=" ")
    asked = actions.ask_about_handover(world.receiver, made.pk, words="Is er een tolk nodig?")
    assert asked.asked
    assert asked.answer_by == working_day_after(TODAY, 5)
    with pytest.raises(NotAllowed):
        actions.answer_about_handover(world.receiver, made.pk, words="Ja hoor")
    be(world.sender)
    assert not actions.answer_about_handover(world.sender, made.pk, words="Ja, Tigrinya.").asked
    with pytest.raises(Overtaken):
        actions.answer_about_handover(world.sender, made.pk, words="Nog eens.")
    be(world.receiver)
    with pytest.raises(Refused):
        actions.decline_handover(world.receiver, made.pk, words="")
    actions.decline_handover(world.receiver, made.pk, words="Woont niet in onze gemeente.")
    assert world.now().organisation_id == world.sender.organisation_id
    be(world.receiver)
    assert not HandoverLine.objects.exists()  # no business of theirs any more
    assert not HandedDossier.objects.exists()
    be(world.sender)
    assert HandoverWord.objects.get(kind="declined").text == "Woont niet in onze gemeente."


def test_withdrawn_is_over(world: World) -> None:
    made = world.send(moment="call", moment_at=timezone.now() + timedelta(days=1), moment_place="06 00000000")
    assert moments([made.pk])[made.pk].place == "06 00000000"
    be(world.receiver)
    with pytest.raises(NotAllowed):
        actions.withdraw_handover(world.receiver, made.pk)
    be(world.colleague)
    actions.withdraw_handover(world.colleague, made.pk)
    be(world.receiver)
    assert not moments([made.pk])
    for late in (
        lambda: actions.accept_handover(world.receiver, made.pk),
        lambda: actions.decline_handover(world.receiver, made.pk, words="Te laat."),
        lambda: actions.ask_about_handover(world.receiver, made.pk, words="Waarom?"),
    ):
        with pytest.raises(Overtaken):
            late()
    assert world.now().organisation_id == world.sender.organisation_id


def test_what_is_refused_on_sending(world: World) -> None:
    empty = organisation(world.as_owner, "coa")
    member(world.as_owner, "volunteer", empty)
    gza = organisation(world.as_owner, "gza")
    member(world.as_owner, organisation=gza)
    id_, lines = world.dossier.pk, {"route": "x"}
    for field, more in (
        ("receiver", {"receiver": empty}),  # nobody there can answer
        ("wanted", {"wanted": world.stranger}),
        ("wanted", {"receiver": world.sender.organisation}),  # a colleague must be named
        ("returns_on", {"returns_on": TODAY + timedelta(days=9)}),
        ("cause", {"cause": "x"}),
        ("summary", {"summary": {id_: {"route": " "}}}),
        ("dossiers", {"summary": {}}),
        ("moment_at", {"moment": "call"}),
        ("moment_at", {"moment": "call", "moment_at": timezone.now() - timedelta(hours=1)}),
        (f"{id_}.health", {"summary": {id_: {**lines, "health": "x"}}}),  # not a municipality's
        (f"{id_}.travel_story", {"summary": {id_: {**lines, "travel_story": "x"}}, "receiver": gza}),
        (f"{id_}.route", {"summary": {id_: {"route": "x" * 9000}}}),
    ):
        with pytest.raises(Refused) as refused:
            world.send(**more)
        assert set(refused.value.problems) == {field}
    be(world.stranger)
    with pytest.raises(NotFound):
        actions.send_handover(world.stranger, Offer(world.receiver.organisation, "phase", {id_: lines}))
    be(world.volunteer)
    with pytest.raises(NotAllowed):
        actions.send_handover(world.volunteer, Offer(world.receiver.organisation, "phase", {id_: lines}))


def test_sent_twice_is_refused(world: World) -> None:
    world.send()
    with pytest.raises(Refused) as refused:
        world.send()
    assert set(refused.value.problems) == {"dossiers"}
    with pytest.raises(DatabaseError), transaction.atomic():  # and by the database itself
        HandedDossier(handover=Handover.objects.get(), dossier=world.dossier).save()


def test_health_goes_from_gza_to_gza_only(world: World) -> None:
    here, there = organisation(world.as_owner, "gza"), organisation(world.as_owner, "gza")
    nurse, other = member(world.as_owner, organisation=here), member(world.as_owner, organisation=there)
    own = dossier(nurse, "Berhane Test")
    lines = {"route": "Verhuist.", "health": "Diabetes."}
    made = actions.send_handover(nurse, Offer(there, "phase", {own.pk: lines}))
    be(other)
    assert HandoverLine.objects.filter(handover=made, category="health").get().text == "Diabetes."
    # The wall itself holds who may write what for whom.
    be(nurse)
    town = actions.send_handover(
        nurse, Offer(world.receiver.organisation, "phase", {dossier(nurse, "C").pk: {"route": "x"}})
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        HandoverLine(
            handover=town, dossier_id=town.handed.get().dossier_id, category="health", text="x"
        ).save()


def test_a_name_that_is_left_out_is_not_told(world: World) -> None:
    world.send(summary={world.dossier.pk: {"route": "Iemand die hulp nodig heeft."}})
    be(world.receiver)
    assert HandedDossier.objects.get().name == ""


def test_who_cannot_accept(world: World) -> None:
    made = world.send()
    be(world.receiver)
    for worker in (world.sender, world.stranger, member(world.as_owner, "volunteer", made.receiver)):
        with pytest.raises(Refused):
            actions.accept_handover(world.receiver, made.pk, worker=worker)
    be(world.stranger)
    with pytest.raises(NotFound):
        actions.accept_handover(world.stranger, made.pk)
    be(world.sender)
    with pytest.raises(NotAllowed):
        actions.accept_handover(world.sender, made.pk)
    leaving = member(world.as_owner, organisation=made.receiver)
    with world.as_owner():
        Member.objects.filter(pk=leaving.pk).update(ends_on=TODAY + timedelta(days=3))
    be(world.receiver)
    with pytest.raises(Refused):
        actions.accept_handover(world.receiver, made.pk, worker=leaving)


def test_a_closed_or_limited_dossier_stays_where_it_is(world: World) -> None:
    made = world.send()
    with world.as_owner():
        Dossier.objects.filter(pk=world.dossier.pk).update(closed_on=TODAY)
    be(world.receiver)
    with pytest.raises(Refused, match="handover"):
        actions.accept_handover(world.receiver, made.pk)
    with world.as_owner():
        Dossier.objects.filter(pk=world.dossier.pk).update(closed_on=None)
        Limitation.objects.create(
            dossier_id=world.dossier.pk,
            ground="contested",
            member=world.sender,
            organisation=world.sender.organisation,
        )
    be(world.receiver)
    with pytest.raises(Refused):
        actions.accept_handover(world.receiver, made.pk)
    be(world.sender)
    actions.withdraw_handover(world.sender, made.pk)
    with pytest.raises(Refused):
        world.send()


def test_a_colleague_takes_over_for_a_time_and_gives_back(world: World) -> None:
    own = world.sender.organisation
    made = world.send(
        receiver=own, cause="leave", wanted=world.colleague, returns_on=TODAY + timedelta(days=9)
    )
    with pytest.raises(Refused):
        actions.accept_handover(world.sender, made.pk, worker=world.colleague)  # not in their place
    be(world.colleague)
    actions.accept_handover(world.colleague, made.pk)
    assert world.now().worker_id == world.colleague.pk
    with world.as_owner():  # the organisation is the same
        assert Involvement.objects.filter(member=world.volunteer, ends_on=None).exists()
    be(world.sender)
    assert notices()["back"] == 0
    with world.as_owner():
        Handover.objects.update(returns_on=TODAY)
    for who in (world.sender, world.colleague):
        be(who)
        assert notices()["back"] == 1
    actions.give_back(world.colleague, made.pk)
    assert world.now().worker_id == world.sender.pk
    assert notices()["back"] == 0
    with pytest.raises(Overtaken):
        actions.give_back(world.colleague, made.pk)


def test_unanswered_it_comes_to_both_coordinators(world: World) -> None:
    bosses = [member(world.as_owner, "coordinator", it.organisation) for it in (world.sender, world.receiver)]
    world.send()
    for who in bosses:
        be(who)
        assert notices()["late"] == 0
    with world.as_owner():
        Handover.objects.update(answer_by=TODAY - timedelta(days=1))
    for who in bosses:
        be(who)
        assert notices()["late"] == 1
    be(world.receiver)
    assert notices() == {"waiting": 1, "late": 0, "back": 0}
    be(world.sender)
    assert notices() == {"waiting": 0, "late": 0, "back": 0}


@pytest.mark.parametrize(
    ("sent", "last"),
    [
        ("2026-04-02", "2026-04-13"),  # Good Friday, Easter Monday
        ("2026-04-24", "2026-05-04"),  # King's Day
        ("2026-12-24", "2027-01-04"),  # Christmas, New Year's Day
        ("2026-06-01", "2026-06-08"),  # none
    ],
)
def test_public_holidays_are_no_working_days(
    world: World, monkeypatch: pytest.MonkeyPatch, sent: str, last: str
) -> None:
    """Algemene termijnenwet, article 3: https://wetten.overheid.nl/BWBR0002448/2010-10-10#Artikel3."""
    monkeypatch.setattr(timezone, "localdate", lambda: date.fromisoformat(sent))
    made = world.send()
    assert made.answer_by == date.fromisoformat(last)
    assert not made.is_late_on(made.answer_by)
    assert made.is_late_on(made.answer_by + timedelta(days=1))


def notices() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT waiting, late, back FROM dossiers_handover_notices()")
        return dict(zip(("waiting", "late", "back"), cursor.fetchone(), strict=True))


def test_each_step_stands_in_the_log(world: World) -> None:
    made = world.send()
    be(world.receiver)
    with connection.cursor() as cursor:
        cursor.execute("SELECT dossiers_read_handover(%s)", [made.pk])
        assert cursor.fetchone() == (True,)
    actions.accept_handover(world.receiver, made.pk)
    with world.as_owner():
        found = AccessLog.objects.filter(dossier_id=world.dossier.pk).order_by("id")
        steps = [(it.part, it.member_id) for it in found if it.part.startswith("handover")]
    them = world.receiver.pk
    assert steps == [("handover sent", world.sender.pk), ("handover", them), ("handover accepted", them)]


def test_nobody_takes_a_dossier_without_a_hand_over(world: World) -> None:
    """The application's own right does not reach who is responsible, nor how a hand-over stands."""
    made = world.send()
    for who in (world.sender, world.receiver):
        be(who)
        for statement in (
            f"UPDATE dossiers_dossier SET organisation_id = {made.receiver_id}",
            "UPDATE dossiers_handover SET state = 'accepted', ended_at = now()",
            "UPDATE dossiers_handeddossier SET open = false",
            "UPDATE dossiers_handoverline SET text = 'x'",
            "DELETE FROM dossiers_handoverline",
            "SELECT dossiers_let_in('{}', 1, 2)",
            "SELECT dossiers_open_handover(1, 'sender')",
        ):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
    be(world.colleague)  # adds nothing to what somebody else sent
    with pytest.raises(DatabaseError), transaction.atomic():
        HandoverLine(handover=made, dossier=world.dossier, category="family", text="x").save()


def test_the_database_lets_nobody_carry_an_open_dossier_who_does_not_run(world: World) -> None:
    """Also not by no action at all: asked for at the end of the transaction, here at once."""
    leaving = member(world.as_owner, organisation=world.sender.organisation)
    with world.as_owner():
        Member.objects.filter(pk=leaving.pk).update(ends_on=TODAY + timedelta(days=3))
    be(world.sender)
    for worker in (world.receiver.pk, world.volunteer.pk, leaving.pk, None):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE dossiers_dossier SET worker_id = %s; SET CONSTRAINTS ALL IMMEDIATE", [worker]
            )
