"""A token: made from a recent log-in, shown once, as good as its member is, and no longer."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import factories
import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from calling import System, system_of, token_of
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone
from logging_in import PASSWORD, log_in, worker

from reisgenoot.access import actions, tokens
from reisgenoot.access.errors import NotAllowed, NotFound, Refused
from reisgenoot.access.models import AccountEvent, ApiToken, LogInAttempts, Member

AsOwner = Callable[[], AbstractContextManager[None]]
pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def guide(as_owner: AsOwner) -> Member:
    made = factories.member(as_owner)
    factories.be(None)
    return made


def status(token: str | None) -> int:
    """What a call with this token gets."""
    return System(token).get("member").status_code


def changed(as_owner: AsOwner, **columns: Any) -> None:
    """The tokens as they would be at another time."""
    with as_owner():
        ApiToken.objects.update(**columns)


def in_browser(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


@pytest.fixture
def browser(as_owner: AsOwner) -> Client:
    """Somebody who logged in just now, with a password."""
    client = Client()
    log_in(client, worker(as_owner).user.email)
    return client


def test_it_is_made_on_the_page_and_shown_once(browser: Client, as_owner: AsOwner) -> None:
    assert browser.get("/account/tokens/new/").status_code == 200
    answer = browser.post("/account/tokens/new/", {"name": " Zaaksysteem ", "until": str(TODAY)})
    token = re.search(r'id="token">(rgt_[\w-]{43})<', answer.content.decode())[1]  # type: ignore[index]
    assert answer["Cache-Control"] == "no-store"
    assert status(token) == 200
    page = browser.get("/account/").content.decode()
    assert "Zaaksysteem" in page
    assert token not in page
    with as_owner():
        kept = ApiToken.objects.defer(None).get()
        assert bytes(kept.digest) == hashlib.sha256(token.encode()).digest()
        assert token not in str(vars(kept))
        assert AccountEvent.objects.filter(act="token_made", about="Zaaksysteem").exists()
    again = browser.post("/account/tokens/new/", {"name": "Zaaksysteem", "until": str(TODAY)})
    assert again.status_code == 422
    assert 'value="Zaaksysteem"' in again.content.decode()


def test_it_is_made_from_a_recent_log_in_alone(browser: Client, as_owner: AsOwner) -> None:
    session = browser.session
    records = session["account_authentication_methods"]
    session["account_authentication_methods"] = [{**it, "at": it["at"] - 3600} for it in records]
    session.save()
    factories.be(None)
    for answer in (
        browser.get("/account/tokens/new/"),
        browser.post("/account/tokens/new/", {"name": "x", "until": str(TODAY)}),
    ):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/reauthenticate/")
    with as_owner():
        assert not ApiToken.objects.exists()
    proof = {"password": PASSWORD, "next": "/account/tokens/new/"}
    resumed = browser.post(answer["Location"], proof)
    assert "rgt_" in resumed.content.decode()  # what was typed is sent by itself


def test_who_comes_in_through_their_organisation_logs_in_again(guide: Member, as_owner: AsOwner) -> None:
    """Who has no password can't be asked for it: then the log-in itself must be recent."""
    browser, sent = in_browser(guide), {"name": "x", "until": str(TODAY)}
    assert browser.get("/account/tokens/new/").status_code == 403
    assert browser.post("/account/tokens/new/", sent).status_code == 403
    for seconds, status in ((400, 403), (60, 200)):
        factories.be(None)
        session = browser.session
        session["account_authentication_methods"] = [{"method": "socialaccount", "at": time.time() - seconds}]
        session["account_authentication_methods_user"] = str(guide.user_id)
        session.save()
        assert browser.post("/account/tokens/new/", sent).status_code == status


@pytest.mark.parametrize("days", [-1, 366])
def test_it_holds_a_year_at_most(guide: Member, days: int) -> None:
    factories.be(guide)
    with pytest.raises(Refused) as refused:
        actions.make_token(guide, name="x", until=TODAY + timedelta(days=days))
    assert set(refused.value.problems) == {"until"}


def test_the_database_holds_it_too(guide: Member, as_owner: AsOwner) -> None:
    """What the application writes past its own actions is refused as well, and no digest is read."""
    colleague = factories.member(as_owner, organisation=guide.organisation)
    factories.be(guide)

    def write(member: Member, days: int) -> None:
        with transaction.atomic():
            ApiToken.objects.create(
                member=member, name=str(days), digest=b"x", ends_on=TODAY + timedelta(days=days)
            )

    for member, days in ((guide, 367), (guide, 0), (colleague, 3)):
        with pytest.raises(DatabaseError):
            write(member, days)
    write(guide, 366)
    with pytest.raises(DatabaseError), transaction.atomic():
        ApiToken.objects.update(ends_on=TODAY + timedelta(days=9))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT digest FROM access_apitoken")


@pytest.mark.parametrize(
    "role", ["volunteer", "administrator", "policy_maker", "privacy_officer", "newcomer"]
)
def test_who_opens_no_dossier_makes_none(role: str, as_owner: AsOwner) -> None:
    member = factories.member(as_owner, role)
    factories.be(member)
    with pytest.raises(NotAllowed):
        actions.make_token(member, name="x", until=TODAY)
    with pytest.raises(DatabaseError), transaction.atomic():
        ApiToken.objects.create(member=member, name="x", digest=b"x", ends_on=TODAY + timedelta(days=1))
    assert "/account/tokens/new/" not in in_browser(member).get("/account/").content.decode()


def test_a_volunteer_is_told_who_makes_them(as_owner: AsOwner) -> None:
    """Also one who guides elsewhere: for this they act in that role."""
    client, volunteer = Client(), worker(as_owner, "volunteer")
    log_in(client, volunteer.user.email)
    assert "Tokens" not in client.get("/account/").content.decode()
    for answer in (
        client.get("/account/tokens/new/"),
        client.post("/account/tokens/new/", {"name": "x", "until": str(TODAY)}),
    ):
        assert answer.status_code == 403
        assert "Alleen een begeleider, regisseur of coördinator kan dit doen." in answer.content.decode()
    guide = factories.member(as_owner)
    with as_owner():
        Member.objects.filter(pk=guide.pk).update(user=volunteer.user)
        guide.refresh_from_db()
    token_of(guide)
    page = client.get("/account/").content.decode()
    assert "zaaksysteem" in page
    assert "Alleen een begeleider, regisseur of coördinator maakt nieuwe." in page
    assert "/account/tokens/new/" not in page


def test_revoked_it_is_out_at_once(guide: Member, as_owner: AsOwner) -> None:
    token, other = token_of(guide), token_of(guide, "ander")
    assert (status(token), status(other)) == (200, 200)
    with as_owner():
        pk = ApiToken.objects.get(name="zaaksysteem").pk
    answer = in_browser(guide).post(f"/account/tokens/{pk}/revoke/")
    assert answer["Location"] == "/account/"
    assert (status(token), status(other)) == (401, 200)
    factories.be(guide)
    with pytest.raises(NotFound):
        actions.revoke_token(guide, pk)
    with as_owner():
        assert AccountEvent.objects.filter(act="token_revoked").count() == 1


def test_the_administrator_sees_those_of_colleagues_and_revokes_them(
    guide: Member, as_owner: AsOwner
) -> None:
    administrator = factories.member(as_owner, "administrator", guide.organisation)
    stranger = factories.member(as_owner, "administrator")
    colleague = factories.member(as_owner, "coordinator", guide.organisation)
    token = token_of(guide)
    with as_owner():
        pk = ApiToken.objects.get().pk
    assert "zaaksysteem" not in in_browser(stranger).get("/members/").content.decode()
    for who in (stranger, colleague):
        assert in_browser(who).post(f"/account/tokens/{pk}/revoke/").status_code == 404
    assert "zaaksysteem" not in in_browser(colleague).get("/account/").content.decode()
    assert status(token) == 200
    page = in_browser(administrator).get("/members/").content.decode()
    assert "zaaksysteem" in page
    assert guide.name in page
    assert in_browser(administrator).post(f"/account/tokens/{pk}/revoke/")["Location"] == "/members/"
    assert status(token) == 401


def test_past_its_last_day_it_is_out(guide: Member, as_owner: AsOwner) -> None:
    token = token_of(guide)
    changed(as_owner, ends_on=TODAY + timedelta(days=1))
    answer = System(token).get("member")
    assert answer.json()["tokenUntil"] == str(TODAY)
    changed(as_owner, ends_on=TODAY)
    assert status(token) == 401


def test_a_member_who_ended_is_out_at_once(guide: Member, as_owner: AsOwner) -> None:
    token = token_of(guide)
    with as_owner():
        Member.objects.filter(pk=guide.pk).update(ends_on=TODAY)
    assert status(token) == 401


def test_a_user_who_was_shut_out_is_out(guide: Member, as_owner: AsOwner) -> None:
    token = token_of(guide)
    guide.user.is_active = False
    with as_owner():
        guide.user.save()
    assert status(token) == 401


def test_a_second_factor_that_is_required_is_required_here(
    guide: Member, as_owner: AsOwner, settings: Any
) -> None:
    token = token_of(guide)
    with as_owner():
        guide.organisation.mfa_required = True
        guide.organisation.save()
    assert status(token) == 401
    changed(as_owner, vouched_by="gemeente")  # made after a log-in of the organisation, which asks for one
    assert status(token) == 401
    settings.OIDC = (SimpleNamespace(id="gemeente", second_factor=True),)
    assert status(token) == 200
    settings.OIDC = (SimpleNamespace(id="gemeente", second_factor=False),)
    assert status(token) == 401
    with as_owner():
        TOTP.activate(guide.user, generate_totp_secret())
    assert status(token) == 200


def test_it_acts_in_the_role_it_was_made_for(guide: Member, as_owner: AsOwner) -> None:
    """Somebody with two roles: the token knows one, whatever was chosen in the browser."""
    dossier = factories.dossier(guide)
    elsewhere = factories.member(as_owner, "coordinator")
    with as_owner():
        Member.objects.filter(pk=elsewhere.pk).update(user=guide.user)
        elsewhere.refresh_from_db()
    assert system_of(guide).get(f"dossiers/{dossier.pk}").status_code == 200
    coordinator = system_of(elsewhere)
    assert coordinator.get(f"dossiers/{dossier.pk}").status_code == 404
    assert coordinator.get("member").json()["role"] == "coordinator"


def test_a_session_opens_nothing_here(guide: Member) -> None:
    browser = in_browser(guide)
    assert browser.get("/").status_code == 200
    answer = browser.get("/api/v1/tasks")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert browser.post("/api/v1/dossiers", {"name": {"full": "x"}}, "application/json").status_code == 401
    assert browser.get("/").status_code == 200  # nor does the call end the session


def test_a_session_beside_a_token_counts_for_nothing(guide: Member, as_owner: AsOwner) -> None:
    """Not even one of somebody who would be logged out by it."""
    other = factories.member(as_owner)
    browser = in_browser(other)
    with as_owner():
        Member.objects.filter(pk=other.pk).update(ends_on=TODAY)
    headers = {"Authorization": f"Bearer {token_of(guide)}"}
    answer = browser.get("/api/v1/member", headers=headers)
    assert answer.json()["name"] == guide.name
    assert not answer.cookies


def test_a_token_is_no_session(guide: Member) -> None:
    answer = Client().get("/", headers={"Authorization": f"Bearer {token_of(guide)}"})
    assert answer.status_code == 302


@pytest.mark.parametrize("sent", ["Basic eDp5", "Bearer", "Bearer ", "Bearer \u00e9", "rgt_x", "Bearer a b"])
def test_what_is_no_token_lets_nobody_in(sent: str) -> None:
    assert Client().get("/api/v1/member", headers={"Authorization": sent}).status_code == 401


def test_wrong_tokens_wait_and_right_ones_never(guide: Member, as_owner: AsOwner) -> None:
    right, wrong = token_of(guide), System(tokens.new_token())
    got = [wrong.get("member").status_code for _each in range(22)]
    assert got[:20] == [401] * 20
    assert got[-1] == 429
    assert 0 < int(wrong.get("member")["Retry-After"]) <= 60
    assert status(right) == 200  # from the same address
    assert status(None) == 401  # nor is who sends none counted
    factories.be(None)
    elsewhere = {"Authorization": "Bearer rgt_x"}
    assert Client().get("/api/v1/member", headers=elsewhere, REMOTE_ADDR="192.0.2.9").status_code == 401
    with as_owner():
        LogInAttempts.objects.update(wait_until=timezone.now() - timedelta(seconds=1))
    assert wrong.get("member").status_code == 401


def test_when_it_was_used_is_noted_now_and_then(guide: Member, as_owner: AsOwner) -> None:
    token = token_of(guide)

    def used() -> Any:
        with as_owner():
            return ApiToken.objects.get().last_used_at

    assert used() is None
    status(token)
    first = used()
    status(token)
    assert used() == first
    changed(as_owner, last_used_at=first - timedelta(minutes=6))
    status(token)
    assert used() > first - timedelta(minutes=5)


def test_signing_in_costs_one_statement(guide: Member, django_assert_num_queries: Any) -> None:
    system = system_of(guide)
    system.get("member")
    with django_assert_num_queries(
        4
    ):  # the transaction's two, forgetting who acts in the test, and the token
        system.get("member")
