"""What an administrator does: who works in the organisation, in which role, until when, and how they log in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from . import events, sessions, tokens
from .errors import NotAllowed, NotFound, Refused, Text
from .models import AccountEvent, ApiToken, Member, User
from .roles import require_professional

GIVEN = tuple(choice for choice in Member.Role.choices if choice[0] != Member.Role.NEWCOMER)
"""The roles that people who work there can have."""


def require_administrator(member: Member) -> None:
    """Raise NotAllowed unless the member keeps the accounts of the organisation."""
    if member.role != Member.Role.ADMINISTRATOR:
        raise NotAllowed(_("Only an administrator keeps the accounts of the organisation."))


def add_member(
    member: Member, *, email: str, name: str, role: str, begins_on: date | None = None
) -> tuple[Member, str]:
    """Take somebody into the member's own organisation; they log in with this e-mail address.

    Returns the new member, and for somebody who had no account yet the path under which they choose a password
    (once, within three days); empty otherwise. Raises NotAllowed, and Refused with the fields.
    """
    require_administrator(member)
    problems: dict[str, Text] = {}
    address = email.strip()
    try:
        validate_email(address)
    except ValidationError:
        problems["email"] = _("This is not an e-mail address.")
    if not name.strip():
        problems["name"] = _("Give a name that colleagues know.")
    if role not in dict(GIVEN):
        problems["role"] = _("There is no such role.")
    if problems:
        raise Refused(problems)
    with transaction.atomic():
        user = User.objects.filter(email__iexact=address).first()
        new = user is None
        if user is None:
            user = User.objects.create_user(address)
        if Member.objects.filter(
            _running(), user=user, organisation_id=member.organisation_id, role=role
        ).exists():
            raise Refused({"role": _("This person has that role here already.")})
        made = Member.objects.create(
            user=user,
            organisation_id=member.organisation_id,
            role=role,
            name=name.strip()[:200],
            begins_on=begins_on or timezone.localdate(),
        )
    return made, password_path(user) if new else ""


def end_member(member: Member, member_id: int, *, on: date | None = None) -> Member:
    """End somebody's work in this role: ``on`` (default: today) is the first day without it.

    Their access stops at once on that day. Who works nowhere from today on is logged out everywhere. The open dossiers
    that they carry go to a coordinator, or to another professional where there is none: the database sees to it.

    Raises NotAllowed, NotFound (also for another organisation's), and Refused for a day before the first, for the last
    administrator, for a day that lies ahead while they carry dossiers, and if nobody else can carry these.
    """
    require_administrator(member)
    day = on or timezone.localdate()
    with transaction.atomic():
        own = Member.objects.select_for_update().filter(organisation_id=member.organisation_id)
        found = own.filter(pk=member_id).first()
        if found is None:
            raise NotFound(_("There is no such member."))
        if day < found.begins_on:
            raise Refused({"on": _("It cannot end before it began.")})
        others = own.filter(role=Member.Role.ADMINISTRATOR, ends_on__isnull=True).exclude(pk=found.pk)
        if found.role == Member.Role.ADMINISTRATOR and not others.exists():
            raise Refused(
                {"on": _("Without an administrator nobody can be let in: appoint another one first.")}
            )
        found.ends_on = day
        with _somebody_carries_on():
            found.save(update_fields=["ends_on"])
        events.note(AccountEvent.Act.MEMBERSHIP_ENDED, found.user_id, member.organisation.name)
        if not Member.objects.filter(_running(), user_id=found.user_id).exists():
            sessions.end(found.user_id)
    return found


@contextmanager
def _somebody_carries_on() -> Iterator[None]:
    """What the database refuses for the sake of the dossiers that somebody carries, in words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        words = {
            "dossiers_redistribute_first": _(
                "They still carry dossiers. Let the coordinator redistribute these first, or end their work today:"
                " then the dossiers go to a coordinator."
            ),
            "dossiers_nobody_to_carry": _(
                "They carry dossiers, and nobody else here can: take in a guide or coordinator first."
            ),
        }
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        if constraint not in words:
            raise
        raise Refused({"on": words[constraint]}) from error


def reset_second_factor(member: Member, member_id: int) -> Member:
    """Take away a colleague's second factor, whose phone is lost; they are logged out everywhere.

    Raises NotAllowed, NotFound, and Refused for somebody at another organisation that requires one too: nobody makes
    the door of another house weaker.
    """
    require_administrator(member)
    with transaction.atomic():
        found = Member.objects.filter(
            _running(), organisation_id=member.organisation_id, pk=member_id
        ).first()
        if found is None:
            raise NotFound(_("There is no such member."))
        elsewhere = Member.objects.filter(
            _running(), user_id=found.user_id, organisation__mfa_required=True
        ).exclude(organisation_id=member.organisation_id)
        if elsewhere.exists():
            text = _("%(name)s also works for another organisation, which requires a second factor.")
            raise Refused({"member": text % {"name": found.name}})
        Authenticator.objects.filter(user_id=found.user_id).delete()
        sessions.end(found.user_id)
        events.note(AccountEvent.Act.FACTORS_RESET, found.user_id)
    return found


def end_sessions_of(member: Member, member_id: int) -> Member:
    """Log a colleague out on all their devices: their phone is stolen, or they left a desk without logging out.

    Also where they work for another organisation: a session is somebody's, not of one of their roles. They log in
    again. Raises NotAllowed and NotFound.
    """
    require_administrator(member)
    with transaction.atomic():
        found = Member.objects.filter(
            _running(), organisation_id=member.organisation_id, pk=member_id
        ).first()
        if found is None:
            raise NotFound(_("There is no such member."))
        sessions.end(found.user_id)
        events.note(AccountEvent.Act.LOGGED_OUT, found.user_id)
    return found


def require_second_factor(member: Member, required: bool) -> None:
    """Let people act for the member's organisation only with a second factor, or no longer. Raises NotAllowed."""
    require_administrator(member)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT access_require_mfa(%s)", [required])
            changed = cursor.fetchone()[0]
        if changed:
            act = AccountEvent.Act.MFA_REQUIRED if required else AccountEvent.Act.MFA_NOT_REQUIRED
            events.note(act, member.user_id, member.organisation.name)


def end_sessions(request: HttpRequest, session_id: int | None) -> int:
    """Log the user of this request out on one of their devices, or on all others; returns on how many."""
    user_id = request.user.pk
    assert user_id is not None  # the page saw to it
    with transaction.atomic():
        keep = None if session_id is not None else request.session.session_key
        ended = sessions.end(user_id, only=session_id, keep=keep)
        if ended:
            events.note(AccountEvent.Act.SESSIONS_ENDED, user_id, request=request)
    return ended


def make_token(member: Member, *, name: str, until: date, vouched_by: str = "") -> tuple[ApiToken, str]:
    """Make a token with which another system acts as this member; returns it too, for the only time.

    ``name``: which system it is for. ``until``: the last day on which it works, within a year. ``vouched_by``: see
    `ApiToken`. Raises NotAllowed for a role that opens no dossier, and Refused with the fields.
    """
    require_professional(member)
    shown, today = " ".join(name.split()), timezone.localdate()
    problems: dict[str, Text] = {}
    if not 1 <= len(shown) <= 80:
        problems["name"] = _("A name has between 1 and 80 characters.")
    elif ApiToken.objects.filter(member=member, name=shown, revoked_at__isnull=True).exists():
        problems["name"] = _("You have a token of this name already: revoke that one first.")
    if not today <= until <= today + tokens.LONGEST:
        problems["until"] = _("Choose a day from today on, within a year.")
    if problems:
        raise Refused(problems)
    token = tokens.new_token()
    with transaction.atomic():
        made = ApiToken.objects.create(
            member=member,
            name=shown,
            digest=tokens.digest(token),
            ends_on=until + timedelta(days=1),
            vouched_by=vouched_by,
        )
        events.note(AccountEvent.Act.TOKEN_MADE, member.user_id, shown)
    return made, token


def revoke_token(member: Member, token_id: int) -> ApiToken:
    """End a token of one's own, or as administrator that of a colleague: the next call with it is refused.

    Raises NotFound, also for one that was revoked already.
    """
    with transaction.atomic():
        known = ApiToken.objects.select_related("member").filter(pk=token_id, revoked_at__isnull=True).first()
        if known is None:
            raise NotFound(_("There is no such token."))
        ApiToken.objects.filter(pk=token_id).update(revoked_at=timezone.now(), revoked_by=member)
        events.note(AccountEvent.Act.TOKEN_REVOKED, known.member.user_id, known.name)
    return known


def _running() -> Q:
    """Memberships that hold today, or will."""
    return Q(ends_on__isnull=True) | Q(ends_on__gt=timezone.localdate())


def password_path(user: User) -> str:
    """Where somebody without a password chooses one."""
    parts = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return reverse("account_reset_password_from_key", kwargs=parts)
