"""Sessions are listed for their owner and ended by them; who left is out at the next request, however they came in."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone
from factories import AsOwner, be
from logging_in import PASSWORD, is_in, log_in, worker

from reisgenoot.access import actions, sessions
from reisgenoot.access.identity import entrance
from reisgenoot.access.models import AccountEvent, Member
from reisgenoot.access.tasks import forget_log_ins, send_password_reset

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_remembered")]
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
NEW = "een-ander-wachtwoord-8"


@pytest.fixture
def guide(as_owner: AsOwner) -> Member:
    return worker(as_owner)


@pytest.fixture
def two(guide: Member) -> tuple[Client, Client]:
    """The guide at a desk and on a phone."""
    desk, phone = Client(), Client()
    log_in(desk, guide.user.email, HTTP_USER_AGENT=FIREFOX)
    log_in(phone, guide.user.email, address="198.51.100.7", HTTP_USER_AGENT=PHONE)
    return desk, phone


def ends(page: str) -> list[str]:
    """Where the list's forms send to that log out on one device; one's own is the first."""
    return re.findall(r'action="(/account/sessions/\d+/end/)"', page)


def test_the_list_says_which_device_from_where_and_since_when(two: tuple[Client, Client]) -> None:
    be(None)
    page = two[0].get("/account/").content.decode()
    assert "Firefox, Windows" in page
    assert "Chrome, Android" in page
    assert "192.0.2.1" in page
    assert "198.51.100.7" in page
    assert len(ends(page)) == 2
    assert page.index("Firefox, Windows") < page.index("Chrome, Android")  # the one in use first


def test_an_administrator_logs_a_colleague_out_everywhere(
    two: tuple[Client, Client], guide: Member, as_owner: AsOwner
) -> None:
    administrator = worker(as_owner, "administrator", guide.organisation)
    client = Client()
    client.force_login(administrator.user)
    address = f"/members/{guide.pk}/log-out/"
    assert client.post(address).status_code == 302
    for device in two:
        assert device.get("/").headers["Location"].startswith("/account/login/")
    with as_owner():
        noted = AccountEvent.objects.filter(user=guide.user).latest("id")
        assert (noted.act, noted.by) == ("logged_out", administrator)
    be(None)
    page = client.get("/members/").content.decode()
    assert address in page
    stranger = Client()
    stranger.force_login(worker(as_owner, "administrator").user)
    assert stranger.post(address).status_code == 404


def test_one_is_ended_and_out_at_the_next_request(two: tuple[Client, Client], guide: Member) -> None:
    desk, phone = two
    desk.post(ends(desk.get("/account/").content.decode())[1])
    assert not is_in(phone)
    assert is_in(desk)
    be(guide)
    assert AccountEvent.objects.filter(act="sessions_ended").count() == 1


def test_all_others_are_ended_at_once_and_oneself_too_if_asked(
    two: tuple[Client, Client], guide: Member
) -> None:
    desk, phone = two
    third = Client()
    log_in(third, guide.user.email)
    desk.post("/account/sessions/end/")
    assert [is_in(client) for client in (desk, phone, third)] == [True, False, False]
    answer = desk.post(ends(desk.get("/account/").content.decode())[0])
    assert answer.headers["Location"] == "/account/login/"
    assert not is_in(desk)


def test_nobody_ends_or_sees_somebody_elses(two: tuple[Client, Client], as_owner: AsOwner) -> None:
    other, client = worker(as_owner), Client()
    log_in(client, other.user.email)
    page = client.get("/account/").content.decode()
    assert "198.51.100.7" not in page
    assert len(ends(page)) == 1
    client.post(ends(two[0].get("/account/").content.decode())[1])
    assert is_in(two[1])


def test_logging_in_gives_a_new_session_id(guide: Member) -> None:
    client = Client()
    client.get("/account/login/")
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    before = session.session_key
    log_in(client, guide.user.email)
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_another_password_ends_all_other_sessions(two: tuple[Client, Client], guide: Member) -> None:
    desk, phone = two
    wrong = {"oldpassword": "niet-dit", "password1": NEW, "password2": NEW}
    assert desk.post("/account/password/change/", wrong).status_code == 422
    short = {"oldpassword": PASSWORD, "password1": "kort", "password2": "kort"}
    assert "minstens 12 tekens nodig" in desk.post("/account/password/change/", short).content.decode()
    right = desk.post("/account/password/change/", {**wrong, "oldpassword": PASSWORD})
    assert right.headers["Location"] == "/account/"
    assert is_in(desk)
    assert not is_in(phone)
    page = desk.get("/account/").content.decode()
    assert len(ends(page)) == 1
    assert "Wachtwoord gewijzigd" in page
    assert log_in(Client(), guide.user.email).status_code == 422
    assert log_in(Client(), guide.user.email, NEW).status_code == 302


def test_a_new_password_by_e_mail_ends_them_too(two: tuple[Client, Client], guide: Member) -> None:
    send_password_reset(email=guide.user.email, site="https://reisgenoot.example/", language="nl")
    assert mail.outbox[0].to == [guide.user.email]
    link = re.search(
        r"https://reisgenoot\.example(/account/password/reset/key/\S+)", str(mail.outbox[0].body)
    )
    assert link
    client = Client()
    be(None)
    form = client.get(link[1], follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    assert not is_in(two[0])
    assert log_in(Client(), guide.user.email, NEW).status_code == 302
    assert "password1" not in Client().get(link[1], follow=True).content.decode()  # once only


def test_no_e_mail_goes_to_strangers_and_to_who_left(guide: Member, as_owner: AsOwner) -> None:
    send_password_reset(email="nobody@example.org", site="https://reisgenoot.example/", language="nl")
    with as_owner():
        Member.objects.filter(pk=guide.pk).update(ends_on=timezone.localdate())
    send_password_reset(email=guide.user.email, site="https://reisgenoot.example/", language="nl")
    assert mail.outbox == []


def test_last_used_is_noted_every_few_minutes_and_not_at_each_page(
    two: tuple[Client, Client], as_owner: AsOwner
) -> None:
    desk, _phone = two
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("UPDATE usersessions_usersession SET last_seen_at = '2026-01-05'")
    desk.get("/account/")
    assert "5 januari 2026" in desk.get("/account/").content.decode()
    session = desk.session
    session[sessions.SEEN] -= sessions.NOTED_EVERY
    session.save()
    assert desk.get("/account/").content.decode().count("5 januari 2026") == 1


def test_a_session_lasts_a_working_day_used_or_not(two: tuple[Client, Client], settings: Any) -> None:
    desk, phone = two
    session = desk.session
    session[sessions.BEGUN] -= settings.SESSION_COOKIE_AGE + 1
    session.save()
    assert not is_in(desk)
    assert is_in(phone)


def test_what_is_over_is_removed_at_night(two: tuple[Client, Client], as_owner: AsOwner) -> None:
    desk, phone = two
    log_in(Client(), "nobody@example.org", "niet-dit-wachtwoord")
    Session.objects.filter(session_key=phone.session.session_key).update(expire_date="2026-01-05T00:00:00Z")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("UPDATE access_loginattempts SET last_at = now() - interval '2 days'")
    forget_log_ins()
    assert [it.session_key for it in UserSession.objects.all()] == [desk.session.session_key]
    assert [it.session_key for it in Session.objects.all()] == [desk.session.session_key]
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM access_loginattempts")
        assert cursor.fetchone() == (0,)


def test_who_is_ended_by_the_administrator_is_out_at_once(
    two: tuple[Client, Client], as_owner: AsOwner
) -> None:
    desk, phone = two
    be(None)
    guide = entrance(int(desk.session["_auth_user_id"]))[0][0]
    administrator = worker(as_owner, "administrator", guide.organisation)
    be(administrator)
    actions.end_member(administrator, guide.pk)
    assert not Session.objects.filter(session_key=phone.session.session_key).exists()
    assert not is_in(desk)
    for client in (Client(), desk):
        be(None)
        answer = log_in(client, guide.user.email)
        assert answer.status_code == 403
        assert "op dit moment geen lid van een organisatie" in answer.content.decode()
        assert not is_in(client)
    with as_owner():
        noted = AccountEvent.objects.filter(user=guide.user).latest("id")
        assert (noted.act, noted.by) == ("membership_ended", administrator)


def test_whose_last_day_was_yesterday_is_logged_out_at_the_next_request(
    two: tuple[Client, Client], guide: Member, as_owner: AsOwner
) -> None:
    desk, _phone = two
    with as_owner():
        Member.objects.filter(pk=guide.pk).update(ends_on=timezone.localdate())
    be(None)
    answer = desk.get("/people/")
    assert answer.status_code == 403
    assert "op dit moment geen lid van een organisatie" in answer.content.decode()
    assert desk.get("/people/").headers["Location"].startswith("/account/login/")  # not even logged in
    with as_owner():
        Member.objects.filter(pk=guide.pk).update(ends_on=timezone.localdate() + timedelta(days=1))
    assert log_in(desk, guide.user.email).status_code == 302


def test_who_still_works_elsewhere_stays_there(
    two: tuple[Client, Client], guide: Member, as_owner: AsOwner
) -> None:
    desk, _phone = two
    administrator = worker(as_owner, "administrator", guide.organisation)
    elsewhere = worker(as_owner)
    with as_owner():
        Member.objects.filter(pk=elsewhere.pk).update(user=guide.user)
    be(administrator)
    actions.end_member(administrator, guide.pk)
    be(None)
    page = desk.get("/").content.decode()
    assert elsewhere.organisation.name in page
    assert guide.organisation.name not in page


def test_events_are_seen_by_their_owner_and_the_administrator_only(
    two: tuple[Client, Client], guide: Member, as_owner: AsOwner
) -> None:
    administrator = worker(as_owner, "administrator", guide.organisation)
    colleague = worker(as_owner, "coordinator", guide.organisation)
    stranger = worker(as_owner, "administrator")
    log_in(Client(), guide.user.email, "niet-dit-wachtwoord")
    seen = {}
    people = {"own": guide, "administrator": administrator, "colleague": colleague, "else": stranger}
    for name, who in people.items():
        be(who)
        seen[name] = list(
            AccountEvent.objects.filter(user_id=guide.user_id).order_by("id").values_list("act", flat=True)
        )
    be(None)
    seen["nobody"] = list(AccountEvent.objects.all())
    expected = ["logged_in", "logged_in", "log_in_failed"]
    assert seen == {"own": expected, "administrator": expected, "colleague": [], "else": [], "nobody": []}
    be(None)
    client = Client()
    client.force_login(administrator.user)
    be(None)
    page = client.get("/members/").content.decode()
    assert "Inloggen mislukt (wachtwoord)" in page
    assert guide.user.email in page


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE access_accountevent SET act = 'x'",
        "DELETE FROM access_accountevent",
        "INSERT INTO access_accountevent (user_id, act, about, device) SELECT user_id, 'x', '', '' FROM access_member",
        "DELETE FROM access_loginattempts",
        "UPDATE access_organisation SET mfa_required = false",
    ],
)
def test_the_application_can_write_events_and_counts_by_their_functions_only(
    two: tuple[Client, Client], guide: Member, statement: str
) -> None:
    be(guide)
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(statement)


def test_not_even_the_owner_of_the_tables_changes_an_event(
    two: tuple[Client, Client], as_owner: AsOwner
) -> None:
    with as_owner(), pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        connection.cursor().execute("UPDATE access_accountevent SET act = 'x'")


def test_pages_of_the_account_cost_the_same_however_much_there_is(
    two: tuple[Client, Client], guide: Member, as_owner: AsOwner, django_assert_num_queries: Any
) -> None:
    desk, _phone = two
    administrator = worker(as_owner, "administrator", guide.organisation)
    keeper = Client()
    keeper.force_login(administrator.user)

    def cost() -> None:
        be(None)
        with django_assert_num_queries(11):  # the count of unread notifications is one
            desk.get("/account/")
        be(None)
        with django_assert_num_queries(13):  # what each carries is another, and how many there are
            keeper.get("/members/")

    cost()
    for _ in range(5):
        log_in(Client(), guide.user.email)
        worker(as_owner, "guide", guide.organisation)
    cost()
