"""Logging in through an organisation's own log-in, against a real OpenID Connect server over the network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from factories import AsOwner, be
from logging_in import code_of, is_in, log_in, worker
from oidc_provider_mock import User as Known
from oidc_provider_mock import run_server_in_thread

from reisgenoot.access.models import AccountEvent, Member, User
from reisgenoot.config import oidc

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("nothing_remembered"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of the server itself
]
EMAIL = "vera@gemeente.example"


@dataclass
class Server:
    """A running provider, and whom it knows."""

    url: str

    def knows(self, sub: str, **claims: object) -> None:
        """From now on it says this of that person."""
        requests.put(f"{self.url}/users/{sub}", json=claims, timeout=5).raise_for_status()


@dataclass
class Visit:
    """Somebody on their way from our log-in page to the provider and back."""

    client: Client = field(default_factory=Client)

    def leave(self, provider: str = "gemeente", query: str = "") -> dict[str, str]:
        """Go to the provider; returns what our redirect asks of it, and where it leads as ``url``."""
        be(None)
        answer = self.client.get(f"/account/oidc/{provider}/login/{query}")
        assert answer.status_code == 302, answer.content.decode()
        asked = parse_qs(urlsplit(answer.headers["Location"]).query)
        return {**{name: value[0] for name, value in asked.items()}, "url": answer.headers["Location"]}

    def authorise(self, url: str, sub: str = "vera", **form: str) -> str:
        """Say at the provider who one is; returns where it sends us back to."""
        sent = requests.post(url, data={"sub": sub, **form}, allow_redirects=False, timeout=5)
        assert sent.status_code == 302, sent.text
        return sent.headers["Location"].removeprefix("http://testserver")

    def come_back(self, path: str) -> HttpResponse:
        be(None)
        return self.client.get(path)

    def through(self, provider: str = "gemeente", sub: str = "vera") -> HttpResponse:
        """The whole way."""
        return self.come_back(self.authorise(self.leave(provider)["url"], sub))


def provider(
    server: str, id: str = "gemeente", domain: str = "gemeente.example", **more: Any
) -> oidc.Provider:
    return oidc.Provider(id, f"Gemeente {id}", server, "reisgenoot", (domain,), secret="geheim", **more)


@pytest.fixture(scope="module")
def running() -> Iterator[str]:
    with run_server_in_thread(user_claims=[Known(sub="vera")], require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def configure(settings: Any) -> Any:
    def use(*providers: oidc.Provider) -> None:
        settings.OIDC = providers
        settings.SOCIALACCOUNT_PROVIDERS = oidc.as_allauth(providers)

    return use


@pytest.fixture
def server(running: str, configure: Any) -> Server:
    configure(provider(running))
    found = Server(running)
    found.knows("vera", email=EMAIL, email_verified=True, name="Vera")
    return found


@pytest.fixture
def vera(as_owner: AsOwner) -> Member:
    made = worker(as_owner)
    made.user.email = EMAIL
    with as_owner():
        made.user.save()
    be(None)
    return made


def test_the_log_in_page_leads_there_and_back_again(server: Server, vera: Member, as_owner: AsOwner) -> None:
    visit = Visit()
    page = visit.client.get("/account/login/?next=/people/").content.decode()
    assert 'href="/account/oidc/gemeente/login/?next=/people/"' in page
    assert "Gemeente gemeente" in page
    asked = visit.leave(query="?next=/people/&process=connect&scope=everything&auth_params=prompt%3Dnone")
    assert asked["url"].startswith(server.url)
    assert asked["code_challenge_method"] == "S256"  # PKCE
    assert asked["code_challenge"]
    assert asked["nonce"]
    assert "everything" not in asked["scope"]
    assert "prompt" not in asked
    answer = visit.come_back(visit.authorise(asked["url"]))
    assert answer.headers["Location"] == "/people/"
    assert is_in(visit.client)
    with as_owner():
        noted = list(AccountEvent.objects.filter(user=vera.user).values_list("act", "about"))
        kept = SocialAccount.objects.get()
    assert ("logged_in", "Gemeente gemeente") in noted
    assert ("connected", "Gemeente gemeente") in noted
    assert (kept.user_id, kept.extra_data) == (vera.user_id, {})  # nothing of what it tells is kept
    assert Visit().through().headers["Location"] == "/"  # and once more, now that it is connected


def test_the_first_time_ends_the_password_that_others_may_know(server: Server, vera: Member) -> None:
    """Whoever made the account may have chosen its password; the organisation's own log-in takes over."""
    before = Client()
    log_in(before, EMAIL)
    assert is_in(before)
    visit = Visit()
    visit.through()
    assert is_in(visit.client)
    assert not is_in(before)
    assert log_in(Client(), EMAIL).status_code == 422
    assert "U hebt geen wachtwoord" in visit.client.get("/account/").content.decode()
    assert visit.client.get("/account/password/set/").headers["Location"] == "/account/password/reset/"


@pytest.mark.parametrize(
    ("claims", "says"),
    [
        (
            {"email": EMAIL, "email_verified": False},
            "bevestigt niet dat het adres vera@gemeente.example klopt",
        ),
        ({"email": EMAIL}, "bevestigt niet"),
        ({"name": "Vera"}, "bevestigt niet"),
        (
            {"email": "iemand@gemeente.example", "email_verified": True},
            "geen account voor iemand@gemeente.example",
        ),
        (
            {"email": "guide@elders.example", "email_verified": True},
            "kan geen adressen zoals guide@elders.example",
        ),
        ({"email": f"{EMAIL}.evil.example", "email_verified": True}, "kan geen adressen"),
        ({"email": "vera@evilgemeente.example", "email_verified": True}, "kan geen adressen"),
        ({"email": "vera@x.gemeente.example", "email_verified": True}, "kan geen adressen"),
    ],
)
def test_who_is_not_let_in_is_told_why(
    server: Server, vera: Member, as_owner: AsOwner, claims: dict[str, object], says: str
) -> None:
    other = worker(as_owner)
    other.user.email = "guide@elders.example"
    with as_owner():
        other.user.save()
    server.knows("somebody", **claims)
    visit, users = Visit(), User.objects.count()
    answer = visit.through(sub="somebody")
    assert answer.status_code == 403
    assert says in answer.content.decode()
    assert not is_in(visit.client)
    assert User.objects.count() == users  # nobody is made
    assert not SocialAccount.objects.exists()


def test_one_organisations_log_in_opens_nobody_of_another(
    server: Server, vera: Member, running: str, configure: Any
) -> None:
    """Even one that lies about the address, and even after the right one has connected the account."""
    rogue = provider(running, "anders", "anders.example", trust_email=True)
    configure(provider(running), rogue)
    assert Visit().through("anders").status_code == 403
    assert Visit().through("gemeente").status_code == 302
    assert Visit().through("anders").status_code == 403
    # The domain moves to the other provider: what was connected to the first one is worth nothing any more.
    configure(provider(running, domain="nieuw.example"))
    assert Visit().through("gemeente").status_code == 403


def test_an_address_that_changed_at_the_provider_does_not_take_another_account(
    server: Server, vera: Member, as_owner: AsOwner
) -> None:
    other = worker(as_owner)
    other.user.email = "karel@gemeente.example"
    with as_owner():
        other.user.save()
    Visit().through()
    server.knows("vera", email="karel@gemeente.example", email_verified=True)
    visit = Visit()
    visit.through()
    be(None)
    assert EMAIL in visit.client.get("/account/").content.decode()


def test_a_provider_that_does_not_say_so_can_be_trusted_but_not_against_its_word(
    server: Server, vera: Member, running: str, configure: Any
) -> None:
    configure(provider(running, trust_email=True))
    server.knows("vera", email=EMAIL, email_verified=False)
    assert Visit().through().status_code == 403
    server.knows("vera", email=EMAIL)
    assert Visit().through().status_code == 302


def test_a_wrong_state_is_refused(server: Server, vera: Member) -> None:
    visit, other = Visit(), Visit()
    back = visit.authorise(visit.leave()["url"])
    stolen = other.come_back(back)  # another browser than the one that left
    assert stolen.status_code == 403
    assert "afgebroken of mislukt" in stolen.content.decode()
    visit.leave()
    assert visit.come_back(back.replace("state=", "state=x")).status_code == 403
    assert not is_in(visit.client)
    assert not is_in(other.client)


def test_a_wrong_nonce_is_refused(server: Server, vera: Member) -> None:
    """What the provider signed for another visit does not let this one in."""
    visit = Visit()
    asked = visit.leave()
    back = visit.authorise(asked["url"].replace(f"nonce={asked['nonce']}", "nonce=of-another-visit"))
    assert visit.come_back(back).status_code == 403
    assert not is_in(visit.client)


def test_a_code_is_used_once(server: Server, vera: Member) -> None:
    visit = Visit()
    back = visit.authorise(visit.leave()["url"])
    visit.come_back(back)
    assert is_in(visit.client)
    again = Visit()
    used = parse_qs(urlsplit(back).query)["code"][0]
    fresh = again.authorise(again.leave()["url"])
    code = parse_qs(urlsplit(fresh).query)["code"][0]
    assert again.come_back(fresh.replace(code, used)).status_code == 403
    assert not is_in(again.client)


def test_saying_no_there_and_a_provider_that_is_away(server: Server, vera: Member, configure: Any) -> None:
    visit = Visit()
    answer = visit.come_back(visit.authorise(visit.leave()["url"], action="deny"))
    assert answer.status_code == 403
    assert "afgebroken of mislukt" in answer.content.decode()
    configure(provider("http://localhost:9", "weg"))
    be(None)
    away = Client().get("/account/oidc/weg/login/")
    assert away.status_code == 403
    assert "nu niet bereikbaar" in away.content.decode()
    assert Client().get("/account/oidc/unknown/login/").status_code == 404
    assert Client().get("/account/oidc/unknown/login/callback/").status_code == 404
    assert Client().post("/account/oidc/weg/login/").status_code == 405


def test_who_left_is_not_let_in_by_the_provider(server: Server, vera: Member, as_owner: AsOwner) -> None:
    visit = Visit()
    visit.through()
    with as_owner():
        Member.objects.filter(pk=vera.pk).update(ends_on=timezone.localdate())
    assert not is_in(visit.client)
    answer = Visit().through()
    assert answer.status_code == 403
    assert "geen lid van een organisatie" in answer.content.decode()


@pytest.mark.parametrize("asks", [True, False])
def test_a_second_factor_that_the_provider_asks_for_counts(
    server: Server, vera: Member, running: str, configure: Any, as_owner: AsOwner, asks: bool
) -> None:
    configure(provider(running, second_factor=asks))
    with as_owner():
        vera.organisation.mfa_required = True
        vera.organisation.save()
    visit = Visit()
    visit.through()
    be(None)
    assert visit.client.get("/people/").status_code == (200 if asks else 302)
    vera.user.refresh_from_db()
    vera.user.set_password("een-lang-wachtwoord-7")
    vera.user.save()
    by_password = Client()
    log_in(by_password, EMAIL)
    be(None)
    assert by_password.get("/people/").headers["Location"] == "/account/second-factor/"


def test_ones_own_second_factor_is_asked_for_here_as_well(server: Server, vera: Member) -> None:
    secret = generate_totp_secret()
    TOTP.activate(vera.user, secret)
    visit = Visit()
    assert visit.through().headers["Location"] == "/account/2fa/authenticate/"
    assert not is_in(visit.client)
    visit.client.post("/account/2fa/authenticate/", {"code": code_of(secret)})
    assert is_in(visit.client)
