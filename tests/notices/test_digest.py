"""The daily e-mail: numbers and nothing about anybody, once, at seven, to who wants it, in their language."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from factories import AsOwner, be, dossier, member

from reisgenoot.access.models import Member
from reisgenoot.notices import actions, digest, tasks
from reisgenoot.notices.kinds import KINDS
from reisgenoot.notices.models import Notification

pytestmark = pytest.mark.django_db
BOTH = dict.fromkeys(KINDS, (True, True))


@pytest.fixture
def guide(as_owner: AsOwner) -> Member:
    """Somebody with three notifications that wait."""
    teller, told = member(as_owner), member(as_owner)
    for kind, name in (
        ("appointment_planned", "Amina Test"),
        ("appointment_planned", "Yusuf Test"),
        ("appointment_moved", "Amina Test"),
    ):
        opened = dossier(teller, name)
        actions.notify(kind, to=[told], dossier_id=opened.pk)
    be(None)
    return told


def test_it_counts_by_kind_and_says_nothing_about_anybody(guide: Member, as_owner: AsOwner) -> None:
    assert digest.send() == (1, 0)
    sent = mail.outbox[0]
    assert sent.to == [guide.user.email]
    assert sent.subject == "Reisgenoot: 3 meldingen"
    assert "2 × Er is een afspraak met u gepland" in sent.body
    assert "1 × Een afspraak met u is verzet" in sent.body
    assert "/account/login/" in sent.body
    with as_owner():
        dossiers = set(Notification.objects.values_list("dossier_id", flat=True))
    everything = str(sent.message())
    for word in ("Amina", "Yusuf", *map(str, dossiers)):
        assert word not in everything


def test_once_also_if_it_runs_again_and_more_the_next_day(guide: Member, as_owner: AsOwner) -> None:
    digest.send()
    assert digest.send() == (0, 0)
    teller = member(as_owner)
    actions_of_tomorrow = dossier(teller, "Iemand")
    actions.notify("appointment_cancelled", to=[guide], dossier_id=actions_of_tomorrow.pk)
    be(None)
    digest.send()
    assert [it.subject for it in mail.outbox] == ["Reisgenoot: 3 meldingen", "Reisgenoot: 1 melding"]


def test_a_run_that_breaks_off_sends_nothing_twice_and_loses_nothing(
    guide: Member, as_owner: AsOwner, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, teller = member(as_owner), member(as_owner)
    opened = dossier(teller)
    actions.notify("appointment_moved", to=[other], dossier_id=opened.pk)
    be(None)
    real, broken = digest.send_mail, []

    def breaks(*words: Any) -> Any:
        if words[3] == [guide.user.email] and not broken:
            broken.append(words)
            raise OSError("no server")
        return real(*words)

    monkeypatch.setattr(digest, "send_mail", breaks)
    assert digest.send() == (1, 1)
    assert digest.send() == (1, 0)
    assert sorted(it.to[0] for it in mail.outbox) == sorted([guide.user.email, other.user.email])
    taken = digest.due()
    assert taken == []


@pytest.mark.parametrize("why", ["no digest", "not by e-mail", "read", "left", "closed account"])
def test_who_does_not_want_it_or_has_left_gets_none(guide: Member, as_owner: AsOwner, why: str) -> None:
    be(guide)
    if why == "no digest":
        actions.choose(guide, BOTH, digest=False)
    elif why == "not by e-mail":
        actions.choose(guide, dict.fromkeys(KINDS, (True, False)))
    elif why == "read":
        actions.mark_all_read()
    with as_owner():
        if why == "left":
            Member.objects.filter(pk=guide.pk).update(ends_on=timezone.localdate())
        elif why == "closed account":
            type(guide.user).objects.filter(pk=guide.user_id).update(is_active=False)
    be(None)
    assert digest.send() == (0, 0)
    assert mail.outbox == []


def test_in_the_language_of_the_member(guide: Member) -> None:
    be(guide)
    actions.choose(guide, BOTH, language="en")
    be(None)
    digest.send()
    assert mail.outbox[0].subject == "Reisgenoot: 3 notifications"
    assert "Log in to see it" in mail.outbox[0].body


def test_what_is_wanted_by_e_mail_alone_is_over_with_it(guide: Member, as_owner: AsOwner) -> None:
    be(guide)
    actions.choose(guide, dict.fromkeys(KINDS, (False, True)))
    be(None)
    digest.send()
    with as_owner():
        assert not Notification.objects.filter(read_at=None).exists()


@pytest.mark.parametrize(
    ("moment", "sends"),
    [
        ((2027, 1, 10, 6), True),  # winter: seven here
        ((2027, 1, 10, 5), False),
        ((2027, 7, 10, 5), True),  # summer
        ((2027, 7, 10, 6), False),
        ((2027, 3, 28, 5), True),  # the day on which summer time begins
        ((2027, 10, 31, 6), True),  # and on which it ends
    ],
)
def test_at_seven_here_in_summer_and_in_winter(
    guide: Member, moment: tuple[int, int, int, int], sends: bool
) -> None:
    tasks.send_digest(timestamp=int(datetime(*moment, tzinfo=UTC).timestamp()))
    assert bool(mail.outbox) is sends


def test_without_a_mail_server_nothing_counts_as_mailed(guide: Member, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert digest.send() == (0, 0)
    assert len(digest.due()) == 1


def test_old_ones_go(guide: Member, as_owner: AsOwner) -> None:
    with as_owner():
        first, second, third = Notification.objects.order_by("at")
        long_ago = timezone.now() - timezone.timedelta(days=31)
        Notification.objects.filter(pk=first.pk).update(read_at=long_ago)
        Notification.objects.filter(pk=second.pk).update(at=timezone.now() - timezone.timedelta(days=183))
    tasks.forget()
    with as_owner():
        assert [it.pk for it in Notification.objects.all()] == [third.pk]
