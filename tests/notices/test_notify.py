"""Telling members something: who may, about what, to whom, and once."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.utils import timezone
from factories import AsOwner, be, dossier, member

from reisgenoot.notices.actions import notify
from reisgenoot.notices.models import Notification, NotificationChoice

pytestmark = pytest.mark.django_db
KIND = "appointment_planned"


def test_recipients_see_their_own_and_nobody_elses(as_owner: AsOwner) -> None:
    guide, stranger = member(as_owner), member(as_owner)
    colleague = member(as_owner, organisation=guide.organisation)
    opened = dossier(guide)
    notify(KIND, to=[guide, colleague, stranger], dossier_id=opened.pk)
    notify(KIND, to=[colleague.pk], dossier_id=opened.pk)  # again, while the first is unread
    assert Notification.objects.count() == 0  # whoever did it is not told
    for who in (colleague, stranger):  # the second can't see the dossier (yet)
        be(who)
        found = Notification.objects.get()
        assert (found.kind, found.dossier_id, found.read_at) == (KIND, opened.pk, None)
    be(None)
    assert not Notification.objects.exists()
    be(colleague)
    Notification.objects.update(read_at=timezone.now())
    be(guide)
    notify(KIND, to=[colleague], dossier_id=opened.pk)
    be(colleague)
    assert Notification.objects.count() == 2


def test_only_who_sees_the_dossier_tells_about_it(as_owner: AsOwner) -> None:
    guide, stranger = member(as_owner), member(as_owner)
    opened = dossier(guide)
    for who in (stranger, member(as_owner, "administrator", guide.organisation), None):
        be(who)
        with pytest.raises(ProgrammingError), transaction.atomic():
            notify(KIND, to=[guide], dossier_id=opened.pk)
    be(guide)
    with pytest.raises(KeyError):
        notify("gossip", to=[stranger])


def test_rows_come_by_the_function_alone(as_owner: AsOwner) -> None:
    guide = member(as_owner)
    be(guide)
    for statement in (
        "INSERT INTO notices_notification (recipient_id, kind) VALUES (%s, 'x')",
        "SELECT notices_store('x', NULL, ARRAY[%s]::bigint[], true, true)",
        "DELETE FROM notices_notification WHERE recipient_id = %s",
        "UPDATE notices_notification SET dossier_id = NULL WHERE recipient_id = %s",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [guide.pk])


def test_what_a_member_chose_is_how_it_is_stored(as_owner: AsOwner) -> None:
    guide, colleague = member(as_owner), member(as_owner)
    be(colleague)
    chosen = NotificationChoice.objects.create(member=colleague, kind=KIND, in_app=True, by_mail=False)
    opened = dossier(guide)
    notify(KIND, to=[colleague], dossier_id=opened.pk)
    be(colleague)
    assert Notification.objects.values_list("in_app", "by_mail").get() == (True, False)
    chosen.in_app = False
    chosen.save()
    other = dossier(guide)
    notify(KIND, to=[colleague], dossier_id=other.pk)
    be(colleague)
    assert not Notification.objects.filter(dossier_id=other.pk).exists()  # wanted nowhere


def test_who_has_left_is_not_told(as_owner: AsOwner) -> None:
    guide, left = member(as_owner), member(as_owner)
    with as_owner():
        left.ends_on = timezone.localdate()
        left.save()
    be(guide)
    notify(KIND, to=[left])
    with as_owner():
        assert not Notification.objects.exists()
