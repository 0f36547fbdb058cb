"""How often a log-in may fail: the wait grows and ends, strangers lock out nobody, a municipality has one address."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from django.contrib.auth.hashers import MD5PasswordHasher, make_password
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from factories import AsOwner, be
from logging_in import PASSWORD, is_in, log_in, worker

from reisgenoot.access import attempts
from reisgenoot.access.models import Member, User

APP = "reisgenoot_app"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_remembered")]
WRONG = "niet-dit-wachtwoord"


@pytest.fixture
def guide(as_owner: AsOwner) -> Member:
    return worker(as_owner)


def waited(as_owner: AsOwner) -> None:
    """All waits are over."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("UPDATE access_loginattempts SET wait_until = now() - interval '1 second'")


def waits(as_owner: AsOwner) -> list[int]:
    """The running waits, in seconds, the longest first."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT round(extract(epoch FROM wait_until - last_at)) FROM access_loginattempts"
            " WHERE wait_until > last_at ORDER BY 1 DESC"
        )
        return [int(row[0]) for row in cursor.fetchall()]


def test_the_wait_grows_ends_and_is_told(guide: Member, as_owner: AsOwner) -> None:
    stranger = Client()
    free = [log_in(stranger, guide.user.email, WRONG).status_code for _ in range(attempts.ON_A_DEVICE.free)]
    assert free == [422] * attempts.ON_A_DEVICE.free
    refused = log_in(stranger, guide.user.email)  # although the password is right
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= attempts.ON_A_DEVICE.first
    text = refused.content.decode()
    assert "Dat is te vaak geprobeerd. Probeer het opnieuw na" in text
    assert guide.user.email in text  # what was typed is still there
    seen = []
    for _ in range(7):
        waited(as_owner)
        log_in(stranger, guide.user.email, WRONG)
        seen.append(waits(as_owner)[0])
    assert seen == [60, 120, 240, 480, 900, 900, 900]
    waited(as_owner)
    assert log_in(stranger, guide.user.email).status_code == 302
    assert is_in(stranger)
    assert log_in(Client(), guide.user.email, WRONG).status_code == 422  # forgotten by the right password


def test_guessing_from_one_address_does_not_stop_the_owner_at_another(guide: Member) -> None:
    attacker = Client()
    for _ in range(20):
        log_in(attacker, guide.user.email, WRONG, address="198.51.100.7")
    assert log_in(attacker, guide.user.email, address="198.51.100.7").status_code == 429
    assert log_in(Client(), guide.user.email, address="192.0.2.1").status_code == 302


def test_a_known_device_comes_in_while_the_whole_world_guesses(guide: Member, as_owner: AsOwner) -> None:
    own = Client()
    log_in(own, guide.user.email)
    own.post("/account/logout/")
    for number in range(attempts.ON_AN_ACCOUNT.free + 10):
        log_in(Client(), guide.user.email, WRONG, address=f"198.51.{number}.7")
    assert log_in(Client(), guide.user.email, address="203.0.113.9").status_code == 429  # not known: waits
    assert max(waits(as_owner)) <= attempts.ON_AN_ACCOUNT.longest
    assert log_in(own, guide.user.email, address="203.0.113.9").status_code == 302


def test_a_known_device_of_one_account_is_none_of_another_and_cannot_be_made(
    guide: Member, as_owner: AsOwner
) -> None:
    other = worker(as_owner)
    device = Client()
    log_in(device, other.user.email)
    device.post("/account/logout/")
    forged = Client()
    forged.cookies[attempts.COOKIE] = "made-up"
    for number in range(attempts.ON_AN_ACCOUNT.free):
        log_in(Client(), guide.user.email, WRONG, address=f"198.51.{number}.7")
    assert log_in(device, guide.user.email).status_code == 429
    assert log_in(forged, guide.user.email).status_code == 429
    # And a device that is known gets no more guesses for it.
    for _ in range(attempts.ON_A_DEVICE.free):
        log_in(device, other.user.email, WRONG)
    assert log_in(device, other.user.email).status_code == 429


def test_three_hundred_people_behind_one_address(as_owner: AsOwner) -> None:
    """A tenth of them types a wrong password first, one forgot it and keeps trying: everybody else comes in."""
    first = worker(as_owner)
    password, office = make_password(PASSWORD), "192.0.2.1"
    with as_owner():
        people = User.objects.bulk_create(
            User(email=f"medewerker{number}@example.org", password=password) for number in range(300)
        )
        Member.objects.bulk_create(
            Member(user=user, organisation=first.organisation, role="guide", name="Medewerker")
            for user in people
        )
    forgot = people[0]
    tries = [log_in(Client(), forgot.email, WRONG, address=office).status_code for _ in range(30)]
    assert tries[-1] == 429
    for number, user in enumerate(people[1:]):
        if number % 10 == 0:
            assert log_in(Client(), user.email, WRONG, address=office).status_code == 422
        assert log_in(Client(), user.email, address=office).status_code == 302, number


def test_an_unknown_address_is_answered_like_a_known_one(guide: Member, monkeypatch: Any) -> None:
    """The same words, the same number of statements, one hash of a password each; also when it was too often."""
    hashed = []
    encode = MD5PasswordHasher.encode

    def counted(self: Any, password: str, salt: str) -> str:
        hashed.append(password)
        return str(encode(self, password, salt))

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    answers = []
    for email in (guide.user.email, "nobody99@example.org"):
        seen = []
        for _ in range(7):
            hashed.clear()
            with CaptureQueriesContext(connection) as statements:
                answer = log_in(Client(), email, WRONG)
            page = answer.content.decode().replace(email, "")
            lines = [line for line in page.splitlines() if "csrf" not in line.lower()]
            seen.append((answer.status_code, len(hashed), len(statements), lines))
        answers.append(seen)
    known, unknown = answers
    assert [it[:3] for it in known] == [it[:3] for it in unknown]
    assert [it[3] for it in known[:5]] == [it[3] for it in unknown[:5]]


def test_a_hundred_guesses_at_once_are_a_hundred_guesses(database_url: str, db: None) -> None:
    """Counting comes before looking: those that come together wait for each other."""
    key = f"test {secrets.token_hex(8)}"

    def guess(_number: int) -> bool:
        with psycopg.connect(database_url, options=f"-c role={APP}") as own:
            ask = "SELECT access_attempt(%s::text[], '{5}', '{30}', '{900}')"
            return own.execute(ask, [[key]]).fetchone() == (None,)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(guess, range(24))) == 5
    with psycopg.connect(database_url) as administrator:
        administrator.execute("DELETE FROM access_loginattempts WHERE key = %s", [key])


def test_nobody_reads_from_the_count_who_tried(guide: Member, as_owner: AsOwner) -> None:
    log_in(Client(), guide.user.email, WRONG)
    be(guide)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute("SELECT * FROM access_loginattempts")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT key FROM access_loginattempts")
        keys = [row[0] for row in cursor.fetchall()]
    assert len(keys) == 2
    assert all(len(key) == 64 and "@" not in key for key in keys)


def test_the_address_behind_a_proxy_is_believed_from_our_own_proxy_only(guide: Member, settings: Any) -> None:
    client = Client()
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    for number in range(attempts.ON_A_DEVICE.free):
        log_in(client, guide.user.email, WRONG, HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")
    assert log_in(client, guide.user.email, HTTP_X_FORWARDED_FOR="203.0.113.99").status_code == 429
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    # Now the last address counts, which the proxy added; what the browser claims before it does not.
    forwarded = "192.0.2.1, 203.0.113.99"
    assert log_in(client, guide.user.email, HTTP_X_FORWARDED_FOR=forwarded).status_code == 302


def test_asking_for_a_new_password_says_nothing_and_has_its_limit(guide: Member) -> None:
    answers = []
    for email in (guide.user.email, "nobody99@example.org"):
        seen = [Client().post("/account/password/reset/", {"email": email}) for _ in range(4)]
        answers.append([(it.status_code, it.headers.get("Location")) for it in seen])
    assert answers[0] == answers[1]
    assert [status for status, _where in answers[0]] == [302, 302, 302, 429]
    refused = Client().post("/account/password/reset/", {"email": guide.user.email})
    assert "Wacht een kwartier" in refused.content.decode()
    assert refused.headers["Retry-After"] == "900"
