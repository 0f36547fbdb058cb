"""A fine that a named case director decided on, what is paid of it, and objections. Category ``legal``.

``sql/30_fine.sql`` refuses a fine, whoever writes it, without circumstances, a reminder, a talk and blame, or above
what the decree allows. Nothing in this app computes an amount: somebody types it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reisgenoot.access.changed import Changed
from reisgenoot.access.keys import random_key_field
from reisgenoot.access.models import Member
from reisgenoot.dossiers.models import Dossier

from ..law import MAXIMUM, OURS
from .case import Case


def _within_the_act() -> Q:
    """At most what the act names for the article (Wet inburgering 2021, article 26)."""
    found = Q()
    for article in OURS:
        found |= Q(article=article, amount__lte=MAXIMUM[article].euros)
    return found & Q(amount__gt=0)


def _euros(name: object, **options: object) -> models.DecimalField:  # type: ignore[type-arg]
    return models.DecimalField(name, max_digits=6, decimal_places=2, **options)  # type: ignore[arg-type]


class Fine(Changed):
    """A fine. ``owed``: what is left of ``amount`` after objection or withdrawal, before what was paid.

    ``persistence``: how a lasting lack of willingness shows; ``means``: why the amount can be borne (C-158/23).
    """

    class Sent(models.TextChoices):
        """How the decision was made known."""

        POST = "post", _("by post")
        HANDED = "handed", _("handed over in a talk")
        DIGITAL = "digital", _("by the person's digital mailbox")

    id = random_key_field()
    case = models.OneToOneField(Case, models.PROTECT, related_name="fine")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    article = models.CharField(max_length=2)
    amount = _euros(_("amount in euros"))
    owed = _euros(_("still to be paid of it"))
    reason = models.CharField(_("why a fine"), max_length=1000)
    persistence = models.CharField(_("how a lasting lack of willingness shows"), max_length=1000)
    means = models.CharField(_("why this amount can be borne"), max_length=1000)
    lower_reason = models.CharField(_("why it is lower than the fixed amount"), max_length=500, blank=True)
    not_lowered = models.BooleanField(_("the benefit was not lowered for the same"))
    new_term_until = models.DateField(_("new term until"), null=True)
    decided_on = models.DateField(_("decided on"))
    decided_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    sent_on = models.DateField(_("made known on"), null=True)
    sent_how = models.CharField(_("how"), max_length=7, choices=Sent, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True)
    withdrawn_why = models.CharField(_("why it was withdrawn"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("fine")
        verbose_name_plural = _("fines")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["dossier", "-decided_on"], name="enforcement_fine_of"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=_within_the_act(), name="enforcement_fine_within_the_act"),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(persistence="") & ~Q(means=""), name="enforcement_fine_reasons"
            ),
            models.CheckConstraint(condition=Q(not_lowered=True), name="enforcement_fine_not_twice"),
            models.CheckConstraint(
                condition=Q(owed__gte=0, owed__lte=F("amount")), name="enforcement_fine_owed"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | (Q(owed=0) & ~Q(withdrawn_why="")),
                name="enforcement_fine_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(article="22", new_term_until__isnull=False, new_term_until__gt=F("decided_on"))
                | Q(article="23", new_term_until__isnull=True),
                name="enforcement_fine_new_term",
            ),
            models.CheckConstraint(
                condition=Q(sent_on__isnull=True, sent_how="")
                | (Q(sent_on__isnull=False, sent_on__gte=F("decided_on")) & ~Q(sent_how="")),
                name="enforcement_fine_sent",
            ),
        ]


class Instalment(models.Model):
    """One part of the arrangement for paying; together they are what is owed, to the cent (``sql/30_fine.sql``)."""

    fine = models.ForeignKey(Fine, models.CASCADE, related_name="instalments")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    due_on = models.DateField(_("to be paid by"))
    amount = _euros(_("amount in euros"))
    set_by = models.ForeignKey(Member, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("instalment")
        verbose_name_plural = _("instalments")
        ordering: ClassVar[list[str]] = ["due_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["fine", "due_on"], name="enforcement_instalment_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="enforcement_instalment_amount"),
        ]


class Payment(models.Model):
    """What came in. ``taken_back_on``: it was entered by mistake."""

    id = random_key_field()
    fine = models.ForeignKey(Fine, models.CASCADE, related_name="payments")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    paid_on = models.DateField(_("paid on"))
    amount = _euros(_("amount in euros"))
    recorded_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    taken_back_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering: ClassVar[list[str]] = ["paid_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="enforcement_payment_amount"),
        ]


class Objection(Changed):
    """An objection, or an appeal to the court after it, and what came of it. ``owed_after``: if it was lowered."""

    class Stage(models.TextChoices):
        """Where it was lodged."""

        OBJECTION = "objection", _("objection, with the municipality")
        APPEAL = "appeal", _("appeal, with the court")

    class Outcome(models.TextChoices):
        """What was decided."""

        UPHELD = "upheld", _("well-founded: the fine is gone")
        PARTLY = "partly", _("partly well-founded: a lower fine")
        UNFOUNDED = "unfounded", _("unfounded")
        INADMISSIBLE = "inadmissible", _("inadmissible")
        DROPPED = "dropped", _("withdrawn by the person")

    id = random_key_field()
    fine = models.ForeignKey(Fine, models.CASCADE, related_name="objections")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    stage = models.CharField(_("where"), max_length=9, choices=Stage, default=Stage.OBJECTION)
    received_on = models.DateField(_("received on"))
    grounds = models.CharField(_("what it says"), max_length=1000, blank=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, blank=True)
    decided_on = models.DateField(_("decided on"), null=True)
    reason = models.CharField(_("why"), max_length=1000, blank=True)
    owed_after = _euros(_("what is left of the fine"), null=True)

    class Meta:
        verbose_name = _("objection or appeal")
        verbose_name_plural = _("objections and appeals")
        ordering: ClassVar[list[str]] = ["received_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["fine"], condition=Q(outcome=""), name="enforcement_objection_one_open"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_on__isnull=True)
                | (
                    ~Q(outcome="")
                    & Q(decided_on__isnull=False, decided_on__gte=F("received_on"))
                    & ~Q(reason="")
                ),
                name="enforcement_objection_decided",
            ),
            models.CheckConstraint(
                condition=Q(outcome="partly", owed_after__isnull=False, owed_after__gt=Decimal(0))
                | ~Q(outcome="partly") & Q(owed_after__isnull=True),
                name="enforcement_objection_lower",
            ),
        ]
