"""The warm moment of a hand-over: an appointment of both workers in both agendas; it goes where the hand-over goes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone
from factories import AsOwner, be, dossier, member

from reisgenoot.access.errors import NotAllowed, NotFound, Refused
from reisgenoot.access.models import AccessLog, Member
from reisgenoot.dossiers import actions, queries
from reisgenoot.dossiers.actions import Offer
from reisgenoot.dossiers.models import Appointment, AppointmentMember, Dossier, Handover
from reisgenoot.dossiers.queries.appointments import AppointmentShown
from reisgenoot.dossiers.queries.moments import Moment, moments
from reisgenoot.notices.models import Notification

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
MONDAY = TODAY + timedelta(days=7 - TODAY.weekday())
AT = timezone.make_aware(datetime.combine(MONDAY + timedelta(days=1), time(14)))
LATER = AT + timedelta(days=1)


class World:
    """A household of two that its guide offers to a guide of another organisation, with a meeting."""

    def __init__(self, as_owner: AsOwner) -> None:
        self.as_owner = as_owner
        self.sender, self.receiver, self.stranger = member(as_owner), member(as_owner), member(as_owner)
        self.boss = member(as_owner, "coordinator", self.sender.organisation)
        self.other = member(as_owner, organisation=self.receiver.organisation)
        self.first, self.second = dossier(self.sender), dossier(self.sender, "Yusuf Test")
        be(self.receiver)
        self.secrets = {it: actions.make_feed(it, with_place=True) for it in (self.receiver,)}
        be(self.sender)
        self.secrets[self.sender] = actions.make_feed(self.sender, with_place=False)
        self.made = self.send()

    def send(self, **more: Any) -> Handover:
        be(self.boss)
        summary = {it.pk: {"identity": "Wie.", "route": "Verder."} for it in (self.first, self.second)}
        about: dict[str, Any] = {"wanted": self.receiver, "moment": "meeting", "moment_at": AT, **more}
        offer = Offer(self.receiver.organisation, "phase", summary, moment_place="Markt 1", **about)
        return actions.send_handover(self.boss, offer)

    def moment(self, who: Member) -> Moment | None:
        be(who)
        return moments([self.made.pk]).get(self.made.pk)

    def agenda(self, who: Member) -> list[AppointmentShown]:
        be(who)
        return [it for _day, shown in queries.week(who, MONDAY).days for it in shown]

    def calendar(self, who: Member) -> list[tuple[datetime, str, bool, int]]:
        be(None)
        found = queries.feed(actions.digest_of(self.secrets[who]))
        assert found is not None
        return [(it.starts_at, it.place, it.cancelled, it.changes) for it in found]

    def told(self, who: Member, kind: str = "handover_moment") -> int:
        with self.as_owner():
            return Notification.objects.filter(recipient=who, kind=kind).count()


@pytest.fixture
def world(as_owner: AsOwner) -> Iterator[World]:
    yield World(as_owner)
    be(None)


def test_it_stands_in_both_agendas_and_calendars_before_anybody_accepts(world: World) -> None:
    with world.as_owner():
        it = Appointment.objects.get()
        assert (it.dossier_id, it.kind, it.starts_at, it.place) == (
            world.first.pk,
            "hand_over",
            AT,
            "Markt 1",
        )
        assert it.ends_at - it.starts_at == timedelta(hours=1)
    assert world.moment(world.receiver) == world.moment(world.sender)
    coming = world.moment(world.sender)
    assert coming
    assert coming.attendees == (world.sender.pk, world.receiver.pk)
    (mine,), (theirs,) = world.agenda(world.sender), world.agenda(world.receiver)
    assert (mine.dossier_id, mine.handover_id, mine.name) == (world.first.pk, world.made.pk, "Amina Test")
    assert mine.attendees == (
        world.sender.name,
        f"{world.receiver.name} ({world.receiver.organisation.name})",
    )
    assert (theirs.dossier_id, theirs.handover_id) == (0, world.made.pk)
    assert theirs.name == "Amina Test, Yusuf Test"
    assert (theirs.starts_at, theirs.place) == (mine.starts_at, "Markt 1")
    assert world.calendar(world.sender) == [(AT, "", False, 0)]
    assert world.calendar(world.receiver) == [(AT, "Markt 1", False, 0)]
    for who in (world.other, world.boss, world.stranger):
        assert world.agenda(who) == []
    assert world.moment(world.stranger) is None


def test_the_receiver_gets_no_right_to_the_dossier_by_it(world: World) -> None:
    be(world.receiver)
    assert not Dossier.objects.exists()
    assert not Appointment.objects.exists()
    assert not AppointmentMember.objects.exists()
    with world.as_owner():
        key = Appointment.objects.get().pk
    for forbidden in (
        lambda: actions.move_appointment(world.receiver, key, starts_at=LATER, ends_at=LATER),
        lambda: actions.cancel_appointment(world.receiver, key, why="Nee."),
    ):
        with pytest.raises(NotFound):
            forbidden()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE dossiers_handover SET appointment_id = NULL, moment = ''")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT dossiers_cancel_moment(%s, '')", [key])


def test_a_name_that_is_left_out_is_not_in_the_agenda(world: World) -> None:
    be(world.boss)
    actions.withdraw_handover(world.boss, world.made.pk)
    summary = {world.first.pk: {"route": "Iemand."}}
    offer = Offer(world.receiver.organisation, "phase", summary, world.receiver, moment="call", moment_at=AT)
    actions.send_handover(world.boss, offer)
    assert [it.name for it in world.agenda(world.receiver) if not it.cancelled] == [""]


def test_names_in_the_agenda_of_the_receiver_are_logged(world: World) -> None:
    world.agenda(world.receiver)
    with world.as_owner():
        seen = AccessLog.objects.filter(member=world.receiver, part="handovers").get()
        assert set(seen.dossiers) == {world.first.pk, world.second.pk}


def test_moved_by_either_side_it_moves_for_both(world: World) -> None:
    be(world.receiver)
    actions.plan_moment(
        world.receiver, world.made.pk, moment="call", at=LATER, place="06 00000000", comes=world.other
    )
    now = world.moment(world.sender)
    assert now
    assert (now.how, now.starts_at, now.ends_at - now.starts_at) == ("call", LATER, timedelta(minutes=30))
    assert now.attendees == (world.sender.pk, world.other.pk)
    assert world.agenda(world.receiver) == []
    assert [it.handover_id for it in world.agenda(world.other)] == [world.made.pk]
    assert world.calendar(world.sender) == [(LATER, "", False, 1)]
    assert world.calendar(world.receiver) == []
    assert [world.told(who) for who in (world.sender, world.receiver, world.other)] == [
        1,
        0,
        1,
    ]  # not who did it
    with world.as_owner():
        key = Appointment.objects.get().pk  # the same one
    be(world.sender)  # and in the dossier itself
    actions.move_appointment(world.sender, key, starts_at=AT, ends_at=AT + timedelta(hours=2), place="Hier")
    assert world.moment(world.other) == Moment(
        "call", AT, AT + timedelta(hours=2), "Hier", (world.sender.pk, world.other.pk)
    )
    with world.as_owner():
        assert not Notification.objects.filter(recipient=world.other, kind="appointment_moved").exists()


def test_called_off_in_the_hand_over_or_cancelled_in_the_dossier_it_is_gone_for_both(world: World) -> None:
    be(world.receiver)
    actions.plan_moment(world.receiver, world.made.pk, moment="", at=None)
    assert world.moment(world.sender) is None
    assert [it.cancelled for it in world.agenda(world.receiver)] == [True]
    assert world.calendar(world.receiver) == [(AT, "Markt 1", True, 1)]
    be(world.sender)
    actions.plan_moment(world.sender, world.made.pk, moment="call", at=AT)  # the first one holds nobody
    with world.as_owner():
        key = Appointment.objects.get(cancelled=False).pk
    be(world.sender)
    actions.cancel_appointment(world.sender, key, why="Ziek.")
    assert world.moment(world.receiver) is None
    assert world.told(world.receiver) == 1  # unread: once
    assert [(it.cancelled, it.cancelled_why) for it in world.agenda(world.receiver)] == [(True, "")]


@pytest.mark.parametrize("how", ["decline", "withdraw"])
def test_it_is_cancelled_with_the_hand_over(world: World, how: str) -> None:
    if how == "decline":
        be(world.other)
        actions.decline_handover(world.other, world.made.pk, words="Geen plaats.")
    else:
        be(world.boss)
        actions.withdraw_handover(world.boss, world.made.pk)
    assert [(it.cancelled, it.dossier_id) for it in world.agenda(world.sender)] == [(True, world.first.pk)]
    assert world.agenda(world.receiver) == []
    assert world.calendar(world.receiver) == []
    assert world.calendar(world.sender) == [(AT, "", True, 1)]
    assert world.told(world.receiver) == world.told(world.sender) == 1
    be(world.sender)
    with pytest.raises(Refused, match="moment"):
        actions.plan_moment(world.sender, world.made.pk, moment="call", at=LATER)
    # Nobody is held by it.
    actions.plan_appointment(
        world.sender, world.first, kind="visit", starts_at=AT, ends_at=AT + timedelta(hours=1)
    )


def test_who_takes_over_comes_after_acceptance_and_the_sender_still_does(world: World) -> None:
    be(world.other)
    actions.accept_handover(world.other, world.made.pk)
    now = world.moment(world.other)
    assert now
    assert now.attendees == (world.sender.pk, world.other.pk)
    assert [it.dossier_id for it in world.agenda(world.other)] == [world.first.pk]
    assert [it.dossier_id for it in world.agenda(world.sender)] == [world.first.pk]
    assert world.agenda(world.receiver) == []
    be(world.sender)  # who only reads the dossier now
    actions.plan_moment(world.sender, world.made.pk, moment="meeting", at=LATER, place="Markt 2")
    assert [it.starts_at for it in world.agenda(world.other)] == [LATER]
    with world.as_owner():
        Handover.objects.update(ended_at=timezone.now() - timedelta(days=31))
    be(world.other)
    with pytest.raises(Refused, match="moment"):
        actions.plan_moment(world.other, world.made.pk, moment="meeting", at=AT)


def test_who_takes_over_and_is_elsewhere_then_takes_over_all_the_same(world: World) -> None:
    theirs = dossier(world.other, "Nog Iemand")
    actions.plan_appointment(world.other, theirs, kind="visit", starts_at=AT, ends_at=AT + timedelta(hours=1))
    actions.accept_handover(world.other, world.made.pk)
    now = world.moment(world.other)
    assert now
    assert world.other.pk not in now.attendees


def test_nobody_is_at_two_places_for_it(world: World) -> None:
    """Neither the sender nor the receiver, and whoever of them plans something else learns so."""
    be(world.boss)
    actions.withdraw_handover(world.boss, world.made.pk)
    theirs = dossier(world.receiver, "Nog Iemand")
    actions.plan_appointment(
        world.receiver, theirs, kind="visit", starts_at=AT, ends_at=AT + timedelta(hours=1)
    )
    with pytest.raises(Refused) as refused:
        world.send()
    assert world.receiver.name in str(refused.value.problems["moment_at"])
    be(world.boss)
    assert not Handover.objects.filter(state="open").exists()  # nothing was sent
    world.send(moment_at=LATER)
    be(world.receiver)
    with pytest.raises(Refused) as refused:
        actions.plan_appointment(
            world.receiver, theirs, kind="visit", starts_at=LATER, ends_at=LATER + timedelta(minutes=15)
        )
    assert world.receiver.name in str(refused.value.problems["members"])
    with world.as_owner():
        key = Appointment.objects.get(kind="hand_over", cancelled=False).pk
    be(world.sender)  # moving it in the dossier asks for the other side too
    with pytest.raises(Refused) as refused:
        actions.move_appointment(world.sender, key, starts_at=AT, ends_at=AT + timedelta(hours=1))
    assert world.receiver.name in str(refused.value.problems["members"])


def test_without_a_name_the_receiver_who_plans_it_comes(world: World) -> None:
    be(world.boss)
    actions.withdraw_handover(world.boss, world.made.pk)
    world.made = world.send(wanted=None)
    now = world.moment(world.sender)
    assert now
    assert now.attendees == (world.sender.pk,)
    be(world.other)
    actions.plan_moment(world.other, world.made.pk, moment="meeting", at=LATER)
    assert [it.handover_id for it in world.agenda(world.other)] == [world.made.pk]
    be(world.stranger)
    with pytest.raises(NotFound):
        actions.plan_moment(world.stranger, world.made.pk, moment="call", at=AT)
    be(world.sender)
    with pytest.raises(Refused):
        actions.plan_moment(world.sender, world.made.pk, moment="call", at=timezone.now() - timedelta(days=1))
    volunteer = member(world.as_owner, "volunteer", world.sender.organisation)
    be(volunteer)
    with pytest.raises(NotAllowed):
        actions.plan_moment(volunteer, world.made.pk, moment="call", at=AT)


def test_one_that_is_erased_leaves_the_hand_over(world: World) -> None:
    with world.as_owner(), transaction.atomic():
        AppointmentMember.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM dossiers_appointment; SET CONSTRAINTS ALL IMMEDIATE")
        it = Handover.objects.get(pk=world.made.pk)
        assert (it.moment, it.appointment_id) == ("", None)


def test_on_the_pages_of_both_sides(world: World) -> None:
    """The receiver moves it and says who comes; what can't be stands beside the day, with what was typed."""
    theirs = dossier(world.other, "Nog Iemand")
    ends = LATER + timedelta(hours=1)
    actions.plan_appointment(world.other, theirs, kind="visit", starts_at=LATER, ends_at=ends)
    be(None)
    browser, there = Client(), f"/handovers/{world.made.pk}/"
    browser.force_login(world.receiver.user)
    agenda = browser.get(f"/agenda/?week={MONDAY:%G-W%V}").content.decode()
    assert f'href="{there}"' in agenda
    assert f"/dossiers/{world.first.pk}/" not in agenda
    form = {
        "moment": "meeting",
        "moment_on": f"{LATER:%Y-%m-%d}",
        "moment_time": "14:30",
        "moment_place": "Thuis bij de familie",
        "comes": str(world.other.pk),
    }
    refused = browser.post(f"{there}moment/", form)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert f"{world.other.name} heeft dan een andere afspraak." in page
    assert "Thuis bij de familie" in page
    assert browser.post(f"{there}moment/", {**form, "moment_time": "16:00"}).status_code == 302
    page = browser.get(there).content.decode()
    assert f"{world.other.name} ({world.other.organisation.name})" in page
    assert browser.post(f"{there}moment/", {**form, "comes": str(world.stranger.pk)}).status_code == 422
    be(None)
    browser.force_login(world.sender.user)
    assert "Thuis bij de familie" in browser.get(f"/agenda/?week={MONDAY:%G-W%V}").content.decode()
