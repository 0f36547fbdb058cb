"""What a person agreed to: per purpose, recipient and category, until a day, and how it was asked.

The wall reads these rows themselves (``sql/10_identity.sql``): who withdraws has closed the door by the next query.
They are never changed, and withdrawn once. Part of ``models``, in a file of its own.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .keys import random_key_field
from .labels import Labelled
from .purposes import BASE

LONGEST = timedelta(days=366)
"""A consent runs for a year at most: our own choice, no law says so. Then it is asked anew."""


class Consent(Labelled):
    """One consent, recorded by whoever asked for it; it opens ``categories`` to ``recipient`` while it runs.

    Half-open as every period: ``ends_on`` is the first day on which it no longer holds.
    """

    class How(models.TextChoices):
        """How it was asked."""

        TALK = "talk", _("In a talk, in a shared language")
        INTERPRETER = "interpreter", _("In a talk, with an interpreter")
        PHONE = "phone", _("By telephone")
        WRITTEN = "written", _("On paper, read and signed")

    id = random_key_field()
    dossier_id = models.BigIntegerField(_("dossier"))
    purpose = models.CharField(_("purpose"), max_length=40)
    recipient = models.ForeignKey(
        "access.Organisation", models.PROTECT, related_name="+", verbose_name=_("recipient"), db_index=False
    )
    categories = ArrayField(models.CharField(max_length=16))
    begins_on = models.DateField(_("begins on"), default=timezone.localdate)
    ends_on = models.DateField(_("ends on"))
    how = models.CharField(_("how it was asked"), max_length=12, choices=How)
    language = models.CharField(_("language"), max_length=8)
    interpreter = models.CharField(_("interpreter"), max_length=200, blank=True)
    asked_by = models.ForeignKey("access.Member", models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey("access.Organisation", models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now())
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    withdrawn_by = models.ForeignKey(
        "access.Member", models.PROTECT, related_name="+", null=True, db_index=False
    )

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["recipient", "dossier_id"],
                include=["begins_on", "ends_on", "categories"],
                condition=Q(withdrawn_at__isnull=True),
                name="consent_of_recipient",
            ),
            models.Index(fields=["dossier_id"], name="consent_in_dossier"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("begins_on")) & Q(ends_on__lte=F("begins_on") + LONGEST),
                name="consent_period",
            ),
            models.CheckConstraint(condition=Q(categories__contains=list(BASE)), name="consent_base"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="consent_withdrawn_by_somebody",
            ),
        ]

    def runs_on(self, day: date) -> bool:
        """Whether it opens anything on ``day``."""
        return self.withdrawn_at is None and self.begins_on <= day < self.ends_on


class AgreedFact(models.Model):
    """One sentence that the person agreed to share with the recipient, and nothing around it.

    "Needs a home on the ground floor", from GZA to the municipality. In a table of its own because fewer people may
    read it than may know of the consent: who asked, and who gets it while the consent runs.
    """

    consent = models.OneToOneField(Consent, models.CASCADE, primary_key=True, related_name="agreed")
    text = models.CharField(max_length=300)


class ConsentNotice(Labelled):
    """Tells an organisation that a consent was given or withdrawn, until somebody there has read it."""

    class What(models.TextChoices):
        """What happened."""

        GIVEN = "given", _("given")
        WITHDRAWN = "withdrawn", _("withdrawn")

    id = random_key_field()
    consent = models.ForeignKey(Consent, models.CASCADE, related_name="notices")
    organisation = models.ForeignKey("access.Organisation", models.PROTECT, related_name="+", db_index=False)
    what = models.CharField(max_length=9, choices=What)
    at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey("access.Member", models.PROTECT, related_name="+", null=True, db_index=False)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organisation"], condition=Q(read_at__isnull=True), name="consent_notice_unread"
            ),
            models.Index(fields=["organisation", "-at"], name="consent_notice_newest"),
        ]


class ConsentPurpose(models.Model):
    """What a purpose may open to a kind of organisation; put here by ``reisgenoot migrate`` from ``purposes.yaml``."""

    purpose = models.CharField(max_length=40)
    kind = models.CharField(max_length=24)
    categories = ArrayField(models.CharField(max_length=16))

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["purpose", "kind"], name="consent_purpose_once"),
        ]
