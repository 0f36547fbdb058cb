"""Terms, suspensions, requests of the person, and erasures with their certificates.

``dossier_id`` is a number and no foreign key, as in the log: a certificate outlives what it is about.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from reisgenoot.access.keys import random_key_field
from reisgenoot.access.labels import Labelled
from reisgenoot.access.models import Member, Organisation


class KeepingRule(models.Model):
    """One rule of ``retention.yaml``, put here by ``reisgenoot migrate``. Lengths are ISO 8601 durations."""

    kind = models.CharField(max_length=16)
    organisation_kind = models.CharField(max_length=24, blank=True)  # empty: every other kind
    counts_from = models.CharField(max_length=16)
    term = models.CharField(max_length=16)
    shortest = models.CharField(max_length=16, null=True)
    longest = models.CharField(max_length=16, null=True)
    after_death = models.CharField(max_length=16, null=True)
    on_request = models.BooleanField()

    class Meta:
        db_table = "keeping_rule"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "organisation_kind"], name="keeping_rule_once"),
        ]


class OwnTerm(models.Model):
    """A term that an organisation chose within the law. Only added to: the newest holds, the others are its history."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)
    term = models.CharField(_("term"), max_length=16)
    set_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    set_at = models.DateTimeField(_("set at"), db_default=Now())

    class Meta:
        verbose_name = _("term for keeping")
        verbose_name_plural = _("terms for keeping")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "kind", "-id"], name="own_term_newest")
        ]


class Hold(Labelled):
    """A reason not to erase anything of a dossier, until it is lifted."""

    class Reason(models.TextChoices):
        """Why."""

        OBJECTION = "objection", _("objection or complaint")
        COURT = "court", _("court case")
        REQUEST = "request", _("the person asks to keep it")

    id = random_key_field()
    dossier_id = models.BigIntegerField(_("dossier"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    note = models.CharField(_("note"), max_length=300, blank=True)
    since = models.DateField(_("since"))
    set_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    lifted_on = models.DateField(_("lifted on"), null=True)
    lifted_by = models.ForeignKey(Member, models.PROTECT, related_name="+", null=True)

    class Meta:
        verbose_name = _("suspension of erasure")
        verbose_name_plural = _("suspensions of erasure")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["dossier_id"], name="hold_running", condition=Q(lifted_on__isnull=True)),
        ]


class Request(Labelled):
    """Something that the person asks under the GDPR. What they said (``words``) is for those who guide them alone.

    Once the dossier is gone, the frame stays for a while (kind, days, outcome), without ``dossier_id`` and words.
    """

    class Kind(models.TextChoices):
        """Which right (GDPR, articles 15 to 21)."""

        SEE = "see", _("see what is kept")
        CORRECT = "correct", _("correct something")
        TAKE_ALONG = "take_along", _("take the data along")
        LIMIT = "limit", _("limit the use")
        ERASE = "erase", _("erase")
        OBJECT = "object", _("object to the use")

    class State(models.TextChoices):
        """How far it is."""

        OPEN = "open", _("open")
        DONE = "done", _("done")
        PARTLY = "partly", _("done in part")
        REFUSED = "refused", _("refused")

    class Identity(models.TextChoices):
        """How it was made sure that the person, or somebody on their behalf, asks."""

        KNOWN = "known", _("known to the guide in person")
        DOCUMENT = "document", _("identity document seen (no copy kept)")
        QUESTIONS = "questions", _("answered questions that only they can answer")
        AUTHORISED = "authorised", _("somebody with a written authorisation")
        PARENT = "parent", _("a parent or guardian")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    dossier_id = models.BigIntegerField(_("dossier"), null=True)
    kind = models.CharField(_("what is asked"), max_length=10, choices=Kind)
    received_on = models.DateField(_("received on"))
    identity = models.CharField(_("how identity was checked"), max_length=10, choices=Identity)
    language = models.CharField(_("language"), max_length=8, blank=True)
    words = models.CharField(_("in the person's words"), max_length=2000, blank=True)
    fact_id = models.BigIntegerField(null=True)  # what is contested, of a request to correct
    recorded_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now())
    due_on = models.DateField(_("answer before the end of"))
    extended_on = models.DateField(_("extended on"), null=True)
    extended_why = models.CharField(_("why it takes longer"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    outcome = models.CharField(_("answer"), max_length=2000, blank=True)
    closed_on = models.DateField(_("answered on"), null=True)
    closed_by = models.ForeignKey(Member, models.PROTECT, related_name="+", null=True)

    class Meta:
        verbose_name = _("request of the person")
        verbose_name_plural = _("requests of the person")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "state", "due_on"], name="request_of_organisation"),
            models.Index(fields=["dossier_id"], name="request_of_dossier"),
        ]


class Erasure(Labelled):
    """One erasure: first a plan, then its certificate, which holds no personal data.

    ``dossier_id`` and ``request`` stand there until it is done, if it is for one dossier. ``parts``: how many rows of
    which kind are gone, of how many dossiers, with the term and ground of that day.
    """

    class Cause(models.TextChoices):
        """Why."""

        TERM = "term", _("the term has passed")
        REQUEST = "request", _("the person asked for it")

    class State(models.TextChoices):
        """How far it is."""

        PLANNED = "planned", _("planned")
        ERASED = "erased", _("erased")
        CERTIFIED = "certified", _("certified")

    number = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    cause = models.CharField(_("cause"), max_length=8, choices=Cause, default=Cause.TERM)
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", null=True)  # empty: the daily job
    dossier_id = models.BigIntegerField(null=True)
    request = models.ForeignKey(Request, models.PROTECT, related_name="+", null=True)
    kinds = ArrayField(models.CharField(max_length=16), null=True)  # of data; empty: all that may go
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    planned_at = models.DateTimeField(db_default=Now())
    erased_at = models.DateTimeField(null=True)
    parts = models.JSONField(default=dict)  # kind → {rows, dossiers}
    files = models.PositiveIntegerField(default=0)  # stored outside the database
    log_position = models.BigIntegerField(null=True)
    log_hash = models.CharField(max_length=64, blank=True)
    log_whole = models.BooleanField(null=True)
    backups_until = models.DateField(null=True)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "-erased_at"], name="erasure_of_organisation"),
        ]


class ErasedPart(models.Model):
    """That a kind of data of a dossier which lives on was erased: shown there, and gone with it."""

    dossier_id = models.BigIntegerField()
    kind = models.CharField(max_length=16)
    erasure = models.ForeignKey(Erasure, models.PROTECT, related_name="+")
    erased_on = models.DateField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["dossier_id"], name="erased_part_of_dossier")
        ]


class FileLeft(models.Model):
    """A file in object storage whose row is gone: the job removes it, and then this. Nobody reads it otherwise."""

    erasure = models.ForeignKey(Erasure, models.PROTECT, related_name="+")
    path = models.CharField(max_length=300)
