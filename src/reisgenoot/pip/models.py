"""A plan (PIP, Wet inburgering 2021, article 15): a draft in parts, what was decided, and objections.

When the plan was set, and on which route, are facts of the dossier; so all terms follow from these. A decision is never
changed: its rows have no right of change or deletion for the application. Which category of data a part is, is of the
database's own knowledge; what is asked in it stands in ``parts.yaml``.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reisgenoot.access.changed import Changed
from reisgenoot.access.keys import random_key_field
from reisgenoot.access.labels import Labelled
from reisgenoot.access.models import Member, Organisation
from reisgenoot.dossiers.models import Dossier

CATEGORY_OF = {
    "route": "work_education",
    "goals": "work_education",
    "intensity": "work_education",
    "pvt": "work_education",
    "map": "work_education",
    "support": "work_education",
    "talks": "work_education",
    "child": "family",
    "participation": "finance",
    "relief": "finance",
    "level": "work_education",
    "objection": "work_education",
}
"""By part, the category of data that decides who sees it."""


def _of_its_category() -> Q:
    allowed = Q()
    for part, category in CATEGORY_OF.items():
        allowed |= Q(part=part, category=category)
    return allowed


class DraftPart(Changed):
    """One part of the plan as it is being written; saved as it was typed. What was set stays in its own rows."""

    id = random_key_field()
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    part = models.CharField(max_length=16)
    category = models.CharField(max_length=16, editable=False)
    answers = models.JSONField(default=dict)  # by field of `parts.yaml`; lines as a list of such

    class Meta:
        verbose_name = _("part of the draft of a plan (PIP)")
        verbose_name_plural = _("parts of the drafts of plans (PIP)")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["dossier", "part"], name="pip_draft_part_once"),
            models.CheckConstraint(condition=_of_its_category(), name="pip_draft_category"),
        ]


class Decision(Labelled):
    """A plan that was set, changed or withdrawn, by a named person of the municipality. Category ``work_education``.

    ``dated_on``: the date of the decision (dagtekening), after which the term of three years begins (article 11(2)).
    ``sent_on``: the day on which it was sent, after which the term for objection begins (Awb 6:8).
    """

    class Kind(models.TextChoices):
        """What it decides, and so on which ground."""

        FIRST = "first", _("first plan")
        AGAIN = "again", _("changed plan, same learning route")
        ROUTE = "route", _("another learning route")
        LEVEL = "level", _("exam at A2: scaling down")
        MOVED = "moved", _("plan after a move, by the new municipality")
        OBJECTION = "objection", _("new plan after an objection")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Because(models.TextChoices):
        """Why another route can be set (Besluit inburgering 2021, article 5.4)."""

        PROGRESS = "progress", _("progress is too small, or greater than expected")
        EDUCATION = "education", _("an education that gives no exemption was completed or ended")
        SPECIAL = "special", _("a special case of this person")

    class Route(models.TextChoices):
        """The learning routes."""

        B1 = "b1", _("B1 route")
        EDUCATION = "education", _("education route")
        Z = "z", _("self-reliance route (Z)")

    id = random_key_field()
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("version"))
    kind = models.CharField(_("what it decides"), max_length=9, choices=Kind)
    because = models.CharField(_("ground"), max_length=9, choices=Because, blank=True)
    route = models.CharField(_("learning route"), max_length=9, choices=Route)
    dated_on = models.DateField(_("date of the decision"))
    sent_on = models.DateField(_("sent on"))
    objection_until = models.DateField(_("objection until and including"))
    term_from = models.DateField(_("date after which the term runs"))
    reason = models.TextField(_("reason"), max_length=4000, blank=True)
    asylum = models.BooleanField(_("asylum status holder, or family of one"), default=True)
    set_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(db_default=TransactionNow())
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("plan (PIP) that was set")
        verbose_name_plural = _("plans (PIP) that were set")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["dossier", "number"], name="pip_decision_numbered"),
            models.CheckConstraint(
                condition=Q(sent_on__gte=F("dated_on"), objection_until__gt=F("sent_on")),
                name="pip_decision_days",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("first", "moved")) | ~Q(reason=""), name="pip_change_has_reason"
            ),
            models.CheckConstraint(
                condition=(Q(kind="route") & ~Q(because="")) | (~Q(kind="route") & Q(because="")),
                name="pip_switch_has_ground",
            ),
        ]

    @property
    def withdrawn(self) -> bool:
        """Whether it takes the plan away."""
        return self.kind == self.Kind.WITHDRAWN


class DecisionPart(models.Model):
    """One part as it was set: never changed."""

    id = random_key_field()
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    # Without a constraint: what of it is finance is erased by a term of its own.
    decision = models.ForeignKey(Decision, models.DO_NOTHING, related_name="parts", db_constraint=False)
    part = models.CharField(max_length=16)
    category = models.CharField(max_length=16, editable=False)
    answers = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("part of a plan (PIP) that was set")
        verbose_name_plural = _("parts of plans (PIP) that were set")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["decision", "part"], name="pip_part_once"),
            models.CheckConstraint(condition=_of_its_category(), name="pip_part_category"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["dossier"], name="pip_part_of_dossier")]


class Objection(Changed):
    """An objection to a decision, and what was decided on it. Category ``legal``."""

    class Outcome(models.TextChoices):
        """How it ended (Awb 6:6, 6:21, 7:11)."""

        UPHELD = "upheld", _("well founded: the decision is taken back or changed")
        PARTLY = "partly", _("partly well founded")
        DISMISSED = "dismissed", _("unfounded")
        INADMISSIBLE = "inadmiss", _("inadmissible")
        WITHDRAWN = "withdrawn", _("withdrawn by the person")

    id = random_key_field()
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    decision = models.ForeignKey(Decision, models.DO_NOTHING, related_name="objections", db_constraint=False)
    received_on = models.DateField(_("received on"))
    posted_on = models.DateField(_("posted on"), null=True, blank=True)
    committee = models.BooleanField(_("an advisory committee advises"), default=False)
    about = models.CharField(_("what it is about"), max_length=500, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome, blank=True)
    reason = models.CharField(_("reason"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("objection to a plan (PIP)")
        verbose_name_plural = _("objections to plans (PIP)")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(decided_on__isnull=True), name="pip_one_objection_open"
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True, outcome="")
                | (Q(decided_on__gte=F("received_on")) & ~Q(outcome="")),
                name="pip_objection_decided",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["dossier"], name="pip_objection_dossier")
        ]
