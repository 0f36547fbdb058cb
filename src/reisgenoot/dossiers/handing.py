"""Handing over: from one organisation or worker to the next, with a summary; and spreading a worker's dossiers.

The wall opens at acceptance, not before: until then the receiver reads the summary alone, whose lines are rows of their
own. Nothing here is changed but by the functions of `sql/70_handover.sql`.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from reisgenoot.access import rules
from reisgenoot.access.keys import random_key_field
from reisgenoot.access.labels import Labelled
from reisgenoot.access.models import Member, Organisation


def may_be_told(receiver: Organisation, category: str) -> bool:
    """Whether a summary for this organisation may hold this category: what they may read once they took over."""
    return rules.table().may("took_over", category, "r", receiver.kind)


ADULTHOOD = "adulthood_handed_over"
"""The task of a guardian that a hand-over before the eighteenth birthday does."""


class Handover(Labelled):
    """One offer to take over the dossiers of a person or household. It bears no word about them itself.

    ``answer_by`` is the last working day on which the one whose turn it is should answer: the receiver, or the sender
    after a question.
    """

    class Cause(models.TextChoices):
        """Why the dossiers go on."""

        PHASE = "phase", _("The next phase of the route")
        MOVED = "moved", _("Moved to another municipality")
        ADULT = "adult", _("Turns eighteen, came without parents")
        REGULAR = "regular", _("From guidance to the regular organisations")
        LEAVE = "leave", _("The worker is away for a time")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        """How it stands."""

        OPEN = "open", _("Sent")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Moment(models.TextChoices):
        """How people meet for it."""

        CALL = "call", _("a telephone call between the workers")
        MEETING = "meeting", _("a meeting with the person")

    id = random_key_field()
    cause = models.CharField(_("why"), max_length=8, choices=Cause)
    sender = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("sent"), db_default=Now())
    receiver = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    wanted = models.ForeignKey(Member, models.PROTECT, related_name="+", null=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.OPEN)
    asked = models.BooleanField(default=False)  # the receiver asked something: the sender's turn
    answer_by = models.DateField(_("answer by"))
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Member, models.PROTECT, related_name="+", null=True)
    returns_on = models.DateField(_("back on"), null=True)
    returned_at = models.DateTimeField(null=True)
    # How they meet for it, and the appointment for that, in the dossier of the first person. Cancelled: no moment is
    # planned.
    moment = models.CharField(_("warm moment"), max_length=7, choices=Moment, blank=True)
    appointment = models.OneToOneField(
        "dossiers.Appointment", models.PROTECT, related_name="handover", null=True
    )

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["sender", "-sent_at"], name="handover_of_sender"),
            models.Index(fields=["receiver", "-sent_at"], name="handover_of_receiver"),
            models.Index(
                fields=["receiver", "answer_by"], name="handover_waiting", condition=Q(state="open")
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state="open", ended_at=None) | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="handover_ends_once",
            ),
            models.CheckConstraint(
                condition=Q(returns_on=None) | Q(sender=models.F("receiver")), name="handover_back_within"
            ),
            models.CheckConstraint(
                condition=Q(moment="", appointment=None) | (~Q(moment="") & Q(appointment__isnull=False)),
                name="handover_moment_whole",
            ),
        ]

    @property
    def within(self) -> bool:
        """Whether it stays inside one organisation."""
        return self.sender_id == self.receiver_id

    def is_late_on(self, day: date) -> bool:
        """Whether nobody answered in time."""
        return self.state == self.State.OPEN and self.answer_by < day


class HandedDossier(models.Model):
    """A dossier of a hand-over. ``name`` is empty if the sender left out who it is."""

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="handed")
    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="handed")
    name = models.CharField(max_length=320, blank=True)
    before = models.ForeignKey(
        Member, models.PROTECT, related_name="+", null=True
    )  # its worker at acceptance
    open = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("handed dossier")
        verbose_name_plural = _("handed dossiers")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["handover", "dossier"], name="handed_once"),
            models.UniqueConstraint(fields=["dossier"], condition=Q(open=True), name="handed_to_one"),
        ]


class HandoverLine(models.Model):
    """What the summary says about one dossier in one category of data, as it was sent."""

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="lines")
    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="+")
    category = models.CharField(max_length=16)
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("line of a summary")
        verbose_name_plural = _("lines of a summary")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["handover", "dossier", "category"], name="handover_line_once"),
        ]


class HandoverWord(Labelled):
    """What was said with a hand-over: along with it, asked, answered, or why it was declined.

    ``dossier`` is the first of it: what is said goes when that one is erased, at the latest.
    """

    class Kind(models.TextChoices):
        """With which step it was said."""

        SENT = "sent", _("Sent along")
        ASKED = "asked", _("Asked")
        ANSWERED = "answered", _("Answered")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="words")
    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind)
    text = models.TextField()

    class Meta:
        verbose_name = _("word with a hand-over")
        verbose_name_plural = _("words with a hand-over")


class Redistribution(Labelled):
    """The dossiers of one worker were given to colleagues in one step."""

    class Cause(models.TextChoices):
        """Why."""

        ILL = "ill", _("Is ill")
        LEAVES = "leaves", _("Leaves")
        LOAD = "load", _("Carries too much")
        ENDED = (
            "ended",
            _("Work here was ended"),
        )  # by the database, when an administrator ends somebody's work

    id = random_key_field()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    source = models.ForeignKey(Member, models.PROTECT, related_name="+")
    cause = models.CharField(_("why"), max_length=6, choices=Cause)
    at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(Member, models.PROTECT, related_name="+", null=True)  # empty: by an operator
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Member, models.PROTECT, related_name="+", null=True)

    class Meta:
        verbose_name = _("redistribution")
        verbose_name_plural = _("redistributions")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "-at"], name="redistribution_recent"),
        ]


class Redistributed(models.Model):
    """One dossier of it: who carried it before and after."""

    redistribution = models.ForeignKey(Redistribution, models.CASCADE, related_name="rows")
    dossier = models.ForeignKey("dossiers.Dossier", models.PROTECT, related_name="+")
    before = models.ForeignKey(Member, models.PROTECT, related_name="+")
    after = models.ForeignKey(Member, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("redistributed dossier")
        verbose_name_plural = _("redistributed dossiers")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["redistribution", "dossier"], name="redistributed_once"),
        ]
