"""Who is under relief, what is paid each month from the benefit, and the steps towards doing it oneself.

Category ``finance``; a household's relief hangs on the dossier of its head.
"""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _

from reisgenoot.access.changed import Changed
from reisgenoot.access.keys import random_key_field
from reisgenoot.access.labels import Labelled
from reisgenoot.access.models import Member
from reisgenoot.dossiers.models import Dossier


class Relief(Changed):
    """A time in which the municipality pays fixed costs from the benefit. ``until``: the first day without.

    ``reason``: the good grounds that article 57 asks for. ``stopped_on``: it ended before ``until``.
    """

    class Basis(models.TextChoices):
        """On which article it rests."""

        DUTY = "56a", _("six months, under the duty with an asylum permit (article 56a)")
        HELP = "57", _("longer or for somebody else, for good reasons (article 57)")

    id = random_key_field()
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    basis = models.CharField(_("basis"), max_length=3, choices=Basis)
    begins_on = models.DateField(_("from"))
    until = models.DateField(_("until"))
    reason = models.CharField(_("good reasons"), max_length=1000, blank=True)
    stopped_on = models.DateField(_("stopped on"), null=True)
    stopped_why = models.CharField(_("why it was stopped"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("relief of finances")
        verbose_name_plural = _("reliefs of finances")
        ordering: ClassVar[list[str]] = ["-begins_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["dossier", "begins_on"], name="relief_once"),
            models.CheckConstraint(condition=Q(until__gt=F("begins_on")), name="relief_period"),
            models.CheckConstraint(
                condition=Q(basis="56a", reason="") | (Q(basis="57") & ~Q(reason="")), name="relief_reason"
            ),
            models.CheckConstraint(
                condition=Q(stopped_on__isnull=True, stopped_why="")
                | (
                    Q(stopped_on__isnull=False, stopped_on__gte=F("begins_on"), stopped_on__lte=F("until"))
                    & ~Q(stopped_why="")
                ),
                name="relief_stopped",
            ),
        ]


class Month(Changed):
    """What came in and went out in a month; ``month`` is its first day. ``rest`` goes to the person."""

    relief = models.ForeignKey(Relief, models.CASCADE, related_name="months")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    month = models.DateField(_("month"))
    benefit = models.DecimalField(_("benefit in euros"), max_digits=8, decimal_places=2)
    rest = models.DecimalField(_("left for the person"), max_digits=8, decimal_places=2)

    class Meta:
        verbose_name = _("month of relief")
        verbose_name_plural = _("months of relief")
        ordering: ClassVar[list[str]] = ["month"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["relief", "month"], name="relief_month_once"),
            models.CheckConstraint(condition=Q(month=TruncMonth("month")), name="relief_month_begins"),
            models.CheckConstraint(
                condition=Q(benefit__gt=Decimal(0), rest__gte=Decimal(0)), name="relief_month_money"
            ),
        ]


class Cost(Labelled):
    """A fixed cost in a month: paid from the benefit, or by the person, who has learned to."""

    class Kind(models.TextChoices):
        """What is paid: those that article 56a names."""

        RENT = "rent", _("rent")
        ENERGY = "energy", _("gas and power")
        WATER = "water", _("water")
        INSURANCE = "insurance", _("health insurance")

    month = models.ForeignKey(Month, models.CASCADE, related_name="costs")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    kind = models.CharField(_("cost"), max_length=9, choices=Kind)
    amount = models.DecimalField(_("amount in euros"), max_digits=7, decimal_places=2)
    alone = models.BooleanField(_("the person pays it"), default=False)

    class Meta:
        verbose_name = _("fixed cost")
        verbose_name_plural = _("fixed costs")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["month", "kind"], name="relief_cost_once"),
            models.CheckConstraint(
                condition=Q(amount__gte=Decimal(0)) & Q(kind__in=("rent", "energy", "water", "insurance")),
                name="relief_cost_amount",
            ),
        ]


class Step(Labelled):
    """A step towards doing it oneself, taken on a day."""

    class Kind(models.TextChoices):
        """Which step."""

        OVERVIEW = "overview", _("made an overview of income and fixed costs together")
        TRAINING = "training", _("budget training begun")
        TRAINED = "trained", _("budget training completed")
        DEBIT = "debit", _("direct debit arranged in their own name")
        RESERVE = "reserve", _("put something aside for a bill that comes")

    id = random_key_field()
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    kind = models.CharField(_("step"), max_length=8, choices=Kind)
    on = models.DateField(_("on"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(Member, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("step towards doing it alone")
        verbose_name_plural = _("steps towards doing it alone")
        ordering: ClassVar[list[str]] = ["on", "id"]
