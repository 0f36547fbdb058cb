"""Organisations, the people who work there, and which organisation is involved with which dossier.

All periods are half-open: ``ends_on`` is the first day on which it no longer holds (empty: no end known).
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .consent import AgreedFact, Consent, ConsentNotice, ConsentPurpose
from .keys import random_key_field
from .labels import Labelled
from .log_entries import AccessLog, LogSeal
from .tokens import ApiToken

__all__ = [
    "AccessLog",
    "AccessRule",
    "AccountEvent",
    "AgreedFact",
    "ApiToken",
    "Consent",
    "ConsentNotice",
    "ConsentPurpose",
    "EmergencyAccess",
    "Involvement",
    "Limitation",
    "LogInAttempts",
    "LogSeal",
    "Member",
    "Organisation",
    "Question",
    "QuestionReached",
    "Sent",
    "User",
    "UserManager",
]


class Organisation(Labelled):
    """An organisation that guides newcomers. Its slug is what commands and addresses use."""

    class Kind(models.TextChoices):
        """What sort of organisation it is; decides in which phases it acts."""

        IND = "ind", _("Immigration service (IND)")
        COA = "coa", _("Reception of asylum seekers (COA)")
        NIDOS = "nidos", _("Guardianship of unaccompanied minors (Nidos)")
        GZA = "gza", _("Health care for asylum seekers (GZA)")
        MUNICIPALITY = "municipality", _("Municipality")
        VLUCHTELINGENWERK = "vluchtelingenwerk", _("VluchtelingenWerk")
        SOCIAL_WORK = "social_work", _("Social work")
        LEGAL_AID = "legal_aid", _("Legal aid")
        HOUSING_ASSOCIATION = "housing_association", _("Housing association")
        CHURCH = "church", _("Church")
        LVV_PARTNER = "lvv_partner", _("Partner of the shelter for people without status (LVV)")
        LEGER_DES_HEILS = "leger_des_heils", _("Leger des Heils")
        OTHER = "other", _("Other")

    HELPING = frozenset({"church", "lvv_partner", "leger_des_heils", "vluchtelingenwerk", "social_work"})
    """The kinds that may keep shielded dossiers; never an authority. The same stands as a constraint in ``vault``."""

    slug = models.SlugField(_("short name"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=24, choices=Kind)
    municipality = models.CharField(_("municipality"), max_length=100, blank=True)
    # Whoever works here is let in with a second factor only; see `access_enter`.
    mfa_required = models.BooleanField(_("second factor required"), default=False, db_default=False)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # So that a table can refer to an organisation of a certain kind.
            models.UniqueConstraint(fields=["id", "kind"], name="organisation_of_kind"),
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes users that log in with their e-mail address."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> User:
        """Save and return a user; ``password`` None means that nobody can log in with one."""
        user = self.model(email=email.lower(), **extra)  # log-in looks for small letters
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> User:
        """As :meth:`create_user`, with every permission of Django (which opens no dossier)."""
        return self.create_user(email, password, **{**extra, "is_staff": True, "is_superuser": True})


class User(AbstractUser):
    """Somebody who can log in. What they may see follows from their :class:`Member` rows alone."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.get_full_name() or self.email


class Member(Labelled):
    """One person in one organisation in one role, for a period: the identity that the wall knows."""

    class Role(models.TextChoices):
        """What somebody does, and so what the wall opens for them."""

        GUIDE = "guide", _("Guide")
        VOLUNTEER = "volunteer", _("Volunteer")
        DIRECTOR = "director", _("Case director")
        COORDINATOR = "coordinator", _("Coordinator")
        POLICY_MAKER = "policy_maker", _("Policy maker")
        ADMINISTRATOR = "administrator", _("Administrator")
        PRIVACY_OFFICER = "privacy_officer", _("Data-protection officer")
        NEWCOMER = "newcomer", _("Newcomer")

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("user"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="members", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=16, choices=Role)
    name = models.CharField(_("name"), max_length=200)
    begins_on = models.DateField(_("begins on"), default=timezone.localdate)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering: ClassVar[list[str]] = ["name", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("begins_on")), name="member_period"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_role_display()})"

    def runs_on(self, day: date) -> bool:
        """Whether the membership holds on ``day``."""
        return self.begins_on <= day and (self.ends_on is None or day < self.ends_on)


class Involvement(Labelled):
    """An organisation's part in a dossier: while it runs, the organisation gets through the wall.

    ``member`` is the worker who carries it, or the matched volunteer; a volunteer sees only dossiers in
    which an involvement bears their name. ``dossier_id`` equals the person's id; the foreign key is
    added in ``dossiers/sql``, because this app comes before that one.
    """

    class Basis(models.TextChoices):
        """Why the organisation is let in. What the person consents to stands in :class:`Consent`."""

        PHASE = "phase", _("Acts in this phase")
        HANDOVER = "handover", _("Hand-over")

    dossier_id = models.BigIntegerField(_("dossier"))
    # No index of its own: the covering one below serves, and the wall reads nothing but that.
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    member = models.ForeignKey(Member, models.PROTECT, related_name="involvements", null=True, blank=True)
    basis = models.CharField(_("basis"), max_length=8, choices=Basis, default=Basis.PHASE)
    begins_on = models.DateField(_("begins on"), default=timezone.localdate)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    # After a hand-over the organisation reads on until this day, which is the first without.
    reads_until = models.DateField(_("reads until"), null=True, blank=True)
    # The part of the organisation that is responsible for the dossier; kept by the database (`dossiers/sql`).
    responsible = models.BooleanField(default=False, db_default=False, editable=False)

    class Meta:
        verbose_name = _("involvement")
        verbose_name_plural = _("involvements")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["organisation", "dossier_id"],
                include=["member", "basis", "begins_on", "ends_on", "reads_until"],
                name="involvement_of_organisation",
            ),
            models.Index(fields=["dossier_id"], name="involvement_in_dossier"),
            models.Index(
                fields=["organisation", "dossier_id"],
                condition=Q(responsible=False),
                name="involvement_elsewhere",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("begins_on")), name="involvement_period"
            ),
            models.UniqueConstraint(
                fields=["dossier_id", "organisation", "member"],
                condition=Q(ends_on__isnull=True),
                nulls_distinct=False,
                name="involvement_once",
            ),
            models.CheckConstraint(condition=~Q(basis="consent"), name="involvement_not_by_consent"),
        ]


class EmergencyAccess(models.Model):
    """A coordinator got into a dossier for one hour, with a reason; or tried to, and found nobody.

    Written by ``dossiers_emergency`` alone, and never removed; only its reason is erased, with its term or the dossier.
    """

    at = models.DateTimeField(_("at"), db_default=Now())
    until = models.DateTimeField(_("until"))
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    dossier_id = models.BigIntegerField(_("dossier"), null=True)  # empty: nobody was found
    reason = models.CharField(_("reason"), max_length=1000)

    class Meta:
        verbose_name = _("emergency access")
        verbose_name_plural = _("emergency access")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["member", "-at"], name="emergency_of_member"),
            models.Index(fields=["dossier_id", "-at"], name="emergency_in_dossier"),
            models.Index(fields=["at"], name="emergency_by_time"),
        ]


class Question(models.Model):
    """A professional asked about somebody, without knowing whether anybody guides them.

    Whom it reached stands apart (:class:`QuestionReached`): the asker reads this row, and it is the same whether the
    person is known or not, until their guide answers. Written by ``dossiers_ask`` and ``dossiers_answer`` alone.
    """

    id = random_key_field()
    at = models.DateTimeField(_("at"), db_default=Now())
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    sought = models.CharField(_("about whom"), max_length=400)
    question = models.CharField(_("question"), max_length=2000)
    answer = models.CharField(_("answer"), max_length=2000, blank=True, db_default="")
    answered_at = models.DateTimeField(_("answered at"), null=True)
    answered_by = models.ForeignKey(Member, models.PROTECT, related_name="+", null=True)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["member", "-at"], name="question_of_member"),
            models.Index(fields=["id"], name="question_open", condition=Q(answered_at__isnull=True)),
        ]


class QuestionReached(models.Model):
    """The dossier that a question is about; seen by its guides, never by who asked."""

    question = models.OneToOneField(Question, models.CASCADE, primary_key=True, related_name="reached")
    dossier_id = models.BigIntegerField(_("dossier"), db_index=True)


class Sent(models.Model):
    """A form that a member sent and that did its work: the same one, sent again, gets the same answer and does nothing.

    ``digest`` is the SHA-256 of where it was sent and all that it held, its one-time key included (`web.once`).
    Kept for a day.
    """

    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    digest = models.BinaryField()
    location = models.CharField(max_length=2000, blank=True, db_default="")  # empty: its work is going on
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["member", "digest"], name="sent_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["at"], name="sent_by_time")]


class Limitation(Labelled):
    """The person has the use of their data limited (GDPR, article 18): it is kept, and nobody adds or changes anything.

    While one runs, ``access_granted`` lets nobody add or change, and the dossier is on no worklist.
    """

    class Ground(models.TextChoices):
        """Which point of article 18(1)."""

        CONTESTED = "contested", _("the person contests that the data are right")
        UNLAWFUL = "unlawful", _("the use is unlawful, and the person wants it limited rather than erased")
        CLAIM = "claim", _("the person needs the data for a legal claim")
        OBJECTION = "objection", _("the person objected, and this is being weighed")

    dossier_id = models.BigIntegerField(_("dossier"))
    ground = models.CharField(_("ground"), max_length=10, choices=Ground)
    since = models.DateField(_("since"), default=timezone.localdate)
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    lifted_on = models.DateField(_("lifted on"), null=True)
    lifted_by = models.ForeignKey(Member, models.PROTECT, related_name="+", null=True)

    class Meta:
        verbose_name = _("limitation")
        verbose_name_plural = _("limitations")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["dossier_id"], condition=Q(lifted_on__isnull=True), name="limitation_once"
            ),
        ]


class AccountEvent(Labelled):
    """What happened to somebody's account; seen by themselves and by the administrator where they work.

    Written by ``access_note`` alone, and never changed: failed log-ins happen when nobody is known yet. Nothing of
    newcomers stands in it.
    """

    class Act(models.TextChoices):
        """What happened."""

        LOGGED_IN = "logged_in", _("Logged in")
        LOG_IN_FAILED = "log_in_failed", _("Log-in failed")
        FACTOR_ADDED = "factor_added", _("Second factor set up")
        FACTOR_REMOVED = "factor_removed", _("Second factor removed")
        FACTORS_RESET = "factors_reset", _("Second factor reset by an administrator")
        CODES_MADE = "codes_made", _("New recovery codes")
        PASSWORD_CHANGED = "password_changed", _("Password changed")
        CONNECTED = "connected", _("Connected to the log-in of the organisation")
        SESSIONS_ENDED = "sessions_ended", _("Logged out on other devices")
        LOGGED_OUT = "logged_out", _("Logged out everywhere by an administrator")
        MEMBERSHIP_ENDED = "membership_ended", _("Work ended by an administrator")
        MFA_REQUIRED = "mfa_required", _("Made a second factor required")
        MFA_NOT_REQUIRED = "mfa_not_required", _("Made a second factor no longer required")
        TOKEN_MADE = "token_made", _("Token for another system made")
        TOKEN_REVOKED = "token_revoked", _("Token for another system revoked")

    at = models.DateTimeField(_("at"), db_default=Now())
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    act = models.CharField(_("what"), max_length=20, choices=Act)
    about = models.CharField(_("how"), max_length=100, blank=True)
    address = models.GenericIPAddressField(_("address"), null=True)
    device = models.CharField(_("device"), max_length=200, blank=True)
    # Empty: themselves, or nobody known.
    by = models.ForeignKey(Member, models.PROTECT, related_name="+", null=True)

    class Meta:
        verbose_name = _("event of an account")
        verbose_name_plural = _("events of accounts")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["user", "-at"], name="event_of_user")]


class LogInAttempts(models.Model):
    """How often a log-in failed lately, and until when the next is refused; see ``access/attempts.py``.

    ``key`` is a hash, of an account or of an account on one device: nobody reads from it who tried.
    """

    key = models.CharField(primary_key=True, max_length=64)
    failed = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    wait_until = models.DateTimeField()


class AccessRule(models.Model):
    """One cell of the table of access, put here by ``reisgenoot migrate`` from ``table_of_access.yaml``."""

    relation = models.CharField(max_length=16)
    category = models.CharField(max_length=16)
    kind = models.CharField(max_length=20, blank=True)  # of organisation; empty: every kind
    may_know = models.BooleanField()
    may_read = models.BooleanField()
    may_add = models.BooleanField()
    may_change = models.BooleanField()

    class Meta:
        db_table = "access_rule"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["relation", "category", "kind"], name="rule_once"),
        ]
