"""What DUO told of somebody, in the category ``legal``, and what it was told, in the category of its kind.

Event codes and messages are DUO's own: `core.duo`. Neither holds a BSN: that stands in the address of a message, which
nobody sends from here yet.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from reisgenoot.access.changed import Changed
from reisgenoot.access.keys import random_key_field
from reisgenoot.access.models import Member
from reisgenoot.core.duo import Event, Shape, events, shapes
from reisgenoot.dossiers.models import Dossier, Fact


class Notice(models.Model):
    """One notice of DUO, recorded by hand. ``fact``: what it recorded in the dossier, if that was news there.

    ``happened_on``: the day that DUO gives, where it is not that of the notice. ``handled_at``: what it asks was done.
    """

    id = random_key_field()
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    code = models.CharField(_("event"), max_length=6)
    received_on = models.DateField(_("date of the notice"))
    happened_on = models.DateField(_("date according to DUO"), null=True)
    # Facts are erased by themselves.
    fact = models.ForeignKey(Fact, models.DO_NOTHING, null=True, db_constraint=False, related_name="+")
    recorded_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())
    handled_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    handled_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    why = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("notice of DUO")
        verbose_name_plural = _("notices of DUO")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["dossier", "code", "received_on"],
                condition=Q(taken_back_at=None),
                name="duo_notice_once",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None) | ~Q(why=""), name="duo_notice_taken_back_why"
            ),
        ]

    @property
    def event(self) -> Event:
        """What the code means."""
        return events()[self.code]

    @property
    def waits(self) -> bool:
        """Whether somebody must still do what it asks."""
        return self.event.to_do is not None and self.handled_at is None and self.taken_back_at is None


class Message(Changed):
    """One message to DUO. ``body``: as it is sent, without null; ``about_on``: the day of the fact that it tells of."""

    class State(models.TextChoices):
        """How it stands with it; "due" has no row."""

        PREPARED = "prepared", _("prepared")
        SENT = "sent", _("sent")
        REFUSED = "refused", _("refused by DUO")
        WITHDRAWN = "withdrawn", _("taken back")

    id = random_key_field()
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    kind = models.CharField(_("message"), max_length=20)
    category = models.CharField(max_length=16, editable=False)
    body = models.JSONField()
    institution = models.CharField(_("number of the school"), max_length=10, blank=True)
    about_on = models.DateField(null=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.PREPARED)
    sent_on = models.DateField(_("sent on"), null=True)
    refused_on = models.DateField(_("refused on"), null=True)
    answer = models.CharField(_("DUO's answer"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("message to DUO")
        verbose_name_plural = _("messages to DUO")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["dossier", "kind", "about_on"], name="duo_message_about")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["dossier", "kind", "institution"],
                condition=Q(state="prepared"),
                name="duo_prepared_once",
            ),
            models.CheckConstraint(
                condition=Q(sent_on=None, refused_on=None, answer="", state__in=("prepared", "withdrawn"))
                | Q(sent_on__isnull=False, refused_on=None, answer="", state="sent")
                | (Q(sent_on__isnull=False, refused_on__isnull=False, state="refused") & ~Q(answer="")),
                name="duo_message_state",
            ),
        ]

    @property
    def shape(self) -> Shape:
        """Its kind, with the fields."""
        return shapes()[self.kind]
