"""What was bought, hours written against it, measurements, what stays with whom, and closing.

Measurements, decisions on tasks and closings are only added: the newest counts, the others are its history. What
concerns a household stands once for each dossier in it, so that each can be erased by itself.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reisgenoot.access.keys import random_key_field
from reisgenoot.access.labels import Labelled
from reisgenoot.access.models import Member, Organisation
from reisgenoot.helpdesk.models import Referral


class Contract(Labelled):
    """What a municipality bought of an organisation: how long and how much it guides. Nothing about newcomers.

    Only added and ended: what people were told of it stays to be seen. ``by_municipality``: who entered it works there.
    """

    class Per(models.TextChoices):
        """For whom the hours are."""

        HOUSEHOLD = "household", _("household")
        PERSON = "person", _("adult")

    id = random_key_field()
    municipality = models.CharField(_("municipality"), max_length=100)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("who guides")
    )
    months = models.PositiveSmallIntegerField(_("months"), null=True, blank=True)
    hours = models.PositiveSmallIntegerField(_("hours"), null=True, blank=True)
    per = models.CharField(_("hours for each"), max_length=10, choices=Per, default=Per.HOUSEHOLD)
    begins_on = models.DateField(_("for guidance that begins from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)  # the first day without
    source = models.CharField(_("source"), max_length=300)
    by_municipality = models.BooleanField(default=False)
    set_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    set_by_organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("guidance bought")
        verbose_name_plural = _("guidance bought")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["municipality", "organisation", "begins_on"], name="contract_in_force"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(months__isnull=False) | Q(hours__isnull=False), name="contract_says_something"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("begins_on")), name="contract_period"
            ),
        ]


class HoursLine(Labelled):
    """Time that somebody gave to a dossier on a day."""

    class Kind(models.TextChoices):
        """What the time went into."""

        VISIT = "visit", _("visit")
        PHONE = "phone", _("telephone")
        ARRANGING = "arranging", _("arranging and paperwork")
        ALONG = "along", _("going along")
        OTHER = "other", _("other")

    dossier_id = models.BigIntegerField(_("dossier"))
    on = models.DateField(_("on"), default=timezone.localdate)
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(db_default=Now())
    taken_back_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("hours of guidance")
        verbose_name_plural = _("hours of guidance")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["dossier_id", "on"], name="hours_of_dossier")
        ]


class Measurement(Labelled):
    """What somebody can do alone in one area of life, at one moment of the guidance."""

    class Moment(models.TextChoices):
        """When in the guidance."""

        START = "start", _("at the start")
        HALFWAY = "halfway", _("half-way")
        END = "end", _("at the end")

    dossier_id = models.BigIntegerField(_("dossier"))
    moment = models.CharField(_("moment"), max_length=8, choices=Moment)
    on = models.DateField(_("on"), default=timezone.localdate)
    area = models.CharField(_("area of life"), max_length=12)
    category = models.CharField(max_length=16)  # of data, as the scale says: decides who may see it
    level = models.PositiveSmallIntegerField(_("level"))
    words = models.CharField(_("in their own words"), max_length=300, blank=True)
    measured_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    measured_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["dossier_id", "moment", "area", "-id"], name="measurement_newest"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=5), name="measurement_level"),
        ]


class TaskLeft(Labelled):
    """With whom an open task of the plan stays when the guidance ends."""

    class What(models.TextChoices):
        """What becomes of it."""

        ALONE = "alone", _("does it alone")
        REFERRED = "referred", _("to an organisation")
        DONE = "done", _("is done")
        NOT_NEEDED = "not_needed", _("not needed, because")

    dossier_id = models.BigIntegerField(_("dossier"))
    key = models.CharField(max_length=60)
    what = models.CharField(_("stays with"), max_length=12, choices=What)
    why = models.CharField(_("why"), max_length=300, blank=True)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="+", null=True)
    decided_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("task that stays")
        verbose_name_plural = _("tasks that stay")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["dossier_id", "key", "-id"], name="task_left_newest"),
        ]


class Closing(Labelled):
    """That the guidance of somebody ended, as it was decided with the household.

    ``together``: the same number for all whose guidance ended by one decision.
    """

    class Agreement(models.TextChoices):
        """What the household thinks of it."""

        AGREED = "agreed", _("agrees")
        PARTLY = "partly", _("agrees in part")
        OBJECTS = "objects", _("does not agree")

    dossier_id = models.BigIntegerField(_("dossier"))
    together = models.BigIntegerField()
    decided_on = models.DateField(_("decided on"))
    present = models.CharField(_("who was there"), max_length=300)
    agreement = models.CharField(_("the household"), max_length=8, choices=Agreement)
    words = models.CharField(_("in their own words"), max_length=1000, blank=True)
    fact_id = models.BigIntegerField(null=True)  # that the guidance was closed, recorded with it
    closed_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    closed_on = models.DateField(_("recorded on"), default=timezone.localdate)
    undone_on = models.DateField(null=True)
    undone_by = models.ForeignKey(Member, models.PROTECT, related_name="+", null=True)

    class Meta:
        verbose_name = _("closing")
        verbose_name_plural = _("closings")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["dossier_id", "-id"], name="closing_of_dossier")
        ]
