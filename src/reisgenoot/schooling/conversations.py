"""Progress talks (wet artikel 17 lid 1, besluit 5.3 lid 4) and what was agreed in them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from .entries import Entry

TALKS = tuple(f"{which}_progress_talk" for which in ("first", "second", "third", "fourth", "fifth"))
"""The progress talks that the definition asks for, as tasks, in their order."""


class ProgressTalk(Entry):
    """One talk, reported; ``said`` is what the person says of it."""

    class Course(models.TextChoices):
        """How it goes, against the PIP."""

        AHEAD = "ahead", _("faster than the PIP expects")
        ON_COURSE = "on_course", _("as the PIP expects")
        BEHIND = "behind", _("behind, and can be caught up")
        STUCK = "stuck", _("stuck: the route or support must change")

    on = models.DateField(_("held on"))
    course = models.CharField(_("how it goes"), max_length=9, choices=Course)
    said = models.CharField(_("in their own words"), max_length=1000, blank=True)
    report = models.CharField(_("what was discussed"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("progress talk")
        verbose_name_plural = _("progress talks")
        ordering: ClassVar[list[str]] = ["-on", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["dossier", "on"],
                condition=models.Q(mistaken=False),
                name="schooling_one_talk_a_day",
            ),
        ]


class Agreement(Entry):
    """What was agreed, who does it, and before when."""

    class Who(models.TextChoices):
        """Who does it."""

        NEWCOMER = "newcomer", _("the person")
        MUNICIPALITY = "municipality", _("the municipality")
        GUIDE = "guide", _("the guide")
        SCHOOL = "school", _("the school")

    talk = models.ForeignKey(ProgressTalk, models.PROTECT, related_name="agreements")
    what = models.CharField(_("what was agreed"), max_length=300)
    who = models.CharField(_("who does it"), max_length=12, choices=Who)
    due_on = models.DateField(_("before or on"))
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering: ClassVar[list[str]] = ["due_on", "id"]
