"""What a municipality sets for all its households: templates of arranging days, and where things are cheap.

Nothing about newcomers. What was removed stays as ``gone``, so that it can be put back.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from reisgenoot.access.keys import random_key_field
from reisgenoot.access.models import Member


class DayTemplate(models.Model):
    """From which an arranging day is drawn up. ``visits``: as `day_templates.Entry` has them, in order of time."""

    id = random_key_field()
    municipality = models.CharField(_("municipality"), max_length=100)
    name = models.CharField(_("name"), max_length=80)
    visits = models.JSONField(_("visits"), default=list)
    gone = models.BooleanField(_("removed"), default=False)
    changed_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(db_default=Now())
    changes = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("template of an arranging day")
        verbose_name_plural = _("templates of arranging days")
        ordering: ClassVar[list[str]] = ["name", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["municipality", "name"], condition=Q(gone=False), name="day_template_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FurnishingPlace(models.Model):
    """A place where things for a home are second-hand, cheap or lent."""

    id = random_key_field()
    municipality = models.CharField(_("municipality"), max_length=100)
    name = models.CharField(_("name"), max_length=120)
    address = models.CharField(_("address"), max_length=200, blank=True)
    note = models.CharField(_("what there is, and when"), max_length=300, blank=True)
    gone = models.BooleanField(_("removed"), default=False)
    changed_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(db_default=Now())
    changes = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("place for second-hand things")
        verbose_name_plural = _("places for second-hand things")
        ordering: ClassVar[list[str]] = ["name", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["municipality", "name"], condition=Q(gone=False), name="furnishing_place_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
