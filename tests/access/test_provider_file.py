"""The file with the log-ins of organisations: what is wrong in it is said in one sentence, before anything starts."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from reisgenoot.config import oidc

GOOD = """
- id: gemeente
  name: Gemeente Voorbeeld
  issuer: https://login.gemeente.example/
  client_id: reisgenoot
  secret_file: {secret}
  domains: [gemeente.example]
  second_factor: true
"""


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "secret"
    file.write_text("geheim\n")
    return file


def read(tmp_path: Path, text: str) -> tuple[oidc.Provider, ...]:
    file = tmp_path / "oidc.yaml"
    file.write_text(text)
    return oidc.read(str(file))


def test_a_good_file_becomes_the_setting(tmp_path: Path, secret: Path) -> None:
    found = read(tmp_path, GOOD.format(secret=secret))
    assert found[0].vouches_for("Vera@Gemeente.Example")
    assert not found[0].vouches_for("vera@anders.example")
    app = oidc.as_allauth(found)["openid_connect"]["APPS"][0]
    assert (app["provider_id"], app["secret"]) == ("gemeente", "geheim")
    assert app["settings"]["server_url"] == "https://login.gemeente.example"
    assert app["settings"]["oauth_pkce_enabled"] is True
    assert (oidc.read(""), oidc.as_allauth(())) == ((), {})


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("https://", "http://"), "https://"),
        (("[gemeente.example]", "[]"), "domains"),
        (("[gemeente.example]", "['@gemeente.example']"), "domains"),
        (("secret_file: {secret}", "secret: ''"), "either a secret or a secret_file"),
        (("{secret}", "{secret}-gone"), "not there"),
        (("id: gemeente", "id: ../x"), "id of letters"),
        (("second_factor", "second_facto"), "second_facto"),
        (("second_factor: true", "second_factor: 'yes'"), "bool"),
        (("- id", "  id"), "can't be used"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, secret: Path, change: tuple[str, str], says: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        read(tmp_path, GOOD.replace(*change).format(secret=secret))
    assert says in str(refused.value)
    assert str(refused.value).startswith("REISGENOOT_OIDC: ")


def test_two_of_one_name_and_no_file(tmp_path: Path, secret: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="same id"):
        read(tmp_path, GOOD.format(secret=secret) * 2)
    with pytest.raises(ImproperlyConfigured, match="can't be used"):
        oidc.read(str(tmp_path / "gone.yaml"))
