"""What happens to accounts, noted for their owners and the administrators where they work."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account_signals
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa import signals as mfa_signals
from allauth.mfa.models import Authenticator
from allauth.socialaccount import signals as provider_signals
from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from . import sessions
from .models import AccountEvent

Act = AccountEvent.Act
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
HOW = {
    "password": _("password"),
    "totp": _("authenticator app"),
    "webauthn": _("passkey"),
    "recovery_codes": _("recovery code"),
}


def note(act: str, user_id: int, about: str = "", request: HttpRequest | None = None) -> None:
    """Note an event of somebody's account. The database adds who did it, if that was somebody else."""
    _note("%s", user_id, act, about, request)


def note_failed(email: str, request: HttpRequest) -> None:
    """Note a failed log-in, if there is such an account: the same statement whether there is one or not."""
    _note("(SELECT id FROM access_user WHERE email = %s)", email, Act.LOG_IN_FAILED, "password", request)


def _note(whom: str, of: int | str, act: str, about: str, request: HttpRequest | None) -> None:
    address, device = None, ""
    if request is not None:
        address = get_adapter(request).get_client_ip(request)
        device = sessions.device(request.headers.get("User-Agent", ""))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT access_note({whom}, %s::text, %s::text, %s::inet, %s::text)",
            [of, str(act), about, address, device],
        )


def how(about: str) -> str:
    """What stands in ``AccountEvent.about``, in the language of the reader."""
    return ", ".join(str(HOW.get(word, word)) for word in about.split("\n") if word)


def _logged_in(request: HttpRequest, user: Any, **_kwargs: Any) -> None:
    words = []
    for record in get_authentication_records(request, user):
        words.append(str(record.get("type") or record["method"]))
        if record["method"] == "socialaccount":
            words[-1] = next((it.name for it in settings.OIDC if it.id == record.get("provider")), "")
    note(Act.LOGGED_IN, user.pk, "\n".join(dict.fromkeys(words)), request)
    sessions.begin(request)


def _password_changed(request: HttpRequest, user: Any, **_kwargs: Any) -> None:
    note(Act.PASSWORD_CHANGED, user.pk, request=request)
    sessions.end(user.pk, keep=request.session.session_key)


def _factor_added(request: HttpRequest, user: Any, authenticator: Authenticator, **_kwargs: Any) -> None:
    if authenticator.type not in FACTORS:
        return note(Act.CODES_MADE, user.pk, request=request)
    note(Act.FACTOR_ADDED, user.pk, authenticator.type, request)
    if Authenticator.objects.filter(user=user, type__in=FACTORS).count() == 1:
        sessions.end(user.pk, keep=request.session.session_key)  # those came in without it
    return None


def _factor_removed(request: HttpRequest, user: Any, authenticator: Authenticator, **_kwargs: Any) -> None:
    if authenticator.type in FACTORS:
        note(Act.FACTOR_REMOVED, user.pk, authenticator.type, request)


def _codes_made(request: HttpRequest, user: Any, **_kwargs: Any) -> None:
    note(Act.CODES_MADE, user.pk, request=request)


def _code_wrong(request: HttpRequest, user: Any, authenticator: Authenticator, **_kwargs: Any) -> None:
    note(Act.LOG_IN_FAILED, user.pk, authenticator.type, request)


def _connected(request: HttpRequest, sociallogin: Any, **_kwargs: Any) -> None:
    note(Act.CONNECTED, sociallogin.user.pk, sociallogin.provider.name, request)


def listen() -> None:
    """Note what allauth says that happened."""
    account_signals.user_logged_in.connect(_logged_in)
    account_signals.password_changed.connect(_password_changed)
    account_signals.password_reset.connect(_password_changed)
    mfa_signals.authenticator_added.connect(_factor_added)
    mfa_signals.authenticator_removed.connect(_factor_removed)
    mfa_signals.authenticator_reset.connect(_codes_made)
    mfa_signals.authentication_failed.connect(_code_wrong)
    provider_signals.social_account_added.connect(_connected)
