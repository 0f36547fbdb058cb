"""Volunteers: their profiles, matches with a household, what was given to them, and their questions.

Periods are half-open, as in ``access.models``. Nationality, faith, ethnicity and looks are no criterion, so there is no
place for them. What hangs on a newcomer carries the dossier, so that it goes with it.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reisgenoot.access.keys import random_key, random_key_field
from reisgenoot.access.labels import Labelled
from reisgenoot.access.models import Involvement, Member, Organisation
from reisgenoot.core.trajectory.terms import Term
from reisgenoot.dossiers.models import Dossier

VOG_YEARS = 3
"""Years after its date of issue until a certificate of conduct (VOG) counts as old: our own choice, as no law that we
know gives it an end."""
SILENT_DAYS = 30
"""Days without contact between volunteer and household after which that is told: our own choice."""
ENDING_DAYS = 14
"""Days before its last day from which a match is told to be ending: our own choice."""


class Kind(models.TextChoices):
    """What a volunteer does for a household."""

    GUIDE = "guide", _("volunteer guide")
    LANGUAGE_COACH = "language_coach", _("language coach")


class Part(models.TextChoices):
    """The parts of the week in which somebody can be available."""

    MORNING = "morning", _("weekday mornings")
    AFTERNOON = "afternoon", _("weekday afternoons")
    EVENING = "evening", _("weekday evenings")
    SATURDAY = "saturday", _("Saturday")
    SUNDAY = "sunday", _("Sunday")


class Profile(Labelled):
    """What a coordinator knows of a volunteer of the own organisation; the account itself is a :class:`Member`."""

    member = models.OneToOneField(Member, models.CASCADE, primary_key=True, related_name="volunteer")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kinds = ArrayField(models.CharField(max_length=16, choices=Kind), verbose_name=_("does"), default=list)
    postcode = models.CharField(_("postcode"), max_length=7, blank=True)
    municipality = models.CharField(_("municipality"), max_length=100, blank=True)
    parts = ArrayField(
        models.CharField(max_length=12, choices=Part), verbose_name=_("available"), default=list
    )
    households = models.PositiveSmallIntegerField(_("households at once"), default=1)
    # The certificate itself is not kept: that somebody has seen it, and when it was issued.
    vog_issued_on = models.DateField(_("VOG issued on"), null=True, blank=True)
    vog_seen_on = models.DateField(_("VOG seen on"), null=True, blank=True)
    vog_seen_by = models.ForeignKey(Member, models.PROTECT, related_name="+", null=True, blank=True)
    changes = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(db_default=Now())
    changed_by = models.ForeignKey(Member, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("profile of a volunteer")
        verbose_name_plural = _("profiles of volunteers")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation"], name="volunteer_of_organisation"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(vog_issued_on__isnull=True, vog_seen_on__isnull=True, vog_seen_by__isnull=True)
                | Q(vog_issued_on__isnull=False, vog_seen_on__isnull=False, vog_seen_by__isnull=False),
                name="volunteer_vog_seen_by_somebody",
            ),
        ]

    @property
    def vog(self) -> str:
        """Its state today: ``missing``, ``old`` or ``valid``."""
        return vog_state(self.vog_issued_on, timezone.localdate())


def vog_state(issued_on: date | None, today: date) -> str:
    """``missing``, ``old`` (from :data:`VOG_YEARS` after it was issued) or ``valid``."""
    if issued_on is None:
        return "missing"
    until = date.fromordinal(Term(years=VOG_YEARS).from_day(issued_on.toordinal()))
    return "valid" if today < until else "old"


class Spoken(Labelled):
    """A language that a volunteer speaks, and how well."""

    class Level(models.TextChoices):
        """How well, as people say it of themselves."""

        SOME = "some", _("a little")
        GOOD = "good", _("well")
        NATIVE = "native", _("as a first language")

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="spoken")
    language = models.CharField(_("language"), max_length=8)
    level = models.CharField(_("level"), max_length=6, choices=Level)

    class Meta:
        verbose_name = _("language of a volunteer")
        verbose_name_plural = _("languages of volunteers")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["profile", "language"], name="spoken_once"),
        ]


class Training(models.Model):
    """A training that a volunteer has followed."""

    id = random_key_field()
    profile = models.ForeignKey(Profile, models.CASCADE, related_name="trainings")
    name = models.CharField(_("training"), max_length=120)
    on = models.DateField(_("followed on"))

    class Meta:
        verbose_name = _("training of a volunteer")
        verbose_name_plural = _("trainings of volunteers")


class Pause(Labelled):
    """A volunteer is away for some time. An illness is not recorded as such: that somebody is away is enough."""

    class Why(models.TextChoices):
        """Why, no more than others need to know."""

        HOLIDAY = "holiday", _("on holiday")
        OTHERWISE = "otherwise", _("away for another reason (ill, for example)")

    id = random_key_field()
    profile = models.ForeignKey(Profile, models.CASCADE, related_name="pauses")
    why = models.CharField(_("why"), max_length=9, choices=Why)
    begins_on = models.DateField(_("begins on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)

    class Meta:
        verbose_name = _("pause of a volunteer")
        verbose_name_plural = _("pauses of volunteers")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("begins_on")), name="pause_period"
            ),
        ]


class Match(Labelled):
    """A volunteer and one person of a household; the rows of one household have ``together`` in common.

    The involvement opens the wall. ``begins_on`` and ``ends_on`` repeat its period, kept by the database, for lists.
    ``last_contact``: with anybody of the household, as the volunteer noted it.
    """

    class Ended(models.TextChoices):
        """How it ended."""

        DONE = "done", _("the household manages by itself")
        TERM = "term", _("as agreed beforehand")
        VOLUNTEER = "volunteer", _("the volunteer stopped")
        HOUSEHOLD = "household", _("the household wanted to stop")
        OTHER = "other", _("otherwise")

    id = random_key_field()
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="matches")
    involvement = models.OneToOneField(Involvement, models.PROTECT, related_name="match")
    member = models.ForeignKey(Member, models.PROTECT, related_name="matches")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(_("as"), max_length=16, choices=Kind)
    together = models.BigIntegerField(default=random_key, editable=False)
    begins_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True)
    last_contact = models.DateField(_("last contact"), null=True)
    made_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    ended_how = models.CharField(_("how it ended"), max_length=10, choices=Ended, blank=True)
    ended_note = models.CharField(_("note"), max_length=200, blank=True)
    ended_by = models.ForeignKey(Member, models.PROTECT, related_name="+", null=True)
    # What the coordinator was told of already: of which end, and after which last day of contact.
    told_end = models.DateField(null=True)
    told_silent = models.DateField(null=True)

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "ends_on"], name="match_of_organisation"),
        ]


class GivenTask(models.Model):
    """A task that a professional gave to a matched volunteer: of the plan (``key``) or a small one (``text``).

    A task of the plan is done by its fact, as for everybody; one in words on ``done_on``.
    """

    id = random_key_field()
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="given_tasks")
    member = models.ForeignKey(Member, models.PROTECT, related_name="given_tasks")
    key = models.CharField(max_length=60, blank=True)
    text = models.CharField(_("what"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    due_on = models.DateField(_("before or on"), null=True, blank=True)
    given_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(db_default=Now())
    done_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("task given to a volunteer")
        verbose_name_plural = _("tasks given to volunteers")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=(Q(key="") & ~Q(text="")) | (~Q(key="") & Q(text="")), name="given_one_thing"
            ),
            models.UniqueConstraint(
                fields=["dossier", "member", "key"], condition=~Q(key=""), name="given_once"
            ),
        ]


class HelpAsked(models.Model):
    """A volunteer asks the professional something about the household; answered once, and seen by the volunteer."""

    id = random_key_field()
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="help_asked")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now())
    question = models.CharField(_("question"), max_length=1000)
    answer = models.CharField(_("answer"), max_length=1000, blank=True, db_default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Member, models.PROTECT, related_name="+", null=True)

    class Meta:
        verbose_name = _("question of a volunteer")
        verbose_name_plural = _("questions of volunteers")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation"], condition=Q(answered_at__isnull=True), name="help_open"),
        ]


class Place(models.Model):
    """The middle of an area of postcodes (the four digits), for distances; imported by ``reisgenoot places``."""

    pc4 = models.CharField(max_length=4, primary_key=True)
    place = models.CharField(max_length=100)
    municipality = models.CharField(max_length=100)
    lat = models.FloatField()
    lon = models.FloatField()

    class Meta:
        verbose_name = _("area of postcodes")
        verbose_name_plural = _("areas of postcodes")
