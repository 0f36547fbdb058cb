"""Logging in with a real browser: a passkey, an app, an organisation's own log-in; and the pages shut nobody out."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from demo_people import log_in
from logging_in import code_of
from oidc_provider_mock import run_server_in_thread
from playwright.sync_api import Browser, BrowserContext, Page, expect
from test_everyone_can_use_it import look

from reisgenoot.config import oidc

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]  # of the OIDC server
ACCOUNT = "/account/"
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def named(server: str) -> str:
    """The server by a name: a browser uses passkeys nowhere else."""
    return server.replace("127.0.0.1", "localhost")


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser that axe may put its script into; our own rules for scripts hold in the test of passkeys."""
    context = chromium.new_context(locale="nl-NL", bypass_csp=True)
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture
def require(server: str, django_db_blocker: Any) -> Iterator[Callable[[str, bool], None]]:
    """Makes the organisation of one of the demo's people require a second factor; undone, with what they set up."""
    from allauth.mfa.models import Authenticator
    from django.db import connections, transaction

    from reisgenoot.access.models import Organisation

    changed: list[str] = []

    def change(who: str, required: bool) -> None:
        changed.append(who)
        email = f"{who}@demo.example"
        with (
            django_db_blocker.unblock(),
            transaction.atomic("admin"),
            connections["admin"].cursor() as cursor,
        ):
            cursor.execute("SET LOCAL ROLE NONE")
            own = Organisation.objects.using("admin").filter(members__user__email=email)
            Organisation.objects.using("admin").filter(pk__in=list(own.values_list("pk", flat=True))).update(
                mfa_required=required
            )
            if not required:
                Authenticator.objects.using("admin").filter(user__email=email).delete()

    yield change
    for who in list(changed):
        change(who, False)
    connections["admin"].close()


def log_out(page: Page) -> None:
    out = page.locator("header form[action='/account/logout/'] button")
    if not out.is_visible():  # on a phone it stands in the menu
        page.locator(".menu-button").click()
    out.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Inloggen")


def test_a_passkey_is_added_and_lets_in_without_and_after_a_password(
    chromium: Browser, named: str, require: Callable[[str, bool], None]
) -> None:
    require("maatje", False)  # what is set up is taken away afterwards
    context = chromium.new_context(locale="nl-NL")
    page = context.new_page()
    page.set_default_timeout(20_000)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})["authenticatorId"]
    log_in(page, named, "maatje")
    page.locator("header").get_by_role("link", name="Marjan Maatwerk").click()
    page.get_by_role("link", name="Passkey toevoegen").click()
    page.get_by_label("Naam").fill("Werktelefoon")
    page.get_by_role("button", name="Toevoegen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Herstelcodes")
    page.get_by_role("link", name="Klaar: naar mijn account").click()
    expect(page.get_by_text("Passkey: Werktelefoon")).to_be_visible()
    log_out(page)
    page.get_by_role("button", name="Inloggen met een passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Werklijst")
    log_out(page)
    log_in(page, named, "maatje")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tweede stap")
    page.get_by_role("button", name="Passkey gebruiken").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Werklijst")
    log_out(page)
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    page.get_by_role("button", name="Inloggen met een passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("De passkey is niet gebruikt")
    assert faults == []
    context.close()


def test_by_number_and_without_script_passkeys_are_not_offered(
    chromium: Browser, server: str, named: str
) -> None:
    for address, script in ((server, True), (named, False)):
        context = chromium.new_context(locale="nl-NL", java_script_enabled=script)
        page = context.new_page()
        page.goto(f"{address}/account/login/")
        expect(page.get_by_role("button", name="Inloggen", exact=True)).to_be_visible()
        expect(page.get_by_role("button", name="Inloggen met een passkey")).to_be_hidden()
        context.close()


def test_who_must_set_up_a_second_factor_does_so_and_comes_in(
    context: BrowserContext, server: str, require: Callable[[str, bool], None]
) -> None:
    require("advocaat", True)
    page = context.new_page()
    log_in(page, server, "advocaat")
    expect(page.get_by_role("heading", level=1)).to_have_text("Stel eerst een tweede stap in")
    assert look(page, f"{server}/account/second-factor/") == []
    assert look(page, f"{server}/account/2fa/totp/activate/") == []
    assert look(page, f"{server}/account/2fa/webauthn/add/") == []
    page.goto(f"{server}/account/2fa/totp/activate/")
    secret = page.locator("main code").inner_text()
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Instellen").click()
    expect(page.locator(".errors")).to_contain_text("Deze code klopt niet")
    page.get_by_label("Code").fill(code_of(page.locator("main code").inner_text()))
    assert secret == page.locator("main code").inner_text()
    page.get_by_role("button", name="Instellen").click()
    expect(page.locator(".codes li")).to_have_count(10)
    codes = page.locator(".codes li").all_inner_texts()
    for path in ("recovery-codes/", "recovery-codes/generate/", "totp/deactivate/"):
        assert look(page, f"{server}/account/2fa/{path}") == []
    assert look(page, f"{server}{ACCOUNT}") == []
    page.goto(server)
    expect(page.get_by_role("heading", level=1)).to_have_text("Wettelijke termijnen")
    log_out(page)
    log_in(page, server, "advocaat")
    assert look(page, f"{server}/account/2fa/authenticate/") == []
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Inloggen", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wettelijke termijnen")


@pytest.mark.parametrize("locale", ["nl", "en"])
def test_the_pages_of_an_account_shut_nobody_out(chromium: Browser, server: str, locale: str) -> None:
    context = chromium.new_context(locale=locale, bypass_csp=True)
    page = context.new_page()
    paths = ["/account/password/reset/", "/account/password/reset/done/", "/account/password/reset/key/1-x/"]
    paths += ["/account/password/reset/key/done/"]
    assert [wrong for path in paths for wrong in look(page, server + path)] == []
    log_in(page, server, "beheer")
    paths = [
        ACCOUNT,
        "/members/",
        "/account/password/change/",
        "/account/reauthenticate/",
        "/account/logout/",
    ]
    assert [wrong for path in paths for wrong in look(page, server + path)] == []
    context.close()


def test_sessions_are_ended_from_another_device(chromium: Browser, server: str) -> None:
    desk, phone = (chromium.new_context(locale="nl-NL", java_script_enabled=False) for _ in range(2))
    here, there = desk.new_page(), phone.new_page()
    for page in (here, there):
        log_in(page, server, "gza")
    here.goto(server + ACCOUNT)
    here.get_by_role("button", name="Uitloggen op alle andere apparaten").click()
    expect(here.locator("#messages")).to_contain_text("Uitgelogd op")
    there.goto(f"{server}/people/")
    expect(there.get_by_role("heading", level=1)).to_have_text("Inloggen")
    desk.close()
    phone.close()


def test_through_the_log_in_of_the_organisation(chromium: Browser, server: str, settings: Any) -> None:
    with run_server_in_thread(require_nonce=True) as running:
        issuer = f"http://localhost:{running.server_port}"
        claims = {"email": "coa@demo.example", "email_verified": True}
        requests.put(f"{issuer}/users/conny", json=claims, timeout=5).raise_for_status()
        settings.OIDC = (
            oidc.Provider(
                "coa", "COA (eigen inlog)", issuer, "reisgenoot", ("demo.example",), secret="geheim"
            ),
        )
        settings.SOCIALACCOUNT_PROVIDERS = oidc.as_allauth(settings.OIDC)
        context = chromium.new_context(locale="nl-NL")
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.goto(f"{server}/people/")
        page.get_by_role("link", name="COA (eigen inlog)").click()
        expect(page).to_have_url(re.compile(f"^{issuer}/"))
        page.locator("input[name=sub]").fill("conny")
        page.get_by_role("button", name="Authorize").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Mensen")
        expect(page.locator("header")).to_contain_text("Conny Casemanager")
        log_out(page)
        page.get_by_role("link", name="COA (eigen inlog)").click()
        page.locator("input[name=sub]").fill("stranger@demo.example")
        page.get_by_role("button", name="Authorize").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("U bent niet ingelogd")
        context.close()
