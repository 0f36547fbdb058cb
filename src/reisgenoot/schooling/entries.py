"""What is written down about somebody's exams, MAP, PVT and talks: each row says one thing that happened.

Nothing is deleted: a row that was written by mistake is marked so, and counts for nothing. All of it stands in the
category ``work_education``. What follows from it for the plan is in `actions.settling`.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reisgenoot.access.changed import Changed
from reisgenoot.access.keys import random_key_field
from reisgenoot.dossiers.models import Dossier

from .parts import Examined, Level, Skill, Theme

NOTE = 500


class Entry(Changed):
    """One of those rows."""

    id = random_key_field()
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    mistaken = models.BooleanField(default=False, db_default=False)

    class Meta:
        abstract = True


class Attempt(Entry):
    """An attempt at one part of the exam (besluit 3.3 and 3.4). ``level``: empty for KNM, which has none."""

    class Result(models.TextChoices):
        """What came of it. ``invalid``: declared so by the minister (besluit 3.10)."""

        REGISTERED = "registered", _("registered for it")
        AWAITING = "awaiting", _("taken, result awaited")
        PASSED = "passed", _("passed")
        FAILED = "failed", _("failed")
        ABSENT = "absent", _("did not come")
        INVALID = "invalid", _("declared invalid")

    part = models.CharField(_("part of the exam"), max_length=9, choices=Examined)
    level = models.CharField(_("level"), max_length=2, choices=Level.examined(), blank=True)
    on = models.DateField(_("day of the exam"))
    result = models.CharField(_("result"), max_length=10, choices=Result, default=Result.REGISTERED)
    note = models.CharField(_("note"), max_length=NOTE, blank=True)

    class Meta:
        verbose_name = _("exam attempt")
        verbose_name_plural = _("exam attempts")
        ordering: ClassVar[list[str]] = ["-on", "part", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["dossier", "part", "on"],
                condition=Q(mistaken=False),
                name="schooling_attempt_once",
            ),
            models.CheckConstraint(condition=Q(part="knm") ^ ~Q(level=""), name="schooling_attempt_level"),
        ]


class Dispensation(Entry):
    """A part of the exam that somebody need not take, or not at B1. Why lies with who decided."""

    class Ground(models.TextChoices):
        """By what (`law.yaml` has the articles)."""

        EXEMPT = "exempt", _("exempt: a diploma or certificate shows it")
        RELEASED = "released", _("released by DUO on medical grounds")
        LOWERED = "lowered", _("examined at A2, by decision of the municipality")

    part = models.CharField(_("part of the exam"), max_length=9, choices=Examined)
    ground = models.CharField(_("ground"), max_length=8, choices=Ground)
    on = models.DateField(_("date of the decision"))
    note = models.CharField(_("note"), max_length=NOTE, blank=True)

    class Meta:
        verbose_name = _("exemption from a part")
        verbose_name_plural = _("exemptions from parts")
        ordering: ClassVar[list[str]] = ["part", "-on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["dossier", "part", "ground"],
                condition=Q(mistaken=False),
                name="schooling_dispensation_once",
            ),
            models.CheckConstraint(
                condition=~Q(part="knm", ground="lowered"), name="schooling_knm_has_no_level"
            ),
        ]


class Measured(Entry):
    """The level of one skill on a day, as somebody measured it; a passed exam says the same without one."""

    class How(models.TextChoices):
        """By what."""

        INTAKE = "intake", _("intake")
        SCHOOL = "school", _("test of the school")
        OTHER = "other", _("otherwise")

    skill = models.CharField(_("skill"), max_length=9, choices=Skill)
    level = models.CharField(_("level"), max_length=2, choices=Level)
    on = models.DateField(_("measured on"))
    how = models.CharField(_("by what"), max_length=6, choices=How, default=How.SCHOOL)

    class Meta:
        verbose_name = _("level that was measured")
        verbose_name_plural = _("levels that were measured")
        ordering: ClassVar[list[str]] = ["on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["dossier", "skill", "on"],
                condition=Q(mistaken=False),
                name="schooling_measured_once",
            ),
        ]


class Portfolio(Entry):
    """What somebody has in their portfolio on one theme of MAP (besluit 3.2); ``done_on``: the theme is done."""

    theme = models.CharField(_("theme"), max_length=10, choices=Theme)
    content = models.TextField(_("what is in the portfolio"), max_length=2000)
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class Meta:
        verbose_name = _("theme in the portfolio")
        verbose_name_plural = _("themes in the portfolio")
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["dossier", "theme"], condition=Q(mistaken=False), name="schooling_theme_once"
            ),
        ]


class Practice(Entry):
    """Hours in practice for MAP, in minutes: where, and from when to when (``until`` empty: still)."""

    class Kind(models.TextChoices):
        """What sort of place it is."""

        EMPLOYER = "employer", _("employer")
        VOLUNTEERING = "volunteering", _("volunteer work")

    place = models.CharField(_("place"), max_length=150)
    kind = models.CharField(_("kind of place"), max_length=12, choices=Kind)
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)
    minutes = models.PositiveIntegerField(_("hours so far"))
    note = models.CharField(_("note"), max_length=NOTE, blank=True)

    class Meta:
        verbose_name = _("practice")
        verbose_name_plural = _("practice")
        ordering: ClassVar[list[str]] = ["since", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="schooling_practice_ends_later",
            ),
        ]


class Session(Entry):
    """A meeting of the PVT, and whether they were there (besluit 3.1). ``core_values``: activity or excursion."""

    class Attendance(models.TextChoices):
        """Whether they were there."""

        THERE = "there", _("was there")
        EXCUSED = "excused", _("absent with a reason")
        UNEXCUSED = "unexcused", _("absent without a reason")

    on = models.DateField(_("on"))
    minutes = models.PositiveIntegerField(_("hours"))
    core_values = models.BooleanField(_("activity or excursion on a core value"), default=False)
    attendance = models.CharField(_("attendance"), max_length=9, choices=Attendance, default=Attendance.THERE)

    class Meta:
        verbose_name = _("meeting of the PVT")
        verbose_name_plural = _("meetings of the PVT")
        ordering: ClassVar[list[str]] = ["on", "id"]


class Closing(Entry):
    """How a part was closed: a final talk or the ceremony at which the statement is signed."""

    class Kind(models.TextChoices):
        """Of which part."""

        MAP = "map", _("final talk of MAP")
        Z = "z", _("final talk of the self-reliance route")
        SIGNING = "signing", _("signing the participation statement")

    class Outcome(models.TextChoices):
        """What came of it."""

        DONE = "done", _("completed, or signed")
        AGAIN = "again", _("not completed yet")
        REFUSED = "refused", _("refused")
        ABSENT = "absent", _("did not come")

    kind = models.CharField(_("what"), max_length=7, choices=Kind)
    on = models.DateField(_("on"))
    outcome = models.CharField(_("outcome"), max_length=7, choices=Outcome)
    note = models.CharField(_("note"), max_length=NOTE, blank=True)

    class Meta:
        verbose_name = _("final talk or signing")
        verbose_name_plural = _("final talks and signings")
        ordering: ClassVar[list[str]] = ["-on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind="signing") | ~Q(outcome="refused"), name="schooling_who_refuses_what"
            ),
            models.UniqueConstraint(
                fields=["dossier", "kind"],
                condition=Q(mistaken=False, outcome="done"),
                name="schooling_closed_once",
            ),
        ]
