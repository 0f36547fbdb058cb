"""The second factor: an authenticator app or a passkey, and recovery codes for when it is lost.

An organisation may require one of all who work there (``Organisation.mfa_required``); the database then lets nobody act
for it who has none (``access_enter``). The secrets lie encrypted in the database; the key comes from the secret key.
"""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .locks import locks
from .models import Organisation
from .sessions import device

LOCKS = "second factor"
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
ALLOWED_WITHOUT = frozenset(
    {"access:second-factor", "account_logout", "account_reauthenticate", "set_language", "alive"}
)
"""The pages, beside those that set up a factor (``mfa_…``), for whoever must set one up first."""


def strong_log_ins() -> list[str]:
    """The ids of the log-ins of organisations that ask for a second factor themselves."""
    return [provider.id for provider in settings.OIDC if provider.second_factor]


def vouched_by(request: HttpRequest) -> str:
    """The log-in among :func:`strong_log_ins` by which this session came in; empty if it was another."""
    strong = strong_log_ins()
    if not strong:
        return ""
    records = get_authentication_records(request, request.user)
    found = [str(it.get("provider")) for it in records if it.get("method") == "socialaccount"]
    return next((it for it in found if it in strong), "")


def is_vouched_for(request: HttpRequest) -> bool:
    """Whether the organisation's own log-in, by which this session came in, asks for a second factor itself."""
    return bool(vouched_by(request))


def is_open_without(url_name: str) -> bool:
    """Whether somebody who must set up a second factor first may open the page of this name."""
    return url_name in ALLOWED_WITHOUT or url_name.startswith("mfa_")


def required_by(request: HttpRequest) -> list[Organisation]:
    """The organisations of this user that require a second factor."""
    all_of_them = [*request.memberships, *request.shut]  # type: ignore[attr-defined]  # set by MemberMiddleware
    return [member.organisation for member in all_of_them if member.organisation.mfa_required]


def may_remove(request: HttpRequest, authenticator: Authenticator) -> bool:
    """Whether a factor can go: not the last one while an organisation requires it."""
    others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=FACTORS)
    return not required_by(request) or others.exclude(pk=authenticator.pk).exists()


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """How allauth's second factor behaves here."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This code is not right, or no longer: take the newest one."),
        "cannot_delete_authenticator": gettext_lazy(
            "Your organisation requires a second factor, and this is your last one. Set up another one first."
        ),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """See :func:`may_remove`."""
        return may_remove(context.request, authenticator)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """The name that a new passkey has unless one is given: the device that makes it."""
        return device(context.request.headers.get("User-Agent", "")) or _("Unknown device")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """For which site a passkey is: by the host name, as the browser demands."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Reisgenoot"}

    def encrypt(self, text: str) -> str:
        """A secret as it lies in the database."""
        return locks(LOCKS).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret. Raises InvalidToken if the secret key was lost."""
        return locks(LOCKS).decrypt(encrypted_text.encode()).decode()
