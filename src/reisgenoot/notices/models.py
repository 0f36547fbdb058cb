"""Notifications, and which of them a member wants, where."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from reisgenoot.access.keys import random_key_field
from reisgenoot.access.labels import Labelled
from reisgenoot.access.models import Member


class Notification(models.Model):
    """Something happened that a member wants to know of. It holds no name and no content: the dossier does.

    Stored by ``notices_store`` alone (`sql/20_policies.sql`), as the recipient's choices were at that moment. While one
    is unread, another of the same kind about the same dossier is not stored.
    """

    id = random_key_field()
    recipient = models.ForeignKey(Member, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(_("what"), max_length=40)
    dossier_id = models.BigIntegerField(_("dossier"), null=True)
    at = models.DateTimeField(_("at"), db_default=Now())
    read_at = models.DateTimeField(_("read at"), null=True)
    in_app = models.BooleanField(default=True)
    by_mail = models.BooleanField(default=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["recipient", "kind", "dossier_id"],
                condition=Q(read_at__isnull=True),
                nulls_distinct=False,
                name="notification_unread_once",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["recipient", "-at"], name="notification_of_recipient"),
            models.Index(
                fields=["recipient"],
                condition=Q(read_at__isnull=True, in_app=True),
                name="notification_unread",
            ),
            models.Index(
                fields=["recipient"],
                condition=Q(read_at__isnull=True, by_mail=True, mailed_at__isnull=True),
                name="notification_to_mail",
            ),
            models.Index(fields=["dossier_id"], name="notification_in_dossier"),
        ]


class NotificationChoice(models.Model):
    """How a member hears of one kind, where they want it otherwise than ``kinds`` says."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    kind = models.CharField(_("what"), max_length=40)
    in_app = models.BooleanField(_("in Reisgenoot"))
    by_mail = models.BooleanField(_("by e-mail"))

    class Meta:
        verbose_name = _("choice of notifications")
        verbose_name_plural = _("choices of notifications")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["member", "kind"], name="notification_choice_once"),
        ]


class DigestChoice(Labelled):
    """The daily e-mail of a member, where they want it otherwise: none, or in another language than Dutch."""

    member = models.OneToOneField(Member, models.CASCADE, primary_key=True, related_name="+")
    wanted = models.BooleanField(_("one e-mail a day"), default=True)
    language = models.CharField(
        _("language of the e-mail"), max_length=8, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )

    class Meta:
        verbose_name = _("choice of the daily e-mail")
        verbose_name_plural = _("choices of the daily e-mail")
