"""The second factor: set up, asked for, required by an organisation, lost and reset."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection
from django.test import Client
from django.urls import reverse
from factories import AsOwner, be, dossier
from logging_in import PASSWORD, code_of, is_in, log_in, worker

from reisgenoot.access import actions
from reisgenoot.access.errors import NotAllowed, NotFound, Refused
from reisgenoot.access.identity import entrance, identify
from reisgenoot.access.models import AccountEvent, Member
from reisgenoot.commands.let_in import let_in
from reisgenoot.dossiers.models import Dossier

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_remembered")]
SETTING_UP = "/account/second-factor/"
Commits = Callable[..., Any]


@pytest.fixture
def guide(as_owner: AsOwner) -> Member:
    return worker(as_owner)


def with_app(member: Member) -> str:
    """Give the member an authenticator app and recovery codes; returns the key."""
    secret = generate_totp_secret()
    TOTP.activate(member.user, secret)
    RecoveryCodes.activate(member.user)
    return secret


def codes_of(member: Member) -> list[str]:
    found = Authenticator.objects.get(user=member.user, type="recovery_codes")
    return list(found.wrap().get_unused_codes())


def required(as_owner: AsOwner, member: Member) -> None:
    with as_owner():
        member.organisation.mfa_required = True
        member.organisation.save()
    be(None)


def events_of(as_owner: AsOwner, member: Member) -> list[str]:
    with as_owner():
        return list(
            AccountEvent.objects.filter(user=member.user).order_by("id").values_list("act", flat=True)
        )


def test_an_app_is_set_up_with_a_picture_and_proved_with_a_code(
    guide: Member, as_owner: AsOwner, django_capture_on_commit_callbacks: Commits
) -> None:
    client, elsewhere = Client(), Client()
    log_in(client, guide.user.email)
    log_in(elsewhere, guide.user.email)
    page = client.get("/account/2fa/totp/activate/").content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    assert "<script>" not in page
    secret = re.search(r"<code>(\w+)</code>", page)[1]  # type: ignore[index]
    wrong = client.post("/account/2fa/totp/activate/", {"code": "000000"})
    assert wrong.status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        right = client.post("/account/2fa/totp/activate/", {"code": code_of(secret)}, follow=True)
    assert right.redirect_chain[-1][0] == "/account/2fa/recovery-codes/"
    shown = right.content.decode()
    assert all(code in shown for code in codes_of(guide))
    assert len(codes_of(guide)) == 10
    assert is_in(client)
    assert not is_in(elsewhere)  # it came in without the second factor
    assert events_of(as_owner, guide)[-2:] == ["factor_added", "codes_made"]
    stored = Authenticator.objects.get(user=guide.user, type="totp").data["secret"]
    assert secret not in stored  # encrypted


def test_logging_in_asks_for_the_code_once_each(guide: Member, as_owner: AsOwner) -> None:
    secret, client = with_app(guide), Client()
    assert log_in(client, guide.user.email).headers["Location"] == "/account/2fa/authenticate/"
    assert not is_in(client)
    wrong = client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert wrong.status_code == 422
    code = code_of(secret)
    assert client.post("/account/2fa/authenticate/", {"code": code}).status_code == 302
    assert is_in(client)
    again = Client()
    log_in(again, guide.user.email)
    assert again.post("/account/2fa/authenticate/", {"code": code}).status_code == 422  # used already
    assert events_of(as_owner, guide) == ["log_in_failed", "logged_in", "log_in_failed"]


def test_a_recovery_code_lets_in_once(guide: Member) -> None:
    with_app(guide)
    code, client, again = codes_of(guide)[0], Client(), Client()
    log_in(client, guide.user.email)
    client.post("/account/2fa/authenticate/", {"code": code})
    assert is_in(client)
    assert len(codes_of(guide)) == 9
    log_in(again, guide.user.email)
    assert again.post("/account/2fa/authenticate/", {"code": code}).status_code == 422
    download = client.get("/account/2fa/recovery-codes/download/")
    assert "attachment" in download.headers["Content-Disposition"]
    assert all(left in download.content.decode() for left in codes_of(guide))


def test_codes_are_not_guessed(guide: Member) -> None:
    secret, client = with_app(guide), Client()
    log_in(client, guide.user.email)
    for _ in range(5):
        client.post("/account/2fa/authenticate/", {"code": "000000"})
    answer = client.post("/account/2fa/authenticate/", {"code": code_of(secret)})
    assert "te vaak geprobeerd" in answer.content.decode()
    assert not is_in(client)


def test_who_works_where_it_is_required_gets_nothing_else_until_they_have_one(
    guide: Member, as_owner: AsOwner
) -> None:
    opened, client = dossier(guide), Client()
    log_in(client, guide.user.email)
    assert client.get(f"/dossiers/{opened.pk}/").status_code == 200
    required(as_owner, guide)  # also while they are logged in
    for path in ("/", f"/dossiers/{opened.pk}/", "/people/", "/account/", "/organisation/", "/members/"):
        be(None)
        assert client.get(path).headers["Location"] == SETTING_UP, path
    note = reverse("dossiers:note", args=[opened.pk])
    for path in (note, "/organisation/", "/account/password/change/", "/members/second-factor/"):
        be(None)
        assert client.post(path, {"member": guide.pk}).headers["Location"] == SETTING_UP, path
    be(None)
    page = client.get(SETTING_UP)
    assert page.status_code == 200
    assert "Stel eerst een tweede stap in" in page.content.decode()
    assert client.get("/account/2fa/totp/activate/").status_code == 200
    assert client.post("/language/setlang/", {"language": "en"}).status_code == 302
    assert entrance(guide.user_id)[0] == []
    assert identify(None) is None  # the database knows nobody
    with_app(guide)
    be(None)
    assert client.get("/people/").status_code == 200
    assert client.get(SETTING_UP).status_code == 302
    out = client.post("/account/logout/")
    assert out.status_code == 302
    assert out["Clear-Site-Data"] == '"cache", "storage"'


def test_of_two_organisations_only_the_one_that_does_not_require_it_is_open(
    guide: Member, as_owner: AsOwner
) -> None:
    strict = worker(as_owner)
    dossier(strict)
    with as_owner():
        Member.objects.filter(pk=strict.pk).update(user=guide.user)
    required(as_owner, strict)
    client = Client()
    log_in(client, guide.user.email)
    be(None)
    page = client.get("/organisation/").content.decode()
    assert "alleen met een tweede stap" in page
    assert f'value="{strict.pk}"' not in page
    client.post("/organisation/", {"member": strict.pk})
    be(None)
    assert guide.organisation.name in client.get("/").content.decode()
    assert [member.pk for member in entrance(guide.user_id, strict.pk)[0]] == [guide.pk]
    assert not Dossier.objects.exists()
    with_app(guide)
    assert entrance(guide.user_id, strict.pk)[0][0].pk == strict.pk
    assert Dossier.objects.exists()


def test_recovery_codes_alone_are_no_second_factor(guide: Member, as_owner: AsOwner) -> None:
    required(as_owner, guide)
    RecoveryCodes.activate(guide.user)
    assert entrance(guide.user_id)[0] == []


def test_the_last_factor_stays_while_it_is_required(guide: Member, as_owner: AsOwner) -> None:
    with_app(guide)
    client = Client()
    log_in(client, guide.user.email)
    client.post("/account/2fa/authenticate/", {"code": codes_of(guide)[0]})
    required(as_owner, guide)
    refused = client.post("/account/2fa/totp/deactivate/")
    assert refused.status_code == 422
    assert "dit is uw laatste" in refused.content.decode()
    credential = {"name": "sleutel", "credential": {}}
    passkey = Authenticator.objects.create(user=guide.user, type="webauthn", data=credential)
    assert client.post("/account/2fa/totp/deactivate/").status_code == 302
    kept = client.post(f"/account/2fa/webauthn/keys/{passkey.pk}/remove/", follow=True)
    assert "dit is uw laatste" in kept.content.decode()
    assert Authenticator.objects.filter(pk=passkey.pk).exists()
    with as_owner():
        guide.organisation.mfa_required = False
        guide.organisation.save()
    client.post(f"/account/2fa/webauthn/keys/{passkey.pk}/remove/")
    assert not Authenticator.objects.filter(user=guide.user).exists()


def test_changing_it_asks_who_one_is_unless_they_just_logged_in(guide: Member, monkeypatch: Any) -> None:
    client = Client()
    log_in(client, guide.user.email)
    assert client.get("/account/2fa/totp/activate/").status_code == 200
    monkeypatch.setattr("reisgenoot.access.adapter.JUST_LOGGED_IN", 0)
    for path in ("totp/activate/", "webauthn/add/"):
        assert client.get(f"/account/2fa/{path}").headers["Location"].startswith("/account/reauthenticate/")
    assert client.post("/account/reauthenticate/", {"password": "niet-dit"}).status_code == 422


def test_only_the_administrator_requires_it_and_for_their_own_organisation(
    guide: Member, as_owner: AsOwner
) -> None:
    administrator = worker(as_owner, "administrator", guide.organisation)
    be(guide)
    with pytest.raises(NotAllowed):
        actions.require_second_factor(guide, True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_require_mfa(true)")  # past the action: the database says no as well
        assert cursor.fetchone() == (False,)
    client = Client()
    client.force_login(administrator.user)
    be(None)
    before = client.get("/members/").content.decode()
    assert "2 mensen hebben dit nog niet" in before
    assert "Wie dit nog niet heeft, ziet geen dossier" in before
    be(None)
    client.post("/members/second-factor/", {"required": "yes"})
    assert entrance(guide.user_id)[0] == []
    other = worker(as_owner)
    assert entrance(other.user_id)[0] == [other]
    assert events_of(as_owner, administrator) == ["mfa_required"]
    be(None)
    assert client.post("/members/second-factor/", {"required": "no"}).headers["Location"] == SETTING_UP
    with_app(administrator)
    be(None)
    client.post("/members/second-factor/", {"required": "no"})
    assert entrance(guide.user_id)[0] == [guide]


def test_a_lost_phone_is_reset_by_the_administrator(guide: Member, as_owner: AsOwner) -> None:
    administrator = worker(as_owner, "administrator", guide.organisation)
    with_app(guide)
    client = Client()
    log_in(client, guide.user.email)
    client.post("/account/2fa/authenticate/", {"code": codes_of(guide)[0]})
    assert is_in(client)
    be(administrator)
    actions.reset_second_factor(administrator, guide.pk)
    assert not Authenticator.objects.filter(user=guide.user).exists()
    assert not is_in(client)  # whoever has the phone is out too
    with as_owner():
        noted = AccountEvent.objects.filter(user=guide.user).latest("id")
        assert (noted.act, noted.by) == ("factors_reset", administrator)


def test_the_command_lets_in_whom_nobody_else_can_help(guide: Member, as_owner: AsOwner) -> None:
    with_app(guide)
    client = Client()
    log_in(client, guide.user.email)
    client.post("/account/2fa/authenticate/", {"code": codes_of(guide)[0]})
    with pytest.raises(ValueError, match="no account"):
        let_in("nobody@example.org", using="default")
    path = let_in(guide.user.email.upper(), using="default")
    assert events_of(as_owner, guide)[-1] == "factors_reset"
    assert not Authenticator.objects.filter(user=guide.user).exists()
    assert not is_in(client)
    form = client.get(path, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": PASSWORD + "x", "password2": PASSWORD + "x"})
    assert log_in(client, guide.user.email, PASSWORD + "x").headers["Location"] == "/"


def test_nobody_else_resets_it(guide: Member, as_owner: AsOwner) -> None:
    stranger = worker(as_owner, "administrator")
    with_app(guide)
    be(stranger)
    with pytest.raises(NotFound):
        actions.reset_second_factor(stranger, guide.pk)
    colleague = worker(as_owner, "coordinator", guide.organisation)
    be(colleague)
    with pytest.raises(NotAllowed):
        actions.reset_second_factor(colleague, guide.pk)
    # Somebody at two houses: the one that requires no second factor takes nothing from the door of the other.
    administrator = worker(as_owner, "administrator", guide.organisation)
    with as_owner():
        Member.objects.create(
            user=guide.user,
            organisation=stranger.organisation,
            role="guide",
            name="Ook daar",
            begins_on="2020-01-01",
        )
    required(as_owner, stranger)
    be(administrator)
    with pytest.raises(Refused):
        actions.reset_second_factor(administrator, guide.pk)
    assert Authenticator.objects.filter(user=guide.user).count() == 2
