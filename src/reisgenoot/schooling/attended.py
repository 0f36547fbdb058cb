"""Hours that somebody was offered and followed, by month and part; in whole minutes.

A row is never changed: another one takes its place (``replaced_by``), so that undoing an import puts back what stood
before. Rows of an import that nobody has confirmed yet are ``prepared``, and count for nothing. What could not be read
from a file stands in `Held`, which names nobody: the row, the column and why.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from reisgenoot.access.keys import random_key_field
from reisgenoot.access.labels import Labelled
from reisgenoot.access.models import Member, Organisation
from reisgenoot.dossiers.models import Dossier

from .parts import Part


class HoursImport(Labelled):
    """One file of a school."""

    class State(models.TextChoices):
        """How far it is."""

        PREPARED = "prepared", _("to be checked")
        SAVED = "saved", _("taken over")
        UNDONE = "undone", _("undone")

    id = random_key_field()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    supplier = models.ForeignKey("schooling.Supplier", models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    file_name = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=State, default=State.PREPARED)
    rows = models.PositiveIntegerField()  # in the file
    known = models.PositiveIntegerField(default=0)  # of which nothing was new

    class Meta:
        verbose_name = _("import of hours")
        verbose_name_plural = _("imports of hours")
        ordering: ClassVar[list[str]] = ["-at", "id"]


class Held(models.Model):
    """A row of a file that was held back. ``column``: as the file names it, empty if the row as a whole."""

    import_of = models.ForeignKey(HoursImport, models.CASCADE, related_name="held")
    number = models.PositiveIntegerField()
    column = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=30)  # of `reading.REASONS`

    class Meta:
        verbose_name = _("row held back")
        verbose_name_plural = _("rows held back")
        ordering: ClassVar[list[str]] = ["number", "id"]


class Hours(Labelled):
    """The hours of one month for one part at one school (none: elsewhere). ``month``: its first day."""

    class State(models.TextChoices):
        """Whether it counts."""

        PREPARED = "prepared", _("not confirmed yet")
        STANDING = "standing", _("counts")
        REPLACED = "replaced", _("replaced")
        UNDONE = "undone", _("undone")

    id = random_key_field()
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    supplier = models.ForeignKey("schooling.Supplier", models.PROTECT, related_name="+", null=True)
    part = models.CharField(_("part"), max_length=14, choices=Part)
    month = models.DateField(_("month"))
    offered = models.PositiveIntegerField(_("offered"))
    followed = models.PositiveIntegerField(_("followed"))
    excused = models.PositiveIntegerField(_("absent with a reason"), default=0)
    unexcused = models.PositiveIntegerField(_("absent without a reason"), default=0)
    state = models.CharField(max_length=8, choices=State, default=State.STANDING)
    replaced_by = models.ForeignKey(
        "self", models.DO_NOTHING, related_name="+", null=True, db_constraint=False
    )
    import_of = models.ForeignKey(HoursImport, models.PROTECT, related_name="hours", null=True)
    number = models.PositiveIntegerField(null=True)  # its row in the file
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("hours of a month")
        verbose_name_plural = _("hours of months")
        ordering: ClassVar[list[str]] = ["-month", "part", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["dossier", "-month"], name="schooling_hours_of"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["dossier", "part", "month", "supplier"],
                condition=Q(state="standing"),
                nulls_distinct=False,
                name="schooling_hours_once",
            ),
            models.CheckConstraint(
                condition=Q(offered__gte=F("followed") + F("excused") + F("unexcused")),
                name="schooling_hours_add_up",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="schooling_hours_of_a_month"),
            models.CheckConstraint(
                condition=Q(state="replaced") ^ Q(replaced_by__isnull=True), name="schooling_hours_replaced"
            ),
        ]
