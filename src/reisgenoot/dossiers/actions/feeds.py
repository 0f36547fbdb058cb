"""The address at which a member's calendar reads their appointments."""

from __future__ import annotations

import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from reisgenoot.access.models import Member
from reisgenoot.access.roles import require_guiding

from ..models import CalendarFeed


def digest_of(secret: str) -> bytes:
    """What is stored of a secret. It is random and long, so that one round is enough."""
    return hashlib.sha256(secret.encode()).digest()


def make_feed(member: Member, *, with_place: bool = False) -> str:
    """Make a new address, in the place of the one that the member had; returns its secret, which is told only now.

    Raises NotAllowed for a role that has no appointments.
    """
    require_guiding(member)
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        revoke_feed(member)
        CalendarFeed.objects.create(member=member, digest=digest_of(secret), with_place=with_place)
    return secret


def revoke_feed(member: Member) -> bool:
    """Nobody reads the member's appointments at the address any more, from now on; whether there was one."""
    running = CalendarFeed.objects.filter(member=member, revoked_at__isnull=True)
    return bool(running.update(revoked_at=timezone.now()))
