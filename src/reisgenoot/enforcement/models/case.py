"""What happened, what lay behind it, the talk about it, and whether somebody is to blame.

Only municipalities read this. What happened and the judgement are of the category ``legal``; circumstances and what was
said in a talk of ``learning_health``, as people tell there of illness too.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reisgenoot.access.changed import Changed
from reisgenoot.access.keys import random_key_field
from reisgenoot.access.models import Member
from reisgenoot.dossiers.models import Dossier

from ..law import CONDUCT


def _of_its_article() -> Q:
    """Each kind of conduct with the article that the law names for it."""
    found = Q()
    for kind, it in CONDUCT.items():
        found |= Q(kind=kind, article=it.article)
    return found


class Case(Changed):
    """That somebody did not come, or did not keep to the plan. ``noticed_on``: the day on which we found that."""

    id = random_key_field()
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    kind = models.CharField(_("what it is about"), max_length=12, choices=[(kind, kind) for kind in CONDUCT])
    article = models.CharField(max_length=2, blank=True)
    happened_on = models.DateField(_("happened on"))
    noticed_on = models.DateField(_("found on"))
    what = models.CharField(_("what happened"), max_length=1000)
    reminded_on = models.DateField(_("reminder of"), null=True)
    remind_until = models.DateField(_("new term until"), null=True)
    reported_on = models.DateField(_("report of"), null=True)
    reported_by = models.ForeignKey(Member, models.PROTECT, related_name="+", null=True)
    closed_on = models.DateField(_("closed on"), null=True)
    closed_why = models.CharField(_("why it is closed"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("case of enforcement")
        verbose_name_plural = _("cases of enforcement")
        ordering: ClassVar[list[str]] = ["-happened_on", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["dossier", "-happened_on"], name="enforcement_case_of"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=_of_its_article(), name="enforcement_case_article"),
            models.CheckConstraint(
                condition=Q(noticed_on__gte=F("happened_on")), name="enforcement_case_found"
            ),
            models.CheckConstraint(
                condition=Q(reminded_on__isnull=True, remind_until__isnull=True)
                | Q(reminded_on__isnull=False, remind_until__isnull=False, remind_until__gt=F("reminded_on")),
                name="enforcement_case_reminder_has_a_term",
            ),
            models.CheckConstraint(
                condition=Q(reported_on__isnull=True, reported_by__isnull=True)
                | Q(reported_on__isnull=False, reported_by__isnull=False),
                name="enforcement_case_report_has_a_maker",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | ~Q(closed_why=""), name="enforcement_case_closed_why"
            ),
        ]


class Circumstance(Changed):
    """What was found of one kind of circumstance: asked before anything else. ``matters``: it explains something."""

    class Kind(models.TextChoices):
        """What is asked."""

        HEALTH = "health", _("health")
        CHILDREN = "children", _("children and care for others")
        WORK = "work", _("work and income")
        TRAVEL = "travel", _("travel and distance")
        LANGUAGE = "language", _("language: was the letter understood?")

    case = models.ForeignKey(Case, models.CASCADE, related_name="circumstances")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    kind = models.CharField(_("circumstance"), max_length=8, choices=Kind)
    matters = models.BooleanField(_("it explains what happened, at least in part"), default=False)
    found = models.CharField(_("what was found"), max_length=500)

    class Meta:
        verbose_name = _("circumstance")
        verbose_name_plural = _("circumstances")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "kind"], name="enforcement_circumstance_once"),
            models.CheckConstraint(
                condition=Q(kind__in=("health", "children", "work", "travel", "language")) & ~Q(found=""),
                name="enforcement_circumstance_asked",
            ),
        ]


class Talk(Changed):
    """A talk in which somebody told their side. ``silence_told``: told beforehand that they need not answer."""

    id = random_key_field()
    case = models.ForeignKey(Case, models.CASCADE, related_name="talks")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    held_on = models.DateField(_("held on"))
    present = models.CharField(_("who was there"), max_length=300)
    language = models.CharField(_("language"), max_length=8)
    interpreter = models.CharField(_("interpreter"), max_length=200, blank=True)
    silence_told = models.BooleanField(_("told beforehand that they need not answer"), default=False)
    said = models.CharField(_("what the person said"), max_length=3000)

    class Meta:
        verbose_name = _("talk about what happened")
        verbose_name_plural = _("talks about what happened")
        ordering: ClassVar[list[str]] = ["held_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(said="") & ~Q(present=""), name="enforcement_talk_says_it"),
            models.CheckConstraint(
                condition=Q(language="nl") | ~Q(interpreter=""), name="enforcement_talk_understood"
            ),
        ]


class Judgement(Changed):
    """Whether somebody is to blame, and why, after a talk. Besluit inburgering 2021, article 7.1(4)."""

    class Degree(models.TextChoices):
        """How much somebody is to blame."""

        NONE = "none", _("not to blame")
        REDUCED = "reduced", _("less to blame, because of circumstances")
        ORDINARY = "ordinary", _("to blame, without intent or gross negligence")
        GROSS = "gross", _("grossly negligent")
        INTENT = "intent", _("on purpose")

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="judgement")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    talk = models.ForeignKey(Talk, models.PROTECT, related_name="+")
    degree = models.CharField(_("blame"), max_length=8, choices=Degree)
    reason = models.CharField(_("why"), max_length=1000)

    class Meta:
        verbose_name = _("judgement on blame")
        verbose_name_plural = _("judgements on blame")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(degree__in=("none", "reduced", "ordinary", "gross", "intent")) & ~Q(reason=""),
                name="enforcement_judgement_reason",
            ),
        ]
