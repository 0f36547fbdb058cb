"""The way to a home: proposed links, the quota, requests to housing associations, their offers.

What a housing association reads (``Request``, ``Addressee``, ``Offer``) holds no dossier, no name and no number. For
which household a request is stands in ``RequestHousehold``. A thing of a household hangs on the dossier of its head.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from reisgenoot.access.keys import random_key_field
from reisgenoot.access.labels import Labelled
from reisgenoot.access.models import Member, Organisation

__all__ = [
    "Addressee",
    "ExpectedFamily",
    "Link",
    "Offer",
    "Quota",
    "Refusal",
    "Request",
    "RequestHousehold",
]


def _who(**options: Any) -> models.ForeignKey[Member, Member]:
    return models.ForeignKey(Member, models.PROTECT, related_name="+", db_index=False, **options)


def _organisation(**options: Any) -> models.ForeignKey[Organisation, Organisation]:
    return models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False, **options)


class Link(Labelled):
    """The COA's proposal that a municipality houses this household, and the answer.

    What the municipality must know to answer is copied into it: until it accepts, it reads this and not the dossier.
    ``reasons`` maps kinds of reason to a note for it; a medical reason has none: what must be known of health is an
    `access.AgreedFact`. ``undo_…``: once accepted, the COA asks to undo it and the municipality answers.
    """

    class State(models.TextChoices):
        """How far it is."""

        PROPOSED = "proposed", _("proposed")
        ACCEPTED = "accepted", _("accepted")
        RETURNED = "returned", _("returned")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Reason(models.TextChoices):
        """Why this municipality."""

        WORK = "work", _("Work")
        EDUCATION = "education", _("Education")
        FAMILY = "family", _("Family")
        MEDICAL = "medical", _("Medical treatment")
        NETWORK = "network", _("Network")

    class Returned(models.TextChoices):
        """Why the municipality returned it."""

        NO_HOME = "no_home", _("No fitting home can be expected in time")
        QUOTA_MET = "quota_met", _("The quota of this half-year has been met")
        ELSEWHERE = "elsewhere", _("Another municipality fits better")
        INCOMPLETE = "incomplete", _("We lack information")
        OTHER = "other", _("Something else")
        UNDONE = "undone", _("Undone together after it was accepted, as the COA asked")

    ANSWERS = ("no_home", "quota_met", "elsewhere", "incomplete", "other")
    """Why a municipality may return a proposal."""

    id = random_key_field()
    dossier_id = models.BigIntegerField()
    municipality = _organisation()
    organisation = _organisation()
    proposed_by = _who()
    proposed_at = models.DateTimeField(db_default=Now())
    answer_by = models.DateField(_("answer wanted by"))
    reasons = models.JSONField(default=dict)
    adults = models.PositiveSmallIntegerField()
    children = ArrayField(
        models.PositiveSmallIntegerField(), default=list
    )  # their ages in years, eldest first
    languages = ArrayField(models.CharField(max_length=8), default=list)
    family_expected = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED, db_default="proposed")
    returned_why = models.CharField(max_length=10, choices=Returned, blank=True, db_default="")
    returned_note = models.CharField(max_length=500, blank=True, db_default="")
    decided_at = models.DateTimeField(null=True)
    decided_by = _who(null=True)
    withdrawn_why = models.CharField(max_length=500, blank=True, db_default="")
    undo_asked_at = models.DateTimeField(null=True)
    undo_asked_by = _who(null=True)
    undo_why = models.CharField(max_length=500, blank=True, db_default="")
    undo_answer = models.CharField(max_length=500, blank=True, db_default="")  # "agreed", or why it stands

    class Meta:
        verbose_name = _("link to a municipality")
        verbose_name_plural = _("links to municipalities")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["dossier_id"],
                condition=Q(state__in=["proposed", "accepted"]),
                name="housing_one_link",
            ),
            models.CheckConstraint(
                condition=Q(reasons__medical__isnull=True) | Q(reasons__medical=""),
                name="housing_no_word_on_health",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_at__isnull=True)
                | (~Q(state="proposed") & Q(decided_at__isnull=False)),
                name="housing_link_decided",
            ),
            models.CheckConstraint(
                condition=Q(undo_asked_at__isnull=True, undo_why="", undo_answer="")
                | (Q(undo_asked_at__isnull=False) & ~Q(undo_why="")),
                name="housing_link_undo",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["municipality", "state", "answer_by"], name="housing_link_to"),
            models.Index(
                fields=["organisation", "answer_by", "dossier_id"],
                condition=Q(state="proposed"),
                name="housing_link_waits",
            ),
            models.Index(fields=["organisation", "state", "-decided_at"], name="housing_link_from"),
            models.Index(fields=["dossier_id"], name="housing_link_of"),
        ]

    @property
    def persons(self) -> int:
        """How many are here already."""
        return self.adults + len(self.children)

    @property
    def waits(self) -> bool:
        """Whether the COA asked to undo it, and the municipality has not answered."""
        return self.undo_asked_at is not None and not self.undo_answer


class Quota(models.Model):
    """How many permit holders a municipality must house in a half-year, as somebody entered it. The newest row counts.

    ``arrears``: persons of earlier half-years who were not housed yet; negative if it was ahead. If the three numbers
    of article 29 were entered, ``number`` follows from them.
    """

    organisation = _organisation()
    begins_on = models.DateField()  # 1 January or 1 July
    number = models.PositiveIntegerField()
    arrears = models.IntegerField(default=0)
    source = models.CharField(max_length=300)
    nationwide = models.PositiveIntegerField(null=True)
    inhabitants = models.PositiveIntegerField(null=True)
    inhabitants_nationwide = models.PositiveIntegerField(null=True)
    set_by = _who()
    set_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(begins_on__day=1, begins_on__month__in=[1, 7]), name="housing_half_year"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "begins_on", "-id"], name="housing_quota_newest"),
        ]


class ExpectedFamily(models.Model):
    """How many relatives somebody knows to be expected, and how. ``family`` says when it counts.

    ``following_adults`` and ``following_children``: what followed from family reunification at that moment.
    """

    dossier_id = models.BigIntegerField()
    adults = models.PositiveSmallIntegerField()
    children = models.PositiveSmallIntegerField()
    following_adults = models.PositiveSmallIntegerField(default=0)
    following_children = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(max_length=300)
    member = _who()
    organisation = _organisation()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("expected family")
        verbose_name_plural = _("expected family")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["dossier_id", "-id"], name="housing_expected_newest"),
        ]


class Request(Labelled):
    """A municipality asks for a home. Nothing in it says for whom."""

    class State(models.TextChoices):
        """How far it is."""

        RUNNING = "running", _("running")
        FULFILLED = "fulfilled", _("fulfilled")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Urgency(models.TextChoices):
        """How soon."""

        NORMAL = "normal", _("as others")
        HIGH = "high", _("sooner than others")
        NOW = "now", _("cannot wait")

    id = random_key_field()
    organisation = _organisation()
    asked_on = models.DateField()
    contact_name = models.CharField(_("contact person"), max_length=200)
    contact_phone = models.CharField(_("telephone"), max_length=40)
    adults = models.PositiveSmallIntegerField(_("adults"))
    children = models.PositiveSmallIntegerField(_("children"))
    family_adults = models.PositiveSmallIntegerField(default=0)
    family_children = models.PositiveSmallIntegerField(default=0)
    ground_floor = models.BooleanField(_("ground floor or lift"), default=False)
    max_rent = models.DecimalField(_("rent at most"), max_digits=7, decimal_places=2, null=True)
    urgency = models.CharField(_("urgency"), max_length=6, choices=Urgency, default=Urgency.NORMAL)
    wanted_before = models.DateField(_("wanted before"))
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING, db_default="running")
    ended_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("request for a home")
        verbose_name_plural = _("requests for homes")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(adults__gte=1) | Q(children__gte=1), name="housing_somebody"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["organisation", "state"], name="housing_request_of"),
        ]

    @property
    def persons(self) -> int:
        """How many must fit in, the expected family included."""
        return self.adults + self.children + self.family_adults + self.family_children


class RequestHousehold(models.Model):
    """For whom a request is. No housing association reads this table."""

    request = models.OneToOneField(Request, models.CASCADE, primary_key=True, related_name="household")
    dossier_id = models.BigIntegerField()
    running = models.BooleanField(default=True, db_default=True, editable=False)  # kept by the database
    appointment_id = models.BigIntegerField(null=True)  # of the viewing that is planned now

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["dossier_id"], condition=Q(running=True), name="housing_one_request"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["dossier_id"], name="housing_request_for"),
        ]


class Addressee(models.Model):
    """A housing association that a request went to."""

    id = random_key_field()
    request = models.ForeignKey(Request, models.CASCADE, related_name="addressees")
    association = _organisation()
    organisation = _organisation()  # the municipality, as in the request
    declined_on = models.DateField(null=True)
    declined_why = models.CharField(max_length=300, blank=True, db_default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["association", "request"], name="housing_asked_once"),
        ]


class Offer(Labelled):
    """A home that an association offers for a request, and what became of it. Nothing in it says for whom."""

    class State(models.TextChoices):
        """How far it is. What nobody took before ``valid_until`` has lapsed; nobody writes that down."""

        OFFERED = "offered", _("offered")
        WITHDRAWN = "withdrawn", _("withdrawn by the association")
        DECLINED = "declined", _("not taken")
        VIEWING = "viewing", _("viewing planned")
        REFUSED = "refused", _("refused after the viewing")
        ACCEPTED = "accepted", _("accepted")
        SIGNED = "signed", _("lease signed")
        MOVED_IN = "moved_in", _("moved in")

    TAKEN = ("viewing", "accepted", "signed")
    """While it is so, the request has no other one, and the association knows who comes."""

    id = random_key_field()
    request = models.ForeignKey(Request, models.CASCADE, related_name="offers")
    association = _organisation()
    made_by = _who()
    made_on = models.DateField()
    address = models.CharField(_("address"), max_length=200)
    postcode = models.CharField(_("postcode"), max_length=7)
    place = models.CharField(_("town"), max_length=100)
    rent = models.DecimalField(_("rent a month"), max_digits=7, decimal_places=2)
    rooms = models.PositiveSmallIntegerField(_("bedrooms"))
    floor = models.PositiveSmallIntegerField(_("floor"))  # 0: ground floor
    lift = models.BooleanField(_("lift"), default=False)
    available_on = models.DateField(_("available from"))
    valid_until = models.DateField(_("offer stands until"))
    note = models.CharField(_("about the home"), max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OFFERED, db_default="offered")
    declined_why = models.CharField(max_length=300, blank=True, db_default="")
    viewing_at = models.DateTimeField(null=True)
    viewing_place = models.CharField(max_length=200, blank=True, db_default="")
    viewing_with = models.CharField(max_length=200, blank=True, db_default="")
    lease_signed_on = models.DateField(null=True)
    lease_begins_on = models.DateField(null=True)
    lease_rent = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    keys = models.PositiveSmallIntegerField(null=True)
    arranging_on = models.DateField(null=True)  # proposed; the day itself is arranged elsewhere

    class Meta:
        verbose_name = _("offered home")
        verbose_name_plural = _("offered homes")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(state__in=["viewing", "accepted", "signed", "moved_in"]),
                name="housing_one_taken",
            ),
            models.CheckConstraint(
                condition=~Q(state="viewing") | Q(viewing_at__isnull=False), name="housing_viewing_when"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["signed", "moved_in"]) | Q(lease_begins_on__isnull=False),
                name="housing_lease_begins",
            ),
            models.CheckConstraint(condition=Q(valid_until__gte=F("made_on")), name="housing_offer_period"),
            models.CheckConstraint(condition=Q(rent__gt=0), name="housing_rent"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["association", "state"], name="housing_offer_of"),
        ]


class Refusal(Labelled):
    """A household refused a home: why, what was explained, what follows. No housing association reads this."""

    class Reason(models.TextChoices):
        """Why."""

        TOO_SMALL = "too_small", _("Too small")
        NOT_ACCESSIBLE = "not_accessible", _("Stairs, or not accessible")
        RENT = "rent", _("The rent is too high")
        FAR = "far", _("Too far from work, school or family")
        SAFETY = "safety", _("It does not feel safe there")
        MEDICAL = "medical", _("A medical reason")
        CONDITION = "condition", _("The state of the home")
        OTHER = "other", _("Something else")

    class Consequence(models.TextChoices):
        """What the municipality decided about it."""

        NEW_OFFER = "new_offer", _("The reason is good: a new home is sought")
        WEIGHED = "weighed", _("The reason is being weighed, together with the COA")
        NO_NEW_OFFER = "no_new_offer", _("No new home from the municipality")

    offer = models.OneToOneField(Offer, models.CASCADE, primary_key=True, related_name="refusal")
    dossier_id = models.BigIntegerField()
    reason = models.CharField(_("reason"), max_length=14, choices=Reason)
    note = models.CharField(_("in their words"), max_length=500, blank=True)
    explained_on = models.DateField(_("explained on"))
    language = models.CharField(_("in which language"), max_length=8)
    interpreter = models.CharField(_("interpreter"), max_length=200, blank=True)
    consequence = models.CharField(_("what follows"), max_length=12, choices=Consequence)
    member = _who()
    organisation = _organisation()

    class Meta:
        verbose_name = _("refused home")
        verbose_name_plural = _("refused homes")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["dossier_id"], name="housing_refusal_of"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(reason="medical") | Q(note=""), name="housing_refusal_no_word_on_health"
            ),
        ]
