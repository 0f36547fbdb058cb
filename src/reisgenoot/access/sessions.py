"""Where somebody is logged in: listed for its owner, and ended by them.

An ended session is gone from the database, and so out at the next request.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

SEEN = "seen"
"""Key in the session: when it was last noted as used (seconds since 1970)."""
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


def begun(request: HttpRequest) -> None:
    """From now on, note when this session is used."""
    request.session[SEEN] = time.time()


def seen(request: HttpRequest) -> None:
    """Note that the session is used, unless that was done a few minutes ago."""
    noted = request.session.get(SEEN)
    if noted is None or time.time() - noted < NOTED_EVERY:
        return
    UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=timezone.now())
    begun(request)


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
