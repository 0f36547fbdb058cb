"""Dossiers. Facts are the record and only appended; tasks and signals are the plan that follows from them.

All periods are half-open, as in ``access.models``. Columns that repeat what is known elsewhere (marked
"for lists") are kept equal by ``actions`` and ``replan``: they let a list be read from one table.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reisgenoot.access.keys import random_key_field
from reisgenoot.access.labels import Labelled
from reisgenoot.access.models import Member, Organisation
from reisgenoot.people.models import Person

from . import seen
from .appointment import Appointment as Appointment
from .appointment import AppointmentMember as AppointmentMember
from .appointment import AppointmentNote as AppointmentNote
from .appointment import CalendarFeed as CalendarFeed
from .handing import HandedDossier as HandedDossier
from .handing import Handover as Handover
from .handing import HandoverLine as HandoverLine
from .handing import HandoverWord as HandoverWord
from .handing import Redistributed as Redistributed
from .handing import Redistribution as Redistribution
from .storage import document_storage


class Dossier(models.Model):
    """One person's route. Its id is the person's id."""

    person = models.OneToOneField(Person, models.PROTECT, primary_key=True, related_name="dossier")
    definition = models.CharField(_("route"), max_length=60, default="nl-asylum")
    version = models.CharField(_("version of the route"), max_length=60, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("responsible organisation")
    )
    # Whoever carries it. While the dossier is open it is somebody who runs: `sql/65_workers.sql`.
    worker = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name=_("worker"))
    municipality = models.CharField(_("municipality"), max_length=100, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    phase = models.CharField(_("phase"), max_length=40, blank=True)
    phase_since = models.DateField(_("in this phase since"), null=True, blank=True)
    last_contact = models.DateField(_("last contact"), null=True, blank=True)
    planned_on = models.DateField(_("planned on"), null=True, blank=True)
    replan_on = models.DateField(_("to be planned again on"), null=True, blank=True)
    opened_on = models.DateField(_("opened on"), default=timezone.localdate)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    name = models.CharField(_("name"), max_length=320, blank=True)  # for lists
    household_name = models.CharField(_("household"), max_length=200, blank=True)  # for lists
    # How many tasks there are to do, from `tallied_on` until before `tally_until`: see `tally`.
    open_tasks = models.PositiveSmallIntegerField(default=0)
    overdue_tasks = models.PositiveSmallIntegerField(default=0)
    week_tasks = models.PositiveSmallIntegerField(default=0)
    tallied_on = models.DateField(null=True)
    tally_until = models.DateField(null=True)

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["worker"], name="dossier_worker"),
            models.Index(fields=["replan_on"], name="dossier_replan", condition=Q(replan_on__isnull=False)),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "organisation"], name="dossier_of_organisation"),
            models.CheckConstraint(condition=~Q(definition="without-status"), name="dossier_of_shared_route"),
        ]

    def __str__(self) -> str:
        return self.name


ENDS = ("guidance_closed", "departed", "deceased")
"""Milestones with which guidance ends: the terms for keeping count from these."""


class Fact(Labelled):
    """One thing that somebody recorded. Never changed: a correction is a new fact that ``supersedes`` it.

    A milestone has its date in ``happened_on`` and, as ISO text, in ``value``. An attribute has any JSON
    in ``value``, and in ``happened_on`` the day from which it holds (empty: always). ``value`` null takes
    the superseded fact back.
    """

    class Source(models.TextChoices):
        """How the organisation came to know."""

        SCREEN = "screen", _("entered by hand")
        IMPORT = "import", _("import")
        API = "api", _("another system")
        PERSON = "person", _("the person")
        DOCUMENT = "document", _("a document")
        DEMO = "demo", _("demonstration")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="facts")
    key = models.CharField(_("what"), max_length=60)
    # Of data: decides who may see it, by the table of access. The definition says which (`values.category_of`).
    category = models.CharField(max_length=16)
    value = models.JSONField(_("value"), null=True)
    happened_on = models.DateField(_("on"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now())
    recorded_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    source = models.CharField(_("source"), max_length=10, choices=Source, default=Source.SCREEN)
    note = models.CharField(_("note"), max_length=1000, blank=True)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, related_name="superseded_by", null=True, blank=True
    )

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["dossier", "key", "id"], name="fact_of_dossier"),
            models.Index(fields=["dossier"], condition=Q(key__in=ENDS), name="fact_of_an_end"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(key="allowance_partner_without_status"), name="fact_tells_of_nobody_shielded"
            ),
        ]


class Task(models.Model):
    """A task of the stored plan that is not done yet (done ones are in the plan of the dossier's page).

    Its state on a day follows: it has not begun before ``starts_on``, is gone from ``ends_on``, is overdue
    from ``overdue_from``; otherwise it waits for something else if ``waiting``, and is open if not. What has a last day
    on a ground of law is never ``waiting`` here: it stands on the lists from the day on which its term begins.
    ``dossier`` and ``organisation`` together refer to a dossier: `sql/20_policies.sql`.
    """

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="tasks", db_constraint=False)
    key = models.CharField(max_length=60)
    per = models.CharField(max_length=10)
    phase = models.CharField(max_length=40)
    kind = models.CharField(max_length=16)
    owner = models.CharField(max_length=24)
    starts_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    expected_on = models.DateField(null=True)
    overdue_from = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    waiting = models.BooleanField(default=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )  # for lists
    worker = models.ForeignKey(
        Member, models.PROTECT, related_name="+", null=True, db_index=False
    )  # for lists
    municipality = models.CharField(max_length=100, blank=True)  # for lists
    language = models.CharField(max_length=8, blank=True)  # for lists
    dossier_phase = models.CharField(max_length=40, blank=True)  # for lists

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["dossier", "key"], name="task_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                F("organisation"),
                F("overdue_from").asc(nulls_last=True),
                F("expected_on").asc(nulls_last=True),
                F("dossier"),
                F("key"),
                name="task_in_order",
            ),
            models.Index(
                F("worker"),
                F("overdue_from").asc(nulls_last=True),
                F("expected_on").asc(nulls_last=True),
                F("dossier"),
                F("key"),
                name="task_of_worker",
            ),
            models.Index(
                F("organisation"),
                F("expected_on").asc(nulls_last=True),
                F("dossier"),
                condition=Q(key="linked"),
                name="task_to_link",
            ),
            models.Index(
                F("overdue_from").asc(nulls_last=True),
                F("expected_on").asc(nulls_last=True),
                F("dossier"),
                F("key"),
                condition=Q(key__in=seen.LEGAL_TASKS, due_on__isnull=False),
                name="task_of_law",
            ),
        ]


class Signal(models.Model):
    """A signal of the stored plan: active from ``since`` until before ``until``; may lie in the future."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="signals")
    key = models.CharField(max_length=60)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        verbose_name = _("signal")
        verbose_name_plural = _("signals")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["dossier", "key"], name="signal_once"),
            models.CheckConstraint(
                condition=~Q(key="partner_without_status"), name="signal_tells_of_nobody_shielded"
            ),
        ]


NOTES = "notes"
"""The category of notes and documents that are about nothing in particular."""


class Sensitivity(models.TextChoices):
    """Who of those let into the dossier may see it."""

    NORMAL = "normal", _("everyone involved")
    SENSITIVE = "sensitive", _("professionals only, not volunteers")


class ContactNote(Labelled):
    """What was said or seen at one contact with the person."""

    class Kind(models.TextChoices):
        """How the contact was made."""

        VISIT = "visit", _("visit")
        PHONE = "phone", _("telephone")
        WALK_IN = "walk_in", _("walk-in hours")
        EMAIL = "email", _("e-mail")
        OTHER = "other", _("other")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="notes")
    on = models.DateField(_("on"), default=timezone.localdate)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    sensitivity = models.CharField(
        _("may be seen by"), max_length=10, choices=Sensitivity, default=Sensitivity.NORMAL
    )
    category = models.CharField(_("about"), max_length=16, default=NOTES)
    text = models.TextField(_("text"))
    author = models.ForeignKey(Member, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("written at"), db_default=Now())

    class Meta:
        verbose_name = _("contact note")
        verbose_name_plural = _("contact notes")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["dossier", "-on"], name="note_of_dossier"),
        ]


class Document(Labelled):
    """A file in a dossier: its bytes in ``content``, or in object storage under ``stored``."""

    id = random_key_field()
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="documents")
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    content = models.BinaryField(null=True)
    stored = models.FileField(storage=document_storage, blank=True, max_length=300)
    sensitivity = models.CharField(
        _("may be seen by"), max_length=10, choices=Sensitivity, default=Sensitivity.SENSITIVE
    )
    category = models.CharField(_("about"), max_length=16, default=NOTES)
    added_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added at"), db_default=Now())

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["dossier"], name="document_of_dossier")]

    def __str__(self) -> str:
        return self.name


class SavedView(models.Model):
    """A member's own choice of filters for the worklist, as the query part of its address."""

    id = random_key_field()
    member = models.ForeignKey(Member, models.CASCADE, related_name="saved_views")
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(max_length=1000)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["member", "name"], name="saved_view_once"),
        ]

    def __str__(self) -> str:
        return self.name
