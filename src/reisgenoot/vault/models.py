"""Two tables in which nothing can be told apart: no row from another, and no row of before from one of after.

Read and written by ``boxes`` and ``change`` alone. Rows carry no time, counter or mark; all rows of an organisation are
equally long in every column, those that hold a dossier and those that hold nothing.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from reisgenoot.access.models import Organisation


class Box(models.Model):
    """Room for one dossier, filled or blank. Organisation and kind together refer to one of a helping kind."""

    id = models.UUIDField(primary_key=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_constraint=False)
    organisation_kind = models.CharField(max_length=24)
    wrapped_key = models.BinaryField()
    card = models.BinaryField()
    content = models.BinaryField()
    tokens = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(organisation_kind__in=sorted(Organisation.HELPING)),
                name="box_of_helping_kind",
            ),
        ]


class Shelf(models.Model):
    """What an organisation keeps as a whole, and which of its boxes are filled."""

    organisation = models.OneToOneField(
        Organisation, models.PROTECT, primary_key=True, related_name="+", db_constraint=False
    )
    organisation_kind = models.CharField(max_length=24)
    wrapped_key = models.BinaryField()
    content = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(organisation_kind__in=sorted(Organisation.HELPING)),
                name="shelf_of_helping_kind",
            ),
        ]
