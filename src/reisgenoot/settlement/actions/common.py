"""What the actions share."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from reisgenoot.access.errors import Overtaken
from reisgenoot.access.models import Member


def changed(it: models.Model, member: Member) -> None:
    """Note on a row (with ``changed_by``, ``changed_at``, ``changes``) that the member changes it now."""
    it.changed_by, it.changed_at, it.changes = member, timezone.now(), it.changes + 1  # type: ignore[attr-defined]


CHANGED = ("changed_by", "changed_at", "changes")
"""The columns that :func:`changed` sets."""


def overtaken(field: str, it: models.Model, now: str) -> Overtaken:
    """What to raise if somebody changed the row since the member saw it; ``now``: what stands there, in words."""
    by, at, version = it.changed_by.name, it.changed_at, str(it.changes)  # type: ignore[attr-defined]
    return Overtaken(field, seen="", now=now, by=by, at=at, version=version)
