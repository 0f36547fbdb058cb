"""Every page of allauth that has an address: who opens it, in which language, and that it looks like the others."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from factories import be, member

from reisgenoot.access import account_urls

pytestmark = pytest.mark.django_db
PASSWORD = "een-lang-wachtwoord-7"
PASSKEY = {"name": "Sleutel", "credential": {}}
NOBODY, HALFWAY, PLAIN, STRONG, OTHER = range(5)
"""Nobody; after the password, before the code; without and with a second factor; somebody else with one."""
# Statuses of GET for each of them, by name of the page.
PAGES: dict[str, tuple[int, ...]] = {
    "account_login": (200, 302, 302, 302, 302),
    "account_logout": (302, 302, 200, 200, 200),
    "account_reauthenticate": (302, 302, 200, 200, 200),
    "account_change_password": (302, 302, 200, 200, 200),
    "account_set_password": (302, 302, 302, 302, 302),
    "account_reset_password": (200, 200, 200, 200, 200),
    "account_reset_password_done": (200, 200, 200, 200, 200),
    "account_reset_password_from_key": (200, 200, 200, 200, 200),  # a link that does not work
    "account_reset_password_from_key_done": (200, 200, 200, 200, 200),
    "mfa_index": (302, 302, 302, 302, 302),
    "mfa_list_webauthn": (302, 302, 302, 302, 302),
    "mfa_authenticate": (302, 200, 302, 302, 302),
    "mfa_reauthenticate": (302, 302, 302, 200, 200),
    "mfa_activate_totp": (302, 302, 200, 302, 302),
    "mfa_deactivate_totp": (302, 302, 404, 200, 200),
    "mfa_view_recovery_codes": (302, 302, 404, 200, 200),
    "mfa_generate_recovery_codes": (302, 302, 200, 200, 200),
    "mfa_download_recovery_codes": (302, 302, 404, 200, 200),
    "mfa_add_webauthn": (302, 302, 200, 200, 200),
    "mfa_login_webauthn": (302, 302, 302, 302, 302),
    "mfa_reauthenticate_webauthn": (302, 302, 302, 200, 302),
    "mfa_remove_webauthn": (302, 302, 404, 200, 404),
    "mfa_edit_webauthn": (302, 302, 404, 200, 404),
    "openid_connect_login": (404, 404, 404, 404, 404),  # no provider is configured here
    "openid_connect_callback": (404, 404, 404, 404, 404),
}
NOT_A_PAGE = {"mfa_download_recovery_codes"}
AMERICAN = ("Sign In", "Sign Up", "Two-Factor", "Menu:", "Third-Party", "Security Key")


@pytest.fixture
def everybody(as_owner):
    """A browser of each, in the order above, and the passkey of the one with a second factor."""
    plain, strong, other = (member(as_owner) for _ in range(3))
    for one in (plain, strong, other):
        one.user.set_password(PASSWORD)
        one.user.save()
    for one in (strong, other):
        TOTP.activate(one.user, generate_totp_secret())
        RecoveryCodes.activate(one.user)
    passkey = Authenticator.objects.create(user=strong.user, type="webauthn", data=PASSKEY)
    be(None)
    browsers = [Client() for _ in range(5)]
    browsers[HALFWAY].post("/account/login/", {"login": other.user.email, "password": PASSWORD})
    browsers[PLAIN].post("/account/login/", {"login": plain.user.email, "password": PASSWORD})
    for place, one in ((STRONG, strong), (OTHER, other)):
        code = Authenticator.objects.get(user=one.user, type="recovery_codes").wrap().get_unused_codes()[0]
        browsers[place].post("/account/login/", {"login": one.user.email, "password": PASSWORD})
        browsers[place].post("/account/2fa/authenticate/", {"code": code})
    return browsers, passkey.pk


def address(name, passkey):
    if name.startswith("openid_connect_"):
        return reverse(name, args=["unknown"])
    if name == "account_reset_password_from_key":
        return reverse(name, kwargs={"uidb36": "1", "key": "not-a-key"})
    return reverse(name, args=[passkey] if name in ("mfa_remove_webauthn", "mfa_edit_webauthn") else [])


@pytest.mark.parametrize("name", PAGES)
def test_each_page_opens_for_those_who_may_and_is_ours(name, everybody, monkeypatch):
    monkeypatch.setattr(
        "allauth.mfa.webauthn.internal.auth.get_credentials", lambda user: []
    )  # that passkey is made up
    browsers, passkey = everybody
    answers = []
    for browser in browsers:
        be(None)
        answers.append(browser.get(address(name, passkey)))
    assert tuple(answer.status_code for answer in answers) == PAGES[name]
    for answer in answers:
        if answer.status_code != 200 or name in NOT_A_PAGE:
            continue
        page = answer.content.decode()
        assert '<html lang="nl"' in page
        assert page.count("<h1") == 1
        assert 'class="page-header"' in page
        assert not [word for word in AMERICAN if word in page]
        assert "style=" not in page


def test_no_address_of_allauth_is_left_out():
    names = {it.name for it in account_urls.urlpatterns if isinstance(it, URLPattern)}
    assert names == set(PAGES)
    reachable = {it.name for it in get_resolver().url_patterns if isinstance(it, URLPattern)}
    assert not reachable & {
        "account_signup",
        "account_email",
        "socialaccount_signup",
        "socialaccount_connections",
    }


@pytest.mark.parametrize(
    "path",
    [
        "signup/",
        "email/",
        "confirm-email/",
        "inactive/",
        "login/code/confirm/",
        "3rdparty/",
        "2fa/trust/",
        "sessions/",
    ],
)
def test_what_is_not_used_has_no_address(path, everybody):
    for browser in (everybody[0][NOBODY], everybody[0][PLAIN]):
        be(None)
        assert browser.get(f"/account/{path}").status_code == 404
