"""Walk-in hours, referrals, and the social map.

Of a visitor nothing personal stays beyond the day: what they are called by, what they asked and what was answered is
erased the night after (`keeping`, kind ``visits``). Who the visitor is, where they are known, stands in a table of its
own (:class:`KnownVisit`) behind the wall of their dossier: a volunteer at the desk does not see it.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reisgenoot.access.keys import random_key_field
from reisgenoot.access.labels import Labelled
from reisgenoot.access.models import Member, Organisation


class Theme(models.TextChoices):
    """What a question is about."""

    LETTER = "letter", _("Letters and post")
    MONEY = "money", _("Money, benefit and allowances")
    HOME = "home", _("Home and energy")
    HEALTH = "health", _("Health care and insurance")
    WORK = "work", _("Work")
    SCHOOL = "school", _("School and children")
    LANGUAGE = "language", _("Language and civic integration")
    FAMILY = "family", _("Family reunification")
    LAW = "law", _("Procedure and law")
    CONTACT = "contact", _("Meeting people, taking part")
    OTHER = "other", _("Something else")


SENSITIVE = (Theme.HEALTH, Theme.LAW)
"""A referral about these is read by the organisation that made it alone; the same stands in `sql/20_policies.sql`."""


class MapKind(models.TextChoices):
    """What sort of organisation somebody can be referred to."""

    GP = "gp", _("GP, dentist, pharmacy")
    CARE = "care", _("Hospital and other health care")
    MENTAL = "mental", _("Mental health care")
    TOWN = "town", _("Municipality")
    STATE = "state", _("Tax office, UWV, DUO, SVB")
    LEGAL = "legal", _("Legal help")
    DEBT = "debt", _("Help with debts")
    HOUSING = "housing", _("Housing association")
    UTILITY = "utility", _("Energy, water, telephone, bank")
    SCHOOL = "school", _("School and child care")
    LANGUAGE = "language", _("Language house and library")
    WELFARE = "welfare", _("Social work and welfare")
    WORK = "work", _("Work and employers")
    FOOD = "food", _("Food, clothes and furniture")
    CLUB = "club", _("Club, church, mosque, meeting place")
    OTHER = "other", _("Other")


class MapEntry(Labelled):
    """An organisation on the social map of ours; it need not work with Reisgenoot. Nothing about newcomers."""

    id = random_key_field()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")  # whose map it is on
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=MapKind)
    themes = ArrayField(models.CharField(max_length=12), verbose_name=_("themes"), default=list)
    does = models.CharField(_("what they do"), max_length=1000, blank=True)
    for_whom = models.CharField(_("for whom"), max_length=300, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=7, blank=True)
    place = models.CharField(_("place"), max_length=100, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    web = models.URLField(_("website"), blank=True)
    languages = ArrayField(models.CharField(max_length=8), verbose_name=_("languages"), default=list)
    hours = models.JSONField(_("opening hours"), default=dict)  # see `hours`
    checked_on = models.DateField(_("last checked"), null=True, blank=True)
    checked_by = models.ForeignKey(Member, models.PROTECT, related_name="+", null=True)
    gone_on = models.DateField(_("no longer there since"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("organisation on the social map")
        verbose_name_plural = _("organisations on the social map")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "name"], name="map_of_organisation"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # So that what refers to it can be held to the same organisation.
            models.UniqueConstraint(fields=["organisation", "name", "place"], name="map_entry_once"),
        ]

    def __str__(self) -> str:
        return self.name


class DeskSession(models.Model):
    """Walk-in hours of one day at one place."""

    id = random_key_field()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    place = models.CharField(_("place"), max_length=100)
    day = models.DateField(_("day"), default=timezone.localdate)
    begins = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))
    opened_by = models.ForeignKey(Member, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("walk-in hours")
        verbose_name_plural = _("walk-in hours")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "-day"], name="desk_of_organisation"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="session_period"),
        ]

    def __str__(self) -> str:
        return f"{self.place}, {self.day}"


class OnDesk(models.Model):
    """Who mans the desk in one session; a volunteer sees that session's queue, on its day."""

    session = models.ForeignKey(DeskSession, models.CASCADE, related_name="manned")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("who mans the desk")
        verbose_name_plural = _("who mans the desk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["session", "member"], name="on_desk_once"),
        ]


class Visit(Labelled):
    """One visitor in the queue of a session.

    ``seconds`` is what the clock has counted; while it runs, since ``running_since`` on top of that.
    """

    class State(models.TextChoices):
        """Where the visitor is."""

        WAITING = "waiting", _("waiting")
        HELPED = "helped", _("being helped")
        DONE = "done", _("done")
        LEFT = "left", _("left without help")

    id = random_key_field()
    session = models.ForeignKey(DeskSession, models.PROTECT, related_name="visits")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")  # for lists
    day = models.DateField(_("day"))  # for lists
    number = models.PositiveSmallIntegerField(_("number"))
    called = models.CharField(_("called out as"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    theme = models.CharField(_("theme"), max_length=12, choices=Theme, blank=True)
    known = models.BooleanField(_("known"), default=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    came_at = models.DateTimeField(_("came at"), default=timezone.now)
    taken_at = models.DateTimeField(_("taken at"), null=True)
    running_since = models.DateTimeField(null=True)
    seconds = models.PositiveIntegerField(default=0)
    helped_by = models.ForeignKey(Member, models.PROTECT, related_name="+", null=True)
    question = models.CharField(_("question"), max_length=1000, blank=True)
    answer = models.CharField(_("answer"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("visitor")
        verbose_name_plural = _("visitors")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "day"], name="visit_by_day"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["session", "number"], name="visit_number_once"),
        ]

    @property
    def minutes(self) -> int:
        """Whole minutes that the clock has counted so far, rounded up."""
        running = (timezone.now() - self.running_since).total_seconds() if self.running_since else 0
        return -(-int(self.seconds + running) // 60)


class KnownVisit(models.Model):
    """Whose visit it was, where somebody is known. Erased with the dossier; the visit itself stays as a number."""

    visit = models.OneToOneField(Visit, models.CASCADE, primary_key=True, related_name="whose")
    dossier_id = models.BigIntegerField(_("dossier"), db_index=True)


class Referral(Labelled):
    """Somebody was sent to an organisation on the map: from a dossier, or from the queue (without a name)."""

    class How(models.TextChoices):
        """How they were sent."""

        CALLED = "called", _("called together")
        LETTER = "letter", _("with a letter or e-mail")
        ALONG = "along", _("went along")
        TOLD = "told", _("told where it is")

    class Outcome(models.TextChoices):
        """What became of it."""

        HELPED = "helped", _("arrived, and was helped")
        NOT_HELPED = "not_helped", _("arrived, but was not helped")
        TURNED_AWAY = "turned_away", _("turned away")
        NOT_GONE = "not_gone", _("did not go")

    class Reason(models.TextChoices):
        """Why somebody was turned away."""

        WAITING_LIST = "waiting_list", _("waiting list")
        LANGUAGE = "language", _("language")
        RESPONSIBLE = "responsible", _("unsure who is responsible")
        COSTS = "costs", _("costs")
        OTHER = "other", _("something else")

    id = random_key_field()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    dossier_id = models.BigIntegerField(_("dossier"), null=True, db_index=True)
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="referrals", null=True)
    entry = models.ForeignKey(MapEntry, models.PROTECT, related_name="referrals", verbose_name=_("to whom"))
    # As the entry was then: for figures, and for who sees the dossier and not the map.
    kind = models.CharField(max_length=12, choices=MapKind)
    to_name = models.CharField(_("to whom"), max_length=200)
    theme = models.CharField(_("theme"), max_length=12, choices=Theme)
    about = models.CharField(_("for what"), max_length=500)
    how = models.CharField(_("how"), max_length=8, choices=How)
    made_on = models.DateField(_("made on"), default=timezone.localdate)
    expected_on = models.DateField(_("known by"))
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    outcome = models.CharField(_("what became of it"), max_length=12, choices=Outcome, blank=True)
    reason = models.CharField(_("why turned away"), max_length=12, choices=Reason, blank=True)
    known_on = models.DateField(_("known on"), null=True)
    outcome_note = models.CharField(_("note"), max_length=500, blank=True)
    known_by = models.ForeignKey(Member, models.PROTECT, related_name="+", null=True)

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "made_on"], name="referral_open", condition=Q(outcome="")),
            models.Index(fields=["organisation", "kind", "made_on"], name="referral_by_kind"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(outcome="", known_on__isnull=True)
                | (~Q(outcome="") & Q(known_on__gte=F("made_on"))),
                name="referral_known",
            ),
            models.CheckConstraint(
                condition=Q(outcome="turned_away") & ~Q(reason="") | ~Q(outcome="turned_away") & Q(reason=""),
                name="referral_reason",
            ),
        ]
