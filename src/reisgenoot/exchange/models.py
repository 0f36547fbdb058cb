"""Imports: a file that was uploaded, each of its rows, and how an organisation names its columns.

A row keeps what was typed, cell by cell, until the import is thrown away: nothing typed is lost. All of it is
personal data of people who may not have a dossier yet, so the wall lets in only who may import for the
organisation.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from reisgenoot.access.keys import random_key_field
from reisgenoot.access.labels import Labelled
from reisgenoot.access.models import Member, Organisation


class Import(Labelled):
    """One uploaded caseload."""

    class State(models.TextChoices):
        """How far it has come."""

        PREVIEW = "preview", _("preview")
        RUNNING = "running", _("being imported")
        DONE = "done", _("imported")
        FAILED = "failed", _("failed")
        UNDONE = "undone", _("undone")

    id = random_key_field()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name=_("uploaded by"))
    file_name = models.CharField(_("file"), max_length=200)
    sheet = models.CharField(_("sheet"), max_length=200, blank=True)
    header = models.JSONField(default=list)  # the column names, in order
    header_row = models.PositiveIntegerField(default=1)
    mapping = models.JSONField(default=dict)  # column name → field, as chosen by hand
    notes = models.JSONField(
        default=list
    )  # what is worth knowing of the file as a whole: [{row, code, nl, en}]
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.PREVIEW)
    done = models.PositiveIntegerField(default=0)  # rows
    total = models.PositiveIntegerField(default=0)  # rows
    problem = models.CharField(max_length=300, blank=True)
    uploaded_at = models.DateTimeField(_("uploaded at"), db_default=Now())
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering: ClassVar[list[str]] = ["-uploaded_at", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "-uploaded_at", "-id"], name="import_of_organisation")
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(Labelled):
    """One row of a file: what was typed, what it means, and what became of it."""

    class State(models.TextChoices):
        """What an import does, or did, with the row."""

        NEW = "new", _("new")
        CHANGED = "changed", _("changed")
        UNCHANGED = "unchanged", _("unchanged")
        DUPLICATE = "duplicate", _("possible duplicate")
        HELD_BACK = "held_back", _("held back")
        CREATED = "created", _("dossier opened")
        UPDATED = "updated", _("dossier updated")

    class Decision(models.TextChoices):
        """What a person decided on a possible duplicate."""

        OPEN = "", _("not decided")
        SAME = "same", _("the same person")
        DIFFERENT = "different", _("another person")

    import_of = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("row"))  # as the spreadsheet program shows it
    cells = models.JSONField()  # texts, in the order of the header
    original = models.JSONField(null=True)  # the cells as they were in the file, once somebody corrected them
    values = models.JSONField(default=dict)  # field → what it means; dates as ISO 8601 text
    faults = models.JSONField(default=list)  # [{code, field, column, value, nl, en}]
    state = models.CharField(_("state"), max_length=9, choices=State)
    fingerprint = models.CharField(max_length=64)  # of the cells by column name
    household = models.CharField(max_length=100, blank=True)  # number in the file: within one file only
    dossier_id = models.BigIntegerField(null=True)  # known already, or opened
    changes = models.JSONField(default=list)  # fact keys that differ from the dossier
    twin_dossier_id = models.BigIntegerField(null=True)  # possible duplicate of a dossier…
    twin_number = models.PositiveIntegerField(null=True)  # … or of an earlier row
    twin_score = models.FloatField(null=True)
    twin_why = models.JSONField(default=dict)  # {nl, en}
    decision = models.CharField(max_length=9, choices=Decision, blank=True, default=Decision.OPEN)
    fact_ids = models.JSONField(default=list)  # what the import recorded
    note_id = models.BigIntegerField(null=True)
    left_out = models.JSONField(default=list)  # fact keys that the route would not take
    # Who last corrected the row or decided on it.
    changed_by = models.ForeignKey(Member, models.PROTECT, related_name="+", null=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("row")
        verbose_name_plural = _("rows")
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["import_of", "number"], name="import_row_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["import_of", "state", "number"], name="import_row_state"),
            models.Index(
                fields=["organisation", "fingerprint"],
                name="import_row_known",
                condition=Q(dossier_id__isnull=False),
            ),
        ]

    @property
    def name(self) -> str:
        """Given and family name as typed."""
        return " ".join(str(self.values[key]) for key in ("given_names", "family_name") if key in self.values)


class ColumnMapping(models.Model):
    """How an organisation names a column: remembered from a mapping by hand. Empty field: leave it out."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    column = models.CharField(max_length=200)
    field = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("column")
        verbose_name_plural = _("columns")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "column"], name="column_once"),
        ]
