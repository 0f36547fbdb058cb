"""What a row knows of its last change, so that two people do not overwrite each other unseen: for rows of any app."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from .errors import Overtaken
from .labels import Labelled
from .models import Member

CHANGED = ("changed_by", "changed_at", "changes")
"""The columns that :meth:`Changed.change` sets."""


class Changed(Labelled):
    """Who changed a row last and when; ``changes`` counts how often, and is what a form says that it has seen."""

    changed_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(db_default=Now())
    changes = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True

    def change(self, member: Member) -> None:
        """Note, without saving, that the member changes it now."""
        self.changed_by, self.changed_at, self.changes = member, timezone.now(), self.changes + 1

    def overtaken(self, field: str, now: str) -> Overtaken:
        """What to raise if somebody changed it since the member saw it; ``now``: what stands there, in words."""
        by, at = self.changed_by.name, self.changed_at
        return Overtaken(field, seen="", now=now, by=by, at=at, version=str(self.changes))
