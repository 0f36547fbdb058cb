"""What happens from day 1 to the decision, in detail. What follows from it for the route stands in facts.

Each table has one category of the table of access, or a column that names it; policies follow in ``sql``. Periods are
half-open: ``ends_on`` is the first day on which it no longer holds.
"""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reisgenoot.access.keys import random_key_field
from reisgenoot.access.labels import Labelled
from reisgenoot.access.models import Member, Organisation
from reisgenoot.dossiers.models import Dossier

FOUR_DAYS = timedelta(days=4)
"""How long the registration lasts on average (source document)."""
LEGAL, TRAVEL_STORY = "legal", "travel_story"


class Recorded(Labelled):
    """Something in a dossier, recorded by a member in the name of their organisation."""

    recorded_by = models.ForeignKey(Member, models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now())

    class Meta:
        abstract = True


class Arrival(Recorded):
    """When and where somebody reported, and until when the first four days are expected to last. Category ``route``."""

    dossier = models.OneToOneField(Dossier, models.PROTECT, primary_key=True, related_name="arrival")
    at = models.DateTimeField(_("arrived at"))
    place = models.CharField(_("place"), max_length=100)
    expected_end = models.DateField(_("expected end of the first days"))

    class Meta:
        verbose_name = _("arrival")
        verbose_name_plural = _("arrivals")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["-at"], name="arrival_by_time")]

    @property
    def late(self) -> bool:
        """Whether the day on which the first days should have been over has passed."""
        return self.expected_end < timezone.localdate()


class How(models.TextChoices):
    """How people understood each other."""

    SHARED = "shared", _("in a shared language")
    PRESENT = "present", _("with an interpreter in the room")
    PHONE = "phone", _("with an interpreter by telephone")


class Talk(Recorded):
    """What the newcomer was told, was asked, or told themselves: in which language, by which interpreter.

    The travel story is of a category of its own, which the IND, legal aid and the person see; all else is ``legal``.
    """

    class Subject(models.TextChoices):
        """What it was about."""

        WELCOME = "welcome", _("Welcome: where you are, and what comes next")
        PROCEDURE = "procedure", _("The asylum procedure")
        RIGHTS = "rights", _("Rights and duties in reception")
        LEGAL_AID = "legal_aid", _("Legal aid")
        INTERVIEW = "interview", _("First interview")
        TRAVEL_STORY = "travel_story", _("Travel story")
        DECISION = "decision", _("The decision, and what can be done now")

    id = random_key_field()
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+", db_index=False)
    subject = models.CharField(_("about"), max_length=12, choices=Subject)
    category = models.CharField(max_length=16, editable=False)
    on = models.DateField(_("on"), default=timezone.localdate)
    language = models.CharField(_("language"), max_length=8)
    how = models.CharField(_("how"), max_length=7, choices=How)
    interpreter = models.CharField(_("interpreter"), max_length=200, blank=True)
    text = models.TextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("talk")
        verbose_name_plural = _("talks")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["dossier", "-on"], name="talk_of_dossier")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(subject="travel_story", category=TRAVEL_STORY)
                | (~Q(subject="travel_story") & Q(category=LEGAL)),
                name="talk_of_category",
            ),
        ]


class AskedCheck(Recorded):
    """A check that one organisation asked of another: done or not, and nothing of what was found. Category ``route``.

    What GZA finds stays with GZA, as its own notes in the category ``health``. What others may know is one sentence
    that the person agreed to (``access.consent.AgreedFact``).
    """

    class Kind(models.TextChoices):
        """Which check; its key is that of the milestone or task that it completes."""

        HEALTH = "health_checked", _("Health check of the first days")
        MEDICAL = "medical_intake", _("Medical intake")
        SOCIAL = "social_check", _("Social situation")

    class Outcome(models.TextChoices):
        """How it ended."""

        DONE = "done", _("done")
        NOT_DONE = "not_done", _("not done")

    id = random_key_field()
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(_("which check"), max_length=16, choices=Kind)
    asked_of = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    asked_on = models.DateField(_("asked on"), default=timezone.localdate)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome, blank=True)
    closed_on = models.DateField(_("on"), null=True)
    closed_by = models.ForeignKey(Member, models.PROTECT, related_name="+", null=True, db_index=False)

    class Meta:
        verbose_name = _("check")
        verbose_name_plural = _("checks")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["dossier"], name="check_of_dossier"),
            models.Index(
                fields=["asked_of", "outcome", "asked_on", "recorded_at", "id"],
                name="check_open",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["dossier", "kind"], condition=Q(outcome=""), name="check_asked_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", closed_on__isnull=True, closed_by__isnull=True)
                | (~Q(outcome="") & Q(closed_on__isnull=False, closed_by__isnull=False)),
                name="check_closed_by_somebody",
            ),
        ]


class _Days(Func):
    """``daterange(begins_on, ends_on)``: half-open."""

    function = "DATERANGE"
    output_field = DateRangeField()


def _period(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("begins_on")), name=name
    )


def _one_at_a_time(name: str) -> ExclusionConstraint:
    return ExclusionConstraint(
        name=name,
        expressions=[
            ("dossier", RangeOperators.EQUAL),
            (_Days(F("begins_on"), F("ends_on"), RangeBoundary()), RangeOperators.OVERLAPS),
        ],
    )


class Stay(Recorded):
    """In which reception centre somebody lives; never in two at once. Category ``contact``."""

    id = random_key_field()
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+", db_index=False)
    centre = models.CharField(_("centre"), max_length=100)
    begins_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("stay in a centre")
        verbose_name_plural = _("stays in centres")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["dossier"], include=["centre"], condition=Q(ends_on=None), name="stay_now"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _period("stay_period"),
            _one_at_a_time("stay_in_one_centre"),
        ]


class Activity(Recorded):
    """What somebody does while they wait: school, lessons, daily activities. Category ``work_education``."""

    class Kind(models.TextChoices):
        """What sort of activity."""

        SCHOOL = "school", _("School")
        LANGUAGE = "language", _("Language lessons, for those likely to stay")
        DAILY = "daily", _("Daily activity")
        HOUSING_GUIDANCE = "housing", _("Housing guidance in the centre (woonbegeleiding)")

    id = random_key_field()
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    kind = models.CharField(_("what"), max_length=8, choices=Kind)
    name = models.CharField(_("name and place"), max_length=200)
    begins_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints: ClassVar[list[models.BaseConstraint]] = [_period("activity_period")]


class Counsel(Recorded):
    """The lawyer of somebody's case; one at a time. Category ``legal``."""

    id = random_key_field()
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+", db_index=False)
    lawyer = models.CharField(_("lawyer"), max_length=200)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    begins_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("lawyer")
        verbose_name_plural = _("lawyers")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            _period("counsel_period"),
            _one_at_a_time("counsel_one_at_a_time"),
        ]


class Session(Recorded):
    """A session in which many are told the same. It holds nothing of anybody: who was there stands in attendance."""

    class Topic(models.TextChoices):
        """What it was about."""

        PROCEDURE = "procedure", _("the asylum procedure")
        RIGHTS = "rights", _("rights and duties")
        HEALTH = "health", _("health care")
        SAFETY = "safety", _("safety and house rules")
        SOCIETY = "society", _("living in the Netherlands")
        CHILDREN = "children", _("children and school")
        RETURN = "return", _("return")

    id = random_key_field()
    on = models.DateField(_("on"), default=timezone.localdate)
    topics = ArrayField(models.CharField(max_length=10, choices=Topic), verbose_name=_("topics"))
    language = models.CharField(_("language"), max_length=8)
    interpreter = models.CharField(_("interpreter"), max_length=200, blank=True)
    place = models.CharField(_("place"), max_length=100)

    class Meta:
        verbose_name = _("information session")
        verbose_name_plural = _("information sessions")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "-on"], name="session_of_organisation"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # So that attendance can refer to a session of its own organisation.
            models.UniqueConstraint(fields=["id", "organisation"], name="session_of_its_organisation"),
        ]


class Attendance(Recorded):
    """That somebody was at a session. Category ``route``."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, models.PROTECT, related_name="attendances", db_index=False)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["session", "dossier"], name="attended_once"),
        ]
