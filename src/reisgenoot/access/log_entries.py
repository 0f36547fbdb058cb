"""The log of who looked at or changed which dossier, and the chain that seals it. Part of ``models``."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .labels import Labelled


class AccessLog(Labelled):
    """Who looked at or changed which dossier. Rows are only added, in the transaction of the act itself.

    An entry is about one dossier; or, for what appeared in a list, about all ``dossiers`` of one page of it; or about
    shielded dossiers, and then only their organisation can open what is ``sealed`` in it (``vault.record``).
    ``at`` and ``basis`` are set by the database; each entry is sealed at commit, see :class:`LogSeal`.
    """

    class Act(models.TextChoices):
        """What was done."""

        READ = "read", _("read")
        WRITE = "write", _("changed")
        APPEARED = "appeared_in_list", _("appeared in a list")
        EXPORT = "export", _("exported")

    SEALED = "sealed"
    """The act of entries about shielded dossiers: what was done is sealed too."""

    at = models.DateTimeField(_("at"), db_default=Now())
    member = models.ForeignKey("access.Member", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("access.Organisation", models.PROTECT, related_name="+")
    dossier_id = models.BigIntegerField(_("dossier"), null=True)
    dossiers = ArrayField(models.BigIntegerField(), null=True)
    sealed = models.BinaryField(null=True)
    act = models.CharField(_("act"), max_length=16, choices=Act)
    part = models.CharField(_("part"), max_length=60, blank=True)
    basis = models.CharField(_("basis"), max_length=16, blank=True, db_default="")

    class Meta:
        verbose_name = _("log entry")
        verbose_name_plural = _("log")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["dossier_id", "-at"], name="log_of_dossier"),
            GinIndex(fields=["dossiers"], name="log_of_lists"),
            BrinIndex(fields=["at"], name="log_by_time"),
            models.Index(
                fields=["organisation", "-id"], condition=Q(sealed__isnull=False), name="log_of_shielded"
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(dossier_id__isnull=True, dossiers__isnull=False, sealed__isnull=True)
                | Q(dossier_id__isnull=False, dossiers__isnull=True, sealed__isnull=True)
                | Q(
                    dossier_id__isnull=True,
                    dossiers__isnull=True,
                    sealed__isnull=False,
                    act="sealed",
                    part="",
                ),
                name="log_about_one_or_a_list",
            ),
        ]


class LogSeal(models.Model):
    """The place of a log entry in the chain: ``hash`` is the SHA-256 of the hash before it and the entry itself.

    Written by the database at commit (``sql/30_log.sql``); nobody else may. No foreign key: what was removed
    must be found to be missing.
    """

    position = models.BigIntegerField(primary_key=True)
    entry_id = models.BigIntegerField(unique=True)
    hash = models.BinaryField()
