"""The log-ins of organisations themselves (OpenID Connect), read from the file that ``REISGENOOT_OIDC`` names."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
from django.core.exceptions import ImproperlyConfigured

ON_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")  # where plain http is no risk


class Provider(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One log-in of an organisation.

    ``domains``: the only e-mail domains for which it is believed. ``second_factor``: it asks for a second factor
    itself, so that we need not. ``trust_email``: its addresses count as confirmed although it does not say so.
    """

    id: str
    name: str
    issuer: str
    client_id: str
    domains: tuple[str, ...]
    secret: str = ""
    secret_file: str = ""
    second_factor: bool = False
    trust_email: bool = False

    def vouches_for(self, email: str) -> bool:
        """Whether it may say who has this e-mail address."""
        return email.lower().rpartition("@")[2] in {domain.lower() for domain in self.domains}


def read(path: str) -> tuple[Provider, ...]:
    """The providers in the file; none for an empty path.

    Raises:
        ImproperlyConfigured: the file can't be used; the text says why in one sentence.
    """
    if not path:
        return ()
    try:
        found = msgspec.yaml.decode(Path(path).read_bytes(), type=tuple[Provider, ...])
    except (OSError, msgspec.MsgspecError) as problem:
        raise ImproperlyConfigured(f"REISGENOOT_OIDC: {path} can't be used: {problem}.") from None
    for provider in found:
        if wrong := _problem(provider):
            raise ImproperlyConfigured(f"REISGENOOT_OIDC: {path}: the provider ‘{provider.id}’ {wrong}.")
    if len({provider.id for provider in found}) < len(found):
        raise ImproperlyConfigured(f"REISGENOOT_OIDC: {path}: two providers have the same id.")
    return found


def _problem(provider: Provider) -> str:
    issuer = urlsplit(provider.issuer)
    if not provider.id or not all(letter.isalnum() or letter in "-_" for letter in provider.id):
        return "needs an id of letters, digits, - and _"
    if issuer.scheme != "https" and not (issuer.scheme == "http" and issuer.hostname in ON_THIS_MACHINE):
        return "needs an issuer that begins with https://"
    if not provider.domains or not all("." in domain and "@" not in domain for domain in provider.domains):
        return "needs domains, such as example.org: it is believed about no other address"
    if bool(provider.secret) == bool(provider.secret_file):
        return "needs either a secret or a secret_file"
    if provider.secret_file and not Path(provider.secret_file).is_file():
        return "names a secret_file that is not there"
    return ""


def as_allauth(providers: tuple[Provider, ...]) -> dict[str, Any]:
    """The setting SOCIALACCOUNT_PROVIDERS."""
    return {"openid_connect": {"APPS": [_app(provider) for provider in providers]}} if providers else {}


def _app(provider: Provider) -> dict[str, Any]:
    secret = provider.secret or Path(provider.secret_file).read_text(encoding="utf-8").strip()
    return {
        "provider_id": provider.id,
        "name": provider.name[:40],
        "client_id": provider.client_id,
        "secret": secret,
        "settings": {
            "server_url": provider.issuer.rstrip("/"),
            "oauth_pkce_enabled": True,
            "verified_email": list(provider.domains) if provider.trust_email else False,
        },
    }
