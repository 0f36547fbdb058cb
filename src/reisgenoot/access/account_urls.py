"""Logging in and one's own account. Of allauth only what is used here has an address; our templates show it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, re_path
from django.utils import timezone
from django.views.generic import RedirectView

from . import account_pages, provider

View = Callable[..., HttpResponseBase]


def form(view: View) -> View:
    """A page of allauth with a form: 422 when something in it is wrong, and 429 when it must wait."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = view(request, *args, **kwargs)
        filled = (getattr(answer, "context_data", None) or {}).get("form")
        if request.method == "POST" and answer.status_code == 200 and getattr(filled, "errors", None):
            answer.status_code = 422
            if until := getattr(request, "wait_until", None):
                answer.status_code = 429
                seconds = max(1, round((until - timezone.now()).total_seconds()))
                assert isinstance(answer, HttpResponse)
                answer.headers["Retry-After"] = str(seconds)
        return answer

    return answered


def cleared(view: View) -> View:
    """Logging out: the browser forgets what it kept of our pages (but for cookies: it is still a known device)."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = view(request, *args, **kwargs)
        if request.method == "POST":
            answer["Clear-Site-Data"] = '"cache", "storage"'
        return answer

    return answered


to_account = RedirectView.as_view(pattern_name="access:account")
urlpatterns = [
    path("login/", form(account.login), name="account_login"),
    path("logout/", cleared(account.logout), name="account_logout"),
    path("reauthenticate/", form(account.reauthenticate), name="account_reauthenticate"),
    path("password/change/", form(account.password_change), name="account_change_password"),
    # Who has no password chooses one by e-mail, which proves more than an open session does.
    path(
        "password/set/",
        RedirectView.as_view(pattern_name="account_reset_password"),
        name="account_set_password",
    ),
    path("password/reset/", form(account.password_reset), name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        form(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("2fa/", to_account, name="mfa_index"),
    path("2fa/authenticate/", form(mfa.authenticate), name="mfa_authenticate"),
    path("2fa/reauthenticate/", form(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", form(totp.activate_totp), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", form(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/generate/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("2fa/recovery-codes/download/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("2fa/webauthn/", to_account, name="mfa_list_webauthn"),
    path("2fa/webauthn/add/", form(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("2fa/webauthn/login/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path(
        "2fa/webauthn/reauthenticate/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"
    ),
    path("2fa/webauthn/keys/<int:pk>/remove/", account_pages.remove_passkey, name="mfa_remove_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/edit/", form(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path("oidc/<str:provider_id>/login/", provider.log_in, name="openid_connect_login"),
    path("oidc/<str:provider_id>/login/callback/", provider.come_back, name="openid_connect_callback"),
]
