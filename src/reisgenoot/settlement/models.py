"""What is kept of settling in beside the facts: notes on the checklist, arranging days, and the furnishing of a home.

What was done, and what does not apply, are facts of the dossier. A thing of a whole household hangs on the dossier of
its head. What a municipality sets for all its households stands in `town`. ``changes`` counts how often a row was
changed, so that two do not overwrite each other unseen.
"""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reisgenoot.access.changed import Changed
from reisgenoot.access.keys import random_key_field
from reisgenoot.access.models import Member
from reisgenoot.dossiers.models import Appointment, Document, Dossier

from .town import DayTemplate, FurnishingPlace

__all__ = [
    "ArrangingDay",
    "ChecklistItem",
    "DaySlot",
    "DayTemplate",
    "Furnishing",
    "FurnishingItem",
    "FurnishingPlace",
]


class ChecklistItem(Changed):
    """What somebody wrote with one item of the checklist: who does it, a note, and where the proof is."""

    id = random_key_field()
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    key = models.CharField(max_length=60)
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", null=True)
    by_person = models.BooleanField(_("the person does it"), default=False)
    note = models.CharField(_("note"), max_length=1000, blank=True)
    # Without a constraint: documents are erased sooner than the checklist.
    proof = models.ForeignKey(Document, models.DO_NOTHING, related_name="+", null=True, db_constraint=False)

    class Meta:
        verbose_name = _("item of the checklist")
        verbose_name_plural = _("items of the checklist")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["dossier", "key"], name="checklist_item_once"),
            models.CheckConstraint(
                condition=Q(by_person=False) | Q(member__isnull=True), name="checklist_item_one_owner"
            ),
        ]


class ArrangingDay(Changed):
    """The day on which a household goes along the organisations; on the dossier of its head."""

    class State(models.TextChoices):
        """What became of it."""

        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("cancelled")

    id = random_key_field()
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    on = models.DateField(_("day"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    cancelled_why = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("arranging day")
        verbose_name_plural = _("arranging days")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["dossier", "-on"], name="arranging_day_of_dossier"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(state="planned"), name="arranging_day_planned_once"
            ),
        ]


class DaySlot(models.Model):
    """One visit of an arranging day. Who goes along and interprets is booked by its appointment, once at a time."""

    day = models.ForeignKey(ArrangingDay, models.CASCADE, related_name="slots")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    starts = models.TimeField(_("from"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    what = models.CharField(_("what for"), max_length=20)  # a purpose of `day_texts.yaml`
    organisation = models.CharField(_("organisation"), max_length=120, blank=True)
    place = models.CharField(_("address"), max_length=200, blank=True)
    bring = ArrayField(models.CharField(max_length=20), default=list)  # things of `day_texts.yaml`
    more = models.CharField(_("also"), max_length=200, blank=True)
    companion = models.ForeignKey(Member, models.PROTECT, related_name="+", null=True)
    interpreter = models.CharField(_("interpreter"), max_length=200, blank=True)
    appointment = models.ForeignKey(
        Appointment, models.DO_NOTHING, related_name="+", null=True, db_constraint=False
    )
    done = models.BooleanField(null=True)  # null: the day has not been held yet

    class Meta:
        verbose_name = _("visit of an arranging day")
        verbose_name_plural = _("visits of an arranging day")
        ordering: ClassVar[list[str]] = ["starts", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(minutes__gte=30), name="day_slot_half_an_hour"),
        ]


class Furnishing(Changed):
    """The money for furnishing a household's home, and where it comes from; of the category ``finance``."""

    class Source(models.TextChoices):
        """Where the money comes from."""

        GIFT = "gift", _("special assistance, a gift")
        LOAN = "loan", _("special assistance, a loan")
        OWN = "own", _("own money")
        FUND = "fund", _("a fund or church")

    id = random_key_field()
    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="+")
    budget = models.DecimalField(
        _("budget"), max_digits=8, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )
    source = models.CharField(_("where the money comes from"), max_length=6, choices=Source)

    class Meta:
        verbose_name = _("furnishing")
        verbose_name_plural = _("furnishings")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(budget__gte=0), name="furnishing_budget"),
        ]


class FurnishingItem(Changed):
    """One thing for the home, and how it came."""

    class State(models.TextChoices):
        """Whether it is there."""

        WANTED = "wanted", _("wanted")
        GIVEN = "given", _("given")
        BOUGHT = "bought", _("bought")

    id = random_key_field()
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    what = models.CharField(_("what"), max_length=120)
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    state = models.CharField(_("state"), max_length=6, choices=State, default=State.WANTED)
    price = models.DecimalField(_("price in all"), max_digits=8, decimal_places=2, null=True)
    source = models.CharField(_("where"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("thing for the home")
        verbose_name_plural = _("things for the home")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(F("dossier"), F("position"), name="furnishing_of_dossier"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(price__isnull=True) | (Q(price__gte=0) & Q(state="bought")),
                name="furnishing_price_of_what_was_bought",
            ),
        ]
