"""How allauth's log-in behaves here."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reisgenoot.web.templatetags.web import moment

from . import attempts, events
from .identity import entrance, identify
from .provider import refused

JUST_LOGGED_IN = 5 * 60  # seconds for which nobody is asked again who they are
SAID = {
    "account/messages/logged_out.txt": gettext_lazy("You are logged out."),
    "account/messages/password_changed.txt": gettext_lazy(
        "Your password was changed. On other devices you are logged out."
    ),
    "mfa/messages/totp_activated.txt": gettext_lazy("Your authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("Your authenticator app is no longer used."),
    "mfa/messages/webauthn_added.txt": gettext_lazy("The passkey was added."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("The passkey was removed."),
}
"""What we say where allauth has a message; where it stands not here, the page says enough."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Nobody signs up; who works nowhere is not let in; failed log-ins are counted our way."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy("The e-mail address or the password is not right."),
        "incorrect_password": gettext_lazy("The password is not right."),
        "enter_current_password": gettext_lazy("This is not your present password."),
        "incorrect_code": gettext_lazy("This code is not right, or no longer: take the newest one."),
        "too_many_login_attempts": gettext_lazy(
            "That was tried too often. Try it again in a quarter of an hour."
        ),
        "rate_limited": gettext_lazy("That was tried too often. Try it again in a quarter of an hour."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether strangers may make an account: never, an administrator makes them."""
        return False

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Stop whoever works nowhere (any more), by whichever way they proved who they are."""
        running, shut = entrance(user.pk)
        identify(None)
        if not user.is_active or not (running or shut):
            return works_nowhere(request)
        return None  # allauth's own check is the one above

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """The same page for an account that was closed."""
        return works_nowhere(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt before the password is looked at. Raises ValidationError when it must wait."""
        try:
            self._attempt = attempts.begin(request, credentials.get("email", ""))
        except attempts.TooOften as too_often:
            request.wait_until = too_often.until  # type: ignore[attr-defined]  # for the status of the answer
            text = _("That was tried too often. Try it again after %(moment)s.")
            whole_minute = too_often.until + timedelta(seconds=59)  # the text has no seconds
            raise ValidationError(text % {"moment": moment(whole_minute)}) from None

    def _rollback_login_failed_rl_usage(self) -> None:
        self._attempt.forgive()

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Let the owner of the account see it."""
        events.note_failed(credentials.get("email", "").lower(), request)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Know this device from now on."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        attempts.know_device(request, response, user.email)
        return response

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whether to ask who somebody is before they change how they log in: not just after they did."""
        records = get_authentication_records(context.request, context.request.user)
        just_now = bool(records) and time.time() - records[-1]["at"] < JUST_LOGGED_IN
        return not just_now and bool(super().is_reauthentication_required(app=app, **kwargs))

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: Any = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say it in our words, or not at all."""
        said = message or SAID.get(message_template or "")
        if said:
            super().add_message(request, level, message=str(said), extra_tags=extra_tags)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Where somebody goes who has a new password."""
        return "/account/"

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to confirm who somebody is, in our words."""
        said = {
            "reauthenticate": _("With your password"),
            "mfa_reauthenticate": _("With a code"),
            "mfa_reauthenticate:webauthn": _("With a passkey"),
        }
        return [
            {**method, "description": said[method["id"]]}
            for method in super().get_reauthentication_methods(user)
        ]


def works_nowhere(request: HttpRequest) -> HttpResponse:
    """The page for an account with which nobody works anywhere (any more)."""
    text = _(
        "You are not a member of any organisation at this moment. Ask the administrator of your organisation."
    )
    return refused(request, text)
