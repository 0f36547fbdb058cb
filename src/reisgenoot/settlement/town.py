"""What a municipality sets for all its households: templates of arranging days, and where things are cheap.

Nothing about newcomers. What was removed stays as ``gone``, so that it can be put back.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reisgenoot.access.changed import Changed
from reisgenoot.access.keys import random_key_field


class OfMunicipality(Changed):
    """Something that one municipality set, under a name of its own; ``gone``: it was removed, and can be put back."""

    id = random_key_field()
    municipality = models.CharField(_("municipality"), max_length=100)
    name = models.CharField(_("name"), max_length=120)
    gone = models.BooleanField(_("removed"), default=False)

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class DayTemplate(OfMunicipality):
    """From which an arranging day is drawn up. ``visits``: as `day_templates.Entry` has them, in order of time."""

    name = models.CharField(_("name"), max_length=80)  # stands in a list to choose from
    visits = models.JSONField(_("visits"), default=list)

    class Meta(OfMunicipality.Meta):
        verbose_name = _("template of an arranging day")
        verbose_name_plural = _("templates of arranging days")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["municipality", "name"], condition=Q(gone=False), name="day_template_once"
            ),
        ]


class FurnishingPlace(OfMunicipality):
    """A place where things for a home are second-hand, cheap or lent."""

    address = models.CharField(_("address"), max_length=200, blank=True)
    note = models.CharField(_("what there is, and when"), max_length=300, blank=True)

    class Meta(OfMunicipality.Meta):
        verbose_name = _("place for second-hand things")
        verbose_name_plural = _("places for second-hand things")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["municipality", "name"], condition=Q(gone=False), name="furnishing_place_once"
            ),
        ]
