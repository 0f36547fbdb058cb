"""The broad intake (Wet inburgering 2021, article 14): what was found in each part, and calls and talks.

Of the database's own knowledge is which category of data a part is; what is asked in it stands in ``intake.yaml``.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reisgenoot.access.changed import Changed
from reisgenoot.access.keys import random_key_field
from reisgenoot.dossiers.models import Appointment, Dossier

CATEGORY_OF = {
    "education": "work_education",
    "work": "work_education",
    "languages": "work_education",
    "wishes": "work_education",
    "family": "family",
    "network": "family",
    "health": "learning_health",
    "finances": "finance",
    "self_reliance": "route",
    "travel": "route",
    "voice": "notes",
}
"""By part, the category of data that decides who sees it."""


def _of_its_category() -> Q:
    allowed = Q()
    for part, category in CATEGORY_OF.items():
        allowed |= Q(part=part, category=category)
    return allowed


class IntakePart(Changed):
    """What was found in one part of the intake, as far as it is known; saved as it was typed."""

    id = random_key_field()
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    part = models.CharField(max_length=16)
    category = models.CharField(max_length=16, editable=False)
    answers = models.JSONField(default=dict)  # by field of `intake.yaml`; lines as a list of such
    done = models.BooleanField(_("this part is finished"), default=False)

    class Meta:
        verbose_name = _("part of the intake")
        verbose_name_plural = _("parts of the intake")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["dossier", "part"], name="intake_part_once"),
            models.CheckConstraint(condition=_of_its_category(), name="intake_part_category"),
        ]


class IntakeTalk(Changed):
    """A talk of the intake, or the learnability test: called with a term, and what came of it. Category ``route``.

    ``called_on`` and ``answer_by`` are missing for a talk that was held without a call. ``warned_on``: the day of the
    written warning after somebody did not come, or did not cooperate enough.
    """

    class Kind(models.TextChoices):
        """What for."""

        TALK = "talk", _("talk of the intake")
        TEST = "test", _("learnability test")

    class State(models.TextChoices):
        """What came of it."""

        OPEN = "open", _("called")
        HELD = "held", _("held")
        MISSED = "missed", _("did not come")
        UNWILLING = "unwilling", _("did not cooperate enough")
        EXCUSED = "excused", _("could not come, for a good reason")
        CANCELLED = "cancelled", _("cancelled by us")

    id = random_key_field()
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    kind = models.CharField(_("what for"), max_length=4, choices=Kind, default=Kind.TALK)
    called_on = models.DateField(_("date of the call"), null=True)
    answer_by = models.DateField(_("to come by"), null=True)
    # Without a constraint: appointments are erased sooner.
    appointment = models.ForeignKey(
        Appointment, models.DO_NOTHING, related_name="+", null=True, db_constraint=False
    )
    state = models.CharField(_("what came of it"), max_length=9, choices=State, default=State.OPEN)
    settled_on = models.DateField(_("on"), null=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    interpreter = models.CharField(_("interpreter"), max_length=200, blank=True)
    alone_told = models.BooleanField(_("told of the right to talk without others"), default=False)
    warned_on = models.DateField(_("written warning of"), null=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("talk of the intake")
        verbose_name_plural = _("talks of the intake")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["dossier", "settled_on"], name="intake_talk_of_dossier"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["dossier"], condition=Q(state="open"), name="intake_called_once"),
            models.CheckConstraint(
                condition=Q(called_on__isnull=True, answer_by__isnull=True, state="held")
                | Q(called_on__isnull=False, answer_by__gte=F("called_on")),
                name="intake_call_has_a_term",
            ),
            models.CheckConstraint(
                condition=Q(state="open", settled_on__isnull=True)
                | (~Q(state="open") & Q(settled_on__isnull=False)),
                name="intake_talk_settled",
            ),
            models.CheckConstraint(
                condition=Q(warned_on__isnull=True) | Q(state__in=("missed", "unwilling")),
                name="intake_warned_after_no_show",
            ),
        ]

    @property
    def without_effect(self) -> bool:
        """Whether it counts as a call that somebody did not answer (article 14(1) and (2))."""
        return self.state in (self.State.MISSED, self.State.UNWILLING)


class Intake(Changed):
    """How the intake was completed: with the person, or in absence. The day itself is a fact. Category ``route``."""

    dossier = models.OneToOneField(Dossier, models.PROTECT, primary_key=True, related_name="+")
    completed_on = models.DateField(_("completed on"), null=True)
    in_absence = models.BooleanField(_("in absence"), default=False)

    class Meta:
        verbose_name = _("broad intake")
        verbose_name_plural = _("broad intakes")
