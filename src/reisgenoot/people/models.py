"""Persons and the households they live in. A person's id is the id of their dossier."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reisgenoot.access.keys import random_key_field
from reisgenoot.access.labels import Labelled

from .names import script_of, searchable

ADULT_FROM = 18
"""Age in years from which somebody is an adult (Burgerlijk Wetboek 1, article 233)."""


class Person(models.Model):
    """What is known of somebody now: a projection of their facts, which alone are the record.

    ``dossiers.actions`` keeps these columns equal to the current facts of the same names.
    """

    id = random_key_field()
    born = models.DateField(_("date of birth"), null=True, blank=True)
    born_uncertain = models.BooleanField(_("date of birth is uncertain"), default=False)
    sex = models.CharField(_("sex"), max_length=1, blank=True)
    nationality = models.CharField(_("nationality"), max_length=2, blank=True)
    languages = ArrayField(models.CharField(max_length=8), verbose_name=_("languages"), default=list)
    postcode = models.CharField(_("postcode"), max_length=7, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["postcode"], name="person_postcode"),
            models.Index(fields=["born"], name="person_born"),
        ]

    def age_on(self, day: date) -> int | None:
        """Age in whole years on ``day``; None if the date of birth is unknown."""
        if self.born is None:
            return None
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))

    def is_minor_on(self, day: date) -> bool:
        """Whether the person is younger than 18 on ``day``; False if the date of birth is unknown."""
        age = self.age_on(day)
        return age is not None and age < ADULT_FROM


class PersonName(Labelled):
    """One way in which somebody's name is written; a person can have many, in several scripts."""

    class Kind(models.TextChoices):
        """What the name is for."""

        MAIN = "main", _("name in use")
        OFFICIAL = "official", _("name on documents")
        OTHER = "other", _("other spelling")
        CHOSEN = "chosen", _("chosen name")

    person = models.ForeignKey(Person, models.CASCADE, related_name="names")
    given = models.CharField(_("given names"), max_length=150, blank=True)
    prefix = models.CharField(_("prefix"), max_length=20, blank=True)
    family = models.CharField(_("family name"), max_length=150, blank=True)
    full = models.CharField(_("full name"), max_length=320)
    script = models.CharField(_("script"), max_length=4, editable=False)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.MAIN)
    search = models.CharField(max_length=640, editable=False)

    class Meta:
        verbose_name = _("name")
        verbose_name_plural = _("names")
        indexes: ClassVar[list[models.Index]] = [
            GinIndex(fields=["search"], opclasses=["gin_trgm_ops"], name="name_trigrams"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "full"], name="name_once"),
            models.UniqueConstraint(fields=["person"], condition=Q(kind="main"), name="name_one_main"),
        ]

    def __str__(self) -> str:
        return self.full

    def fill(self) -> PersonName:
        """Set what follows from the parts (full name, script, search form), and return this name."""
        self.full = self.full or " ".join(part for part in (self.given, self.prefix, self.family) if part)
        self.script = script_of(self.full)
        self.search = searchable(self.full)
        return self

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the derived columns filled."""
        self.fill()
        super().save(*args, **kwargs)


class Identifier(Labelled):
    """A number by which an authority knows somebody."""

    class Kind(models.TextChoices):
        """Which authority's number."""

        V_NUMBER = "v_number", _("V-number")
        BSN = "bsn", _("citizen service number (BSN)")
        CLIENT = "client", _("client number")

    person = models.ForeignKey(Person, models.CASCADE, related_name="identifiers")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    value = models.CharField(_("number"), max_length=40)

    class Meta:
        verbose_name = _("number")
        verbose_name_plural = _("numbers")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["value"], name="identifier_value")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Not unique over persons: the error would tell one organisation whom another one guides.
            models.UniqueConstraint(fields=["person", "kind", "value"], name="identifier_once"),
        ]


class Household(models.Model):
    """People who live together and are guided as one. Without running members it is history."""

    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("household")
        verbose_name_plural = _("households")

    def __str__(self) -> str:
        return self.name


class _Days(Func):
    """``daterange(begins_on, ends_on)``: half-open, as all periods here."""

    function = "DATERANGE"
    output_field = DateRangeField()


class HouseholdMember(Labelled):
    """Somebody's place in a household during a period."""

    class Role(models.TextChoices):
        """The values of the attribute ``household_role``."""

        HEAD = "head", _("Head")
        PARTNER = "partner", _("Partner")
        CHILD = "child", _("Child")
        OTHER = "other", _("Other")

    household = models.ForeignKey(Household, models.PROTECT, related_name="places")
    person = models.ForeignKey(Person, models.CASCADE, related_name="places")
    role = models.CharField(_("role"), max_length=8, choices=Role)
    begins_on = models.DateField(_("begins on"), default=timezone.localdate)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)

    class Meta:
        verbose_name = _("member of a household")
        verbose_name_plural = _("members of a household")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("begins_on")), name="place_period"
            ),
            ExclusionConstraint(
                name="household_one_head",
                expressions=[
                    ("household", RangeOperators.EQUAL),
                    (_Days(F("begins_on"), F("ends_on"), RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=Q(role="head"),
            ),
            ExclusionConstraint(
                name="person_one_place",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (_Days(F("begins_on"), F("ends_on"), RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            ),
        ]
