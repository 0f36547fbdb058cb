"""Where somebody is logged in: listed for its owner, and ended by them.

An ended session is gone from the database, and so out at the next request.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime

from allauth.account import app_settings as account_settings
from allauth.account.internal.flows.login import get_authentication_records
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

BEGUN, SEEN = "begun", "seen"
"""Keys in the session: when somebody logged in, and when it was last noted as used (seconds since 1970)."""
NOTED_EVERY = 5 * 60  # seconds
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class Shown:
    """One session for the list; ``current``: the one that asks."""

    pk: int
    device: str
    address: str
    since: datetime
    seen: datetime
    current: bool


def device(user_agent: str) -> str:
    """The browser and the system in words, as far as they can be told.

    >>> device("Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0")
    'Firefox, Windows'
    """
    found = [next((name for sign, name in signs if sign in user_agent), "") for signs in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found))


def begin(request: HttpRequest) -> None:
    """Somebody logged in: from now on the session lasts a working day, and is noted when it is used."""
    request.session[BEGUN] = request.session[SEEN] = time.time()


def is_recent(request: HttpRequest) -> bool:
    """Whether they showed who they are within the last minutes: by logging in, or again since.

    allauth asks nothing of whoever has neither password nor second factor, but comes in through their organisation.
    """
    shown = [float(it.get("at", 0)) for it in get_authentication_records(request, request.user)]
    return max(shown, default=0) > time.time() - float(account_settings.REAUTHENTICATION_TIMEOUT)


def go_on(request: HttpRequest) -> None:
    """End the session if its day is over, used or not; otherwise note that it is used, every few minutes."""
    noted = request.session.get(SEEN)
    if noted is None:
        return
    now = time.time()
    if now - request.session[BEGUN] > settings.SESSION_COOKIE_AGE:
        logout(request)
    elif now - noted > NOTED_EVERY:
        mine = UserSession.objects.filter(session_key=request.session.session_key)
        mine.update(last_seen_at=timezone.now())
        request.session[SEEN] = now


def own(request: HttpRequest) -> list[Shown]:
    """Where the user of this request is logged in, this session first. Two SQL statements."""
    mine = list(UserSession.objects.filter(user_id=request.user.pk).order_by("-last_seen_at", "-id"))
    keys = [it.session_key for it in mine]
    living = set(
        Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now()).values_list(
            "session_key", flat=True
        )
    )
    shown = [
        Shown(
            it.pk,
            device(it.user_agent) or _("Unknown device"),
            it.ip,
            it.created_at,
            it.last_seen_at,
            it.session_key == request.session.session_key,
        )
        for it in mine
        if it.session_key in living
    ]
    return sorted(shown, key=lambda it: not it.current)


def end(user_id: int, *, only: int | None = None, keep: str | None = None) -> int:
    """End the sessions of a user, or ``only`` one of them; ``keep`` is the key of one that stays. Returns how many."""
    ending = UserSession.objects.filter(user_id=user_id).exclude(session_key=keep or "")
    if only is not None:
        ending = ending.filter(pk=only)
    keys = list(ending.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    ending.delete()
    return len(keys)


def forget() -> None:
    """Remove what is over: expired sessions, and what was noted of sessions that are gone."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
