"""Logging in through an organisation's own log-in (OpenID Connect).

It makes no accounts: it opens the account that an administrator made, of the same confirmed e-mail address. A provider
is believed only about the domains that ``REISGENOOT_OIDC`` gives it, so that the log-in of one organisation can never
open the account of somebody at another.
"""

from __future__ import annotations

import secrets
from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.openid_connect import views
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from requests import RequestException

from reisgenoot.config.oidc import Provider


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Whom a provider may let in."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Whether it may make an account: never."""
        return False

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        """Whether it may open the account of this confirmed address."""
        provider = _configured(login.account.provider)
        return provider is not None and provider.vouches_for(email)

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse what the provider may not vouch for, at each log-in anew; keep nothing of what it tells."""
        told, sociallogin.account.extra_data = sociallogin.account.extra_data, {}
        if sociallogin.account.pk:
            sociallogin.account.save(update_fields=["extra_data"])
        if problem := _problem(sociallogin, told):
            raise ImmediateHttpResponse(refused(request, problem))

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        """Answer in our look, and without what the other side said."""
        raise ImmediateHttpResponse(refused(request, _did_not_work()))


def refused(request: HttpRequest, why: str) -> HttpResponse:
    """The page for whoever is not let in."""
    heading = _("You are not logged in")
    return render(request, "access/refused.html", {"heading": heading, "explanation": why}, status=403)


def _did_not_work() -> str:
    return _("The log-in of your organisation was broken off, or did not work. Please try it again.")


def _configured(provider_id: str) -> Provider | None:
    return next((it for it in settings.OIDC if it.id == provider_id), None)


def _problem(login: SocialLogin, told: dict[str, Any]) -> str:
    """Why this log-in is refused, or an empty text."""
    provider = _configured(login.account.provider)
    id_token, user = told.get("id_token") or {}, told.get("userinfo") or told.get("id_token") or {}
    nonce = login.state.get("nonce")
    if (
        provider is None
        or login.state.get("process") != AuthProcess.LOGIN
        or not nonce
        or id_token.get("nonce") != nonce
        or id_token.get("sub") != user.get("sub")
    ):
        return _did_not_work()
    email = str(user.get("email") or "")
    shown = {"email": email or "–", "name": provider.name}
    confirmed = user.get("email_verified") is True or (provider.trust_email and "email_verified" not in user)
    if not email or not confirmed:
        return _("%(name)s does not say that the address %(email)s is confirmed.") % shown
    if not provider.vouches_for(email):
        return _("%(name)s can't let in addresses such as %(email)s.") % shown
    if not login.is_existing or not provider.vouches_for(login.user.email):
        return (
            _("There is no account for %(email)s. Ask the administrator of your organisation to take you in.")
            % shown
        )
    return ""


@require_GET
def log_in(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go to the log-in of the organisation. What the address adds to that, other than where to go after, is ignored."""
    try:
        provider = get_adapter(request).get_provider(request, provider_id)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    nonce = secrets.token_urlsafe(24)
    try:
        answer: HttpResponse = provider.redirect(
            request,
            process=AuthProcess.LOGIN,
            next_url=get_next_redirect_url(request),
            auth_params={"nonce": nonce},
            nonce=nonce,
        )
    except (RequestException, KeyError):
        return refused(
            request, _("The log-in of your organisation can't be reached now. Please try it later.")
        )
    return answer


@require_GET
def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Where the log-in of the organisation sends people back to."""
    try:
        answer: HttpResponse = views.callback(request, provider_id)
    except (KeyError, TypeError, ValueError):  # what it sent is not what the standard says
        return refused(request, _did_not_work())
    return answer
