"""Appointments: nobody is planned twice, attendees hear of it, and who can't see the dossier sees nothing of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from factories import AsOwner, be, dossier, member

from reisgenoot.access.errors import NotAllowed, NotFound, Overtaken, Refused
from reisgenoot.access.models import AccessLog, Involvement, Member
from reisgenoot.dossiers import actions
from reisgenoot.dossiers.models import Appointment, AppointmentMember, AppointmentNote, Dossier
from reisgenoot.notices.models import Notification

pytestmark = pytest.mark.django_db
NEXT = (timezone.localtime() + timedelta(days=7)).replace(hour=10, minute=0, second=0, microsecond=0)


def at(hour: int, minute: int = 0) -> datetime:
    """That time of the day next week."""
    return NEXT.replace(hour=hour, minute=minute)


@pytest.fixture
def guide(as_owner: AsOwner) -> Member:
    return member(as_owner)


@pytest.fixture
def opened(guide: Member) -> Dossier:
    return dossier(guide, "Amina Test")


def plan(who: Member, about: Dossier, since: int = 10, until: int = 11, **more: Any) -> Appointment:
    be(who)
    given = {"kind": "conversation", "starts_at": at(since), "ends_at": at(until), **more}
    return actions.plan_appointment(who, about, **given)


def told(who: Member) -> list[str]:
    be(who)
    return list(Notification.objects.order_by("at", "kind").values_list("kind", flat=True))


def test_attendees_are_told_and_the_log_knows(guide: Member, opened: Dossier, as_owner: AsOwner) -> None:
    colleague = member(as_owner, organisation=guide.organisation)
    made = plan(guide, opened, members=[guide, colleague], place="Markt 1", note="Neem het paspoort mee.")
    assert set(made.attendees.values_list("member_id", flat=True)) == {guide.pk, colleague.pk}
    assert made.note.text == "Neem het paspoort mee."
    assert AccessLog.objects.filter(dossier_id=opened.pk, part="appointment", act="write").count() == 1
    assert told(colleague) == ["appointment_planned"]
    assert told(guide) == []  # who did it knows it
    be(guide)
    actions.move_appointment(guide, made, starts_at=at(14), ends_at=at(15))
    actions.cancel_appointment(guide, made.pk, why="Ziek.")
    assert set(told(colleague)) == {"appointment_planned", "appointment_moved", "appointment_cancelled"}


def test_what_has_passed_is_written_down_and_nobody_is_told(
    guide: Member, opened: Dossier, as_owner: AsOwner
) -> None:
    colleague, before = member(as_owner, organisation=guide.organisation), at(10) - timedelta(days=30)
    plan(guide, opened, members=[colleague], starts_at=before, ends_at=before + timedelta(hours=1))
    assert told(colleague) == []


def test_nobody_named_means_oneself(guide: Member, opened: Dossier) -> None:
    assert list(plan(guide, opened).attendees.values_list("member_id", flat=True)) == [guide.pk]


def test_nobody_is_planned_twice_and_the_other_person_is_not_told_of(
    guide: Member, opened: Dossier, as_owner: AsOwner
) -> None:
    elsewhere = member(as_owner)
    be(guide)
    actions.involve(guide, opened, elsewhere.organisation)
    secret = dossier(elsewhere, "Geheime Persoon")
    plan(elsewhere, secret, members=[elsewhere])
    with pytest.raises(Refused) as refused:
        plan(guide, opened, since=10, until=12, members=[guide, elsewhere])
    reason = str(refused.value.problems["members"])
    assert elsewhere.name in reason
    assert "10:00" in reason
    assert "Geheime" not in reason
    assert not Appointment.objects.filter(dossier=opened).exists()
    plan(guide, opened, since=11, until=12, members=[guide, elsewhere])  # right after it is free


def test_the_database_holds_it_too(guide: Member, opened: Dossier) -> None:
    made = plan(guide, opened)
    other = plan(guide, opened, since=11, until=12)
    with pytest.raises(IntegrityError, match="attendee_not_at_two"), transaction.atomic():
        Appointment.objects.filter(pk=other.pk).update(starts_at=at(10, 30))
    with pytest.raises(Refused, match="members: "):
        actions.move_appointment(guide, other, starts_at=at(10, 59), ends_at=at(12))
    actions.cancel_appointment(guide, made, why="Niet nodig.")
    actions.move_appointment(guide, other, starts_at=at(10), ends_at=at(11))
    assert AppointmentMember.objects.get(appointment=other).starts_at == at(10)


def test_two_who_plan_at_the_same_moment(
    guide: Member, opened: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither sees the other's yet: the constraint refuses the second, and it is said like any other refusal."""
    plan(guide, opened, interpreter="Tolk 1")
    monkeypatch.setattr("reisgenoot.dossiers.actions.appointments._free", lambda *_: None)
    with pytest.raises(Refused) as refused:
        plan(guide, opened)
    assert set(refused.value.problems) == {"members"}
    assert Appointment.objects.count() == 1


def test_an_interpreter_is_asked_for_once_within_the_organisation(
    guide: Member, opened: Dossier, as_owner: AsOwner
) -> None:
    colleague, elsewhere = member(as_owner, organisation=guide.organisation), member(as_owner)
    plan(guide, opened, interpreter="Tolk  Yilmaz")
    with pytest.raises(Refused) as refused:
        plan(colleague, opened, interpreter=" tolk yilmaz ")
    assert set(refused.value.problems) == {"interpreter"}
    plan(colleague, opened)  # without one
    plan(elsewhere, dossier(elsewhere), interpreter="Tolk Yilmaz")


def test_who_cannot_see_the_dossier_cannot_attend(guide: Member, opened: Dossier, as_owner: AsOwner) -> None:
    unmatched = member(as_owner, "volunteer", guide.organisation)
    stranger, made = member(as_owner), plan(guide, opened, since=20, until=21)
    for who in (unmatched, stranger, member(as_owner, "administrator", guide.organisation)):
        with pytest.raises(Refused, match=who.name):
            plan(guide, opened, members=[guide, who])
        row = {"appointment": made, "member": who, "dossier": opened, "starts_at": at(20), "ends_at": at(21)}
        with pytest.raises(DatabaseError), transaction.atomic():
            AppointmentMember.objects.create(**row)


@pytest.mark.parametrize(
    ("field", "about"),
    [
        ("kind", {"kind": "party"}),
        ("ends_at", {"until": 10}),
        ("ends_at", {"ends_at": at(10) + timedelta(hours=25)}),
        ("place", {"place": "x" * 201}),
        ("note", {"note": "x" * 501}),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(
    guide: Member, opened: Dossier, field: str, about: dict[str, Any]
) -> None:
    with pytest.raises(Refused) as refused:
        plan(guide, opened, **about)
    assert set(refused.value.problems) == {field}


def test_who_sees_and_who_changes(guide: Member, opened: Dossier, as_owner: AsOwner) -> None:
    matched = member(as_owner, "volunteer", guide.organisation)
    other = member(as_owner, "volunteer", guide.organisation)
    be(guide)
    for it in (matched, other):
        actions.match_volunteer(guide, opened, it)
    made = plan(guide, opened, members=[matched], note="Sleutel meenemen.")
    strangers = [
        member(as_owner, "volunteer", guide.organisation),
        member(as_owner, "administrator", guide.organisation),
        member(as_owner),
    ]
    for who in (*strangers, None):
        be(who)
        assert not Appointment.objects.exists()
        assert not AppointmentMember.objects.exists()
        assert not AppointmentNote.objects.exists()
        if who is not None:
            with pytest.raises((NotAllowed, NotFound)):
                actions.cancel_appointment(who, made.pk, why="Zomaar.")
    for who in (other, matched):  # also who goes along reads no row; the guide plans and moves it
        be(who)
        for model in (Appointment, AppointmentMember, AppointmentNote):
            assert not model.objects.exists()
        with pytest.raises(NotAllowed):
            actions.plan_appointment(who, opened, kind="visit", starts_at=at(15), ends_at=at(16))
        with pytest.raises(NotAllowed):
            actions.move_appointment(who, made.pk, starts_at=at(15), ends_at=at(16))
        with transaction.atomic():
            assert Appointment.objects.filter(pk=made.pk).update(place="Elders") == 0
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM dossiers_may_attend(%s, NULL)", [opened.pk])
            assert cursor.fetchall() == []
            cursor.execute("SELECT kind, along FROM volunteers_my_appointments()")
            assert cursor.fetchall() == [("conversation", who == matched)]


def test_a_consent_without_notes_opens_no_note(guide: Member, opened: Dossier, as_owner: AsOwner) -> None:
    church = member(as_owner)
    with as_owner():
        church.organisation.kind = "church"
        church.organisation.save()
    be(guide)
    asked = actions.Asked(
        "daily_help",
        church.organisation,
        until=timezone.localdate() + timedelta(days=30),
        how="talk",
        language="ar",
    )
    actions.give_consent(guide, opened, asked)
    plan(guide, opened, members=[guide, church], note="Alleen voor begeleiders.")
    be(church)
    assert Appointment.objects.get().attendees.count() == 2
    assert not AppointmentNote.objects.exists()


def test_who_lost_the_dossier_sees_it_gone_and_is_free_again(
    guide: Member, opened: Dossier, as_owner: AsOwner
) -> None:
    partner = member(as_owner)
    be(guide)
    actions.involve(guide, opened, partner.organisation)
    plan(guide, opened, members=[guide, partner])
    with as_owner():
        Involvement.objects.filter(organisation=partner.organisation).update(ends_on=timezone.localdate())
    be(partner)
    assert not Appointment.objects.exists()
    plan(partner, dossier(partner, "Iemand Anders"))
    be(guide)
    assert AppointmentMember.objects.filter(dossier=opened).count() == 1


def test_a_cancelled_one_stays_so_and_two_who_change_it_hear_of_each_other(
    guide: Member, opened: Dossier
) -> None:
    made = plan(guide, opened)
    actions.move_appointment(guide, made.pk, starts_at=at(12), ends_at=at(13), seen=0)
    with pytest.raises(Overtaken):
        actions.move_appointment(guide, made.pk, starts_at=at(16), ends_at=at(17), seen=0)
    with pytest.raises(Refused):
        actions.cancel_appointment(guide, made.pk, why=" ")
    actions.cancel_appointment(guide, made.pk, why="Verhuisd.", seen=1)
    for again in (
        lambda: actions.cancel_appointment(guide, made.pk, why="Nog eens."),
        lambda: actions.move_appointment(guide, made.pk, starts_at=at(16), ends_at=at(17)),
    ):
        with pytest.raises(Refused):
            again()
    assert Appointment.objects.filter(pk=made.pk).update(cancelled=False) == 0


def test_nobody_writes_in_another_name(guide: Member, opened: Dossier, as_owner: AsOwner) -> None:
    colleague = member(as_owner, organisation=guide.organisation)
    made = plan(guide, opened)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO dossiers_appointment (kind, starts_at, ends_at, place, interpreter, interpreter_key,"
            " made_by_id, organisation_id, dossier_id, changes, cancelled, cancelled_why)"
            " VALUES ('visit', now(), now() + interval '1 hour', '', '', '', %s, %s, %s, 0, false, '')",
            [colleague.pk, guide.organisation_id, opened.pk],
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        Appointment.objects.filter(pk=made.pk).update(
            cancelled=True, cancelled_at=timezone.now(), cancelled_by=colleague
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        Appointment.objects.filter(pk=made.pk).update(kind="visit")


def test_an_hour_that_comes_twice_is_two_hours(guide: Member, opened: Dossier) -> None:
    """On the night on which summer time ends, half past two comes twice; both can be planned."""
    first = datetime(2027, 10, 31, 2, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
    second = first.replace(fold=1)
    plan(guide, opened, starts_at=first, ends_at=first.replace(minute=30))
    plan(guide, opened, starts_at=second, ends_at=second.replace(minute=30))
    assert Appointment.objects.count() == 2
