"""Appointments in a dossier, and who attends them.

Times are moments with a zone; ``ends_at`` is the first moment after it. Nobody has two at once: the database holds
that, over all dossiers and organisations, also where the one dossier is none of the other's business.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from reisgenoot.access.keys import random_key_field
from reisgenoot.access.labels import Labelled
from reisgenoot.access.models import Member, Organisation


class _Moments(Func):
    """The period as PostgreSQL has it."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


_PERIOD = (_Moments(F("starts_at"), F("ends_at"), RangeBoundary()), RangeOperators.OVERLAPS)


class Appointment(Labelled):
    """When something is done together with the person, where, and with which interpreter.

    Who sees the route sees it; what is to be known for it stands apart (:class:`AppointmentNote`). Only its time and
    place change, and that it is cancelled, once: ``changes`` counts that.
    """

    class Kind(models.TextChoices):
        """What it is for."""

        CONVERSATION = "conversation", _("conversation")
        VISIT = "visit", _("visit at home")
        VIEWING = "viewing", _("viewing of a home")
        ARRANGING_DAY = "arranging_day", _("arranging day")
        LEGAL_AID = "legal_aid", _("legal aid")
        INTERVIEW = "interview", _("interview")
        HAND_OVER = "hand_over", _("hand-over")
        INFORMATION = "information", _("information meeting")
        OTHER = "other", _("other appointment")

    id = random_key_field()
    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="appointments")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    interpreter = models.CharField(_("interpreter"), max_length=200, blank=True)
    # As `interpreter_key` spells it: so that the same interpreter is recognised.
    interpreter_key = models.CharField(max_length=200, blank=True, editable=False)
    made_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now())
    changes = models.PositiveSmallIntegerField(default=0)
    cancelled = models.BooleanField(_("cancelled"), default=False)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True)
    cancelled_by = models.ForeignKey(Member, models.PROTECT, related_name="+", null=True)
    cancelled_why = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["dossier", "starts_at"], name="appointment_of_dossier"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="appointment_period"),
            models.CheckConstraint(
                condition=Q(cancelled=False, cancelled_at__isnull=True, cancelled_by__isnull=True)
                | Q(cancelled=True, cancelled_at__isnull=False, cancelled_by__isnull=False),
                name="appointment_cancelled",
            ),
            # What `AppointmentMember` repeats; see `sql/70_appointments.sql`.
            models.UniqueConstraint(
                fields=["id", "dossier", "starts_at", "ends_at", "cancelled"], name="appointment_repeated"
            ),
            ExclusionConstraint(
                name="appointment_interpreter_once",
                expressions=[
                    ("organisation", RangeOperators.EQUAL),
                    ("interpreter_key", RangeOperators.EQUAL),
                    _PERIOD,
                ],
                condition=Q(cancelled=False) & ~Q(interpreter_key=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class AppointmentMember(models.Model):
    """Who attends an appointment. What it repeats of the appointment is kept equal by the database."""

    appointment = models.ForeignKey(Appointment, models.CASCADE, related_name="attendees")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    cancelled = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("attendee")
        verbose_name_plural = _("attendees")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["member", "starts_at"], name="appointment_of_member"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["appointment", "member"], name="attendee_once"),
            ExclusionConstraint(
                name="attendee_not_at_two",
                expressions=[("member", RangeOperators.EQUAL), _PERIOD],
                condition=Q(cancelled=False),
            ),
        ]


class AppointmentNote(models.Model):
    """What is to be known for an appointment; of the category ``notes``, for who may read those."""

    appointment = models.OneToOneField(Appointment, models.CASCADE, primary_key=True, related_name="note")
    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="+")
    text = models.CharField(_("note"), max_length=500)

    class Meta:
        verbose_name = _("note with an appointment")
        verbose_name_plural = _("notes with appointments")


def interpreter_key(name: str) -> str:
    """How an interpreter's name or organisation is compared: small letters, single spaces."""
    return " ".join(name.split()).casefold()


class CalendarFeed(models.Model):
    """An address at which a member's calendar reads their appointments: when, and of which kind; never whom.

    The secret in the address is stored as its SHA-256 alone. Read by ``dossiers_feed``, while the membership runs.
    """

    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    digest = models.BinaryField(unique=True)
    with_place = models.BooleanField(_("with the place"), default=False)
    made_at = models.DateTimeField(_("made at"), db_default=Now())
    used_on = models.DateField(_("last used on"), null=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True)

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(revoked_at__isnull=True), name="calendar_feed_once"
            ),
        ]
