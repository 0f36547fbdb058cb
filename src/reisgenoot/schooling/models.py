"""What a municipality bought of schools, and who follows which course.

A supplier, its courses and the dates on which they start are about nobody: a municipality keeps its own. An enrolment
is about one person and hangs on the dossier, in the category ``work_education``. How many places of a start are taken,
and how many wait, the database counts itself (``sql/20_places.sql``): whoever enrols one person sees few of the others.
Hours are in `attended`, exams, MAP and PVT in `entries`, progress talks in `conversations`.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from reisgenoot.access.changed import Changed
from reisgenoot.access.keys import random_key_field
from reisgenoot.dossiers.models import Dossier

from .attended import Held, Hours, HoursImport
from .conversations import TALKS, Agreement, ProgressTalk
from .entries import Attempt, Closing, Dispensation, Entry, Measured, Portfolio, Practice, Session
from .parts import Examined, Level, Part, Skill, Theme

__all__ = [
    "ENTRIES",
    "TALKS",
    "Agreement",
    "Attempt",
    "Closing",
    "Course",
    "Dispensation",
    "Enrolment",
    "Entry",
    "Examined",
    "Held",
    "Hours",
    "HoursImport",
    "Level",
    "Measured",
    "Part",
    "Portfolio",
    "Practice",
    "ProgressTalk",
    "Session",
    "Skill",
    "Start",
    "Supplier",
    "Theme",
]


ENTRIES: Mapping[str, type[Entry]] = {
    "attempt": Attempt,
    "dispensation": Dispensation,
    "level": Measured,
    "theme": Portfolio,
    "practice": Practice,
    "session": Session,
    "final": Closing,
    "talk": ProgressTalk,
    "agreement": Agreement,
}
"""By the word that addresses and the log have for it: what is written down about one person."""


class Supplier(Changed):
    """Who gives courses for a municipality. ``mark`` and ``mark_until``: what the act asks of a school (`law.yaml`)."""

    class Mark(models.TextChoices):
        """By what a school may give these courses."""

        BLIK_OP_WERK = "blik_op_werk", _("quality mark Blik op Werk")
        EQUIVALENT = "equivalent", _("an equivalent mark or certificate")
        DIPLOMA = "diploma", _("recognised to give diplomas (education route)")
        NONE = "none", _("none")

    id = random_key_field()
    municipality = models.CharField(_("municipality"), max_length=100)
    name = models.CharField(_("name"), max_length=128)  # as long as DUO takes it
    number = models.CharField(_("number at DUO"), max_length=10, blank=True)
    contact = models.CharField(_("contact person"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    mark = models.CharField(_("quality mark"), max_length=12, choices=Mark, default=Mark.NONE)
    mark_until = models.DateField(_("valid until"), null=True, blank=True)
    gone = models.BooleanField(_("no longer bought from"), default=False)

    class Meta:
        verbose_name = _("supplier")
        verbose_name_plural = _("suppliers")
        ordering: ClassVar[list[str]] = ["name", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["municipality", "name"], condition=Q(gone=False), name="schooling_supplier_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Course(Changed):
    """One course of a supplier. ``route`` and ``level`` are empty where it is for every route or leads to no level."""

    class Route(models.TextChoices):
        """The learning route that it is for (`learning_route`)."""

        B1 = "b1", _("B1 route")
        EDUCATION = "education", _("education route")
        Z = "z", _("self-reliance route")

    class Level(models.TextChoices):
        """The level of the Common European Framework that it leads to."""

        A1 = "A1", "A1"
        A2 = "A2", "A2"
        B1 = "B1", "B1"
        B2 = "B2", "B2"

    id = random_key_field()
    supplier = models.ForeignKey(Supplier, models.PROTECT, related_name="courses")
    municipality = models.CharField(_("municipality"), max_length=100)
    name = models.CharField(_("name"), max_length=120)
    part = models.CharField(_("what for"), max_length=14, choices=Part.bought(), default=Part.LESSONS)
    route = models.CharField(_("learning route"), max_length=10, choices=Route, blank=True)
    level = models.CharField(_("leads to level"), max_length=2, choices=Level, blank=True)
    place = models.CharField(_("place"), max_length=100)
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True)  # of support
    price = models.DecimalField(
        _("price for one person"), max_digits=8, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )
    week_minutes = models.PositiveIntegerField(_("minutes a week"))
    total_minutes = models.PositiveIntegerField(_("minutes in all"), null=True)
    gone = models.BooleanField(_("no longer given"), default=False)

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering: ClassVar[list[str]] = ["name", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["municipality", "gone", "name", "id"], name="schooling_course_list"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(price__gte=0), name="schooling_course_price"),
        ]

    def __str__(self) -> str:
        return self.name


class Start(Changed):
    """A date on which a course starts, with its places. ``taken`` and ``waiting`` are counted by the database."""

    id = random_key_field()
    course = models.ForeignKey(Course, models.PROTECT, related_name="starts")
    municipality = models.CharField(_("municipality"), max_length=100)
    on = models.DateField(_("starts on"))
    places = models.PositiveSmallIntegerField(_("places"))
    taken = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    waiting = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)

    class Meta:
        verbose_name = _("start of a course")
        verbose_name_plural = _("starts of courses")
        ordering: ClassVar[list[str]] = ["on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["course", "on"], name="schooling_start_once"),
            # What two enrolments at once for the last place run into.
            models.CheckConstraint(condition=Q(taken__lte=F("places")), name="schooling_start_full"),
        ]

    @property
    def free(self) -> int:
        """Places that nobody has."""
        return self.places - self.taken


class Enrolment(Changed):
    """Somebody's place in a course, or in the line for it."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("on the waiting list")
        OFFERED = "offered", _("offered")
        STARTED = "started", _("started")
        SWITCHED = "switched", _("switched to another course")
        ENDED = "ended", _("ended")

    class End(models.TextChoices):
        """How it ended."""

        COMPLETED = "completed", _("completed")
        DROPPED_OUT = "dropped_out", _("dropped out")
        NEVER_CAME = "never_came", _("never came")
        MOVED = "moved", _("moved to another municipality")
        RELEASED = "released", _("exempt or released from the duty")
        DECLINED = "declined", _("did not want the offer")
        MISTAKE = "mistake", _("entered by mistake")

    RUNNING: ClassVar[tuple[str, ...]] = ("waiting", "offered", "started")
    DROP_OUT: ClassVar[tuple[str, ...]] = ("dropped_out", "never_came")

    id = random_key_field()
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    start = models.ForeignKey(Start, models.PROTECT, related_name="enrolments")
    state = models.CharField(_("state"), max_length=8, choices=State)
    asked_at = models.DateTimeField(db_default=Now())
    offered_on = models.DateField(_("offered on"), null=True)
    started_on = models.DateField(_("started on"), null=True)
    ended_on = models.DateField(_("ended on"), null=True)
    end = models.CharField(_("how it ended"), max_length=11, choices=End, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    switched_to = models.ForeignKey(
        "self", models.DO_NOTHING, related_name="+", null=True, db_constraint=False
    )

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering: ClassVar[list[str]] = ["-asked_at", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["dossier", "-asked_at"], name="schooling_enrolment_of"),
            models.Index(fields=["start", "state", "asked_at"], name="schooling_enrolment_in"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["dossier", "start"],
                condition=Q(state__in=("waiting", "offered", "started")),
                name="schooling_enrolled_once",
            ),
            models.CheckConstraint(
                condition=Q(state="ended") ^ Q(end=""),
                name="schooling_ended_how",
            ),
            models.CheckConstraint(
                condition=~Q(state="started") | Q(started_on__isnull=False), name="schooling_started_when"
            ),
        ]
