"""How often somebody may try to log in: no colleague locks out another, and no municipality locks out itself.

Counted is what fails on one account on one device (or, for a device that is not known yet, from one address), and on
one account as a whole. Nothing is counted per address alone: a municipality has one. The wait grows and ends by itself.
A device from which somebody has logged in before is known by a cookie, and stays outside the count of the whole
account: whoever hammers on an account makes strangers wait, not its owner.

Passwords tried once on each of many accounts are therefore not slowed down here; a second factor is what stops those.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core import signing
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE = "known_device"
SALT = "reisgenoot.access.attempts"
REMEMBERED = 180 * 24 * 60 * 60  # seconds
ACCOUNTS_ON_A_DEVICE = 5


@dataclass(frozen=True)
class Limit:
    """So many failures are free; then the wait begins with ``first`` and doubles up to ``longest`` (seconds)."""

    free: int
    first: int
    longest: int


ON_A_DEVICE = Limit(free=5, first=30, longest=15 * 60)
ON_AN_ACCOUNT = Limit(free=50, first=30, longest=5 * 60)
WITHOUT_ACCOUNT = Limit(free=20, first=30, longest=15 * 60)


class TooOften(Exception):
    """This attempt must wait until ``until``."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


@dataclass(frozen=True)
class Attempt:
    """A log-in that was begun: it counts as failed until it is forgiven."""

    device_key: str
    account_key: str

    def forgive(self) -> None:
        """It was right."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT access_attempt_forgiven(%s, %s)", [self.device_key, self.account_key])


def begin(request: HttpRequest, email: str) -> Attempt:
    """Count an attempt, for an account that exists or not. Raises TooOften; then nothing was counted."""
    account = _hash(email)
    device = _known(request).get(account)
    where = f"device {device}" if device else f"address {get_adapter().get_client_ip(request)}"
    attempt = Attempt(_hash(f"{email} {where}"), account)
    limits = {attempt.device_key: ON_A_DEVICE}
    if not device:
        limits[account] = ON_AN_ACCOUNT
    _count(limits)
    return attempt


def count_wrong_token(request: HttpRequest) -> None:
    """Count a token that lets nobody in, by the address that sent it: no account is known. Raises TooOften.

    Who has a token that is right is never counted, so one system that goes on with an old one stops nobody else.
    """
    _count({_hash(f"token address {get_adapter().get_client_ip(request)}"): WITHOUT_ACCOUNT})


def _count(limits: Mapping[str, Limit]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT access_attempt(%s::text[], %s::int[], %s::int[], %s::int[])",
            [
                list(limits),
                [limit.free for limit in limits.values()],
                [limit.first for limit in limits.values()],
                [limit.longest for limit in limits.values()],
            ],
        )
        until = cursor.fetchone()[0]
    if until:
        raise TooOften(until)


def know_device(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """Remember on the device that this account has logged in there. It opens nothing by itself."""
    account, known = _hash(email), _known(request)
    nonce = known.pop(account, None) or secrets.token_urlsafe(12)
    latest = dict([*known.items(), (account, nonce)][-ACCOUNTS_ON_A_DEVICE:])
    response.set_cookie(
        COOKIE,
        signing.dumps(latest, salt=SALT),
        max_age=REMEMBERED,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
        path="/account/",
    )


def _known(request: HttpRequest) -> dict[str, str]:
    try:
        found = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=REMEMBERED)
    except signing.BadSignature:
        return {}
    return found if isinstance(found, dict) else {}


def _hash(of: str) -> str:
    """64 letters from which nobody reads the address."""
    return salted_hmac(SALT, of.lower(), algorithm="sha256").hexdigest()
