"""allauth's forms for one's own account, with our words and our way to send e-mail."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .tasks import send_password_reset


class ResetPasswordForm(AllauthResetPasswordForm):  # type: ignore[misc]  # allauth has no types
    """Asks for a link by e-mail. The worker finds out whether there is such an account: here the answer is the same."""

    def clean_email(self) -> str:
        """The address, without looking whether anybody has it."""
        return str(get_adapter().clean_email(self.cleaned_data["email"].lower()))

    def save(self, request: HttpRequest, **_kwargs: Any) -> str:
        """Put it on the worker's list."""
        email = str(self.cleaned_data["email"])
        send_password_reset.defer(
            email=email, site=request.build_absolute_uri("/"), language=get_language() or "nl"
        )
        return email


class _Code:
    """The field for a code, as phones show its keyboard."""

    fields: dict[str, Any]

    def _dress(self, help_text: Any = "") -> None:
        field = self.fields["code"]
        field.label = _("Code")
        field.help_text = help_text
        field.max_length = 20
        field.widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric"}


class CodeForm(_Code, AuthenticateForm):  # type: ignore[misc]
    """The second step of logging in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._dress(_("Six digits from your authenticator app, or one of your recovery codes."))


class ConfirmCodeForm(_Code, ReauthenticateForm):  # type: ignore[misc]
    """Confirming that it is still oneself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._dress(_("Six digits from your authenticator app, or one of your recovery codes."))


class ActivateAppForm(_Code, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an authenticator app, which proves that it works."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._dress(_("The six digits that your app shows now."))


class UsedOnce(forms.HiddenInput):
    """What a browser made for one log-in: of no use again, so what was sent is never shown back."""

    def format_value(self, value: Any) -> None:
        """Nothing."""


class PasskeyForm(AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey as the second factor."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"].widget = UsedOnce()


class ConfirmPasskeyForm(ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"].widget = UsedOnce()


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, passwordless = self.fields["name"], self.fields["passwordless"]
        self.fields["credential"].widget = UsedOnce()
        name.label, name.max_length = _("Name"), 60
        name.help_text = _("By which you recognise it, such as: work phone.")
        passwordless.label = _("Log in with this passkey alone, without a password")
        passwordless.help_text = _("Your device then asks for a PIN, your finger or your face.")
        passwordless.initial = True


class RenamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        self.fields["name"].max_length = 60
