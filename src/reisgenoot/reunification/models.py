"""Who follows whom, and the papers of each. What happened on their route are facts of their own dossiers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from reisgenoot.access.labels import Labelled
from reisgenoot.access.models import Member, Organisation
from reisgenoot.dossiers.models import Dossier


class Relation(models.TextChoices):
    """What the family member is of the one in the Netherlands (Vreemdelingenwet 2000, article 29c(1))."""

    SPOUSE = "spouse", _("spouse or partner")
    CHILD = "child", _("child")
    PARENT = "parent", _("parent of an unaccompanied minor")
    SIBLING = "sibling", _("brother or sister of an unaccompanied minor")


class Relative(Labelled):
    """A family member abroad, by the dossier that they have, and the one in the Netherlands whom they follow."""

    dossier = models.OneToOneField(Dossier, models.PROTECT, primary_key=True, related_name="+")
    sponsor = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    relation = models.CharField(_("relation"), max_length=8, choices=Relation)
    stays_in = models.CharField(_("stays in"), max_length=2, blank=True)  # ISO 3166-1 alpha-2
    added_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added at"), db_default=Now())

    class Meta:
        verbose_name = _("family member who follows")
        verbose_name_plural = _("family members who follow")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(dossier=F("sponsor")), name="relative_of_somebody_else"),
        ]


class Paper(Labelled):
    """One paper of a family member: whether it is there, and if not, why not."""

    class Kind(models.TextChoices):
        """Which paper; the list is experience of guidance, and the authority may ask for others."""

        PASSPORT = "passport", _("passport or other travel document")
        PHOTO = "photo", _("passport photographs")
        BIRTH = "birth", _("birth certificate")
        MARRIAGE = "marriage", _("marriage certificate, or proof of living together")
        CONSENT = "consent", _("consent of the parent who stays behind")
        CUSTODY = "custody", _("proof of custody or adoption")
        FAMILY = "family", _("family book, or extract of the registry")
        OTHER = "other", _("other proof of the family tie (photographs, messages, payments)")

    class State(models.TextChoices):
        """How far it is."""

        NEEDED = "needed", _("still to be found")
        ASKED = "asked", _("asked for")
        HERE = "here", _("here")
        SENT = "sent", _("sent to the authority")
        ABSENT = "absent", _("cannot be had")
        NOT_NEEDED = "not_needed", _("not needed")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    kind = models.CharField(_("paper"), max_length=10, choices=Kind)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NEEDED)
    note = models.CharField(_("note"), max_length=300, blank=True)
    changed_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(_("changed at"), db_default=Now())

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["dossier", "kind"], name="paper_once"),
            models.CheckConstraint(
                condition=~Q(state="absent") | ~Q(note=""), name="paper_absent_has_a_reason"
            ),
        ]
